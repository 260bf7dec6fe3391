# ruff: noqa: INP001 - a script run by hand, in no package
"""Makes the shipped subset of Onest out of the whole fonts (npm package `@expo-google-fonts/onest`).

    uv run --group fonts python plugins/cards/fonts/subset.py <folder of the unpacked package>

The cards get TrueType here, the site gets WOFF2 in `theme/static/fonts/`; both hold the same letters.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from fontTools import subset

HERE = Path(__file__).parent
SITE = HERE.parents[2] / "theme" / "static" / "fonts"
WEIGHTS = {"Regular": "400Regular/Onest_400Regular.ttf", "Bold": "700Bold/Onest_700Bold.ttf"}
LETTERS = [*range(0x20, 0x7F), *range(0xA0, 0x100), *range(0x400, 0x500)]
SIGNS = [ord(sign) for sign in "–—‘’‚“”„†•…‰′″‹›₽€№™−≈≠≤≥←↑→↓✓"] + [
    0x2009,
    0x200A,
    0x200B,
    0x2011,
    0x202F,
    0x2060,
]
FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl", "tnum", "pnum", "case"]


def main(package: Path) -> None:
    """Write both weights in both forms, and the licence beside each."""
    for weight, place in WEIGHTS.items():
        write(package / place, HERE / f"Onest-{weight}.ttf", flavor=None)
        write(package / place, SITE / f"onest-{weight.lower()}.woff2", flavor="woff2")
    for folder in (HERE, SITE):
        shutil.copyfile(package / "LICENSE_FONT", folder / "OFL.txt")


def write(whole: Path, part: Path, *, flavor: str | None) -> None:
    """Write the subset of one font file; its timestamps are the whole font's own."""
    options = subset.Options(layout_features=FEATURES, flavor=flavor, hinting=False, notdef_outline=True)
    font = subset.load_font(str(whole), options)
    font.recalcTimestamp = False
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=LETTERS + SIGNS)
    subsetter.subset(font)
    subset.save_font(font, str(part), options)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
