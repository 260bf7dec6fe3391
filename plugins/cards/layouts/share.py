"""Parts of a whole: one bar cut into parts, and under it each part with its name, number and percentage."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plugins.cards.face import CAPITAL, Weight, width_of
from plugins.cards.marks import Box, Fill, Ink, Mark, Text, ending
from plugins.cards.wrap import TooLongError, wrapped

if TYPE_CHECKING:
    from plugins.cards.card_text import CardText, Row
    from plugins.cards.formats import Area, Format

INKS = (Ink.ACCENT, Ink.BAR, Ink.MIDDLE, Ink.SOFT, Ink.INK, Ink.ALERT)
GAP = 4  # between parts, in pixels
THINNEST = 3


def share_marks(poster: CardText, size: Format, body: Area) -> list[Mark]:
    """The bar on top, the parts' rows below it in the same order."""
    tall = round(min(body.height * 0.24, size.label * (2.6 if size.wide else 4.5)))
    total = poster.whole.value if poster.whole else sum(row.value for row in poster.rows)
    rows_top = body.top + tall + round(size.label * 0.5)
    pitch = min((body.bottom - rows_top) / len(poster.rows), size.label * (3 if size.wide else 4))
    type_size = size.label if pitch >= size.label * 1.25 else size.small
    if pitch < type_size * 1.2:
        raise TooLongError(poster.rows[-1].label)
    marks = stacked(poster, body, tall, total)
    for index, row in enumerate(poster.rows):
        middle = rows_top + pitch * (index + 0.5)
        if index:
            line = round(middle - pitch / 2)
            marks.append(Box(body.left, line - 1, body.right, line + 1, Ink.LINE))
        marks += row_marks(row, ink_of(row, index), type_size, body, (middle, pitch))
    return marks


def stacked(poster: CardText, body: Area, tall: int, total: float) -> list[Mark]:
    """The cut bar: every part is at least a sliver, and together they fill the width."""
    top = body.top + round(tall * 0.06)
    edges = [float(body.left)]
    for row in poster.rows:
        edges.append(edges[-1] + body.width * (row.value / total if total else 0))
    marks: list[Mark] = []
    for index, row in enumerate(poster.rows):
        left, right = round(edges[index]), round(edges[index + 1]) - GAP
        right = min(max(right, left + THINNEST), body.right)
        fill = Fill.OUTLINE if row.remainder else Fill.SOLID
        marks.append(
            Box(min(left, body.right - THINNEST), top, right, top + tall, ink_of(row, index), fill, radius=6)
        )
    return marks


def ink_of(row: Row, index: int) -> Ink:
    """The rest is grey; the others go by their order."""
    return Ink.BAR if row.remainder else INKS[index % len(INKS)]


def row_marks(row: Row, ink: Ink, type_size: int, body: Area, place: tuple[float, float]) -> list[Mark]:
    """A swatch as its part is filled, the name, and at the right edge the number and the percentage."""
    middle, _ = place
    baseline = round(middle + CAPITAL * type_size / 2)
    side = round(type_size * 0.8)
    top = round(middle - side / 2)
    fill = Fill.OUTLINE if row.remainder else Fill.SOLID
    amount = " ".join(filter(None, (row.hedge, row.number)))
    percent = ending(Text(row.share, body.right, baseline, type_size, Weight.BOLD, Ink.INK))
    edge = body.right - round(type_size * 5.2 if row.share else 0)
    edge = min(edge, round(percent.x - type_size)) if row.share else body.right
    number = ending(Text(amount, edge, baseline, type_size, Weight.REGULAR, Ink.INK))
    left = body.left + side + round(type_size * 0.5)
    box = Box(body.left, top, body.left + side, top + side, ink, fill, radius=4)
    return [
        box,
        *names(row.label, type_size, left, number.x - type_size * 0.6 - left, place),
        number,
        percent,
    ]


def names(label: str, type_size: int, left: int, room: float, place: tuple[float, float]) -> list[Mark]:
    """A part's name, in as many lines as its row is high."""
    middle, pitch = place
    step = round(type_size * 1.15)
    found = wrapped(label, Weight.REGULAR, type_size, room)
    if (
        not found
        or len(found) > max(1, int(pitch // step))
        or width_of(found[0], Weight.REGULAR, type_size) > room
    ):
        raise TooLongError(label)
    first = middle + CAPITAL * type_size / 2 - step * (len(found) - 1) / 2
    return [Text(line, left, round(first + n * step), type_size) for n, line in enumerate(found)]
