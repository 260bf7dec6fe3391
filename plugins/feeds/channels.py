"""Channels: which feeds an edition has, with their titles, URLs and items."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING

from msgspec import Struct

from plugins.feeds.feed import ATOM_FILE, JSON_FILE, RSS_FILE, published_at
from plugins.model.content_path import Section
from plugins.model.document import Status

if TYPE_CHECKING:
    from plugins.feeds.feed import FeedContext
    from plugins.model.edition import Edition, Item
    from plugins.model.urls import SiteUrls

FEED_SIZE = 30
DZEN = "dzen"
XML_FILES = (RSS_FILE, ATOM_FILE)
ALL_FILES = (RSS_FILE, ATOM_FILE, JSON_FILE)
# dzen.ru/help/ru/website/rss-modify: items of the last two or three days, at most 500.
DZEN_DAYS = 3
DZEN_MAX_ITEMS = 500
# developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap: two days, at most 1,000.
NEWS_DAYS = 2
NEWS_MAX_ITEMS = 1000
AGGREGATOR_AGES = (dt.timedelta(days=NEWS_DAYS), dt.timedelta(days=DZEN_DAYS))
"""The ages at which items leave the feeds for aggregators."""
SITEMAP_FILE = "news-sitemap.xml"


class Channel(Struct, frozen=True, kw_only=True):
    """The definition of a feed: everything its documents are composed from.

    `name` is unique in an edition; `folder`, `previous`, `next` and `current` are paths under the site,
    `page` is the URL of the HTML page it belongs to. A channel of `corrections` lists the corrections of its
    items and of figures; one that `shows_alert` has the active alert on top.
    """

    name: str
    folder: str
    page: str
    title: str
    description: str
    files: tuple[str, ...]
    items: tuple[Item, ...]
    corrections: bool = False
    shows_alert: bool = False
    archive: bool = False
    previous: str = ""
    next: str = ""
    current: str = ""


def all_channels(edition: Edition, urls: SiteUrls) -> tuple[Channel, ...]:
    """All channels of an edition: the main one first, its archives last, oldest first."""
    return (*subscribable_channels(edition, urls), *_archives(edition, urls))


def subscribable_channels(edition: Edition, urls: SiteUrls) -> tuple[Channel, ...]:
    """The channels that people can subscribe to, the main one first: all but archives."""
    items = edition.announced_items
    return (main_channel(edition, urls, items), *_topics(edition, items), _corrections(edition, urls))


def main_channel(edition: Edition, urls: SiteUrls, items: tuple[Item, ...]) -> Channel:
    """The newest items, with a link to the archives of the others."""
    phrases, archived = edition.phrases, _archive_count(items)
    return Channel(
        name="news",
        folder=f"{edition.language.code}/",
        page=urls.front(edition.language.code),
        title=phrases["feeds.title"],
        description=phrases["feeds.description"],
        files=ALL_FILES,
        items=_newest_items(items),
        shows_alert=True,
        previous=_archive_folder(edition, archived) if archived else "",
    )


def _archive_count(items: tuple[Item, ...]) -> int:
    return max(0, -(-(len(items) - FEED_SIZE) // FEED_SIZE))


def _archive_folder(edition: Edition, number: int) -> str:
    return f"{edition.language.code}/feeds/archive/{number}/"


def _newest_items(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """The newest items, and older ones withdrawn since the oldest of these."""
    newest, older = items[:FEED_SIZE], items[FEED_SIZE:]
    since = published_at(newest[-1]).date() if newest else None
    withdrawn = [item for item in older if item.status is Status.WITHDRAWN]
    return newest + tuple(item for item in withdrawn if since and item.changed and item.changed >= since)


def _topics(edition: Edition, items: tuple[Item, ...]) -> tuple[Channel, ...]:
    by_topic: dict[str, list[Item]] = {}
    for item in items:
        for topic in item.topics:
            by_topic.setdefault(topic.slug, []).append(item)
    return tuple(
        Channel(
            name=f"topics/{topic.slug}",
            folder=f"{edition.language.code}/topics/{topic.slug}/",
            page=topic.url,
            title=edition.phrases.text("feeds.topic_title", topic=topic.name),
            description=edition.phrases.text("feeds.topic_description", topic=topic.name),
            files=XML_FILES,
            items=_newest_items(tuple(by_topic[topic.slug])),
        )
        for topic in edition.topics
        if topic.slug in by_topic
    )


def _corrections(edition: Edition, urls: SiteUrls) -> Channel:
    """All corrected items, including questions and pages."""
    corrected = [item for item in edition.items if item.corrections and item.status == Status.PUBLISHED]
    return Channel(
        name="corrections",
        folder=f"{edition.language.code}/feeds/corrections/",
        page=urls.front(edition.language.code),
        title=edition.phrases["feeds.corrections_title"],
        description=edition.phrases["feeds.corrections_description"],
        files=XML_FILES,
        items=tuple(corrected),
        corrections=True,
    )


def _archives(edition: Edition, urls: SiteUrls) -> tuple[Channel, ...]:
    """Items beyond the main channel, in full blocks counted from the oldest item, as Atom only (RFC 5005).

    A block never changes once it is full; the last one may overlap the main channel, as RFC 5005 allows. So a
    new item changes nothing in an archive but the link to the next one.
    """
    language, phrases, oldest_first = edition.language.code, edition.phrases, edition.announced_items[::-1]
    numbers = range(1, _archive_count(oldest_first) + 1)
    folders = ["", *(_archive_folder(edition, number) for number in numbers), ""]
    return tuple(
        Channel(
            name="news",
            folder=folder,
            page=urls.front(language),
            title=phrases.text("feeds.archive_title", n=str(number)),
            description=phrases["feeds.description"],
            files=(ATOM_FILE,),
            items=oldest_first[(number - 1) * FEED_SIZE : number * FEED_SIZE][::-1],
            archive=True,
            previous=folders[number - 1],
            next=following,
            current=f"{language}/",
        )
        for number, (folder, following) in enumerate(pairwise(folders[1:]), start=1)
    )


def dzen_channel(context: FeedContext, now: dt.datetime) -> Channel:
    """News and summaries of the last days, for Dzen."""
    edition, language = context.edition, context.language
    return Channel(
        name=DZEN,
        folder=f"{language}/feeds/dzen/",
        page=context.urls.front(language),
        title=edition.phrases["feeds.title"],
        description=edition.phrases["feeds.description"],
        files=(RSS_FILE,),
        items=_recent(edition.announced_items, now, DZEN_DAYS)[:DZEN_MAX_ITEMS],
    )


def recent_news(context: FeedContext, now: dt.datetime) -> tuple[Item, ...]:
    """The news of the last two days."""
    news = tuple(item for item in context.edition.announced_items if item.section == Section.NEWS)
    return _recent(news, now, NEWS_DAYS)[:NEWS_MAX_ITEMS]


def _recent(items: tuple[Item, ...], now: dt.datetime, days: int) -> tuple[Item, ...]:
    since = now - dt.timedelta(days=days)
    recent = takewhile(lambda item: published_at(item) >= since, items)
    return tuple(item for item in recent if item.status == Status.PUBLISHED and published_at(item) <= now)
