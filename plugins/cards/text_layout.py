"""Places texts: paragraphs, a number with its hedge as one phrase, and the tick of a fraction."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from plugins.cards.design import STEP, Color, Format, TooLongError, TypeSize
from plugins.cards.font import CAP_HEIGHT, Weight, balance_lines, wrap_text
from plugins.cards.scene import Box, TextMark

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from plugins.cards.card_text import Row

HEDGE_SCALE = 0.46  # of the type size of its number, where that is larger than a label
HEDGE_GAP = 0.16  # between hedge and number, in sizes of the number
MIN_HEDGE_GAP = 0.28  # in sizes of a label
TICK_HALO = 3  # on each side of a tick, in pixels
TICK_WIDTH = 3  # in pixels


def snap(value: float) -> int:
    """Down to the module."""
    return int(value // STEP * STEP)


def cap_height(size: int) -> int:
    """The height of capitals, up to the module: the drop from a line's top to its baseline."""
    return snap(size * CAP_HEIGHT + STEP - 1)


class Paragraph(NamedTuple):
    """Lines of a text, and the baseline of the last."""

    lines: list[TextMark]
    last: int

    def moved(self, dx: float, dy: float) -> list[TextMark]:
        """The lines moved by a distance in pixels."""
        return [line._replace(x=line.x + dx, baseline=round(line.baseline + dy)) for line in self.lines]


def paragraph(text: TextMark, kind: TypeSize, width: float, max_lines: int) -> Paragraph:
    """Break a text into lines of even length from its baseline down; raises `TooLongError`."""
    if not text.text:
        return Paragraph([], text.baseline - kind.leading)
    lines = wrap_text(text.text, text.weight, kind.size, width)
    if not 0 < len(lines) <= max_lines:
        raise TooLongError(text.text)
    lines = balance_lines(text.text, text.weight, kind.size, width, len(lines))
    marks = [
        text._replace(text=line, size=kind.size, baseline=text.baseline + n * kind.leading)
        for n, line in enumerate(lines)
    ]
    return Paragraph(marks, marks[-1].baseline)


def label_lines(labels: Sequence[str], kind: TypeSize, room: float, max_lines: int) -> list[list[TextMark]]:
    """The lines of every label at (0, 0), or nothing if one does not fit."""
    lines = [wrap_text(label, Weight.REGULAR, kind.size, room) for label in labels]
    if not all(0 < len(each) <= max_lines for each in lines):
        return []
    return [paragraph(TextMark(label, 0, 0, 0), kind, room, max_lines).lines for label in labels]


def fit_title(text: str, sizes: Sequence[TypeSize], width: float, max_lines: int) -> tuple[TypeSize, int]:
    """The type and the number of lines of a title: fewer lines before larger type; raises `TooLongError`."""
    for count in range(1, max_lines + 1):
        for kind in sizes if count == max_lines else sizes[:2]:
            if 0 < len(wrap_text(text, Weight.BOLD, kind.size, width)) <= count:
                return kind, count
    raise TooLongError(text)


class Phrase(NamedTuple):
    """A number and its hedge on one baseline, and their width in pixels."""

    marks: list[TextMark]
    width: float


def number_phrase(row: Row, kind: int, size: Format, color: Color = Color.TEXT) -> Phrase:
    """Place a number of type size `kind` and its smaller hedge from (0, 0) on; a hedge is never fainter."""
    digits = TextMark(row.digits, 0, 0, kind, Weight.BOLD, color)
    if not row.hedge:
        return Phrase([digits], digits.width)
    small = kind
    if kind > size.label.size:
        small = min(size.hedges, key=lambda each: abs(each - kind * HEDGE_SCALE))
    hedge = TextMark(row.hedge, 0, 0, small)
    gap = max(MIN_HEDGE_GAP * size.label.size, HEDGE_GAP * kind)
    first, second = (digits, hedge) if row.hedge_follows else (hedge, digits)
    width = first.width + gap + second.width
    return Phrase([first, second._replace(x=first.width + gap)], width)


def place_phrase(phrase: Phrase, x: float, baseline: float) -> list[TextMark]:
    """The phrase from a point on."""
    return [mark._replace(x=mark.x + x, baseline=round(baseline)) for mark in phrase.marks]


def phrase_width(row: Row, kind: int, size: Format) -> float:
    """The width of a number with its hedge in pixels."""
    return number_phrase(row, kind, size).width


def widest(rows: Iterable[Row], kind: int, size: Format) -> float:
    """The width of the widest number with its hedge."""
    return max(phrase_width(row, kind, size) for row in rows)


def largest_numeral(size: Format, fits: Callable[[int], bool], height: float) -> int | None:
    """The largest type size of numbers that fits a height in pixels and a condition."""
    for kind in size.numerals:
        if kind * CAP_HEIGHT <= height and fits(kind):
            return kind
    return None


def middle_baseline(top: float, height: float, kind: int) -> int:
    """The baseline of a line whose capitals stand in the middle of an area."""
    return round(top + (height + CAP_HEIGHT * kind) / 2)


def tick_marks(x: float, top: float, bottom: float) -> list[Box]:
    """A mark across a bar, with a halo in the color of the ground: it is seen on every color."""
    left = round(x) - TICK_WIDTH // 2
    right, upper, lower = left + TICK_WIDTH, round(top), round(bottom)
    halo = Box(left - TICK_HALO, upper, right + TICK_HALO, lower, Color.GROUND)
    return [halo, Box(left, upper, right, lower, Color.TEXT)]
