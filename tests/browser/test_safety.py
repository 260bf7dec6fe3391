"""A site whose readers must not be seen reading: the exit, and nothing that stays on the device."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import DESK, PHONE, Reader
from tests.browser.test_accessibility import SCHEMES, violations
from tests.building import content_of
from tests.deploy.running import nginx
from tests.published import publish_site

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

EXIT = "https://weather.example/today"
SAFETY = f"\nsafety:\n  exit: {EXIT}\n  title: {{ru: Заметки, en: Notes}}\n"
STORED = "Object.keys(localStorage).concat(Object.keys(sessionStorage))"


@pytest.fixture(scope="module")
def safe_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("safe")
    content = content_of(folder)
    config = content / "site.yaml"
    config.write_text(config.read_text(encoding="utf-8") + SAFETY, encoding="utf-8")
    return publish_site(folder, "--content", content, "--cache", folder / "cache")


@pytest.fixture(scope="module")
def safe(safe_site: Path, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    with nginx(tmp_path_factory.mktemp("nginx"), safe_site) as server:
        yield Reader(browser, server.address)


def open_two_pages(page: Page) -> None:
    """Open the front page and then the questions, with something to see at the exit's address."""
    page.context.route(f"{EXIT}*", lambda route: route.fulfill(body="The weather", content_type="text/plain"))
    page.goto("/en/")
    page.goto("/en/faq/")


def test_the_exit_is_on_every_page_with_a_neutral_title_and_no_manifest(safe_site: Path) -> None:
    pages = [file.read_text(encoding="utf-8") for file in safe_site.resolve().rglob("*.html")]
    assert len(pages) > 20
    for html in pages:
        assert html.count('<nav class="exit"') == 1
        assert f'><a href="{EXIT}" rel="nofollow noreferrer">' in html
        assert re.findall("<title>(.*?)</title>", html)[0] in {"Notes", "Заметки"}
        assert '<meta name="referrer" content="no-referrer">' in html
        assert "manifest" not in html
    names = {file.name for file in safe_site.resolve().rglob("*")}
    assert not names & {"site.webmanifest", "offline.html"}


@pytest.mark.parametrize("scripts", [True, False])
def test_the_exit_leaves_the_site_and_with_scripts_its_history(safe: Reader, *, scripts: bool) -> None:
    with safe.visit(java_script_enabled=scripts) as page:
        open_two_pages(page)
        with page.expect_request(EXIT) as request:
            page.locator(".exit a").click()
        assert "referer" not in request.value.headers
        page.wait_for_url(EXIT)
        page.go_back()
        assert page.url.endswith("/en/" if scripts else "/en/faq/")


def test_three_presses_of_shift_leave_the_site(safe: Reader) -> None:
    with safe.visit(viewport=DESK) as page:
        open_two_pages(page)
        for key in ("Shift", "Shift", "a", "Shift", "Shift"):
            page.keyboard.press(key)
        assert page.url.endswith("/en/faq/")
        page.keyboard.press("Shift")
        page.wait_for_url(EXIT)
        page.go_back()
        assert page.url.endswith("/en/")


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_the_exit_is_in_view_and_on_top_wherever_the_reader_is(width: int, safe: Reader) -> None:
    with safe.visit(viewport={"width": width, "height": 640}) as page:
        for path in ("/en/", "/ru/faq/calling/", "/ru/safety/"):
            page.goto(path)
            for end in (0, 10_000):
                page.evaluate("y => scrollTo(0, y)", end)
                on_top = page.locator(".exit a").evaluate(
                    """link => { const { left, top, width, height } = link.getBoundingClientRect();
                    return document.elementFromPoint(left + width / 2, top + height / 2) === link
                        && height >= 44 && top >= 0 && top < 60; }"""
                )
                assert on_top, (path, end)
            assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_axe_finds_nothing_beside_the_exit(safe: Reader) -> None:
    with safe.visit(bypass_csp=True) as page:
        for path in ("/en/", "/ru/safety/", "/en/search/"):
            page.goto(path)
            for scheme, screen in zip(SCHEMES, (PHONE, DESK), strict=True):
                page.set_viewport_size(screen)
                page.emulate_media(color_scheme=scheme)
                assert violations(page) == []


def test_nothing_stays_on_the_device_and_what_was_kept_is_removed(safe: Reader) -> None:
    with safe.visit(viewport=DESK) as page:
        page.goto("/en/")
        page.evaluate(
            """async () => { for (const name of ["view-text", "news-en", "region"]) localStorage[name] = "x";
            await caches.open("hotline-1");
            await navigator.serviceWorker.register("/worker.js"); }"""
        )
        page.goto("/en/search/")
        page.wait_for_function("async () => !(await caches.keys()).length")
        page.wait_for_function("async () => !(await navigator.serviceWorker.getRegistrations()).length")
        page.locator(".panel summary").click()
        page.locator("#view-text-large").check()
        assert page.evaluate(STORED) == []
        page.locator("#search-words").fill("word")
        page.locator(".search-status:not(:empty)").wait_for()
        assert page.url.endswith("/en/search/")
