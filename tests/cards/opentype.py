"""Reads pair kerning out of a font file by itself: an independent check of the shipped table.

Tables and fields are those of the OpenType specification: `cmap` format 4, `GPOS` lookups of type 2.
"""

from __future__ import annotations

import struct
from itertools import product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

X_ADVANCE = 0x0004
CLASS_PAIRS = 2
KERN = int.from_bytes(b"kern")


class View:
    """Big-endian fields of a font file, counted from an offset."""

    def __init__(self, data: bytes, start: int = 0) -> None:
        self.data, self.start = data, start

    def numbers(self, fields: str, offset: int = 0) -> tuple[int, ...]:
        return struct.unpack_from(f">{fields}", self.data, self.start + offset)

    def number(self, offset: int, field: str = "H") -> int:
        return self.numbers(field, offset)[0]

    def array(self, offset: int) -> tuple[int, ...]:
        return self.numbers(f"{self.number(offset)}H", offset + 2)

    def at(self, offset: int) -> View:
        return View(self.data, self.start + offset)

    def children(self, offset: int) -> list[View]:
        return [self.at(child) for child in self.array(offset)]


def kerning_of(file: Path) -> dict[str, int]:
    """Every pair of the font's characters that the `kern` feature moves, in font units."""
    tables = dict(font_tables(View(file.read_bytes())))
    glyphs = dict(characters(tables["cmap"]))
    lookups = [dict(lookup_pairs(lookup, set(glyphs.values()))) for lookup in kern_lookups(tables["GPOS"])]
    moved = {
        left + right: sum(lookup.get((glyphs[left], glyphs[right]), 0) for lookup in lookups)
        for left, right in product(glyphs, repeat=2)
    }
    return {pair: value for pair, value in moved.items() if value}


def font_tables(font: View) -> Iterator[tuple[str, View]]:
    for index in range(font.number(4)):
        tag, start = struct.unpack_from(">4s4xI", font.data, 12 + 16 * index)
        yield tag.decode(), font.at(start)


def characters(cmap: View) -> Iterator[tuple[str, int]]:
    starts = [cmap.number(8 + 8 * index, "I") for index in range(cmap.number(2))]
    table = next(view for view in map(cmap.at, starts) if view.number(0) == 4)
    count = table.number(6) // 2
    ends, firsts, deltas, offsets = (
        table.numbers(f"{count}H", place + 2 * count * index) for index, place in enumerate((14, 16, 16, 16))
    )
    for index, (first, last) in enumerate(zip(firsts, ends, strict=True)):
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = code
            if offsets[index]:
                place = 16 + 6 * count + 2 * index
                glyph = table.number(place + offsets[index] + 2 * (code - first))
            if glyph := glyph and (glyph + deltas[index]) & 0xFFFF:
                yield chr(code), glyph


def kern_lookups(gpos: View) -> list[View]:
    feature_list, lookup_list = (gpos.at(gpos.number(place)) for place in (6, 8))
    lookups = lookup_list.children(0)
    indices: set[int] = set()
    for index in range(feature_list.number(0)):
        if feature_list.number(2 + 6 * index, "I") == KERN:
            indices.update(feature_list.at(feature_list.number(6 + 6 * index)).array(2))
    return [lookups[index] for index in sorted(indices)]


def lookup_pairs(lookup: View, glyphs: set[int]) -> Iterator[tuple[tuple[int, int], int]]:
    """Later subtables first: the first one that has a pair decides, so it comes last."""
    assert lookup.number(0) == 2
    for table in reversed(lookup.children(4)):
        assert table.numbers("HH", 4) == (X_ADVANCE, 0)
        lefts = covered(table.at(table.number(2)))
        yield from (class_pairs if table.number(0) == CLASS_PAIRS else single_pairs)(table, lefts, glyphs)


def single_pairs(table: View, lefts: list[int], _glyphs: set[int]) -> Iterator[tuple[tuple[int, int], int]]:
    for left, pairs in zip(lefts, table.children(8), strict=True):
        for index in range(pairs.number(0)):
            right, value = pairs.numbers("Hh", 2 + 4 * index)
            yield (left, right), value


def class_pairs(table: View, lefts: list[int], glyphs: set[int]) -> Iterator[tuple[tuple[int, int], int]]:
    first, second = (dict(classes(table.at(table.number(place)))) for place in (8, 10))
    width = table.number(14)
    for left, right in product(lefts, glyphs):
        index = first.get(left, 0) * width + second.get(right, 0)
        yield (left, right), table.number(16 + 2 * index, "h")


def covered(coverage: View) -> list[int]:
    if coverage.number(0) == 1:
        return list(coverage.array(2))
    return [glyph for glyph, _ in ranges(coverage)]


def classes(definition: View) -> Iterator[tuple[int, int]]:
    if definition.number(0) == 1:
        yield from enumerate(definition.array(4), start=definition.number(2))
    else:
        yield from ranges(definition)


def ranges(table: View) -> Iterator[tuple[int, int]]:
    for index in range(table.number(2)):
        first, last, value = table.numbers("HHH", 4 + 6 * index)
        yield from ((glyph, value) for glyph in range(first, last + 1))
