"""Round trips through parsers of other languages: what was composed is what each of them reads."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from plugins.build.digest import Digester
from plugins.feeds.channels import all_channels
from plugins.feeds.compose import FeedComposer
from plugins.feeds.discovery import opml_files
from tests.feeds.builders import documents, make_context, rich_context

CONTEXT = rich_context()
SCRIPT = Path(__file__).with_name("parse.mjs")
FEEDS = {f"/{channel.path(file)}": channel for channel in all_channels(CONTEXT) for file in channel.files}


@pytest.fixture(scope="module")
def parsed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, list[Any]]]:
    """By URL: what each parser reads."""
    folder = tmp_path_factory.mktemp("feeds")
    written = documents(CONTEXT) | {
        urlsplit(file.url).path: file.compose() for file in opml_files([CONTEXT], Digester())
    }
    written["/empty/rss.xml"] = documents(make_context())["/ru/rss.xml"]
    written["/empty/atom.xml"] = documents(make_context())["/ru/atom.xml"]
    files = {}
    for url, document in written.items():
        if not url.endswith("sitemap.xml"):
            file = folder / url.lstrip("/").replace("/", "_")
            file.write_bytes(document)
            files[str(file)] = url
    done = subprocess.run(["node", SCRIPT, *files], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return {files[file]: found for file, found in json.loads(done.stdout).items()}


@pytest.mark.parametrize("url", FEEDS)
def test_every_parser_reads_what_was_composed(parsed: dict[str, dict[str, list[Any]]], url: str) -> None:
    feed = FeedComposer(CONTEXT).compose_feed(FEEDS[url])
    expected = [
        (each.guid, each.title, each.url, each.published.timestamp(), each.html.split())
        for each in feed.entries
    ]
    for parser, items in parsed[url].items():
        read = [
            (each["id"], each["title"], each["link"], _seconds(each["published"]), each["html"].split())
            for each in items
        ]
        assert read == expected, parser


def _seconds(moment: str) -> float:
    return dt.datetime.fromisoformat(moment).timestamp()


@pytest.mark.parametrize("url", ["/empty/rss.xml", "/empty/atom.xml"])
def test_the_feed_of_a_site_without_news_has_an_item_for_every_parser(
    parsed: dict[str, dict[str, list[Any]]], url: str
) -> None:
    assert {parser: len(items) for parser, items in parsed[url].items()} == {
        "fast-xml-parser": 1,
        "rss-parser": 1,
        "feedsmith": 1,
    }


def test_a_list_of_feeds_is_read(parsed: dict[str, dict[str, list[Any]]]) -> None:
    addresses = parsed["/ru/feeds.opml"]["feedsmith"]
    assert "https://122.example/ru/rss.xml" in addresses
    assert len(addresses) == 4
