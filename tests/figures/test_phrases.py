from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from plugins.figures.figure_text import Form, format_amount, format_figure
from plugins.figures.vocabulary import check_phrases, read_vocabulary
from plugins.i18n.language import Language
from tests.figures.samples import LANGUAGES, PHRASES, site_figures

if TYPE_CHECKING:
    from pathlib import Path


def test_both_languages_have_every_phrase() -> None:
    assert check_phrases(PHRASES, "theme/phrases/figures", LANGUAGES) == []


def test_language_without_phrases_names_the_file_to_copy(tmp_path: Path) -> None:
    (tmp_path / "ru.toml").write_bytes((PHRASES / "ru.toml").read_bytes())
    problems = check_phrases(tmp_path, "theme/phrases/figures", ("ru", "sah"))
    assert [(each.code, each.path) for each in problems] == [
        ("figures-no-phrases", "theme/phrases/figures/sah.toml")
    ]


def test_missing_phrase_and_unknown_placeholder_are_reported(tmp_path: Path) -> None:
    russian = (PHRASES / "ru.toml").read_text(encoding="utf-8")
    (tmp_path / "ru.toml").write_text(russian, encoding="utf-8")
    lacking = russian.replace('same = "столько же"\n', "").replace("{percent} больше", "{percents} больше")
    (tmp_path / "sah.toml").write_text(lacking, encoding="utf-8")
    problems = check_phrases(tmp_path, "theme/phrases/figures", ("ru", "sah"))
    assert {each.code for each in problems} == {"figures-no-phrase", "figures-phrase-name"}


def test_a_hedge_stands_where_its_language_puts_it(tmp_path: Path) -> None:
    english = (PHRASES / "en.toml").read_text(encoding="utf-8")
    (tmp_path / "en.toml").write_text(english, encoding="utf-8")
    kazakh = english.replace("more than {amount}", "{number} астам {unit}").replace("more than", "астам")
    (tmp_path / "kk.toml").write_text(kazakh, encoding="utf-8")
    assert check_phrases(tmp_path, "theme/phrases/figures", ("en", "kk")) == []
    spoken = read_vocabulary(tmp_path, Language("kk"))
    figure = site_figures()[0].figures["russia-2022.calls"]
    figure = replace(figure, unit=replace(figure.unit, forms={"kk": {"other": "қоңырау"}}))
    assert format_figure(figure, spoken) == "59\u00a0миллион\u00a0астам\u00a0қоңырау"
    assert format_amount(figure, spoken).hedged_number == "59\u00a0миллион\u00a0астам"
    bare = replace(figure, unit=replace(figure.unit, forms={}))
    assert format_figure(bare, spoken) == "59\u00a0миллион\u00a0астам"


def test_another_language_needs_files_and_no_code(tmp_path: Path) -> None:
    text = (PHRASES / "en.toml").read_text(encoding="utf-8").replace("about {amount}", "{amount} кэриҥэ")
    (tmp_path / "sah.toml").write_text(text, encoding="utf-8")
    sakha = read_vocabulary(tmp_path, Language("sah"))
    figure = site_figures()[0].figures["russia-2022.mobilisation"]
    assert format_figure(figure, sakha).replace("\u00a0", " ") == "2 мөлүйүөн кэриҥэ"
    assert format_figure(figure, sakha, Form.NUMBER).replace("\u00a0", " ") == "2 мөлүйүөн"
