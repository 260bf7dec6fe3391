"""One number as large as it can be, what it is part of as a bar under it, and how it changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plugins.cards.face import CAPITAL, Weight, width_of
from plugins.cards.formats import Area
from plugins.cards.frame import lines, moved
from plugins.cards.marks import Box, Ink, Mark, Stroke, Text, ending
from plugins.cards.wrap import TooLongError, largest

if TYPE_CHECKING:
    from plugins.cards.card_text import CardText, Row
    from plugins.cards.formats import Format

HANG = 0.08  # room below the baseline of a large number for its commas, in its own size
UNDER = 0.45  # from the number to the unit, in sizes of the unit
HEDGE_GAP = 0.36  # between the hedge and the top of the number, in label sizes


def number_marks(poster: CardText, size: Format, body: Area) -> list[Mark]:
    """Hedge, number, unit and period; below them the whole, and the change."""
    row = poster.rows[0]
    below = below_marks(poster, size, body)
    floor = min((round(mark.bounds.top) for mark in below), default=body.bottom)
    return [*main_marks(row, size, Area(body.left, body.top, body.right, floor)), *below]


def main_marks(row: Row, size: Format, area: Area) -> list[Mark]:
    """The number itself, in the middle of the room it has."""
    unit = " ".join(filter(None, (row.unit, row.label)))
    under, under_height = lines(Text(unit, area.left, 0, size.loud), area.width, 2)
    over = round(size.loud * (1 + HEDGE_GAP)) if row.hedge else 0
    room = area.height - over - under_height - round(size.loud * UNDER)
    sizes = [numeral for numeral in size.numerals if numeral * (CAPITAL + HANG) <= room]
    if not sizes:
        raise TooLongError(row.number)
    numeral = largest([row.number], Weight.BOLD, sizes, area.width)
    height = round(numeral * CAPITAL)
    top = area.top + max(0, (room - height - round(numeral * HANG)) // 2)
    baseline = top + over + height
    marks: list[Mark] = [Text(row.number, area.left, baseline, numeral, Weight.BOLD, Ink.ACCENT)]
    if row.hedge:
        marks.append(Text(row.hedge, area.left, top + round(size.loud * 0.9), size.loud, ink=Ink.SOFT))
    under_top = baseline + round(numeral * HANG + size.loud * UNDER)
    return [*marks, *moved(under, under_top)]


def below_marks(poster: CardText, size: Format, body: Area) -> list[Mark]:
    """The part of the whole, the change, both, or neither, from the bottom up."""
    marks: list[Mark] = []
    bottom = body.bottom - round(size.small * 0.5)
    if poster.whole:
        whole = whole_marks(poster, size, Area(body.left, body.top, body.right, bottom))
        marks += whole
        bottom = min(round(mark.bounds.top) for mark in whole) - round(size.label * 0.5)
    if poster.change:
        marks += change_marks(poster, size, Area(body.left, body.top, body.right, bottom))
    return marks


def whole_marks(poster: CardText, size: Format, area: Area) -> list[Mark]:
    """A bar for the whole with the part in it, and what each of them is."""
    whole = poster.whole
    if whole is None:
        return []
    text, height = lines(Text(poster.whole_text, area.left, 0, size.label, ink=Ink.SOFT), area.width, 2)
    share = width_of(poster.rows[0].share, Weight.BOLD, size.label)
    beside = width_of(poster.whole_text, Weight.REGULAR, size.label) + share + size.label <= area.width
    bar = round(size.label * 0.85)
    line = round(size.label * 1.34)
    rows = height if beside or not poster.rows[0].share else height + line
    top = area.bottom - rows - bar - round(size.label * 0.2)
    part = round(area.width * min(1.0, poster.rows[0].value / whole.value)) if whole.value else 0
    under = top + bar + round(size.label * 0.2)
    marks: list[Mark] = [
        Box(area.left, top, area.right, top + bar, Ink.TINT, radius=bar // 2),
        Box(area.left, top, area.left + part, top + bar, Ink.ACCENT, radius=bar // 2),
    ]
    if poster.rows[0].share:
        marks.append(
            Text(poster.rows[0].share, area.left, under + size.label, size.label, Weight.BOLD, Ink.ACCENT)
        )
    shared = bool(poster.rows[0].share)
    return [*marks, *placed(text, area, under, beside=beside and shared, drop=rows - height)]


def placed(text: list[Text], area: Area, top: int, *, beside: bool, drop: int) -> list[Text]:
    """The words for the whole: at the bar's right end where both fit one line, else under the percentage."""
    if beside:
        return [ending(text[0]._replace(x=area.right, baseline=text[0].baseline + top))]
    return moved(text, top + drop)


def change_marks(poster: CardText, size: Format, area: Area) -> list[Mark]:
    """An arrow up or down, the change, and the number before."""
    text = f"{poster.change} ({poster.before})"
    arrow = round(size.label * 0.8) if poster.rising is not None else 0
    left = area.left + (arrow + round(size.label * 0.4) if arrow else 0)
    words, height = lines(Text(text, left, 0, size.label), area.right - left, 3)
    top = area.bottom - height
    marks = moved(words, top)
    if not arrow:
        return [*marks]
    high, low = top + round(size.label * 0.28), top + round(size.label * 0.28) + arrow
    tip, base = (high, low) if poster.rising else (low, high)
    points = ((area.left, base), (area.left + arrow, base), (area.left + arrow / 2, tip))
    return [Stroke(points, Ink.ACCENT, filled=True), *marks]
