"""A reader's browser behind the shipped servers: search, languages, errors, offline, and the policy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import KINDS, Reader
from tests.browser.test_offline import keep_edition
from tests.e2e.violations import watch

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page, Route

    from tests.deploy.conftest import Serve
    from tests.e2e.violations import Reports

WORDS = {"ru": "врач", "en": "doctor"}
FAILED = {"ru": "Поиск не загрузился.", "en": "The search did not load."}
PARTIAL = {"ru": "поиск шёл только по ответам", "en": "only the answers were searched"}
ITEM = "news/2022-12-27-russia-59-million/"
TIMEOUT_MS = 30_000
FRAMED = {
    "/ru/embed/russia-2022/calls/": True,
    "/ru/embed/russia-2022/none/": False,
    f"/ru/{ITEM}": False,
    "/ru/": False,
}
"""Pages in frames of another site, and whether they are shown there."""

each_language = pytest.mark.parametrize("language", WORDS)


def search_for(page: Page, language: str) -> None:
    page.goto(f"/{language}/search/")
    page.fill("#search-words", WORDS[language])


def expect_hits(page: Page) -> None:
    expect(page.locator(".search-results a").first).to_be_visible(timeout=TIMEOUT_MS)


def expect_the_list_instead(page: Page, language: str) -> None:
    expect(page.locator(".search-status")).to_contain_text(FAILED[language], timeout=TIMEOUT_MS)
    assert page.locator(".search-results a").count() == 0
    assert page.locator(".links-wide a").first.is_visible()
    assert page.locator(".links-wide a").count() >= 16


@each_language
def test_a_word_is_found_and_the_policy_reports_nothing(
    reader: Reader, reports: Reports, language: str
) -> None:
    with reader.visit() as page:
        violations = watch(page.context)
        warnings: list[str] = []
        page.on("console", lambda message: warnings.append(message.text))
        search_for(page, language)
        expect_hits(page)
        assert WORDS[language][:4] in page.inner_text(".search-results").lower()
    assert (violations, warnings, reports.received) == ([], [], [])


def test_no_page_of_the_site_violates_the_policy(reader: Reader, reports: Reports) -> None:
    with reader.visit() as page:
        violations = watch(page.context)
        for language in WORDS:
            for path in (*KINDS.values(), "none/"):
                page.goto(f"/{language}/{path}")
            page.click(".panel summary")
            page.check("#view-contrast-dark")
        keep_edition(page, "en")
    assert (violations, reports.received) == ([], [])


def test_another_site_can_frame_a_card_and_nothing_else(reader: Reader) -> None:
    frames = "".join(f'<iframe src="{reader.address}{path}"></iframe>' for path in FRAMED)
    paper = "https://paper.example/"
    with reader.visit(permissions=["local-network-access"]) as page:  # the server is on loopback
        page.route(paper, lambda route: route.fulfill(body=frames, content_type="text/html"))
        page.goto(paper)
        assert [frame.locator("a[href='tel:122']").count() > 0 for frame in page.frames[1:]] == [
            *FRAMED.values()
        ]


def test_a_violation_would_be_noticed(reader: Reader, reports: Reports) -> None:
    inline = "document.body.append(Object.assign(document.createElement('script'), {textContent: '1'}))"
    with reader.visit() as page:
        violations = watch(page.context)
        page.goto("/ru/")
        with page.context.expect_event("request", lambda request: request.url == reports.address):
            page.evaluate(inline)
        page.wait_for_timeout(500)
    assert any(each.startswith("script-src") for each in violations)
    assert reports.received
    reports.received.clear()


def blocked(route: Route) -> None:
    route.abort()


def unanswered(_route: Route) -> None:
    """Leave the browser waiting."""


FAILURES = {
    "the overview is blocked": ("**/search/ru/index.json", blocked),
    "the overview does not load in time": ("**/search/ru/index.json", unanswered),
    "the stemmer is blocked": ("**/stemmer.js", blocked),
    "the stemmer does not load in time": ("**/stemmer.js", unanswered),
    "the answers are blocked": ("**/answers.json", blocked),
    "a part of the index does not load in time": ("**/2022/u*.json", unanswered),
    "everything of the search is blocked": ("**/search/ru/**", blocked),
}


@pytest.mark.parametrize("failure", FAILURES)
def test_if_the_search_does_not_answer_the_list_of_questions_is_offered(reader: Reader, failure: str) -> None:
    with reader.visit() as page:
        page.context.route(*FAILURES[failure])
        page.clock.install()
        search_for(page, "ru")
        page.clock.run_for(6000)
        expect_the_list_instead(page, "ru")
        page.context.unroute_all(behavior="ignoreErrors")


def test_if_the_script_is_blocked_the_page_is_what_it_is_without_scripts(reader: Reader) -> None:
    with reader.visit() as page:
        page.context.route("**/search/search.js", blocked)
        page.goto("/ru/search/?q=врач", wait_until="networkidle")
        assert not page.locator(".search").is_visible()
        expect(page.locator(".links-wide a").first).to_be_visible()


def test_without_a_network_the_answers_are_searched_and_the_search_recovers(reader: Reader) -> None:
    with reader.visit() as page:
        search_for(page, "ru")
        expect_hits(page)
        page.context.set_offline(offline=True)
        page.fill("#search-words", "жалоба")
        expect(page.locator(".search-status")).to_contain_text(PARTIAL["ru"], timeout=TIMEOUT_MS)
        expect_hits(page)
        page.context.set_offline(offline=False)
        page.fill("#search-words", "жалобы")
        expect_hits(page)


@each_language
def test_the_front_door_leads_to_the_readers_language(reader: Reader, language: str) -> None:
    with reader.visit(locale=language) as page:
        page.goto("/")
        assert page.locator("html").get_attribute("lang") == language


def test_the_language_switch_leads_to_the_same_item_and_back(reader: Reader) -> None:
    with reader.visit() as page:
        page.goto(f"/ru/{ITEM}")
        for language in ("en", "ru"):
            page.click(f"header a[hreflang={language}]")
            page.wait_for_url(f"**/{language}/{ITEM}")
            assert page.locator("html").get_attribute("lang") == language


@pytest.mark.parametrize(
    ("path", "language"),
    [
        ("/ru/none/", "ru"),
        ("/en/none/", "en"),
        ("/en/news/none", "en"),
        ("/none/", "ru"),
        (f"/en/{'a' * 300}/", "en"),
    ],
)
def test_what_is_missing_is_told_in_the_readers_language(reader: Reader, path: str, language: str) -> None:
    with reader.visit() as page:
        answer = page.goto(path)
        assert answer
        assert answer.status == 404
        assert page.locator("html").get_attribute("lang") == language
        assert page.locator("a[href='tel:122']").first.is_visible()
        page.click(f".brand[href='/{language}/']")
        page.wait_for_url(f"**/{language}/")


@each_language
def test_pages_open_and_the_answers_are_searched_after_the_server_has_stopped(
    serve: Serve, browser: Browser, published: Path, tmp_path: Path, language: str
) -> None:
    tmp_path.chmod(0o755)
    with serve(tmp_path, published) as server:
        visit = Reader(browser, server.address).visit()
        page = visit.__enter__()
        keep_edition(page, language)
        search_for(page, language)
        expect_hits(page)
    with visit.context:
        page.fill("#search-words", "122")
        expect(page.locator(".search-status")).to_contain_text(PARTIAL[language], timeout=TIMEOUT_MS)
        expect_hits(page)
        page.goto(f"/{language}/faq/calling/")
        assert page.locator(".answer").count() > 1
        page.goto(f"/{language}/topics/")
        assert page.locator("html").get_attribute("lang") == language
        assert page.locator("a[href='tel:122']").first.is_visible()
