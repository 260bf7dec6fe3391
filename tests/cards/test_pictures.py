from __future__ import annotations

import os
import subprocess
import sys
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace
from PIL import Image

from plugins.cards.card_cache import RenderJob, card_name, draw_cards
from plugins.cards.contact_sheet import render_contact_sheet
from plugins.cards.design import FORMATS, SHARE, Color, color_pair, contrast, png_palette
from plugins.cards.font import missing_glyphs
from plugins.cards.renderer import draw_card
from tests.cards.posters import PALETTES, trial_posters
from tests.figures.shelf import ROOT

if TYPE_CHECKING:
    from pathlib import Path

POSTERS = trial_posters("ru")
DAY = png_palette(PALETTES["light"])
TEXT_INKS = (Color.TEXT, Color.MUTED, Color.ACCENT, Color.ALERT, Color.ON_ACCENT)
DIGESTS = """
from hashlib import sha256
from plugins.cards.renderer import draw_card
from plugins.cards.design import FORMATS
from plugins.cards.card_cache import card_name
from plugins.cards.design import png_palette
from tests.cards.posters import PALETTES, trial_posters
day = png_palette(PALETTES["light"])
for poster in trial_posters("ru").values():
    for size in FORMATS:
        picture = sha256(draw_card(poster, size, day)).hexdigest()
        print(card_name(poster, size, "light", day), picture)
"""


def jobs(*kinds: str) -> list[RenderJob]:
    return [
        RenderJob(POSTERS[kind], size, ("light", "dark"), "content/figures/trial.yaml", 12)
        for kind in kinds
        for size in FORMATS
    ]


@pytest.mark.parametrize("theme", PALETTES)
@pytest.mark.parametrize("ink", TEXT_INKS)
def test_text_stands_out_from_its_ground_by_day_and_by_night(ink: Color, theme: str) -> None:
    assert contrast(*color_pair(PALETTES[theme], ink)) >= 4.5


@pytest.mark.parametrize("theme", PALETTES)
@pytest.mark.parametrize("ink", [Color.BAR, Color.MIDDLE])
def test_a_quiet_bar_can_still_be_seen(ink: Color, theme: str) -> None:
    assert contrast(*color_pair(PALETTES[theme], ink)) >= 3


def test_every_letter_that_the_site_needs_is_in_the_typeface() -> None:
    assert missing_glyphs("ҕҥөһүҔҤӨҺҮ ₽№«»„“”’—–−≈→…\u00a0\u202f ёЙ Ёй 0123456789") == ""


def test_a_letter_that_is_not_there_is_named() -> None:
    assert missing_glyphs("Звонки ▲ 電話 ▲") == "▲電話"


def test_a_picture_carries_its_title_its_description_and_its_source() -> None:
    picture = Image.open(BytesIO(draw_card(POSTERS["number"], SHARE, DAY)))
    assert isinstance(picture.info, dict)
    told = {key: str(picture.info[key]) for key in ("Title", "Description", "Source")}
    assert told == {
        "Title": POSTERS["number"].title,
        "Description": POSTERS["number"].alt,
        "Source": POSTERS["number"].source,
    }


@pytest.mark.parametrize("kind", POSTERS)
def test_a_shared_picture_is_small_enough_for_messengers(kind: str) -> None:
    assert len(draw_card(POSTERS[kind], SHARE, DAY)) <= 60_000


def test_the_same_words_give_the_same_bytes_in_every_process() -> None:
    seen = set()
    for seed in ("0", "4711"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
        run = subprocess.run(
            [sys.executable, "-c", DIGESTS],
            capture_output=True,
            check=True,
            cwd=ROOT,
            env=environment,
            text=True,
        )
        seen.add(run.stdout)
    assert len(seen) == 1


def test_a_picture_is_drawn_once_and_kept(tmp_path: Path) -> None:
    first = draw_cards(jobs("number", "bars"), PALETTES, tmp_path)
    again = draw_cards(jobs("number", "bars"), PALETTES, tmp_path)
    assert (first.fresh, again.fresh) == (6, 0)
    assert first.pictures == again.pictures
    assert all(path.read_bytes().startswith(b"\x89PNG") for path in again.pictures.values())


def test_what_is_no_longer_wanted_is_removed(tmp_path: Path) -> None:
    draw_cards(jobs("number", "bars"), PALETTES, tmp_path)
    kept = draw_cards(jobs("bars"), PALETTES, tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {path.name for path in kept.pictures.values()}


def test_a_changed_word_changes_the_name_of_its_picture_alone(tmp_path: Path) -> None:
    before = draw_cards(jobs("number", "bars"), PALETTES, tmp_path)
    changed = [
        job._replace(card=replace(job.card, source="Другой")) if job.card.kind == "bars" else job
        for job in jobs("number", "bars")
    ]
    after = draw_cards(changed, PALETTES, tmp_path)
    assert after.fresh == 3
    assert {name for name in before.pictures if name.startswith("number")} <= set(after.pictures)
    assert not {name for name in before.pictures if name.startswith("bars")} & set(after.pictures)


def test_a_name_is_known_before_anything_is_drawn(tmp_path: Path) -> None:
    name = card_name(POSTERS["number"], SHARE, "light", DAY)
    assert name in draw_cards(jobs("number"), PALETTES, tmp_path).pictures
    assert name.startswith("number.share.light.ru.")


def test_text_that_does_not_fit_names_card_language_and_size(tmp_path: Path) -> None:
    long = replace(POSTERS["number"], title=" ".join(["Предлинное"] * 30))
    drawn = draw_cards([RenderJob(long, SHARE, ("light",), "content/figures/a.yaml", 3)], PALETTES, tmp_path)
    assert [problem.code for problem in drawn.problems] == ["cards-too-long"]
    assert drawn.problems[0].format("ru").startswith("content/figures/a.yaml:3: карточка trial.number")
    assert "«share»" in drawn.problems[0].format("ru")
    assert drawn.pictures == {}


def test_a_missing_letter_names_itself(tmp_path: Path) -> None:
    odd = replace(POSTERS["number"], kicker="Звонки ▲")
    drawn = draw_cards([RenderJob(odd, SHARE, ("light",), "content/figures/a.yaml", 3)], PALETTES, tmp_path)
    assert "▲ (U+25B2)" in drawn.problems[0].format("en")


def test_the_contact_sheet_shows_every_picture_with_its_words(tmp_path: Path) -> None:
    wanted = jobs("number", "bars")
    sheet = render_contact_sheet(wanted, PALETTES, draw_cards(wanted, PALETTES, tmp_path).pictures)
    assert sheet.count("<img") == 12
    assert POSTERS["bars"].title.split("\u00a0")[0] in sheet
