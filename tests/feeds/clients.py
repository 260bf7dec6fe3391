"""Real feed readers with a memory: what each of them tells its user after a poll.

A client is polled with `poll()`, which returns the titles of what it shows as new and as changed.
"""

from __future__ import annotations

import email
import email.policy
import os
import sqlite3
import subprocess
from contextlib import closing
from typing import TYPE_CHECKING, NamedTuple, Protocol

import feedparser
from reader import EntryUpdateStatus, make_reader

if TYPE_CHECKING:
    from pathlib import Path

    from reader import Reader
    from reader._types import EntryData


class Seen(NamedTuple):
    """The titles that a client shows as new, and those it shows as changed, in no order."""

    new: frozenset[str] = frozenset()
    changed: frozenset[str] = frozenset()


class Client(Protocol):
    """A feed reader that subscribes to the feeds at some URLs."""

    def __init__(self, home: Path, urls: list[str]) -> None: ...

    def poll(self) -> Seen:
        """Ask for the feeds, and tell what is new or changed since the last time."""
        ...


class ReaderLibrary:
    """`reader` (PyPI): knows items by id in their feed, and compares everything in them."""

    def __init__(self, home: Path, urls: list[str]) -> None:
        self.reader: Reader = make_reader(str(home / "reader.sqlite"), feed_root="")
        self.events: list[tuple[EntryUpdateStatus, str]] = []
        self.reader.after_entry_update_hooks.append(self._note)
        for url in urls:
            self.reader.add_feed(url)

    def _note(self, _: Reader, entry: EntryData, status: EntryUpdateStatus) -> None:
        self.events.append((status, str(entry.title)))

    def poll(self) -> Seen:
        self.events.clear()
        for feed in self.reader.get_feeds():
            self.reader.update_feed(feed)
        new = frozenset(title for status, title in self.events if status is EntryUpdateStatus.NEW)
        return Seen(new, frozenset(title for _, title in self.events) - new)


def newsboat_reload(home: Path) -> None:
    """Newsboat reads `urls` and `config` of a folder, and stores what it finds in `cache.db`."""
    files = [home / name for name in ("urls", "config", "cache.db")]
    options = [word for pair in zip(("-u", "-C", "-c"), map(str, files), strict=True) for word in pair]
    environment = {"HOME": str(home), "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "TERM": "dumb"}
    command = ["newsboat", "-q", *options, "-x", "reload"]
    subprocess.run(command, env=environment, check=True, capture_output=True, timeout=60)


class Newsboat:
    """newsboat (Debian): knows items by guid, across feeds, and stores the newest title and text."""

    def __init__(self, home: Path, urls: list[str]) -> None:
        self.home = home
        (home / "urls").write_text("".join(f"{url}\n" for url in urls), encoding="utf-8")
        (home / "config").write_text("", encoding="utf-8")
        self.known: dict[str, tuple[str, str]] = {}

    def poll(self) -> Seen:
        newsboat_reload(self.home)
        with closing(sqlite3.connect(self.home / "cache.db")) as cache:
            rows = cache.execute("select guid, title, content from rss_item").fetchall()
        before, self.known = self.known, {guid: (title, text) for guid, title, text in rows}
        changed = {guid for guid in self.known.keys() & before.keys() if self.known[guid] != before[guid]}
        titles = {guid: title for guid, (title, _) in self.known.items()}
        return Seen(
            frozenset(titles[guid] for guid in self.known.keys() - before.keys()),
            frozenset(titles[guid] for guid in changed),
        )


class Rss2Email:
    """rss2email (Debian): mails items that it has not mailed yet, by id."""

    def __init__(self, home: Path, urls: list[str]) -> None:
        self.home = home
        self.mail = home / "mail"
        for folder in ("cur", "new", "tmp"):
            (self.mail / "inbox" / folder).mkdir(parents=True)
        (home / "r2e.cfg").write_text(
            "[DEFAULT]\nto = editor@122.example\nfrom = feeds@122.example\nemail-protocol = maildir\n"
            f"maildir-path = {self.mail}\nmaildir-mailbox = inbox\nforce-from = True\n",
            encoding="utf-8",
        )
        for number, url in enumerate(urls):
            self._run("add", f"feed{number}", url)

    def _run(self, *arguments: str) -> None:
        command = ["r2e", "-c", str(self.home / "r2e.cfg"), "-d", str(self.home / "r2e.json"), *arguments]
        environment = {"HOME": str(self.home), "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
        subprocess.run(command, env=environment, check=True, capture_output=True, timeout=60)

    def poll(self) -> Seen:
        self._run("run")
        titles = set()
        for file in (self.mail / "inbox" / "new").iterdir():
            message = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
            titles.add(str(message["subject"]))
            file.unlink()
        return Seen(frozenset(titles))


class Watermark:
    """Ten lines, as automations have them: what is dated later than the newest item seen before."""

    def __init__(self, _home: Path, urls: list[str]) -> None:
        self.newest = dict.fromkeys(urls, "")

    def poll(self) -> Seen:
        new: set[str] = set()
        for url, newest in self.newest.items():
            items = [(published_moment(entry), entry.title) for entry in feedparser.parse(url).entries]
            new |= {title for moment, title in items if moment > newest}
            self.newest[url] = max([newest, *(moment for moment, _ in items)])
        return Seen(frozenset(new))


def published_moment(entry: feedparser.FeedParserDict) -> str:
    """When an item was published, in UTC, as a text that sorts."""
    return "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}".format(*entry.published_parsed[:6])


CLIENTS: dict[str, type[Client]] = {
    "reader": ReaderLibrary,
    "newsboat": Newsboat,
    "rss2email": Rss2Email,
    "watermark": Watermark,
}
