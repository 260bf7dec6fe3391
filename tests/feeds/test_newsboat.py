"""A real feed reader: newsboat (Debian) subscribes to a feed that a plain static server serves.

It knows items by their guid alone, across feeds: each format has a reader of its own here. Version 2.21
forgets the `Last-Modified` of its first poll (it updates a row of its cache that is not there yet), and
asks conditionally from its third poll on.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from plugins.model.document import Status
from tests.building import content_of, inv
from tests.feeds.builders import documents, make_context, make_items, rich_context
from tests.feeds.clients import newsboat_reload

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from plugins.feeds.feed import FeedContext

NEWS = "news/2022-12-30-year-in-figures"
RSS, ATOM = "ru/rss.xml", "ru/atom.xml"


class StaticFiles(SimpleHTTPRequestHandler):
    """Python's static server, which records its response statuses."""

    answers: list[int]

    def log_request(self, code: int | str = "-", _size: int | str = "-") -> None:
        self.answers.append(int(code))

    def log_message(self, *_: object) -> None:
        pass


@dataclass
class Reader:
    """A newsboat with one subscription and a cache of its own."""

    home: Path
    site: Path
    feed: str
    answers: list[int] = field(default_factory=list)
    config: str = ""

    def publish(self, context: FeedContext) -> None:
        """Write the feeds into the served folder; unchanged ones are not touched."""
        for url, content in documents(context).items():
            path = self.site / url.lstrip("/")
            path.parent.mkdir(parents=True, exist_ok=True)
            if not path.exists() or path.read_bytes() != content:
                path.write_bytes(content)
                # As if it was published a day after the last time: HTTP dates have whole seconds.
                os.utime(path, (path.stat().st_mtime + 86_400 * len(self.answers),) * 2)

    def reload(self) -> list[int]:
        """Reload and return the statuses of the server's responses."""
        self.answers.clear()
        urls = self.home / "urls"
        urls.write_text(f"{self.feed}\n", encoding="utf-8")
        (self.home / "config").write_text(self.config, encoding="utf-8")
        newsboat_reload(self.home)
        return list(self.answers)

    def items(self) -> list[tuple[str, str]]:
        """The guid and title of every item, newest first."""
        with closing(sqlite3.connect(self.home / "cache.db")) as cache:
            query = "select guid, title from rss_item order by pubDate desc, guid"
            return cache.execute(query).fetchall()


@contextmanager
def reader_of(home: Path, site: Path, feed: str) -> Iterator[Reader]:
    home.mkdir()
    site.mkdir(exist_ok=True)
    answers: list[int] = []
    handler = type("ThisSite", (StaticFiles,), {"answers": answers})
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(site))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Reader(home, site, f"http://127.0.0.1:{server.server_port}/{feed}", answers)
        server.shutdown()


@pytest.fixture(params=[RSS, ATOM])
def reader(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Reader]:
    with reader_of(tmp_path / "home", tmp_path / "site", request.param) as reader:
        yield reader


def test_every_item_arrives_once_and_a_second_poll_transfers_nothing(reader: Reader) -> None:
    reader.publish(rich_context())
    assert reader.reload() == [HTTPStatus.OK]
    first = reader.items()
    reader.reload()
    assert reader.items() == first
    assert reader.reload() == [HTTPStatus.NOT_MODIFIED]
    assert reader.items() == first
    assert len(first) == 30


def test_building_the_same_content_again_transfers_nothing(reader: Reader) -> None:
    reader.publish(rich_context())
    reader.reload()
    reader.reload()
    reader.publish(rich_context())
    assert reader.reload() == [HTTPStatus.NOT_MODIFIED]


def test_a_changed_title_date_url_or_domain_gives_no_second_item(reader: Reader) -> None:
    items = list(make_items(5))
    reader.publish(make_context(*items))
    reader.reload()
    before = {guid for guid, _ in reader.items()}
    items[1] = replace(items[1], title="Другой заголовок")
    items[2] = replace(items[2], published=items[3].published)
    items[4] = replace(items[4], url="/ru/news/2022-01-06-moved/", bundle="news/2022-01-06-moved")
    context = make_context(*items)
    reader.publish(replace(context, urls=type(context.urls)("https://moved.example")))
    assert reader.reload() == [HTTPStatus.OK]
    assert {guid for guid, _ in reader.items()} == before
    assert len(reader.items()) == 5
    assert "Другой заголовок" in {title for _, title in reader.items()}


@pytest.mark.parametrize("reader", [RSS], indirect=True)
def test_a_withdrawn_item_becomes_its_notice(reader: Reader) -> None:
    items = list(make_items(3))
    reader.publish(make_context(*items))
    reader.reload()
    items[1] = replace(items[1], status=Status.WITHDRAWN, reason="Число неверно.")
    reader.publish(make_context(*items))
    reader.reload()
    titles = [title for _, title in reader.items()]
    assert titles == ["Новость 3", "Снято с публикации: Новость 2", "Новость 1"]


@pytest.mark.parametrize("feed", [RSS, ATOM])
def test_renaming_a_folder_gives_no_second_item(tmp_path: Path, feed: str) -> None:
    content, output = content_of(tmp_path), tmp_path / "output"
    assert inv("build", f"--content={content}", f"--output={output}").returncode == 0
    with reader_of(tmp_path / "home", output, feed) as reader:
        reader.reload()
        before = {guid for guid, _ in reader.items()}
        moved = (content / NEWS).rename(content / "news" / "2023-01-09-the-year")
        text = (
            (moved / "ru.md")
            .read_text("utf-8")
            .replace("title: ", f"moved_from: [{NEWS}]\ntitle: Снова, ", 1)
        )
        (moved / "ru.md").write_text(text, encoding="utf-8")
        assert inv("build", f"--content={content}", f"--output={output}").returncode == 0
        assert reader.reload() == [HTTPStatus.OK]
        assert {guid for guid, _ in reader.items()} == before
        assert len(reader.items()) == len(before) == 2
        assert any(title.startswith("Снова, ") for _, title in reader.items())
