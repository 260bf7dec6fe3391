"""The published site in a real browser: the shipped nginx on loopback, the system's Chromium."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from tests.deploy.running import nginx

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page, ViewportSize

LANGUAGES = ("ru", "en")
KINDS = {
    "front": "",
    "news": "news/",
    "item": "news/2022-12-27-russia-59-million/",
    "topics": "topics/",
    "topic": "topics/health/",
    "summaries": "summaries/",
    "summary": "summaries/2022/",
    "faq": "faq/",
    "answers": "faq/calling/",
    "page": "about/",
    "search": "search/",
    "feeds": "feeds/",
    "figures": "figures/",
    "figure set": "figures/vologda-2023/",
    "press": "press/",
    "press of a year": "press/2023/",
    "press of a set": "figures/vologda-2023/press/",
    "embed": "embed/vologda-2023/calls/",
    "regions": "regions/",
    "region": "regions/yakutia/",
    "corrections": "corrections/",
    "not found": "404.html",
    "offline": "offline.html",
}
PHONE: ViewportSize = {"width": 360, "height": 800}
DESK: ViewportSize = {"width": 1280, "height": 900}

every_kind = pytest.mark.parametrize("path", KINDS.values(), ids=KINDS.keys())
both_languages = pytest.mark.parametrize("language", LANGUAGES)


@dataclass
class Visit:
    """A reader's visit: pages in one browser with its own memory, and what went wrong in it."""

    browser: Browser
    address: str
    asked: dict[str, Any]
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def __enter__(self) -> Page:
        self.context = self.browser.new_context(base_url=self.address, **self.asked)
        page = self.context.new_page()
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self.requests.append(request.url))
        return page

    def __exit__(self, *_: object) -> None:
        self.context.close()


@dataclass(frozen=True)
class Reader:
    """Opens visits to the site at `address`."""

    browser: Browser
    address: str

    def visit(self, **asked: Any) -> Visit:
        return Visit(self.browser, self.address, {"viewport": PHONE, **asked})


@pytest.fixture(scope="session")
def address(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with nginx(tmp_path_factory.mktemp("nginx"), published) as server:
        yield server.address


@pytest.fixture(scope="session")
def reader(browser: Browser, address: str) -> Reader:
    return Reader(browser, address)
