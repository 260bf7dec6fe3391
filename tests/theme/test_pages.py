from __future__ import annotations

import re
import tomllib

import pytest
from markupsafe import escape

from plugins.i18n.typography import typeset
from plugins.pages.stylesheets import CLASSES, SHEETS_FILE, read_stylesheets, sheets_for
from tests.theme.preview import render
from tests.theme.samples import THEME, Page, sample_pages

PAGES = {f"{page.kind}-{page.site.language.code}": page for page in sample_pages()}
SELECTED = re.compile(r"\.([a-z][\w-]*)")
STYLED = {
    sheet: set(SELECTED.findall(re.sub(r"\{[^{}]*\}", "{}", content.decode())))
    for sheet, content in read_stylesheets(THEME / "static" / "css", "", "", {}).items()
}
every_page = pytest.mark.parametrize("page", PAGES.values(), ids=PAGES.keys())


@every_page
def test_a_page_names_its_language_and_the_number(page: Page) -> None:
    html = render(page)
    assert f'<html lang="{page.site.language.code}"' in html
    assert 'href="tel:122"' in html


@every_page
def test_a_page_has_one_first_heading(page: Page) -> None:
    assert render(page).count("<h1") == 1


@every_page
def test_a_page_has_no_inline_style_and_no_inline_script(page: Page) -> None:
    html = render(page)
    assert not re.search(r"\sstyle=|<style|\son\w+=", html)
    assert not re.search(r"<script(?![^>]*(?: src=|application/ld\+json))", html)


@every_page
def test_nothing_is_fetched_from_elsewhere(page: Page) -> None:
    fetched = re.findall(r'(?:src|srcset|rel="stylesheet" href)="([^"]+)"', render(page))
    assert all(address.startswith("/site/") for address in fetched)


@every_page
def test_only_the_first_page_of_translations_is_the_default(page: Page) -> None:
    html = render(page)
    if 'hreflang="x-default"' in html:
        assert 'hreflang="x-default" href="https://122.example/site/ru/' in html


@every_page
def test_the_words_of_the_site_are_set_with_its_typography(page: Page) -> None:
    """What the head says of the page is no text: programs compare it with the feeds'."""
    phrases = page.site.phrases
    body = render(page).partition("<body")[2].partition('<script type="application/ld+json"')[0]
    for key, words in phrases.texts.items():
        if typeset(words, phrases.typography) != words:
            assert str(escape(words)) not in body, key


def test_a_borrowed_title_carries_its_language() -> None:
    html = render(PAGES["news-ru"])
    assert 'lang="en" hreflang="en">Vologda region' in html
    assert "Только на\xa0языке: English" in html


def test_a_tile_repeats_the_title_for_the_eye_alone_and_the_first_item_has_its_card() -> None:
    html = render(PAGES["news-ru"])
    assert html.count('<p class="tile" aria-hidden="true">') == 1
    assert html.count("<picture") == 1
    assert html.count("(prefers-color-scheme: dark)") == html.count("(max-width: 30em)") == 2
    assert html.index("<picture") < html.index("tile")


@every_page
def test_only_a_picture_of_the_first_screen_is_asked_for_at_once(page: Page) -> None:
    """The front's first screen has none, a list's first item has."""
    at_once = [each for each in re.findall(r"<img[^>]*>", render(page)) if 'loading="lazy"' not in each]
    pictures = [each for each in at_once if "brand-logo" not in each]
    assert pictures == [each for each in pictures if 'fetchpriority="high"' in each][:1]
    assert not pictures or page.kind in {"news", "topic", "summaries"}


@pytest.mark.parametrize("language", ["ru", "en"])
def test_a_page_that_is_not_there_offers_the_search(language: str) -> None:
    html = render(PAGES[f"not_found-{language}"])
    assert f'<form action="/site/{language}/search/">' in html
    assert 'name="q"' in html


def test_an_untranslated_page_says_so_at_the_switch() -> None:
    assert "перевода нет" in render(PAGES["draft-ru"])


def test_every_block_of_the_style_is_named_in_its_order() -> None:
    css = THEME / "static" / "css"
    declared = tomllib.loads((css / SHEETS_FILE).read_text(encoding="utf-8"))
    named = {block for sheet in declared.values() for block in sheet["blocks"]}
    assert named == {path.name for path in css.glob("*.css")}


@every_page
def test_every_class_of_a_page_is_styled_by_a_sheet_that_it_loads(page: Page) -> None:
    """A class that a block styles, but that no loaded sheet does, has lost its block."""
    html = render(page)
    shown = {name for names in CLASSES.findall(html) for name in names.split()}
    loaded = {name for sheet in sheets_for(html, STYLED) for name in STYLED[sheet]}
    styled = {name for names in STYLED.values() for name in names}
    assert shown & styled <= loaded
