from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.browser.conftest import DESK, KINDS, both_languages
from tests.browser.newsroom import opened
from tests.images.sample_pictures import encode, photograph

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from tests.browser.conftest import Reader


def focused(page: Page) -> str:
    """What the keyboard stands on."""
    return str(page.evaluate("document.activeElement.id || document.activeElement.innerText"))


@both_languages
def test_nothing_is_fetched_from_elsewhere_and_the_policy_is_kept(reader: Reader, language: str) -> None:
    visit = reader.visit()
    with visit as page:
        for path in KINDS.values():
            page.goto(f"/{language}/{path}")
        page.goto(f"/{language}/search/?q=122")
        page.wait_for_selector(".search-results li")
    assert {url for url in visit.requests if not url.startswith(reader.address)} == set()
    assert visit.complaints == []


@both_languages
def test_every_page_is_readable_without_scripts(reader: Reader, language: str) -> None:
    with reader.visit(java_script_enabled=False) as page:
        for path in KINDS.values():
            page.goto(f"/{language}/{path}")
            assert page.locator("h1").is_visible()
            assert page.locator("a[href='tel:122']").first.is_visible()


def test_a_text_of_the_press_kit_is_copied_by_its_button(reader: Reader) -> None:
    with reader.visit(permissions=["clipboard-read", "clipboard-write"]) as page:
        page.goto("/en/figures/vologda-2023/press/")
        texts = page.locator("[data-copy]")
        for number in (0, texts.count() - 1):
            button = page.locator("[data-copy] + button").nth(number)
            button.click()
            page.wait_for_function("name => document.activeElement.textContent === name", arg="Copied")
            assert page.evaluate("navigator.clipboard.readText()") == texts.nth(number).text_content()


def test_the_readers_view_works_without_scripts(reader: Reader) -> None:
    with reader.visit(java_script_enabled=False) as page:
        page.goto("/ru/")
        page.click(".panel summary")
        page.check("#view-text-large")
        page.check("#view-contrast-dark")
        assert page.locator("html").evaluate("each => getComputedStyle(each).fontSize") == "20px"
        body = page.locator("body").evaluate("each => getComputedStyle(each).backgroundColor")
        assert body == "rgb(0, 0, 0)"


def test_the_readers_view_is_remembered_on_the_next_page(reader: Reader) -> None:
    with reader.visit() as page:
        page.goto("/ru/")
        page.click(".panel summary")
        page.check("#view-contrast-dark")
        page.goto("/en/news/")
        assert page.locator("#view-contrast-dark").is_checked()


def test_the_readers_region_is_remembered_on_the_device_and_marked(reader: Reader) -> None:
    with reader.visit(viewport=DESK) as page:
        page.goto("/ru/faq/calling/")
        assert not page.locator(".region-mine").is_visible()
        page.click(".region-choice a[data-region=yakutia]")
        page.goto("/en/")
        assert page.evaluate("document.querySelector('.region-mine').pathname") == "/en/regions/yakutia/"
        assert page.text_content(".region-choice summary") == "change"
        page.goto("/ru/faq/calling/")
        marked = page.locator("tr.mine").evaluate_all("rows => rows.map(row => row.dataset.region)")
        assert marked == ["*", "yakutia", "*", "*", "*", "yakutia"]
    with reader.visit(java_script_enabled=False) as page:
        page.goto("/ru/")
        page.click(".region-choice summary")
        page.click(".region-choice a[data-region=yakutia]")
        assert page.url.endswith("/ru/regions/yakutia/")


def test_the_keyboard_walks_from_the_skip_link_over_the_header_into_the_text(reader: Reader) -> None:
    with reader.visit(viewport=DESK) as page:
        page.goto("/en/faq/")
        walked = []
        for _ in range(13):
            page.keyboard.press("Tab")
            walked.append(focused(page).strip())
        assert walked == [
            "Skip to the\u00a0content",
            "112",
            "Русский",
            "English",
            "Search",
            "Text size and contrast",
            "122 in brief\nAn\u00a0unofficial site built from public sources",
            "News",
            "Years",
            "Answers",
            "Regions",
            "Call 122",
            "Home",
        ]


def test_the_skip_link_leads_past_the_header(reader: Reader) -> None:
    with reader.visit(viewport=DESK) as page:
        page.goto("/en/faq/")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert focused(page) == "page"
        page.keyboard.press("Tab")
        assert focused(page) == "Home"


def test_the_view_panel_opens_and_changes_with_the_keyboard(reader: Reader) -> None:
    with reader.visit(viewport=DESK) as page:
        page.goto("/ru/")
        page.focus(".panel summary")
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        page.keyboard.press("ArrowDown")
        assert page.locator("#view-text-large").is_checked()


def test_nothing_moves_when_the_view_panel_opens_and_it_closes_again(reader: Reader) -> None:
    places = """() => [...document.querySelectorAll("a, h1, main *")]
        .map(each => each.getBoundingClientRect().top)"""
    with reader.visit() as page:
        page.goto("/ru/")
        before = page.evaluate(places)
        page.click(".panel summary")
        assert page.locator("#view-text-large").is_visible()
        assert page.evaluate(places) == before
        page.keyboard.press("Escape")
        assert not page.locator("#view-text-large").is_visible()
        assert page.locator(".panel summary").evaluate("each => each === document.activeElement")


