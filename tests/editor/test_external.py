"""Links to other sites, asked on a small server of our own."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from plugins.editor.external_links import LinkCheck, as_sent
from plugins.model.document import Document, FrontMatter, LinkReference

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ANSWERS = {"/there": 200, "/gone": 404, "/not-for-programs": 403, "/страница": 200, "/broken": 500}
asked: list[str] = []


class Elsewhere(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        asked.append(self.path)
        self.send_response(ANSWERS.get(self.path, 200))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing: the tests look at `asked`."""


@pytest.fixture
def elsewhere() -> Iterator[str]:
    asked.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def linking(*targets: str) -> Document:
    links = tuple(LinkReference(target, line) for line, target in enumerate(targets, 5))
    return Document(path="content/x/ru.md", matter=FrontMatter(), links=links)


def told(document: Document, memory: Path) -> list[tuple[int, str]]:
    found = LinkCheck(memory, pause=0).advice_on([document])
    return [(each.line, dict(each.values)["reason"]) for each in found]


def test_a_link_that_leads_nowhere_is_told_with_its_line(elsewhere: str, tmp_path: Path) -> None:
    document = linking(f"{elsewhere}/there", f"{elsewhere}/gone", f"{elsewhere}/broken", "/news/", "tel:122")
    found = told(document, tmp_path / "links.json")
    assert found == [(6, "404 Not Found"), (7, "500 Internal Server Error")]


def test_a_site_that_turns_programs_away_is_not_called_dead(elsewhere: str, tmp_path: Path) -> None:
    assert told(linking(f"{elsewhere}/not-for-programs"), tmp_path / "links.json") == []


def test_an_address_in_russian_letters_is_asked_as_browsers_do(elsewhere: str, tmp_path: Path) -> None:
    assert told(linking(f"{elsewhere}/страница"), tmp_path / "links.json") == []
    assert asked == ["/%D1%81%D1%82%D1%80%D0%B0%D0%BD%D0%B8%D1%86%D0%B0"]


def test_what_was_there_is_not_asked_again_and_what_was_gone_is(elsewhere: str, tmp_path: Path) -> None:
    document = linking(f"{elsewhere}/there", f"{elsewhere}/gone", f"{elsewhere}/there")
    told(document, tmp_path / "links.json")
    told(document, tmp_path / "links.json")
    assert asked.count("/there") == 1
    assert asked.count("/gone") == 2


def test_a_host_that_does_not_answer_is_told(tmp_path: Path) -> None:
    assert told(linking("http://127.0.0.1:9/"), tmp_path / "links.json")


def test_an_unreadable_memory_is_none(elsewhere: str, tmp_path: Path) -> None:
    (tmp_path / "links.json").write_text("[1]", encoding="utf-8")
    assert told(linking(f"{elsewhere}/there"), tmp_path / "links.json") == []


def test_a_host_in_russian_letters_is_asked_by_its_latin_name() -> None:
    assert as_sent("https://объясняем.рф/?a=1") == "https://xn--90aivcdt6dxbc.xn--p1ai/?a=1"
