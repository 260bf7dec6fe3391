from __future__ import annotations

import os
import subprocess
import sys

import pytest

from plugins.cards.font import FONT_DIR, Weight, glyph_advance, pair_kerning, text_width
from tests.cards.opentype import kerning_of
from tests.figures.samples import ROOT

DRAW_ALL = """
from hashlib import sha256
from plugins.pwa.web_app import icon_design, icon_files
from tests.building import SITE
from plugins.cards.renderer import draw_card
from plugins.cards.design import FORMATS, png_palette
from tests.cards.sample_cards import PALETTES, sample_cards
from tests.figures.samples import LANGUAGES, ROOT
day = png_palette(PALETTES["light"])
for code in LANGUAGES:
    for kind, card in sample_cards(code).items():
        for size in FORMATS:
            print(code, kind, size.name, sha256(draw_card(card, size, day)).hexdigest())
for path, draw in icon_files(icon_design(SITE, PALETTES["light"])):
    print(path, sha256(draw()).hexdigest())
"""
ONLY_BASIC = """
from PIL import ImageFont
core, getfont = ImageFont.core, ImageFont.core.getfont
def only_basic(*values, layout_engine=None):
    layout = layout_engine if layout_engine is not None else values[5]
    assert layout == ImageFont.Layout.BASIC, "a font is opened with raqm"
    return getfont(*values[:5], layout_engine=layout)
core.getfont, core.HAVE_RAQM = only_basic, {raqm}
"""


def run_script(script: str) -> list[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", script],
        capture_output=True,
        check=False,
        cwd=ROOT,
        env=environment,
        text=True,
    )
    assert run.returncode == 0, run.stderr
    return run.stdout.splitlines()


def test_pictures_are_identical_with_and_without_raqm() -> None:
    without, beside = (run_script(ONLY_BASIC.format(raqm=there) + DRAW_ALL) for there in (False, True))
    assert without == beside
    assert len(without) > 50


@pytest.mark.parametrize("weight", Weight)
def test_kerning_table_matches_the_font(weight: Weight) -> None:
    table = kerning_of(FONT_DIR / f"Onest-{weight}.ttf")
    assert len(table) > 2500
    assert pair_kerning(weight) == table


@pytest.mark.parametrize("weight", Weight)
@pytest.mark.parametrize("pair", ["AV", "То", "Га", "11", "5 "])
def test_text_width_is_advances_plus_kerning(pair: str, weight: Weight) -> None:
    wide = sum(glyph_advance(weight, char) for char in pair) + pair_kerning(weight).get(pair, 0)
    assert text_width(pair, weight, 1000) == wide