def test_the_view_panel_never_covers_what_the_keyboard_stands_on(reader: Reader) -> None:
    with reader.visit(java_script_enabled=False) as page:
        page.goto("/ru/")
        page.focus(".panel summary")
        page.keyboard.press("Enter")
        assert page.locator("#view-text-large").is_visible()
        for _ in range(4):
            page.keyboard.press("Tab")
        assert "122" in page.locator(":focus").inner_text()
        assert not page.locator("#view-text-large").is_visible()


def test_charts_go_with_the_pictures_and_their_tables_stay(reader: Reader) -> None:
    with reader.visit() as page:
        page.goto("/ru/figures/vologda-2023/")
        assert page.locator("main .figure-card-bar").first.is_visible()
        page.click(".panel summary")
        page.check("#view-pictures-off")
        assert not page.locator("main .figure-card-bar").first.is_visible()
        assert page.locator("main .figure-card table").first.is_visible()


@both_languages
def test_what_came_since_the_last_visit_is_marked_on_the_device(reader: Reader, language: str) -> None:
    """Marked for a whole visit, at the first of which there is nothing to compare with."""
    with reader.visit() as page:
        page.goto(f"/{language}/news/")
        assert page.locator(".teaser .mark").count() == page.locator(".teaser [hreflang]").count()
        days = page.locator(".teaser time").evaluate_all("all => all.map(each => each.dateTime)")
        page.evaluate("sessionStorage.clear()")
        seen = json.dumps({"day": days[2], "addresses": []})
        page.evaluate("([name, seen]) => { localStorage[name] = seen }", [f"news-{language}", seen])
        for _ in range(2):
            page.goto(f"/{language}/")
            marked = page.locator(".teaser-date:has(.mark) time").evaluate_all(
                "all => all.map(each => each.dateTime)"
            )
            assert marked == [day for day in days[:6] if day >= days[2]]


def test_the_systems_sheet_gets_the_pages_own_address(reader: Reader) -> None:
    address = "/ru/news/2022-12-27-735-answers/"
    with reader.visit() as page:
        page.add_init_script("navigator.share = async shared => { window.shared = shared }")
        page.goto(f"{address}?from=feed")
        page.click(".share-sheet button")
        assert page.evaluate("shared.url").endswith(address)
    with reader.visit() as page:
        page.add_init_script("navigator.share = undefined")
        page.goto(address)
        assert not page.locator(".share-sheet").is_visible()


def test_the_keyboard_can_see_where_it_stands(reader: Reader) -> None:
    with reader.visit() as page:
        page.goto("/ru/")
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
        assert outline == "3px"


def test_a_copied_link_leads_to_its_answer(reader: Reader) -> None:
    with reader.visit(permissions=["clipboard-read", "clipboard-write"]) as page:
        page.goto("/ru/faq/calling/")
        link = page.locator(".answer-link").first
        link.click()
        page.wait_for_selector(".answer [role=status]:not(:empty)")
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied == f"{reader.address}/ru/faq/calling/{link.get_attribute('href')}"


def test_a_pages_own_link_is_copied_and_the_page_stays(reader: Reader) -> None:
    address = "/ru/news/2022-12-27-735-answers/"
    with reader.visit(permissions=["clipboard-read", "clipboard-write"]) as page:
        page.goto(f"{address}?from=feed")
        page.locator(".share [data-copied]").click()
        page.wait_for_selector(".share [role=status]:not(:empty)")
        assert page.evaluate("navigator.clipboard.readText()") == f"{reader.address}{address}"
        assert page.url.endswith("?from=feed")


def test_paper_has_the_text_and_the_number_but_no_way_around_the_site(reader: Reader) -> None:
    with reader.visit(viewport=DESK) as page:
        page.goto("/ru/summaries/2022/")
        page.emulate_media(media="print")
        assert page.locator("h1").is_visible()
        assert page.locator("a[href='tel:122']").first.is_visible()
        assert not page.locator(".nav").is_visible()
        for way_around in (".header-tools", ".side", ".share", ".figure-card-links"):
            assert not page.locator(way_around).first.is_visible()


def test_the_number_is_black_on_white_on_paper_where_backgrounds_are_left_out(reader: Reader) -> None:
    colours = "each => [getComputedStyle(each).color, getComputedStyle(each).backgroundColor]"
    with reader.visit(viewport=DESK) as page:
        page.goto("/ru/")
        page.emulate_media(media="print")
        for number in (".call span", ".hero-number"):
            assert page.locator(number).evaluate(colours) == ["rgb(0, 0, 0)", "rgba(0, 0, 0, 0)"]


def test_with_pictures_off_their_words_stand_in_their_place(browser: Browser, tmp_path: Path) -> None:
    item = "news/2022-12-30-year-in-figures"
    files = {f"{item}/hall.jpg": encode(photograph())}
    with opened(tmp_path, files) as newsroom, newsroom.reader(browser).visit() as page:
        newsroom.write(f"{item}/ru.md", "Первый абзац.", "Первый абзац.\n\n![Зал операторов](hall.jpg)\n\n")
        newsroom.release()
        page.goto(f"/ru/{item}/")
        picture = page.locator(".prose picture")
        assert picture.locator("img").is_visible()
        page.click(".panel summary")
        page.check("#view-pictures-off")
        assert not picture.locator("img").is_visible()
        words = picture.evaluate("each => getComputedStyle(each, '::after').content")
        assert words == '"Зал операторов"'
        assert picture.evaluate("each => each.getBoundingClientRect().height") > 40
