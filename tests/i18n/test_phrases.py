"""Phrase files: a site's own go before the theme's, and lines still in another language are listed."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from plugins.diagnostics.problem import Severity
from plugins.editor.untranslated import untranslated_copy
from plugins.i18n.language import Language, nearest_language
from plugins.i18n.phrase_files import PhraseFolder, load_phrases
from plugins.model.config import ShareTarget
from tests.building import ROOT, SITE

if TYPE_CHECKING:
    from pathlib import Path

THEME = ROOT / "theme" / "phrases"


@pytest.mark.parametrize("code", ["ar", "kk", "es", "cy", "zh-Hant", "sr-Latn", "pt-BR"])
def test_a_copy_for_a_new_language_has_every_phrase_and_form(code: str, tmp_path: Path) -> None:
    source = THEME / f"{nearest_language(code, ['en', 'ru'])}.toml"
    text = untranslated_copy(source, Language(code))
    (tmp_path / f"{code}.toml").write_text(text, encoding="utf-8")
    found, problems = load_phrases(
        [PhraseFolder(tmp_path, "own"), PhraseFolder(THEME, "theme")], ["en", code]
    )
    assert {each.severity for each in problems} == {Severity.ADVICE}
    assert {each.path for each in problems} == {f"own/{code}.toml"}
    assert found[code].texts.keys() == found["en"].texts.keys()
    lines = text.splitlines()
    assert all(lines[each.line - 1].endswith("# untranslated") for each in problems)
    forms = sum(len(each) for each in found[code].plurals.values())
    assert len(problems) == len(found[code].texts) + forms


RUSSIAN = ("vk", "telegram", "whatsapp", "mail", "copy")
OTHERS = ("whatsapp", "telegram", "mail", "copy")


def test_pages_are_shared_where_readers_of_the_language_do_it_unless_the_site_says_where(
    tmp_path: Path,
) -> None:
    (tmp_path / "kk.toml").write_text(untranslated_copy(THEME / "ru.toml", Language("kk")), encoding="utf-8")
    folders = [PhraseFolder(tmp_path, "own"), PhraseFolder(THEME, "theme")]
    found, _ = load_phrases(folders, ["ru", "en", "en-GB", "kk"])
    assert {code: phrases.share for code, phrases in found.items()} == {
        **dict.fromkeys(("en", "en-GB", "kk"), OTHERS),
        "ru": RUSSIAN,
    }
    shared: dict[tuple[ShareTarget, ...] | None, tuple[str, ...]] = {
        None: RUSSIAN,
        (): (),
        (ShareTarget.COPY, ShareTarget.OK): ("copy", "ok"),
    }
    assert {given: found["ru"].for_site(replace(SITE, share=given)).share for given in shared} == shared


@pytest.mark.parametrize("typed", ['["post"]', '"vk"', "[1]"])
def test_an_unknown_place_to_share_is_told_of_with_its_file(typed: str, tmp_path: Path) -> None:
    text = (THEME / "en.toml").read_text(encoding="utf-8")
    (tmp_path / "en.toml").write_text(f"share_with = {typed}\n{text}", encoding="utf-8")
    _, (found, *_) = load_phrases([PhraseFolder(tmp_path, "own"), PhraseFolder(THEME, "theme")], ["en"])
    assert (found.code, found.path) == ("phrases-broken", "own/en.toml")


def test_a_translated_line_is_not_listed_any_more(tmp_path: Path) -> None:
    text = untranslated_copy(THEME / "en.toml", Language("es"))
    mark = 'news = "News" # untranslated'
    assert mark in text
    (tmp_path / "es.toml").write_text(text.replace(mark, 'news = "Noticias"'), encoding="utf-8")
    found, problems = load_phrases([PhraseFolder(tmp_path, "own")], ["es"])
    assert found["es"]["nav.news"] == "Noticias"
    assert len(problems) == text.count("# untranslated\n") - text.count(mark)


@pytest.mark.parametrize(
    ("code", "nearest"), [("kk", "ru"), ("sr-Latn", "en"), ("sr", "ru"), ("ar", "en"), ("es", "en")]
)
def test_the_nearest_language_shares_the_script(code: str, nearest: str) -> None:
    assert nearest_language(code, ["en", "ru"]) == nearest
    assert tomllib.loads((THEME / f"{nearest}.toml").read_text(encoding="utf-8"))


def test_a_phrase_that_a_sites_own_file_lacks_is_taken_from_the_theme(tmp_path: Path) -> None:
    text = untranslated_copy(THEME / "en.toml", Language("de"))
    for removed in (
        'skip = "Skip to the content" # untranslated\n',
        text[text.index("[topics.items]") :].split("\n\n")[0],
    ):
        assert removed in text
        text = text.replace(removed, "")
    (tmp_path / "de.toml").write_text(text, encoding="utf-8")
    found, problems = load_phrases([PhraseFolder(tmp_path, "own"), PhraseFolder(THEME, "theme")], ["de"])
    assert found["de"]["nav.skip"] == "Skip to the content"
    assert found["de"].count("topics.items", 3) == "3 items"
    lacking = {dict(each.values)["key"] for each in problems if each.code == "phrase-borrowed"}
    assert lacking == {"nav.skip", "topics.items"}
    assert {each.severity for each in problems} == {Severity.ADVICE}


def test_a_phrase_that_the_theme_does_not_have_is_left_out_and_told(tmp_path: Path) -> None:
    text = untranslated_copy(THEME / "en.toml", Language("de"))
    old = '[nav]\nformer = "Früher {gone}"\n'
    text = text.replace("[nav]\n", old).replace('skip = "Skip to the content"', 'skip = "Zum {other} Inhalt"')
    (tmp_path / "de.toml").write_text(text, encoding="utf-8")
    folders = [PhraseFolder(tmp_path, "own"), PhraseFolder(THEME, "theme")]
    found, problems = load_phrases(folders, ["en", "de", "ru"])
    assert "nav.former" not in found["de"].texts
    line = text[: text.index("former")].count("\n") + 1
    unused = [(each.path, each.line) for each in problems if each.code == "phrase-unused"]
    assert unused == [("own/de.toml", line)]
    errors = [(each.path, each.code) for each in problems if each.severity is Severity.ERROR]
    assert errors == [("own/de.toml", "phrase-placeholders")]
