"""The same content gives the same bytes; unchanged feeds are not composed again."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import feedparser
import pytest
from lxml import etree
from msgspec.structs import replace

from plugins.content.alert import Alert
from plugins.feeds.feed import CorrectionNotice
from plugins.feeds.feed_files import FeedFile, feed_files
from plugins.model.edition import Topic
from plugins.model.text import Text
from tests.feeds.builders import (
    NOW,
    documents,
    make_context,
    make_edition,
    make_item,
    make_items,
    rich_context,
)

if TYPE_CHECKING:
    from plugins.feeds.feed import FeedContext

ROOT = Path(__file__).parents[2]
MAY = dt.date(2022, 5, 1)
DIGEST = """
from hashlib import sha256
from tests.feeds.builders import documents, rich_context
print(sha256(b"".join(documents(rich_context()).values())).hexdigest())
"""


def changed(before: FeedContext, after: FeedContext) -> set[str]:
    """The URLs of files whose fingerprints differ, or that only one context has."""
    first, second = (
        {(file.url, file.fingerprint) for file in feed_files(each, NOW)} for each in (before, after)
    )
    return {url for url, _ in first ^ second}


@pytest.mark.parametrize(("seed", "zone"), [("1", "UTC"), ("2", "America/Anchorage")])
def test_another_process_hash_seed_and_time_zone_give_the_same_bytes(seed: str, zone: str) -> None:
    environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"}
    done = subprocess.run(
        [sys.executable, "-c", DIGEST], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == sha256(b"".join(documents(rich_context()).values())).hexdigest()


MAIN = {"/ru/rss.xml", "/ru/atom.xml", "/ru/feed.json"}
ALERT = Alert(starts=NOW, level="info", text="Линия работает.", url="")


def test_an_alert_is_on_top_of_the_main_feed_only() -> None:
    calm = make_context(*make_items(3))
    alert = replace(calm, alert=ALERT)
    assert changed(calm, alert) == MAIN
    assert changed(alert, replace(calm, alert=replace(ALERT, text="Уже работает."))) == MAIN
    titles = feedparser.parse(documents(alert)["/ru/rss.xml"]).entries
    assert [entry.title for entry in titles][:2] == ["К сведению: Линия работает.", "Новость 3"]
    assert len(titles) == 4


def test_a_corrected_figure_changes_only_the_feed_of_corrections() -> None:
    plain = make_context(*make_items(3))
    figure = CorrectionNotice(
        name="figures/a.b/corrections/2023", day=MAY, title="А", url="/ru/", text="Было 5."
    )
    files = {f"/ru/feeds/corrections/{name}.xml" for name in ("rss", "atom")}
    assert changed(plain, replace(plain, figure_corrections=(figure,))) == files


def test_one_items_change_changes_only_its_text_and_updated() -> None:
    items = list(make_items(5))
    before = etree.fromstring(documents(make_context(*items))["/ru/atom.xml"])
    items[2] = replace(items[2], text=Text.from_html("<p>Иначе.</p>"), updated=dt.date(2022, 1, 5))
    after = etree.fromstring(documents(make_context(*items))["/ru/atom.xml"])
    lines = [
        (str(old.tag).rpartition("}")[2], new.text)
        for old, new in zip(before.iter(), after.iter(), strict=True)
        if (old.text, old.attrib) != (new.text, new.attrib)
    ]
    assert lines == [("updated", "2022-01-05T00:00:00+09:00"), ("content", "<p>Иначе.</p>")]


def test_a_feed_is_dated_by_its_newest_item() -> None:
    items = list(make_items(5))
    items[2] = replace(items[2], updated=MAY)
    feed = etree.fromstring(documents(make_context(*items))["/ru/atom.xml"])
    assert feed.findtext("{*}updated") == "2022-05-01T00:00:00+09:00"


def test_a_change_of_an_old_item_changes_only_its_archive() -> None:
    items = list(make_items(94))
    edited = [*items[:40], replace(items[40], text=Text.from_html("<p>Иначе.</p>")), *items[41:]]
    assert changed(make_context(*items), make_context(*edited)) == {"/ru/feeds/archive/2/atom.xml"}


def test_a_new_item_changes_no_full_archive() -> None:
    touched = changed(make_context(*make_items(94)), make_context(*make_items(95)))
    assert not {url for url in touched if "archive" in url}


def test_a_topic_feed_is_changed_only_by_its_items() -> None:
    service = Topic("service", "Служба", "/ru/topics/service/")
    other = make_item(1, topics=(service,))
    edited = replace(other, title="Иначе")
    before, after = (
        replace(
            make_context(), edition=make_edition(each, make_item(2), topics=(service, *make_item(2).topics))
        )
        for each in (other, edited)
    )
    touched = changed(before, after)
    assert "/ru/topics/service/rss.xml" in touched
    assert "/ru/topics/health/rss.xml" not in touched


@pytest.mark.parametrize(
    "setting", [{"authority": "other.example,2022"}, {"hubs": ("https://hub.example/",)}]
)
def test_a_changed_setting_changes_the_feeds(setting: dict[str, object]) -> None:
    assert "/ru/rss.xml" in changed(make_context(*make_items(1)), make_context(*make_items(1), **setting))


def test_passing_time_changes_only_the_feeds_for_aggregators() -> None:
    def prints(now: dt.datetime) -> dict[str, str]:
        return {file.url: file.fingerprint for file in feed_files(rich_context(), now)}

    later = prints(NOW + dt.timedelta(days=30))
    touched = {url for url, fingerprint in prints(NOW).items() if later[url] != fingerprint}
    assert touched == {"/ru/feeds/dzen/rss.xml", "/ru/news-sitemap.xml"}


def test_equal_fingerprints_mean_equal_bytes_and_different_ones_different_files() -> None:
    def known(files: tuple[FeedFile, ...]) -> dict[str, bytes]:
        return {file.fingerprint: file.compose() for file in files}

    first, second = known(feed_files(rich_context(), NOW)), known(feed_files(rich_context(), NOW))
    assert first == second
    assert len(first) == len(feed_files(rich_context(), NOW))


def test_slow_libraries_are_imported_only_to_render() -> None:
    code = (
        "import sys; from tests.feeds.builders import *; feed_files(rich_context(), NOW);"
        "print({'feedgen', 'lxml.etree'} & sys.modules.keys())"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_urls_include_the_folder_of_the_site() -> None:
    context = make_context(*make_items(1))
    inside = replace(context, urls=type(context.urls)("https://host.example/122"))
    files = {file.url: file.compose() for file in feed_files(inside, NOW)}
    assert b'href="https://host.example/122/ru/rss.xml"' in files["/122/ru/rss.xml"]
