"""Lays out the parts of several wholes as columns of one height, with a tick in the gaps between them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from plugins.cards.design import STEP, Color, TooLongError
from plugins.cards.font import CAP_HEIGHT, Weight, wrap_text
from plugins.cards.scene import Fill, Mark, TextMark, align_right, box
from plugins.cards.text_layout import (
    paragraph,
)
from plugins.cards.value_labels import is_free

if TYPE_CHECKING:
    from plugins.cards.card_text import CardText, Row, RowGroup
    from plugins.cards.design import Area, Format, TypeSize

PART_GAP = 3  # between parts, in pixels
PADDING = 16  # between an edge and the text in a part, in pixels
COLUMN_SPACE = 30  # between two wholes, in pixels
FRACTION_OVERHANG = 24  # of the tick of a fraction beside columns, in pixels


def split_share(group: RowGroup) -> tuple[Row, Row, float]:
    """The part, the rest and the share of the part, 0 to 1; raises `TooLongError` if a figure is unknown."""
    part, whole, rest = group.rows
    if part is None or whole is None or rest is None:
        raise TooLongError(group.label)
    return part, rest, part.value / whole.value if whole.value else 0.0


class ShareColumn(NamedTuple):
    """A whole as a column: its edges and the cut below its part in pixels, and the lines in both parts."""

    group: RowGroup
    left: int
    cut: int
    part: list[TextMark]
    rest: list[TextMark]


def layout_share_columns(card: CardText, size: Format, body: Area) -> list[Mark]:
    """Columns of one height side by side, the part on top; empty if the texts do not fit."""
    slot = (body.width + COLUMN_SPACE) / len(card.groups)
    width, kind = round(slot - COLUMN_SPACE), size.label
    names = [wrap_text(group.label, Weight.BOLD, kind.size, width) for group in card.groups]
    if not all(names) or not all(group.accent for group in card.groups):
        return []
    name_lines = max(map(len, names))
    area = body._replace(bottom=body.bottom - kind.leading * name_lines)
    marks: list[Mark] = []
    columns: list[ShareColumn] = []
    for n, group in enumerate(card.groups):
        column = _share_column(
            group, card.heads if n == 0 else ("", ""), kind, area, body.left + round(n * slot)
        )
        if not _column_fits(column, kind, area, width):
            return []
        columns.append(column)
        name = TextMark(group.label, column.left, area.bottom + kind.leading - STEP // 2, 0, Weight.BOLD)
        marks += [*_column_marks(column, area, width), *paragraph(name, kind, width, name_lines).lines]
    return [*marks, *_column_fraction(card, size, area, columns, width)]


def _share_column(
    group: RowGroup, heads: tuple[str, ...], kind: TypeSize, area: Area, left: int
) -> ShareColumn:
    """The column with the part's lines from the top down and the rest's above the foot."""
    part, rest, share = split_share(group)
    above = [
        line._replace(
            x=left + PADDING, baseline=area.top + kind.leading * (n + 1) - STEP // 2, color=Color.ON_ACCENT
        )
        for n, line in enumerate(_part_lines(part, heads[0], kind))
    ]
    lines = _part_lines(rest, heads[1], kind)
    below = [
        line._replace(x=left + PADDING, baseline=area.bottom - PADDING - kind.leading * (len(lines) - 1 - n))
        for n, line in enumerate(lines)
    ]
    return ShareColumn(group, left, area.top + round(area.height * share), above, below)


def _part_lines(row: Row, head: str, kind: TypeSize) -> list[TextMark]:
    """Hedge, number and the name of the part, each on its line."""
    number, hedge = TextMark(row.digits, 0, 0, kind.size, Weight.BOLD), TextMark(row.hedge, 0, 0, kind.size)
    phrase = [number, hedge] if row.hedge_follows else [hedge, number]
    return [line for line in (*phrase, TextMark(head, 0, 0, kind.size)) if line.text]


def _column_fits(column: ShareColumn, kind: TypeSize, area: Area, width: int) -> bool:
    heights = (column.cut - area.top, area.bottom - column.cut)
    high = (
        kind.leading * len(lines) + STEP * 2 <= height
        for lines, height in zip((column.part, column.rest), heights, strict=True)
    )
    return all(high) and all(line.width <= width - 2 * PADDING for line in (*column.part, *column.rest))


def _column_marks(column: ShareColumn, area: Area, width: int) -> list[Mark]:
    left, right = column.left, column.left + width
    return [
        box((left, area.top, right, column.cut - PART_GAP), Color.ACCENT),
        box((left, column.cut, right, area.bottom), Color.BAR, Fill.OUTLINE),
        *column.part,
        *column.rest,
    ]


def _column_fraction(
    card: CardText, size: Format, area: Area, columns: list[ShareColumn], width: int
) -> list[Mark]:
    """The tick of the title's fraction in the gaps between the columns, named in one of them."""
    if not card.fraction:
        return []
    y = area.top + round(area.height * card.fraction.share)
    lefts = [area.left - FRACTION_OVERHANG, *(column.left + width for column in columns)]
    rights = [*(column.left for column in columns), columns[-1].left + width + FRACTION_OVERHANG]
    marks: list[Mark] = [
        box((left, y - 1, right, y + 2), Color.TEXT) for left, right in zip(lefts, rights, strict=True)
    ]
    kind = size.label.size
    for column in reversed(columns):
        color = Color.ON_ACCENT if y < column.cut else Color.TEXT
        right = column.left + width - PADDING
        baseline = round(y + CAP_HEIGHT * kind / 2)
        name = align_right(TextMark(card.fraction.name, right, baseline, kind, color=color))
        bounds = name.bounds
        crossed = bounds.top < column.cut < bounds.bottom
        if not crossed and is_free(name, [text.bounds for text in (*column.part, *column.rest)]):
            return [*marks, name]
    return marks
