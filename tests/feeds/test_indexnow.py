"""IndexNow: the key file, and requests to a real server on loopback."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest

from plugins.feeds.announce import (
    MAX_ADDRESSES,
    announce_release,
    changed_pages,
    key_file,
    pages_with_news,
    submit_pages,
)
from plugins.model.urls import SiteUrls
from tests.building import build_options, content_of, inv

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

URLS = SiteUrls("https://122.example/line")
AUTHORITY = "122.example,2022"


class Engine(BaseHTTPRequestHandler):
    """A search engine that records requests."""

    requests: list[dict[str, Any]]

    def do_POST(self) -> None:
        assert self.headers["Content-Type"] == "application/json; charset=utf-8"
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.requests.append(json.loads(body))
        self.send_response(int(self.path.strip("/")))
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def engine() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    handler = type("ThisEngine", (Engine,), {"requests": []})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", handler.requests  # type: ignore[attr-defined] # set above
        server.shutdown()


def test_changed_pages_are_told_in_one_request_with_the_key_and_its_file() -> None:
    path, key = key_file(AUTHORITY)
    pages = changed_pages(
        ["ru/news/b/index.html", "ru/news/b/index.html.br", "ru/rss.xml", "en/index.html"], URLS
    )
    with engine() as (address, requests):
        answers = submit_pages([f"{address}/202"], pages, AUTHORITY, URLS)
    assert [answer.status for answer in answers] == [202]
    assert requests == [
        {
            "host": "122.example",
            "key": key.decode(),
            "keyLocation": f"https://122.example/line/{path}",
            "urlList": ["https://122.example/line/en/", "https://122.example/line/ru/news/b/"],
        }
    ]


def test_many_pages_are_told_in_several_requests() -> None:
    pages = [f"https://122.example/line/{number}/" for number in range(MAX_ADDRESSES + 1)]
    with engine() as (address, requests):
        submit_pages([f"{address}/200"], pages, AUTHORITY, URLS)
    assert [len(request["urlList"]) for request in requests] == [MAX_ADDRESSES, 1]


def test_a_refusal_and_a_missing_server_are_answers() -> None:
    with engine() as (address, _):
        answers = submit_pages(
            [f"{address}/403", "http://127.0.0.1:1/", "ftp://x/"], ["https://a/"], AUTHORITY, URLS
        )
    assert [answer.status for answer in answers] == [403, 0, 0]
    assert all(answer.reason for answer in answers)


def test_nothing_is_told_without_a_changed_page() -> None:
    with engine() as (address, requests):
        assert submit_pages([f"{address}/200"], (), AUTHORITY, URLS) == ()
    assert requests == []


def test_the_key_file_is_published_if_the_site_uses_it(tmp_path: Path) -> None:
    content = content_of(tmp_path)
    site = content / "site.yaml"
    site.write_text(
        site.read_text("utf-8").replace(
            "{authority:", "{indexnow: [https://api.indexnow.org/indexnow], authority:"
        ),
        encoding="utf-8",
    )
    done = inv(
        "build",
        "--content",
        content,
        "--output",
        tmp_path / "out",
        "--cache",
        tmp_path / "cache",
        "--no-search",
    )
    assert done.returncode == 0, done.stdout + done.stderr
    path, key = key_file(AUTHORITY)
    assert (tmp_path / "out" / path).read_bytes() == key


def test_a_site_without_hubs_and_search_engines_tells_nobody(tmp_path: Path) -> None:
    sent = ["ru/rss.xml", "ru/index.html"]
    assert announce_release(build_options(content_of(tmp_path)), tmp_path, sent, []) == ()


ITEM = "---\ntitle: Новость\nsummary: Коротко.\ntopics: [health]\n{}---\n\nТекст{}.\n"
CORRECTION = 'corrections: [{date: 2023-02-03, text: "Верно: 15."}]\n'
CHANGED = "updated: 2023-02-03\n"


@pytest.mark.parametrize(
    ("before", "after", "stamped", "told"),
    [
        (ITEM.format("", " с опечаткой"), ITEM.format("", ""), False, False),
        (ITEM.format("", " прежний"), ITEM.format("", ""), True, True),
        (ITEM.format("", ""), ITEM.format(CHANGED, ""), False, True),
        (ITEM.format("", ""), ITEM.format(CORRECTION, ""), False, True),
        (ITEM.format(CHANGED, ""), ITEM.format(CHANGED + CORRECTION, ""), True, True),
        (None, ITEM.format("", ""), False, True),
    ],
)
def test_search_engines_are_told_of_what_matters(
    before: str | None, after: str, tmp_path: Path, *, stamped: bool, told: bool
) -> None:
    name, output, cache = "news/2023-02-02-item", tmp_path / "out", tmp_path / "cache"
    content = content_of(tmp_path)

    def release(text: str | None, hour: int = 10) -> tuple[str, ...]:
        if text:
            (content / name).mkdir(parents=True, exist_ok=True)
            (content / name / "ru.md").write_text(text, encoding="utf-8")
        now = ("--content", content, "--now", f"2023-02-04T{hour}:00")
        assert not stamped or inv("lock", *now).returncode == 0
        assert inv("build", *now, "--output", output, "--cache", cache, "--no-search").returncode == 0
        urls = build_options(content).urls
        pages = [str(file.relative_to(output).as_posix()) for file in output.glob("*/**/index.html")]
        return pages_with_news(cache, output, changed_pages(pages, urls))

    first, second = release(before), release(after, 11)
    assert any(page.endswith(f"/ru/{name}/") for page in first) is (before is not None)
    assert any(page.endswith(f"/ru/{name}/") for page in second) is told
    assert not any(page.endswith("/about/") for page in second)
    assert release(None) == ()
