"""Bars from zero, each with its name before or above it and its value at its end; one is loud."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from plugins.cards.face import CAPITAL, Weight, width_of
from plugins.cards.marks import Box, Fill, Ink, Mark, Text
from plugins.cards.wrap import TooLongError, wrapped

if TYPE_CHECKING:
    from plugins.cards.card_text import CardText, Row
    from plugins.cards.formats import Area, Format

NARROWEST_NAMES, WIDEST_NAMES = 0.2, 0.46  # how much of the width names may take
SHORTEST_BAR = 0.22  # the longest bar keeps at least this much of the width
THICKEST, TALL_THICKEST = 1.5, 2.2  # of a bar beside its name and under it, in type sizes


class Columns(NamedTuple):
    """Where names begin and how wide they may be, where bars begin, and how long the longest may be.

    The type's size, and whether names stand beside their bars or above them, hold for all rows.
    """

    left: int
    names: int
    start: int
    longest: int
    type_size: int
    beside: bool


def bars_marks(poster: CardText, size: Format, body: Area) -> list[Mark]:
    """Every row as high as the others."""
    beside = size.wide or len(poster.rows) > 8  # noqa: PLR2004 - eight names above their bars fill a post
    pitch = body.height / len(poster.rows)
    type_size = size.label if pitch >= size.label * (1.3 if beside else 2.6) else size.small
    if pitch < type_size * (1.2 if beside else 2.5):
        raise TooLongError(poster.rows[-1].label)
    pitch = min(pitch, type_size * (3.0 if beside else 5.6))
    columns = columns_of(poster, type_size, body, beside=beside)
    top_value = max(row.value for row in poster.rows) or 1
    marks: list[Mark] = []
    for index, row in enumerate(poster.rows):
        top = body.top + pitch * index
        length = round(columns.longest * row.value / top_value)
        loud = poster.ranked and row.value == top_value
        ink = Ink.ACCENT if loud else Ink.BAR
        marks += row_marks(row, columns, (top, pitch), length, ink)
    return marks


def columns_of(poster: CardText, type_size: int, body: Area, *, beside: bool) -> Columns:
    """The width of the names, and what is left for the bars with their values."""
    values = max(width_of(value_text(row), Weight.BOLD, type_size) for row in poster.rows)
    names = name_width(poster, type_size, body) if beside else 0
    start = body.left + names + (round(type_size * 0.6) if names else 0)
    longest = body.right - start - round(values + type_size * 0.5)
    if longest < SHORTEST_BAR * (body.width - names):
        raise TooLongError(max((row.label for row in poster.rows), key=len))
    return Columns(body.left, names or body.width, start, longest, type_size, beside)


def name_width(poster: CardText, type_size: int, body: Area) -> int:
    """As narrow as the names allow, in one line where they are short, else in two."""
    widest = max(width_of(row.label, Weight.REGULAR, type_size) for row in poster.rows)
    return round(min(max(widest, NARROWEST_NAMES * body.width), WIDEST_NAMES * body.width)) + 1


def value_text(row: Row) -> str:
    """«более 230 000*»."""
    return " ".join(filter(None, (row.hedge, row.number))) + ("*" if row.unfinished else "")


def row_marks(row: Row, columns: Columns, place: tuple[float, float], length: int, ink: Ink) -> list[Mark]:
    """One name, its bar and its value; `place` is the row's top and height."""
    top, pitch = place
    type_size, beside = columns.type_size, columns.beside
    room = pitch if beside else pitch - type_size * 1.3
    thick = round(min(room * 0.62, type_size * (THICKEST if beside else TALL_THICKEST)))
    middle = top + (pitch / 2 if beside else type_size * 1.3 + min(room, thick * 1.2) / 2)
    fill = Fill.OUTLINE if row.remainder else Fill.STRIPED if row.unfinished else Fill.SOLID
    upper = round(middle - thick / 2)
    end = columns.start + max(length, 2)
    value_x = end + type_size * 0.4
    baseline = round(middle + CAPITAL * type_size / 2)
    return [
        Box(columns.start, upper, end, upper + thick, ink, fill, radius=min(6, thick // 4)),
        Text(
            value_text(row),
            value_x,
            baseline,
            type_size,
            Weight.BOLD,
            Ink.ACCENT if ink is Ink.ACCENT else Ink.INK,
        ),
        *name_marks(row.label, columns, (top, middle, pitch)),
    ]


def name_marks(label: str, columns: Columns, place: tuple[float, float, float]) -> list[Mark]:
    """A name before its bar, in the middle of the row, or above it."""
    top, middle, pitch = place
    type_size, beside = columns.type_size, columns.beside
    step = round(type_size * 1.15)
    most = max(1, int(pitch // step)) if beside else 1
    found = wrapped(label, Weight.REGULAR, type_size, columns.names)
    if not found or len(found) > most:
        raise TooLongError(label)
    first = middle + CAPITAL * type_size / 2 - step * (len(found) - 1) / 2 if beside else top + type_size
    return [
        Text(line, columns.left, round(first + index * step), type_size) for index, line in enumerate(found)
    ]
