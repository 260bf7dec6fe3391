from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image, ImageChops

from plugins.cards.design import FORMATS, Format, png_palette
from plugins.cards.renderer import draw_card
from tests.cards.redraw import GOLDEN, GOLDEN_LANGUAGE
from tests.cards.sample_cards import PALETTES, sample_cards
from tests.figures.samples import LANGUAGES

TOLERANCE = 40  # of gray levels: FreeType builds differ in anti-aliasing
MAX_OUTLIERS = 0.004  # the share of pixels that may exceed it
CARDS = {code: sample_cards(code) for code in LANGUAGES}


@pytest.mark.parametrize("size", FORMATS, ids=lambda size: size.name)
@pytest.mark.parametrize("kind", CARDS["ru"])
def test_card_matches_golden_picture(kind: str, size: Format) -> None:
    code = GOLDEN_LANGUAGE[size.name]
    drawn = Image.open(BytesIO(draw_card(CARDS[code][kind], size, png_palette(PALETTES["light"]))))
    approved = Image.open(GOLDEN / f"{kind}.{size.name}.{code}.png")
    assert drawn.size == approved.size == (size.width, size.height)
    difference = ImageChops.difference(drawn.convert("L"), approved.convert("L")).histogram()
    assert sum(difference[TOLERANCE:]) <= MAX_OUTLIERS * size.width * size.height


def test_golden_pictures_are_complete() -> None:
    wanted = {
        f"{kind}.{size.name}.{GOLDEN_LANGUAGE[size.name]}.png" for kind in CARDS["ru"] for size in FORMATS
    }
    assert {path.name for path in GOLDEN.glob("*.png")} == wanted
