"""The built site in a real browser: served on loopback, opened in the system's Chromium."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from tests.building import NOW, inv
from tests.servers import free_port, running

if TYPE_CHECKING:
    from collections.abc import Iterator

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
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    port = free_port()
    output = tmp_path_factory.mktemp("browser") / "output"
    url = f"http://127.0.0.1:{port}"
    built = inv("build", "--output", output, "--now", NOW.isoformat(), "--site-url", url)
    assert built.returncode == 0, built.stderr
    server = (
        sys.executable,
        "-m",
        "http.server",
        str(port),
        "--bind",
        "127.0.0.1",
        "--directory",
        str(output),
    )
    with running(*server, port=port):
        yield url


@pytest.fixture(scope="session")
def reader(browser: Browser, address: str) -> Reader:
    return Reader(browser, address)
