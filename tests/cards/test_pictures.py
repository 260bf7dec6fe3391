from __future__ import annotations

import os
import shutil
import subprocess
import sys
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace
from PIL import Image

from plugins.cards.card_cache import INDEX, RenderJob, card_name, check_cards, draw_cards
from plugins.cards.contact_sheet import render_contact_sheet
from plugins.cards.design import FORMATS, SHARE, Color, color_pair, contrast, png_palette
from plugins.cards.font import missing_glyphs
from plugins.cards.renderer import draw_card
from tests.cards.sample_cards import PALETTES, sample_cards
from tests.figures.samples import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CARDS = sample_cards("ru")
LIGHT = png_palette(PALETTES["light"])
TEXT_COLORS = (Color.TEXT, Color.MUTED, Color.ACCENT, Color.ALERT, Color.ON_ACCENT, Color.ON_PANEL)
DIGESTS = """
from hashlib import sha256
from plugins.cards.renderer import draw_card
from plugins.cards.design import FORMATS
from plugins.cards.card_cache import card_name
from plugins.cards.design import png_palette
from tests.cards.sample_cards import PALETTES, sample_cards
day = png_palette(PALETTES["light"])
for card in sample_cards("ru").values():
    for size in FORMATS:
        picture = sha256(draw_card(card, size, day)).hexdigest()
        print(card_name(card, size, "light", day), picture)
"""


def jobs(*kinds: str) -> list[RenderJob]:
    return [
        RenderJob(CARDS[kind], size, ("light", "dark"), "content/figures/trial.yaml", 12)
        for kind in kinds
        for size in FORMATS
    ]


@pytest.mark.parametrize("theme", PALETTES)
@pytest.mark.parametrize("color", TEXT_COLORS)
def test_text_contrast(color: Color, theme: str) -> None:
    assert contrast(*color_pair(PALETTES[theme], color)) >= 4.5


@pytest.mark.parametrize("theme", PALETTES)
@pytest.mark.parametrize("color", [Color.BAR])
def test_bar_contrast(color: Color, theme: str) -> None:
    assert contrast(*color_pair(PALETTES[theme], color)) >= 3


def test_font_has_all_needed_characters() -> None:
    assert missing_glyphs("ҕҥөһүҔҤӨҺҮ ₽№«»„“”’—–−≈→…\u00a0\u202f ёЙ Ёй 0123456789") == ""


def test_missing_glyphs_are_listed_once() -> None:
    assert missing_glyphs("Звонки ▲ 電話 ▲") == "▲電話"


def test_png_has_title_description_and_source() -> None:
    picture = Image.open(BytesIO(draw_card(CARDS["number"], SHARE, LIGHT)))
    assert isinstance(picture.info, dict)
    info = {key: str(picture.info[key]) for key in ("Title", "Description", "Source")}
    assert info == {
        "Title": CARDS["number"].title,
        "Description": CARDS["number"].alt,
        "Source": CARDS["number"].source,
    }


@pytest.mark.parametrize("kind", CARDS)
def test_share_picture_size_limit(kind: str) -> None:
    assert len(draw_card(CARDS[kind], SHARE, LIGHT)) <= 30_000


def test_pictures_do_not_depend_on_hash_seed() -> None:
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


def test_picture_is_drawn_once(tmp_path: Path) -> None:
    first = draw_cards(jobs("number", "bars"), PALETTES, tmp_path)
    again = draw_cards(jobs("number", "bars"), PALETTES, tmp_path)
    assert (first.fresh, again.fresh) == (6, 0)
    assert first.pictures == again.pictures
    assert all(path.read_bytes().startswith(b"\x89PNG") for path in again.pictures.values())


def test_unneeded_pictures_are_evicted(tmp_path: Path) -> None:
    draw_cards(jobs("number", "bars"), PALETTES, tmp_path)
    drawn = draw_cards(jobs("bars"), PALETTES, tmp_path)
    files = {path.name for path in tmp_path.iterdir()}
    assert files == {INDEX, *(path.name for path in drawn.pictures.values())}


