"""A site below the root of its host, built with such an address, in a browser behind both shipped servers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Reader
from tests.browser.test_examples import WRITTEN
from tests.browser.test_offline import PAGE_KEPT, wait_until
from tests.building import ROOT
from tests.deploy.running import NAME
from tests.published import publish_site

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

    from tests.deploy.conftest import Serve

BASE = "/lines/211"
UNANSWERED = """async links => {
  const answers = await Promise.all(links.map(async link => [link, (await fetch(link)).status]));
  return answers.filter(([, status]) => status !== 200);
}"""
PATHS = ("", "faq/calling/", "news/2026-11-22-example/", "about/", "feeds/", "search/")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("211")
    url = ("--site-url", f"https://{NAME}{BASE}", *WRITTEN)
    return publish_site(place, "--cache", place / "cache", *url, content=ROOT / "examples" / "211")


@pytest.fixture(scope="module")
def below(
    serve: Serve, folder: Path, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Reader]:
    with serve(tmp_path_factory.mktemp("below"), folder) as server:
        yield Reader(browser, server.address)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_link_and_file_of_a_page_is_found(below: Reader, language: str) -> None:
    visit = below.visit()
    with visit as page:
        failed: list[str] = []
        page.on("response", lambda answer: failed.append(answer.url) if answer.status >= 400 else None)
        links: set[str] = set()
        for path in PATHS:
            page.goto(f"{BASE}/{language}/{path}")
            links |= set(page.eval_on_selector_all("a[href]", "all => all.map(a => a.href.split('#')[0])"))
        inner = sorted(link for link in links if link.startswith(f"{below.address}/"))
        assert len(inner) > 15
        assert [link for link in inner if not link.startswith(f"{below.address}{BASE}/")] == []
        assert page.evaluate(UNANSWERED, inner) == []
    assert failed == []
    assert visit.complaints == []


def test_the_search_finds_words(below: Reader) -> None:
    with below.visit() as page:
        page.goto(f"{BASE}/en/search/")
        page.fill("#search-words", "call")
        hit = page.locator(".search-results a").first
        expect(hit).to_be_visible(timeout=30_000)
        hit.click()
        assert page.url.startswith(f"{below.address}{BASE}/en/")
        assert page.locator("h1").count() == 1


def test_the_number_is_there_without_a_network(below: Reader) -> None:
    with below.visit() as page:
        page.goto(f"{BASE}/en/")
        wait_until(page, PAGE_KEPT, f"{BASE}/en/faq/")
        page.context.set_offline(offline=True)
        page.goto(f"{BASE}/en/faq/")
        assert page.locator("a[href='tel:211']").first.is_visible()


def test_a_page_that_is_missing_is_told_in_its_language(below: Reader) -> None:
    with below.visit() as page:
        answer = page.goto(f"{BASE}/ar/none/")
        assert answer is not None
        assert answer.status == 404
        assert page.locator("html").get_attribute("lang") == "ar"
        assert page.locator(f"a[href='{BASE}/ar/']").count() > 0
