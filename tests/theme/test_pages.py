from __future__ import annotations

import re

import pytest

from tests.theme.preview import render, stylesheet
from tests.theme.samples import THEME, Page, sample_pages

PAGES = {f"{page.kind}-{page.site.language.code}": page for page in sample_pages()}
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


def test_a_borrowed_title_carries_its_language() -> None:
    html = render(PAGES["news-ru"])
    assert 'lang="en" hreflang="en">Vologda region' in html
    assert "Только на языке: English" in html


def test_an_untranslated_page_says_so_at_the_switch() -> None:
    assert "перевода нет" in render(PAGES["draft-ru"])


def test_every_block_of_the_style_is_named_in_its_order() -> None:
    css = THEME / "static" / "css"
    assert sorted((css / "order.txt").read_text().split()) == sorted(path.name for path in css.glob("*.css"))
    assert stylesheet()
