"""Chooses the values that can be written at the marks of a chart, in thousands if need be."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from plugins.cards.font import CAP_HEIGHT, COMMA_DEPTH
from plugins.cards.scene import Bounds
from plugins.cards.text_layout import phrase_width

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from plugins.cards.card_text import Row
    from plugins.cards.design import Format
    from plugins.cards.scene import TextMark

SLOT_GAP = 10  # between two values, in pixels
LABEL_GAP = 6  # around a value that is placed freely, in pixels


class ValueType(NamedTuple):
    """The rows with their numbers as they are written, their type size, and the name of the scale or ''.

    `every`: each value fits its slot.
    """

    rows: tuple[Row, ...]
    kind: int
    scale: str
    every: bool = True


def fit_values(rows: Sequence[Row], scales: Sequence[str], size: Format, slot: float) -> ValueType:
    """Values that fit one beside another in slots of a width: as they are, else in thousands or millions.

    Numbers in a scale must differ where the values do. If none fit, those that nearly do, in small type.
    """
    for kind in dict.fromkeys((size.label.size, (size.label.size + size.small.size) // 2, size.small.size)):
        if _fit(rows, kind, size, slot - SLOT_GAP):
            return ValueType(tuple(rows), kind, "")
    scaled = [
        (name, tuple(replace(row, number=row.scaled[index]) for row in rows))
        for index, name in enumerate(scales)
        if len({row.scaled[index] for row in rows}) == len({row.value for row in rows})
    ]
    for width, every in ((slot - SLOT_GAP, True), (slot + SLOT_GAP, False)):
        for name, found in scaled:
            for kind in (size.label.size, size.small.size):
                if _fit(found, kind, size, width):
                    return ValueType(found, kind, name, every)
    return ValueType(tuple(rows), size.small.size, "", every=False)


def _fit(rows: Iterable[Row], kind: int, size: Format, width: float) -> bool:
    return all(phrase_width(row, kind, size) <= width for row in rows)


def is_free(text: TextMark, taken: Iterable[Bounds]) -> bool:
    """Whether a text collides with none of these areas."""
    ink = ink_bounds(text)
    return not any(ink.overlaps(other, LABEL_GAP) for other in taken)


def ink_bounds(text: TextMark) -> Bounds:
    """The area of a number's ink: digits are as high as capitals, and only a comma descends."""
    top, bottom = text.baseline - CAP_HEIGHT * text.size, text.baseline + COMMA_DEPTH * text.size
    return Bounds(text.x, top, text.x + text.width, bottom)


def by_importance(rows: Sequence[Row]) -> list[int]:
    """The indices of rows: with the accent, the last, the first, the greatest, the least, the others."""
    order = [index for index, row in enumerate(rows) if row.accent]
    indices = range(len(rows))
    order += [len(rows) - 1, 0]
    order += [max(indices, key=lambda index: rows[index].value)]
    order += [min(indices, key=lambda index: rows[index].value)]
    return list(dict.fromkeys((*order, *indices)))
