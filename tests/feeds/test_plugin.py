"""The Pelican plugin, through the project's command."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import feedparser
import pytest

from tests.building import content_of, inv

if TYPE_CHECKING:
    from pathlib import Path

NEWS = "news/2022-12-30-year-in-figures"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return content_of(tmp_path)


def build(content: Path, **options: str) -> tuple[int, str]:
    """The exit status and the output."""
    arguments = [f"--{name.replace('_', '-')}={value}" for name, value in options.items()]
    done = inv("build", f"--content={content}", f"--output={content.parent / 'output'}", *arguments)
    return done.returncode, done.stdout + done.stderr


def test_feeds_their_page_and_links_to_them_are_published(content: Path) -> None:
    assert build(content)[0] == 0
    output = content.parent / "output"
    for code in ("ru", "en"):
        parsed = feedparser.parse((output / code / "rss.xml").read_bytes())
        assert (parsed.bozo, len(parsed.entries)) == (0, 2)
        assert (output / parsed.feed.image.href.removeprefix("https://122.example/")).is_file()
        for entry in parsed.entries:
            picture = output / entry.media_content[0]["url"].removeprefix("https://122.example/")
            assert picture.stat().st_size == int(entry.media_content[0]["filesize"])
        assert f'href="https://122.example/{code}/rss.xml"' in (output / code / "index.html").read_text(
            "utf-8"
        )
        assert f"https://122.example/{code}/atom.xml" in (output / code / "feeds" / "index.html").read_text(
            "utf-8"
        )


ALERT = """level: urgent
from: 2023-01-30
until: 2023-02-02 20:00
text: {ru: Линия не работает., en: The line is down.}
"""


@pytest.mark.parametrize(("now", "titles"), [("2023-01-31", 3), ("2023-01-29", 2)])
def test_an_alert_is_in_the_feeds_while_it_is_active(content: Path, now: str, titles: int) -> None:
    (content / "alert.yaml").write_text(ALERT, encoding="utf-8")
    assert build(content, now=now)[0] == 0
    for code, words in (("ru", "Срочно: Линия не работает."), ("en", "Urgent: The line is down.")):
        output = content.parent / "output" / code
        items = json.loads((output / "feed.json").read_bytes())["items"]
        assert len(items) == titles
        assert (items[0]["title"] == words) == (titles > 2)
        assert len(feedparser.parse((output / "atom.xml").read_bytes()).entries) == titles


def test_unchanged_feeds_are_not_written_again(content: Path) -> None:
    build(content)
    output = content.parent / "output"
    before = {file: file.stat().st_mtime_ns for file in output.glob("*/*.xml")}
    build(content)
    assert {file: file.stat().st_mtime_ns for file in output.glob("*/*.xml")} == before
    text = content / NEWS / "en.md"
    text.write_text(text.read_text("utf-8").replace("title:", "title: Again,"), encoding="utf-8")
    build(content)
    changed = {file for file, touched in before.items() if file.stat().st_mtime_ns != touched}
    assert {file.relative_to(output).as_posix() for file in changed} == {"en/rss.xml", "en/atom.xml"}


def test_another_output_never_gets_feeds_of_an_older_build(content: Path) -> None:
    build(content)
    first = (content.parent / "output" / "ru" / "rss.xml").read_bytes()
    build(content, site_url="https://other.example")
    assert b"https://122.example" not in (content.parent / "output" / "ru" / "rss.xml").read_bytes()
    build(content)
    assert (content.parent / "output" / "ru" / "rss.xml").read_bytes() == first


def test_a_build_that_loses_a_published_item_fails_and_changes_nothing(content: Path) -> None:
    assert inv("lock", f"--content={content}").returncode == 0
    build(content)
    published = (content.parent / "output" / "ru" / "rss.xml").read_bytes()
    shutil.move(content / NEWS, content / "news" / "2022-12-30-year-in-numbers")
    status, printed = build(content, lang="en")
    assert status == 1
    assert f"`moved_from: [{NEWS}]`" in printed
    assert (content.parent / "output" / "ru" / "rss.xml").read_bytes() == published
    text = content / "news" / "2022-12-30-year-in-numbers" / "ru.md"
    text.write_text(text.read_text("utf-8").replace("---\n", f"---\nmoved_from: [{NEWS}]\n", 1), "utf-8")
    assert build(content)[0] == 0
