"""A telephone's narrow screen: what stands at its top, and whether pictures can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from plugins.cards.design import FORMATS
from tests.browser.conftest import both_languages

if TYPE_CHECKING:
    from tests.browser.conftest import Reader

SMALL_PRINT = {each.width: each.small.size / each.width for each in FORMATS}
"""The height of a card's smallest letters as a part of its width, by width in pixels."""
LEGIBLE = 9
"""Pixels of small print, at least."""
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
def test_the_signs_of_the_tools_have_names(reader: Reader, language: str) -> None:
    with reader.visit() as page:
        page.goto(f"/{language}/")
        tools = page.locator(".header-tools").aria_snapshot()
        names = {
            "ru": ("en English", "Поиск", "Для слабовидящих"),
            "en": ("ru Русский", "Search", "Text size"),
        }
        for name in names[language]:
            assert name in tools
