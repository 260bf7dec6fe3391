"""Makes the shipped subset of Onest from the full fonts (npm package `@expo-google-fonts/onest`).

    uv run --group fonts python tools/subset_fonts.py <folder of the unpacked package>

The cards get TrueType, the site gets WOFF2 in `theme/static/fonts/`, both with the same characters.
Beside each TrueType file lies its pair kerning as JSON, because Pillow without libraqm cannot read GPOS.
"""

from __future__ import annotations

import json
import shutil
import sys
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from fontTools import subset
from fontTools.ttLib import TTFont

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fontTools.ttLib.tables import otTables

ROOT = Path(__file__).parent.parent
CARDS = ROOT / "plugins" / "cards" / "fonts"
SITE = ROOT / "theme" / "static" / "fonts"
WEIGHTS = {"Regular": "400Regular/Onest_400Regular.ttf", "Bold": "700Bold/Onest_700Bold.ttf"}
CHARACTERS = [*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x400, 0x530)]
"""Latin, Latin-1, Latin Extended-A, Cyrillic and its supplement: those of them that Onest has."""
SIGNS = [ord(sign) for sign in "ƏəȘșȚțʻʼ–—‘’‚“”„†•…‰′″‹›₴₸₹₺₼₽€№™−≈≠≤≥←↑→↓✓"] + [
    0x2009,
    0x200A,
    0x200B,
    0x2011,
    0x202F,
    0x2060,
]
FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl", "tnum", "pnum", "case"]
CLASS_PAIRS = 2  # the format of a PairPos subtable that kerns classes of glyphs, not single pairs


def main(package: Path) -> None:
    """Write both weights in both formats, their pair kerning, and the licence."""
    for weight, path in WEIGHTS.items():
        write_subset(package / path, CARDS / f"Onest-{weight}.ttf", flavor=None)
        write_kerning(CARDS / f"Onest-{weight}.ttf", CARDS / f"Onest-{weight}.kerning.json")
        write_subset(package / path, SITE / f"onest-{weight.lower()}.woff2", flavor="woff2")
    for folder in (CARDS, SITE):
        shutil.copyfile(package / "LICENSE_FONT", folder / "OFL.txt")


def write_subset(source: Path, target: Path, *, flavor: str | None) -> None:
    """Write the subset of one font file with the timestamps of the full font."""
    options = subset.Options(layout_features=FEATURES, flavor=flavor, hinting=False, notdef_outline=True)
    font = subset.load_font(str(source), options)
    font.recalcTimestamp = False
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=CHARACTERS + SIGNS)
    subsetter.subset(font)
    subset.save_font(font, str(target), options)


def write_kerning(font: Path, table: Path) -> None:
    """Write the kerning of all pairs as `[[lefts, rights, value], …]`: each left letter with each right one.

    `value` is in font units, negative where two letters move together; pairs without kerning are left out.
    """
    rows: dict[tuple[tuple[str, int], ...], str] = {}
    for left, row in kerning_rows(TTFont(font)):
        rows[row] = rows.get(row, "") + left
    lines = [
        json.dumps([lefts, "".join(right for right, _ in pairs), value], ensure_ascii=False)
        for row, lefts in rows.items()
        for value, pairs in groupby(sorted(row, key=lambda pair: pair[1]), key=lambda pair: pair[1])
    ]
    table.write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8")


def kerning_rows(font: TTFont) -> Iterator[tuple[str, tuple[tuple[str, int], ...]]]:
    """Each letter that is kerned, with the letters after it and the kerning of each."""
    glyphs = {chr(code): glyph for code, glyph in sorted(font.getBestCmap().items())}
    lookups = kerning_lookups(font)
    for char, left in glyphs.items():
        values = (
            (after, sum(lookup_value(it, left, right) for it in lookups)) for after, right in glyphs.items()
        )
        if row := tuple((after, value) for after, value in values if value):
            yield char, row


def kerning_lookups(font: TTFont) -> list[otTables.Lookup]:
    """The GPOS lookups of the `kern` feature, in the order they apply; every script of Onest shares them."""
    gpos = font["GPOS"].table
    features = [record.Feature for record in gpos.FeatureList.FeatureRecord if record.FeatureTag == "kern"]
    indices = {index for feature in features for index in feature.LookupListIndex}
    return [gpos.LookupList.Lookup[index] for index in sorted(indices)]


def lookup_value(lookup: otTables.Lookup, left: str, right: str) -> int:
    """What one lookup adds to the advance of the left glyph: the first subtable that has the pair decides."""
    for table in lookup.SubTable:
        if left not in table.Coverage.glyphs:
            continue
        if table.Format == CLASS_PAIRS:
            row = table.Class1Record[table.ClassDef1.classDefs.get(left, 0)]
            record = row.Class2Record[table.ClassDef2.classDefs.get(right, 0)]
        else:
            pairs = table.PairSet[table.Coverage.glyphs.index(left)].PairValueRecord
            record = next((pair for pair in pairs if pair.SecondGlyph == right), None)
        if record is not None:
            return getattr(record.Value1, "XAdvance", 0)
    return 0


if __name__ == "__main__":
    main(Path(sys.argv[1]))
