"""Draws the golden pictures anew: `python -m tests.cards.redraw`. Look at every one before committing it."""

from __future__ import annotations

from plugins.cards.design import FORMATS, png_palette
from plugins.cards.renderer import draw_card
from tests.cards.posters import PALETTES, trial_posters
from tests.figures.shelf import LANGUAGES, ROOT

GOLDEN = ROOT / "tests" / "golden"


def main() -> None:
    """Write every kind in every size and language by day, and by night in the size that is shared."""
    for old in GOLDEN.glob("*.png"):
        old.unlink()
    for code in LANGUAGES:
        for kind, poster in trial_posters(code).items():
            for size in FORMATS:
                picture = draw_card(poster, size, png_palette(PALETTES["light"]))
                (GOLDEN / f"{kind}.{size.name}.{code}.png").write_bytes(picture)


if __name__ == "__main__":
    main()
