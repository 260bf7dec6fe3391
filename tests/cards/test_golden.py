from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image, ImageChops

from plugins.cards.design import FORMATS, Format, png_palette
from plugins.cards.renderer import draw_card
from tests.cards.posters import PALETTES, trial_posters
from tests.cards.redraw import GOLDEN
from tests.figures.shelf import LANGUAGES

TOLERANCE = 40  # how far a channel may be off: other builds of FreeType smooth edges a little differently
STRAYED = 0.004  # the share of pixels that may be further off than that
POSTERS = {code: trial_posters(code) for code in LANGUAGES}


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("size", FORMATS, ids=lambda size: size.name)
@pytest.mark.parametrize("kind", POSTERS["ru"])
def test_a_card_looks_as_it_was_approved(kind: str, size: Format, code: str) -> None:
    drawn = Image.open(BytesIO(draw_card(POSTERS[code][kind], size, png_palette(PALETTES["light"]))))
    approved = Image.open(GOLDEN / f"{kind}.{size.name}.{code}.png")
    assert drawn.size == approved.size == (size.width, size.height)
    difference = ImageChops.difference(drawn.convert("L"), approved.convert("L")).histogram()
    assert sum(difference[TOLERANCE:]) <= STRAYED * size.width * size.height


def test_no_golden_picture_is_left_over() -> None:
    wanted = {
        f"{kind}.{size.name}.{code}.png" for kind in POSTERS["ru"] for size in FORMATS for code in LANGUAGES
    }
    assert {path.name for path in GOLDEN.glob("*.png")} == wanted
