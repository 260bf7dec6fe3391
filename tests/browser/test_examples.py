"""The example sites in a browser: axe finds nothing, and nothing scrolls sideways."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import PHONE, Reader
from tests.browser.test_accessibility import SCHEMES, violations
from tests.building import ROOT
from tests.deploy.running import nginx
from tests.published import publish_site

if TYPE_CHECKING:
    from playwright.sync_api import Browser

EXAMPLES = {"109": ("kk", "ru"), "211": ("en", "es", "ar"), "0800-123-456": ("en",)}
"""The languages of each site."""
WRITTEN = ("--now", "2026-11-23T12:00:00+00:00")
"""A moment after the dates of the examples' texts."""
PATHS = ("", "faq/calling/", "news/2026-11-22-example/", "about/")


@pytest.mark.parametrize("name", EXAMPLES)
def test_axe_finds_nothing_on_an_example_and_nothing_scrolls_sideways(
    name: str, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    place = tmp_path_factory.mktemp(name)
    site = publish_site(place, "--cache", place / "cache", *WRITTEN, content=ROOT / "examples" / name)
    with (
        nginx(tmp_path_factory.mktemp("nginx"), site) as server,
        Reader(browser, server.address).visit(bypass_csp=True) as page,
    ):
        for path in (f"/{language}/{path}" for language in EXAMPLES[name] for path in PATHS):
            answer = page.goto(path)
            assert answer is not None
            assert answer.ok, path
            for scheme in SCHEMES:
                page.set_viewport_size(PHONE)
                page.emulate_media(color_scheme=scheme)
                assert violations(page) == [], path
            page.set_viewport_size({"width": 320, "height": 640})
            assert page.evaluate("document.documentElement.scrollWidth") == 320, path
