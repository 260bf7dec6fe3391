from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from plugins.content.figure_renderer import figure_languages
from plugins.figures.figure_phrases import FigurePhrases
from plugins.figures.figure_text import Form, format_amount, format_figure
from plugins.figures.phrase_checks import check_phrases
from plugins.figures.vocabulary import read_vocabulary
from plugins.i18n.language import Language
from tests.figures.samples import LANGUAGES, PHRASES, site_figures

if TYPE_CHECKING:
    from pathlib import Path

THEME = PHRASES.folders[0]
ENGLISH = (THEME / "en.toml").read_text(encoding="utf-8")


def own(folder: Path, text: str, code: str = "kk") -> FigurePhrases:
    """The theme's files, and one of the site's."""
    own = folder / "content" / "phrases" / "figures"
    own.mkdir(parents=True)
    (own / f"{code}.toml").write_text(text, encoding="utf-8")
    return FigurePhrases((own, THEME))


@pytest.mark.parametrize("code", LANGUAGES)
def test_both_languages_have_every_phrase(code: str) -> None:
    assert check_phrases(PHRASES, code) == []


def test_language_without_phrases_names_the_file_to_copy() -> None:
    (found,) = check_phrases(PHRASES, "sah")
    assert (found.code, found.path) == ("figures-no-phrases", "theme/phrases/figures/sah.toml")
    assert "theme/phrases/figures/en.toml" in found.message("en")


def test_missing_phrase_and_unknown_placeholder_are_reported(tmp_path: Path) -> None:
    lacking = ENGLISH.replace('same = "the same"\n', "").replace("{percent} more", "{percents} more")
    problems = check_phrases(own(tmp_path, lacking), "kk")
    assert {each.code for each in problems} == {"figures-no-phrase", "figures-phrase-name"}
    assert {each.path for each in problems} == {"content/phrases/figures/kk.toml"}


@pytest.mark.parametrize(
    "broken",
    [
        "[hedge",
        ENGLISH.replace("[hedge.more]", "[hedge.some]\n[hedge.more]"),
        ENGLISH.replace('case = "" ', 'fall = ""\ncase = "" '),
        ENGLISH.replace("[claims.shares]", '[claims.shares]\n">1/0" = ["all"]'),
        ENGLISH.replace('"{percent} more"', '"{percent more"'),
        ENGLISH.replace('[fraction."2/3"]', '[fraction."two"]\nname = ""\nwords = []\n[fraction."2/3"]'),
        ENGLISH.replace('short_words = ["a",', "short_words = [[1],"),
    ],
    ids=[
        "no TOML",
        "a hedge without words",
        "a key too many",
        "a share of nothing",
        "an open brace",
        "no fraction",
        "no words",
    ],
)
def test_a_file_that_cannot_be_used_is_told_of(broken: str, tmp_path: Path) -> None:
    (found,) = check_phrases(own(tmp_path, broken), "kk")
    assert (found.code, found.path) == ("phrases-broken", "content/phrases/figures/kk.toml")


def test_a_site_has_words_of_its_own_before_those_of_the_theme(tmp_path: Path) -> None:
    files = own(tmp_path, ENGLISH.replace("about {amount}", "roughly {amount}"), "en")
    figure = site_figures()[0].figures["russia-2022.mobilisation"]
    assert format_figure(figure, read_vocabulary(files, Language("en"))).startswith("roughly")
    assert (files.languages, files.theme.languages) == (["en", "ru"], ["en", "ru"])


def test_figures_are_written_in_a_language_that_the_site_has_words_for(tmp_path: Path) -> None:
    assert figure_languages(PHRASES, ("kk", "ru")) == ("ru",)
    assert figure_languages(own(tmp_path, ENGLISH), ("kk", "ru")) == ("kk", "ru")
    assert figure_languages(PHRASES, ("es", "ar")) == ("en",)


def test_a_hedge_stands_where_its_language_puts_it(tmp_path: Path) -> None:
    kazakh = ENGLISH.replace("more than {amount}", "{number} астам {unit}").replace("more than", "астам")
    files = own(tmp_path, kazakh)
    assert check_phrases(files, "kk") == []
    spoken = read_vocabulary(files, Language("kk"))
    figure = site_figures()[0].figures["russia-2022.calls"]
    figure = replace(figure, unit=replace(figure.unit, forms={"kk": {"other": "қоңырау"}}))
    assert format_figure(figure, spoken) == "59\u00a0миллион\u00a0астам\u00a0қоңырау"
    assert format_amount(figure, spoken).hedged_number == "59\u00a0миллион\u00a0астам"
    bare = replace(figure, unit=replace(figure.unit, forms={}))
    assert format_figure(bare, spoken) == "59\u00a0миллион\u00a0астам"


def test_another_language_needs_files_and_no_code(tmp_path: Path) -> None:
    text = ENGLISH.replace("about {amount}", "{amount} кэриҥэ")
    sakha = read_vocabulary(own(tmp_path, text, "sah"), Language("sah"))
    figure = site_figures()[0].figures["russia-2022.mobilisation"]
    assert format_figure(figure, sakha).replace("\u00a0", " ") == "2 мөлүйүөн кэриҥэ"
    assert format_figure(figure, sakha, Form.NUMBER).replace("\u00a0", " ") == "2 мөлүйүөн"
