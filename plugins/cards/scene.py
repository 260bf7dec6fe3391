"""The marks of a laid-out card: texts, boxes, strokes and rings, in pixels."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from plugins.cards.design import Color
from plugins.cards.font import ASCENT, DESCENT, Weight, text_width

if TYPE_CHECKING:
    from plugins.cards.design import Format


class Fill(StrEnum):
    """How a box is filled: unfinished figures are striped, computed ones outlined."""

    SOLID = "solid"
    STRIPED = "striped"
    OUTLINE = "outline"


class Bounds(NamedTuple):
    """The edges of a mark."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Bounds, gap: float = 0) -> bool:
        """Whether less than `gap` pixels lie between two areas."""
        beside = self.right + gap <= other.left or other.right + gap <= self.left
        return not (beside or self.bottom + gap <= other.top or other.bottom + gap <= self.top)


class TextMark(NamedTuple):
    """One line of text; `x` and `baseline` are where its pen starts."""

    text: str
    x: float
    baseline: int
    size: int
    weight: Weight = Weight.REGULAR
    color: Color = Color.TEXT

    @property
    def width(self) -> float:
        """Its width in pixels."""
        return text_width(self.text, self.weight, self.size)

    @property
    def bounds(self) -> Bounds:
        """The largest area its glyphs can cover."""
        top, bottom = self.baseline - ASCENT * self.size, self.baseline + DESCENT * self.size
        return Bounds(self.x, top, self.x + self.width, bottom)


class Box(NamedTuple):
    """A rectangle, with rounded corners if it has a `radius`."""

    left: int
    top: int
    right: int
    bottom: int
    color: Color = Color.BAR
    fill: Fill = Fill.SOLID
    radius: int = 0

    @property
    def bounds(self) -> Bounds:
        """Its edges."""
        return Bounds(self.left, self.top, self.right, self.bottom)


class Stroke(NamedTuple):
    """A line through points, dashed if it leads to an unfinished period; or a filled polygon."""

    points: tuple[tuple[float, float], ...]
    color: Color = Color.ACCENT
    width: int = 5
    filled: bool = False
    dashed: bool = False

    @property
    def bounds(self) -> Bounds:
        """The bounds of its points, plus half its width."""
        half = 0 if self.filled else self.width / 2
        across, down = zip(*self.points, strict=True)
        return Bounds(min(across) - half, min(down) - half, max(across) + half, max(down) + half)


class Ring(NamedTuple):
    """A circle around a point; a disc if its width is its radius."""

    x: float
    y: float
    radius: float
    width: float
    color: Color = Color.ACCENT

    @property
    def bounds(self) -> Bounds:
        """The square around it."""
        return Bounds(self.x - self.radius, self.y - self.radius, self.x + self.radius, self.y + self.radius)


Mark = TextMark | Box | Stroke | Ring


class Scene(NamedTuple):
    """A card laid out in one size."""

    format: Format
    marks: tuple[Mark, ...]


def box(edges: tuple[float, float, float, float], color: Color = Color.BAR, fill: Fill = Fill.SOLID) -> Box:
    """A rectangle with its left, top, right and bottom edges on whole pixels."""
    left, top, right, bottom = (round(edge) for edge in edges)
    return Box(left, top, right, bottom, color, fill)


def center(text: TextMark) -> TextMark:
    """Center a line on its `x`."""
    return text._replace(x=text.x - text.width / 2)


def align_right(text: TextMark) -> TextMark:
    """Make a line end at its `x`."""
    return text._replace(x=text.x - text.width)
