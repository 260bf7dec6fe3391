"""Redraws the golden pictures: `python -m tests.cards.redraw`. Review each before committing."""

from __future__ import annotations

from plugins.cards.design import FORMATS, png_palette
from plugins.cards.renderer import draw_card
from tests.cards.sample_cards import PALETTES, sample_cards
from tests.figures.samples import ROOT

GOLDEN = ROOT / "tests" / "golden"
GOLDEN_LANGUAGE = {"share": "ru", "post": "en", "story": "ru"}
"""One language a size: every kind of card is compared in both."""


def main() -> None:
    """Write every kind of card in every size, with the light palette."""
    for old in GOLDEN.glob("*.png"):
        old.unlink()
    for size in FORMATS:
        code = GOLDEN_LANGUAGE[size.name]
        for kind, card in sample_cards(code).items():
            picture = draw_card(card, size, png_palette(PALETTES["light"]))
            (GOLDEN / f"{kind}.{size.name}.{code}.png").write_bytes(picture)


if __name__ == "__main__":
    main()
