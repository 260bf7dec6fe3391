"""A telephone's narrow screen: what stands at its top, and whether pictures can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from plugins.cards.design import FORMATS
from tests.browser.conftest import KINDS, both_languages

if TYPE_CHECKING:
    from tests.browser.conftest import Reader

SMALL_PRINT = {each.width: each.small.size / each.width for each in FORMATS}
"""The height of a card's smallest letters as a part of its width, by width in pixels."""
LEGIBLE = 9
"""Pixels of small print, at least."""
NAMES = {
    "ru": ("en English", "Поиск", "Для слабовидящих"),
    "en": ("ru Русский", "Search", "Text size and contrast"),
}
every_phone = pytest.mark.parametrize("width", [320, 360, 412, 480])


@every_phone
@both_languages
def test_the_small_print_of_cards_can_be_read(reader: Reader, language: str, width: int) -> None:
    with reader.visit(viewport={"width": width, "height": 740}) as page:
        seen = 0
        for path in ("", "news/", "figures/", "summaries/", "summaries/2022/", "press/2023/"):
            page.goto(f"/{language}/{path}")
            pictures = page.evaluate(
                """async () => Promise.all([...document.querySelectorAll(".card img")].map(async each => {
                    each.loading = "eager";
                    await each.decode();
                    return [each.naturalWidth, each.getBoundingClientRect().width];
                }))"""
            )
            for drawn, shown in pictures:
                assert SMALL_PRINT[drawn] * shown >= LEGIBLE, path
            seen += len(pictures)
        assert seen >= len(SMALL_PRINT)


@every_phone
@both_languages
def test_tools_stand_beside_the_name_and_the_sections_in_one_row(
    reader: Reader, language: str, width: int
) -> None:
    with reader.visit(viewport={"width": width, "height": 740}) as page:
        for path in ("", "news/", "summaries/2022/", "faq/calling/", "regions/yakutia/"):
            page.goto(f"/{language}/{path}")
            rows = page.evaluate(
                """rows => rows.map(row => [...document.querySelectorAll(row)]
                    .filter(each => each.checkVisibility()).map(each => each.getBoundingClientRect().top))""",
                [".header :is(.languages a, .search-link, summary, .brand)", ".nav a"],
            )
            assert [len(row) for row in rows] == [4, 4]
            assert [len(set(row)) for row in rows] == [1, 1], path


@both_languages
def test_the_first_screen_ends_with_the_search(reader: Reader, language: str) -> None:
    """Also in the widest letters that a system has: those of the machine on which tests run."""
    with reader.visit(viewport={"width": 360, "height": 740}) as page:
        page.goto(f"/{language}/")
        words, call = (page.locator(each).bounding_box() for each in ("#hero-words", ".call"))
        assert words
        assert call
        assert words["y"] + words["height"] < call["y"]


@both_languages
def test_the_name_of_the_site_and_of_each_fact_stands_on_one_line(reader: Reader, language: str) -> None:
    with reader.visit(viewport={"width": 360, "height": 740}) as page:
        page.goto(f"/{language}/")
        lines = page.evaluate(
            """async () => {
                await document.fonts.ready;
                const name = document.querySelector(".brand-number").nextSibling;
                return [name, ...document.querySelectorAll(".facts dt")].map(text => {
                    const range = document.createRange();
                    range.selectNodeContents(text);
                    return new Set([...range.getClientRects()].map(line => line.top)).size;
                });
            }"""
        )
        assert lines == [1] * 4


@both_languages
def test_the_signs_of_the_tools_have_names(reader: Reader, language: str) -> None:
    with reader.visit() as page:
        page.goto(f"/{language}/")
        tools = page.locator(".header-tools").aria_snapshot()
        for name in NAMES[language]:
            assert name in tools


LOW = """() => [...document.querySelectorAll("a, button, summary, select")]
    .filter(each => each.checkVisibility() && !each.closest("p, td, figcaption, .prose li, .sources"))
    .filter(each => each.getBoundingClientRect().height < 42).map(each => each.outerHTML)"""
"""What stands by itself and is lower than a thumb; a link in a sentence is as high as its line."""


@both_languages
def test_what_can_be_touched_is_a_thumb_high(reader: Reader, language: str) -> None:
    with reader.visit() as page:
        for path in KINDS.values():
            page.goto(f"/{language}/{path}")
            assert page.evaluate(LOW) == [], path


LARGE_TYPE = """() => {
    document.documentElement.style.fontSize = "200%";
    document.querySelectorAll("details").forEach(each => { each.open = true; });
}"""
CUT_WORDS = """() => {
    const manual = new CSSStyleSheet();
    manual.replaceSync("* { hyphens: manual !important }");
    document.adoptedStyleSheets = [manual];
    const texts = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
    const cut = [];  // words bound to others by a no-break space are as long as all of them
    for (let text; (text = texts.nextNode());) {
        const element = text.parentElement;
        if (!element.checkVisibility() || element.closest(".hidden, [data-copy], .feeds-address")) continue;
        let block = element;
        while (getComputedStyle(block).display === "inline") block = block.parentElement;
        for (const word of text.data.matchAll(/[^\\s\\u2013\\u2014-]+/gu)) {
            const end = word.index + word[0].length;
            const bound = /[\\u00a0\\u202f]/.test(text.data[word.index - 1] + text.data[end]);
            const range = document.createRange();
            range.setStart(text, word.index);
            range.setEnd(text, end);
            const lines = [...range.getClientRects()];
            const width = lines.reduce((sum, line) => sum + line.width, 0);
            const isCut = new Set(lines.map(line => line.top)).size > 1;
            if (isCut && !bound && width < innerWidth * 0.7) cut.push(word[0]);
        }
    }
    return cut;
}"""


@both_languages
def test_large_words_are_hyphenated_and_cut_only_where_they_fit_no_line(
    reader: Reader, language: str
) -> None:
    """With hyphens taken away, for whether a browser has them depends on its dictionaries."""
    with reader.visit(viewport={"width": 320, "height": 740}) as page:
        for path in KINDS.values():
            page.goto(f"/{language}/{path}")
            page.evaluate(LARGE_TYPE)
            hyphens = page.evaluate("getComputedStyle(document.querySelector('main h1')).hyphens")
            assert hyphens == "auto" or path.startswith("embed/"), path
            assert page.evaluate(CUT_WORDS) == [], path
