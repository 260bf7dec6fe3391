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

from plugins.content.alert import AlertLevel
from plugins.content.ledger import AlertRecord, AlertRevision
from plugins.feeds.feed_files import FeedFile, feed_files
from plugins.model.edition import Topic
from plugins.model.partial_date import PartialDate
from plugins.model.text import Text
from plugins.pages.figure_pages import CorrectedFigure
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
CORRECTIONS = {f"/ru/feeds/corrections/{name}.xml" for name in ("rss", "atom")}


def alert(text: str, *, ended: bool = False) -> tuple[AlertRecord, ...]:
    over = NOW + dt.timedelta(hours=1)
    revision = AlertRevision(at=NOW, level=AlertLevel.INFO, ends=over, texts={"ru": text})
    return (AlertRecord(starts=NOW, revisions=(revision,), ended=over if ended else None),)


def test_an_alert_is_on_top_of_the_main_feed_and_in_that_of_corrections() -> None:
    calm = make_context(*make_items(3))
    active = replace(calm, alerts=alert("Линия работает."))
    assert changed(calm, active) == MAIN | CORRECTIONS
    assert changed(active, replace(calm, alerts=alert("Уже работает."))) == MAIN | CORRECTIONS
    titles = feedparser.parse(documents(active)["/ru/rss.xml"]).entries
    assert [entry.title for entry in titles][:2] == ["К сведению: Линия работает.", "Новость 3"]
    assert len(titles) == 4


def test_an_alert_that_is_over_says_so_under_its_id() -> None:
    context = make_context(*make_items(3))
    active, over = (
        feedparser.parse(documents(replace(context, alerts=told))["/ru/atom.xml"]).entries[0]
        for told in (alert("Линия работает."), alert("Линия работает.", ended=True))
    )
    assert (over.id, over.published) == (active.id, active.published)
    assert over.title == "Больше не действует: Линия работает."
    assert over.updated > active.updated


def test_a_corrected_figure_changes_only_the_feed_of_corrections() -> None:
    plain = make_context(*make_items(3))
    figure = CorrectedFigure("a.b", PartialDate(2023), "А", "/ru/", "Было 5.")
    assert changed(plain, replace(plain, corrected_figures=(figure,))) == CORRECTIONS


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
    assert changed(make_context(*items), make_context(*edited)) == {"/ru/archive/2022-02.xml"}


def test_a_new_item_changes_no_month_that_is_over() -> None:
    touched = changed(make_context(*make_items(94)), make_context(*make_items(95)))
    assert {url for url in touched if "archive" in url} <= {"/ru/archive/2022-03.xml"}


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
    recent = [make_item(9, published=NOW - dt.timedelta(days=1), identity=str(each)) for each in range(12)]
    context = make_context(*recent, *make_items(20), dzen=("ru",), news_sitemap=("ru",))

    def prints(now: dt.datetime) -> dict[str, str]:
        return {file.url: file.fingerprint for file in feed_files(context, now)}

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
