from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import pytest

from tests.browser.conftest import DESK, KINDS, PHONE, both_languages, every_kind
from tests.building import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Page, ViewportSize

    from tests.browser.conftest import Reader

AXE = ROOT / "tests/node_modules/axe-core/axe.min.js"
Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
VIEWS: dict[str, dict[Scheme, ViewportSize]] = {
    "ru": {"light": PHONE, "dark": DESK},
    "en": {"dark": PHONE, "light": DESK},
}
"""Both languages have the same templates: together they are seen on both screens by day and night."""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page: Page) -> list[tuple[str, list[str]]]:
    """What axe finds on the whole page: the window is made as tall as it, so that the bar covers nothing."""
    assert page.viewport_size
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({**page.viewport_size, "height": max(height, page.viewport_size["height"])})
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: dict[str, Any] = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    return [(each["id"], [node["html"] for node in each["nodes"]]) for each in found["violations"]]


@every_kind
@both_languages
def test_axe_finds_nothing_on_phone_and_desk_by_day_and_night(
    reader: Reader, path: str, language: str
) -> None:
    with reader.visit(bypass_csp=True) as page:
        page.goto(f"/{language}/{path}")
        for scheme, screen in VIEWS[language].items():
            page.set_viewport_size(screen)
            page.emulate_media(color_scheme=scheme)
            assert violations(page) == []


@pytest.mark.parametrize("contrast", ["light", "dark"])
def test_axe_finds_nothing_in_the_readers_own_view(reader: Reader, contrast: str) -> None:
    with reader.visit(bypass_csp=True) as page:
        page.goto("/ru/summaries/2022/")
        page.click(".panel summary")
        page.check(f"#view-contrast-{contrast}")
        page.check("#view-text-largest")
        assert violations(page) == []


@both_languages
def test_nothing_scrolls_sideways_at_320_pixels_nor_at_twice_the_text(reader: Reader, language: str) -> None:
    with reader.visit(viewport={"width": 320, "height": 640}) as page:
        for path in KINDS.values():
            page.goto(f"/{language}/{path}")
            for size in ("100%", "200%"):
                page.evaluate("size => { document.documentElement.style.fontSize = size }", size)
                assert page.evaluate("document.documentElement.scrollWidth") == 320, (path, size)


@both_languages
def test_nothing_scrolls_sideways_with_the_largest_text(reader: Reader, language: str) -> None:
    with reader.visit() as page:
        page.goto(f"/{language}/")
        page.click(".panel summary")
        page.check("#view-text-largest")
        for path in KINDS.values():
            page.goto(f"/{language}/{path}")
            assert page.evaluate("document.documentElement.scrollWidth") == 360


@both_languages
def test_no_number_is_cut_on_a_desk(reader: Reader, language: str) -> None:
    """Neither a column at the edge of a table that would have to be scrolled, nor a word within a tile."""
    with reader.visit(viewport=DESK) as page:
        page.goto(f"/{language}/figures/")
        sets = page.locator(".figure-sets h2 a").evaluate_all("all => all.map(each => each.pathname)")
        for path in (*sets, f"/{language}/summaries/2022/", f"/{language}/regions/yakutia/"):
            page.goto(path)
            cut = page.locator(".prose-table").evaluate_all(
                "all => all.filter(each => each.scrollWidth > each.clientWidth).map(each => each.innerText)"
            )
            assert cut == [], path
        page.goto(f"/{language}/news/")
        lines = page.locator(".tile b").evaluate_all(
            "all => all.map(each => [each.textContent.split(' ').length,"
            " Math.round(each.offsetHeight / parseFloat(getComputedStyle(each).lineHeight))])"
        )
        assert lines
        assert all(taken <= words for words, taken in lines)


@both_languages
def test_every_control_can_be_hit_with_a_thumb(reader: Reader, language: str) -> None:
    """44 pixels in height, but for links in running text."""
    with reader.visit() as page:
        for path in ("", "news/", "faq/calling/", "search/", "summaries/2022/"):
            page.goto(f"/{language}/{path}")
            small = page.evaluate(
                """() => [...document.querySelectorAll("a, button, input, summary, label")]
                .filter(each => each.checkVisibility())
                .filter(each => !each.closest(".prose, .answer-short, .sources, .skip, label > *"))
                .filter(each => each.getBoundingClientRect().height < 43.5 && !each.closest("label"))
                .map(each => each.outerHTML)"""
            )
            assert small == []
