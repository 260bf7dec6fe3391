"""Links to other sites, requested from a local server."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from plugins.build.cache import FILE, BuildCache
from plugins.editor.check import ascii_url, check_content, check_links
from plugins.model.document import Document, FrontMatter, LinkReference
from tests.building import build_options, content_of
from tests.content.test_regions import FILES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from plugins.diagnostics.problem import Problem

STATUSES = {"/there": 200, "/gone": 404, "/not-for-programs": 403, "/страница": 200, "/broken": 500}
requested: list[str] = []


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        requested.append(self.path)
        self.send_response(STATUSES.get(self.path, 200))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing: the tests look at `requested`."""


@pytest.fixture
def origin() -> Iterator[str]:
    requested.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def document_with(*targets: str) -> Document:
    links = tuple(LinkReference(target, line) for line, target in enumerate(targets, 5))
    return Document(path="content/x/ru.md", matter=FrontMatter(), links=links)


def dead_links(document: Document, cache: Path) -> list[tuple[int, str]]:
    found = check_links([document], BuildCache(cache), delay=0)
    return [(each.line, dict(each.values)["reason"]) for each in found]


def test_a_dead_link_is_reported_with_its_line(origin: str, tmp_path: Path) -> None:
    document = document_with(f"{origin}/there", f"{origin}/gone", f"{origin}/broken", "/news/", "tel:122")
    found = dead_links(document, tmp_path)
    assert found == [(6, "404 Not Found"), (7, "500 Internal Server Error")]


def test_a_site_that_refuses_bots_is_not_reported(origin: str, tmp_path: Path) -> None:
    assert dead_links(document_with(f"{origin}/not-for-programs"), tmp_path) == []


def test_a_cyrillic_address_is_encoded_as_browsers_do(origin: str, tmp_path: Path) -> None:
    assert dead_links(document_with(f"{origin}/страница"), tmp_path) == []
    assert requested == ["/%D1%81%D1%82%D1%80%D0%B0%D0%BD%D0%B8%D1%86%D0%B0"]


def test_only_dead_links_are_requested_again(origin: str, tmp_path: Path) -> None:
    document = document_with(f"{origin}/there", f"{origin}/gone", f"{origin}/there")
    dead_links(document, tmp_path)
    dead_links(document, tmp_path)
    assert requested.count("/there") == 1
    assert requested.count("/gone") == 2


def test_a_host_that_refuses_connections_is_reported(tmp_path: Path) -> None:
    assert dead_links(document_with("http://127.0.0.1:9/"), tmp_path)


def test_links_are_checked_without_a_cache(origin: str) -> None:
    assert dead_links(document_with(f"{origin}/gone"), Path("/dev/null/links.json"))


def test_an_unreadable_cache_is_ignored(origin: str, tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("[1]", encoding="utf-8")
    assert dead_links(document_with(f"{origin}/there"), tmp_path) == []


def test_a_cyrillic_host_is_requested_in_punycode() -> None:
    assert ascii_url("https://объясняем.рф/?a=1") == "https://xn--90aivcdt6dxbc.xn--p1ai/?a=1"


def test_sources_are_requested_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, int, str]] = []

    def record(documents: Iterable[Document], _cache: BuildCache) -> list[Problem]:
        asked.extend((each.path, link.line, link.target) for each in documents for link in each.links)
        return []

    monkeypatch.setattr("plugins.editor.check.check_links", record)
    check_content(build_options(content_of(tmp_path, FILES)), external=True, spelling=False)
    assert ("content/sources.yaml", 2, "https://herald.example/2026/06/line") in asked
