"""What a card is made of, once it is laid out: words, boxes, lines. Places in pixels, inks by name."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from plugins.cards.face import ASCENT, DESCENT, Weight, width_of

if TYPE_CHECKING:
    from plugins.cards.formats import Format


class Ink(StrEnum):
    """A colour and the ground it stands on; the colours are those of palette.css."""

    INK = "ink on ground"
    SOFT = "ink-soft on ground"
    ACCENT = "accent on ground"
    BAR = "bar on ground"
    LINE = "line on ground"
    TINT = "accent-soft on ground"
    MIDDLE = "middle on ground"
    ALERT = "alert on ground"
    ON_ACCENT = "accent-ink on accent"


class Fill(StrEnum):
    """How a box is filled: a striped one is unfinished, an outlined one is computed."""

    SOLID = "solid"
    STRIPED = "striped"
    OUTLINE = "outline"


class Bounds(NamedTuple):
    """The edges of a mark."""

    left: float
    top: float
    right: float
    bottom: float


class Text(NamedTuple):
    """One line of text, its pen at the left end of the baseline."""

    text: str
    x: float
    baseline: int
    size: int
    weight: Weight = Weight.REGULAR
    ink: Ink = Ink.INK

    @property
    def bounds(self) -> Bounds:
        """Where its ink can be."""
        right = self.x + width_of(self.text, self.weight, self.size)
        return Bounds(self.x, self.baseline - ASCENT * self.size, right, self.baseline + DESCENT * self.size)


class Box(NamedTuple):
    """A rectangle with rounded corners; `flat` leaves its corners at the start of a bar or column square."""

    left: int
    top: int
    right: int
    bottom: int
    ink: Ink = Ink.BAR
    fill: Fill = Fill.SOLID
    radius: int = 0

    @property
    def bounds(self) -> Bounds:
        """Its own edges."""
        return Bounds(self.left, self.top, self.right, self.bottom)


class Stroke(NamedTuple):
    """A line through points; closed and filled where it is a shape."""

    points: tuple[tuple[float, float], ...]
    ink: Ink = Ink.ACCENT
    width: int = 5
    filled: bool = False

    @property
    def bounds(self) -> Bounds:
        """Its points, widened by half the line."""
        half = 0 if self.filled else self.width / 2
        across, down = zip(*self.points, strict=True)
        return Bounds(min(across) - half, min(down) - half, max(across) + half, max(down) + half)


class Ring(NamedTuple):
    """A circle around a point; a disc where its width is its radius."""

    x: float
    y: float
    radius: float
    width: float
    ink: Ink = Ink.ACCENT

    @property
    def bounds(self) -> Bounds:
        """The square around it."""
        return Bounds(self.x - self.radius, self.y - self.radius, self.x + self.radius, self.y + self.radius)


Mark = Text | Box | Stroke | Ring


class Scene(NamedTuple):
    """A card laid out in one size."""

    format: Format
    marks: tuple[Mark, ...]


def centred(text: Text) -> Text:
    """A line moved so that its place is its middle."""
    return text._replace(x=text.x - width_of(text.text, text.weight, text.size) / 2)


def ending(text: Text) -> Text:
    """A line moved so that its place is its end."""
    return text._replace(x=text.x - width_of(text.text, text.weight, text.size))