DAMAGE: dict[str, Callable[[Path], object]] = {
    "missing": lambda file: file.unlink(),
    "empty": lambda file: file.write_bytes(b""),
    "cut": lambda file: file.write_bytes(file.read_bytes()[:-9]),
    "one bit": lambda file: file.write_bytes(file.read_bytes()[:-20] + b"x" + file.read_bytes()[-19:]),
    "another picture": lambda file: file.write_bytes(b"\x89PNG"),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_picture_is_drawn_again(tmp_path: Path, damage: str) -> None:
    first = draw_cards(jobs("number"), PALETTES, tmp_path)
    drawn = {path: file.read_bytes() for path, file in first.pictures.items()}
    DAMAGE[damage](next(iter(first.pictures.values())))
    again = draw_cards(jobs("number"), PALETTES, tmp_path)
    assert again.fresh == 1
    assert {path: file.read_bytes() for path, file in again.pictures.items()} == drawn


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b'{"x": [[1, 2, 3, 4], 5]}', b"\x80\x04N."])
def test_a_damaged_index_is_a_miss(tmp_path: Path, content: bytes) -> None:
    draw_cards(jobs("number"), PALETTES, tmp_path)
    (tmp_path / INDEX).write_bytes(content)
    assert draw_cards(jobs("number"), PALETTES, tmp_path).fresh == 3
    assert draw_cards(jobs("number"), PALETTES, tmp_path).fresh == 0


def test_copied_pictures_are_known_by_their_bytes(tmp_path: Path) -> None:
    draw_cards(jobs("number"), PALETTES, tmp_path / "one")
    shutil.copytree(tmp_path / "one", tmp_path / "other", copy_function=shutil.copyfile)
    assert draw_cards(jobs("number"), PALETTES, tmp_path / "other").fresh == 0


def test_changed_text_changes_only_its_own_pictures(tmp_path: Path) -> None:
    before = draw_cards(jobs("number", "bars"), PALETTES, tmp_path)
    changed = [
        job._replace(card=replace(job.card, source="Другой")) if job.card.kind == "bars" else job
        for job in jobs("number", "bars")
    ]
    after = draw_cards(changed, PALETTES, tmp_path)
    assert after.fresh == 3
    assert {name for name in before.pictures if name.startswith("number")} <= set(after.pictures)
    assert not {name for name in before.pictures if name.startswith("bars")} & set(after.pictures)


def test_name_is_known_before_drawing(tmp_path: Path) -> None:
    name = card_name(CARDS["number"], SHARE, "light", LIGHT)
    assert name in draw_cards(jobs("number"), PALETTES, tmp_path).pictures
    assert name.startswith("number.share.light.ru.")


def test_overlong_text_is_reported_with_card_language_and_size(tmp_path: Path) -> None:
    long = replace(CARDS["number"], title=" ".join(["Предлинное"] * 30))
    drawn = draw_cards([RenderJob(long, SHARE, ("light",), "content/figures/a.yaml", 3)], PALETTES, tmp_path)
    assert [problem.code for problem in drawn.problems] == ["cards-too-long"]
    assert drawn.problems[0].format("ru").startswith("content/figures/a.yaml:3: карточка trial.number")
    assert "«share»" in drawn.problems[0].format("ru")
    assert drawn.pictures == {}


def test_missing_glyph_is_reported(tmp_path: Path) -> None:
    card = replace(CARDS["number"], subtitle="Звонки ▲")
    drawn = draw_cards([RenderJob(card, SHARE, ("light",), "content/figures/a.yaml", 3)], PALETTES, tmp_path)
    assert "▲ (U+25B2)" in drawn.problems[0].format("en")


def test_a_check_finds_what_drawing_finds_and_draws_nothing(tmp_path: Path) -> None:
    long = replace(CARDS["number"], title=" ".join(["Предлинное"] * 30))
    cards = [long, replace(CARDS["number"], subtitle="Звонки ▲"), CARDS["number"]]
    wanted = [RenderJob(card, SHARE, ("light",), "content/figures/a.yaml", 3) for card in cards]
    found = check_cards(wanted)
    assert [each.code for each in found] == ["cards-too-long", "cards-no-glyph"]
    assert found == draw_cards(wanted, PALETTES, tmp_path).problems


def test_contact_sheet_has_every_picture_and_alt_text(tmp_path: Path) -> None:
    wanted = jobs("number", "bars")
    sheet = render_contact_sheet(wanted, PALETTES, draw_cards(wanted, PALETTES, tmp_path).pictures)
    assert sheet.count("<img") == 12
    assert CARDS["bars"].title.split("\u00a0")[0] in sheet
