"""Phrases of another language on a right-to-left site: isolated wherever readers meet them."""

from __future__ import annotations

import re
import tomllib
from html import unescape
from typing import TYPE_CHECKING

import pytest

from plugins.i18n.phrase_files import UNTRANSLATED, PhraseFolder, load_phrases
from tests.building import ROOT, inv

if TYPE_CHECKING:
    from pathlib import Path

THEME = ROOT / "theme" / "phrases"
ISOLATED = re.compile("\u2068[^\u2068]*\u2069")
TYPOGRAPHY = '[typography]\nquotes = ["“", "”", "‘", "’"]\ndash = " – "\n'


def phrases_of(folder: Path, code: str, text: str) -> dict[str, str]:
    """All texts, with the plural forms, of a language whose file has this text."""
    (folder / f"{code}.toml").write_text(TYPOGRAPHY + text, encoding="utf-8")
    found, _ = load_phrases([PhraseFolder(folder, "phrases"), PhraseFolder(THEME, "theme")], [code])
    forms = {
        f"{key}.{name}": form for key, each in found[code].plurals.items() for name, form in each.items()
    }
    return {**found[code].texts, **forms}


@pytest.mark.parametrize("code", ["ar", "he", "fa", "ur"])
def test_marked_and_lacking_phrases_are_isolated(code: str, tmp_path: Path) -> None:
    own = f'[nav]\nnews = "أخبار"\nfaq = "Answers" {UNTRANSLATED}\n'
    texts = phrases_of(tmp_path, code, own)
    assert texts["nav.news"] == "أخبار"
    assert texts["nav.faq"] == "\u2068Answers\u2069"
    assert all(ISOLATED.fullmatch(text) for key, text in texts.items() if key != "nav.news")


@pytest.mark.parametrize("code", ["kk", "pt-BR", "zh-Hant"])
def test_left_to_right_languages_need_no_isolates(code: str, tmp_path: Path) -> None:
    assert not any("\u2068" in text for text in phrases_of(tmp_path, code, "").values())


def test_an_untranslated_arabic_site_isolates_every_borrowed_phrase(tmp_path: Path) -> None:
    here = ("--content", tmp_path / "content")
    made = inv("init", "--number", "211", "--languages", "he", "--name", "he=קו", "--yes", *here)
    assert made.returncode == 0, made.stderr
    folders = ("--output", tmp_path / "output", "--cache", tmp_path / "cache", "--no-search")
    built = inv("build", *here, *folders)
    assert built.returncode == 0, built.stderr
    english = tomllib.loads((THEME / "en.toml").read_text(encoding="utf-8"))
    page = unescape((tmp_path / "output" / "he" / "news" / "index.html").read_text(encoding="utf-8"))
    assert f"\u2068{english['news']['empty']}\u2069" in page
    assert "\u2068Call \u2066211\u2069\u2069" in page
    assert "<title>\u2068News\u2069" in page
    feed = (tmp_path / "output" / "he" / "atom.xml").read_text(encoding="utf-8")
    assert "<title>\u2068" in unescape(feed)
