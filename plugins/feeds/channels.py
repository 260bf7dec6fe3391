"""Channels: which feeds an edition has, with their titles, URLs and items."""

from __future__ import annotations

import datetime as dt
from itertools import groupby
from typing import TYPE_CHECKING

from msgspec import Struct

from plugins.feeds.feed import ATOM_FILE, JSON_FILE, RSS_FILE
from plugins.model.content_path import Section
from plugins.model.document import Status
from plugins.model.partial_date import PartialDate

if TYPE_CHECKING:
    from plugins.feeds.feed import FeedContext
    from plugins.feeds.releases import ReleasedItem
    from plugins.model.edition import Edition
    from plugins.model.urls import SiteUrls

FEED_SIZE = 30
DZEN = "dzen"
CORRECTIONS = "corrections"
XML_FILES = (RSS_FILE, ATOM_FILE)
ALL_FILES = (RSS_FILE, ATOM_FILE, JSON_FILE)
# dzen.ru/help/ru/website/rss-modify: items of the last two or three days, at most 500; ten to connect a site.
DZEN_DAYS = 3
DZEN_MIN_ITEMS = 10
DZEN_MAX_ITEMS = 500
# developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap: two days, at most 1,000.
NEWS_DAYS = 2
NEWS_MAX_ITEMS = 1000
AGGREGATOR_AGES = (dt.timedelta(days=NEWS_DAYS), dt.timedelta(days=DZEN_DAYS))
"""The ages at which items leave the feeds for aggregators."""
SITEMAP_FILE = "news-sitemap.xml"


class FeedChannel(Struct, frozen=True, kw_only=True):
    """The definition of a feed: everything its documents are composed from.

    `name` is unique in an edition; `folder`, `previous`, `next` and `current` are paths under the site,
    `page` is the URL of the HTML page it belongs to. The channel of corrections lists notices instead of
    `releases`; one that `shows_alerts` has alerts among them. An archive is of a `month`, such as `2022-12`.
    """

    name: str
    folder: str
    page: str
    title: str
    description: str
    files: tuple[str, ...]
    releases: tuple[ReleasedItem, ...] = ()
    shows_alerts: bool = False
    month: str = ""
    previous: str = ""
    next: str = ""
    current: str = ""

    def path(self, file: str) -> str:
        """The path of one of its files under the site; an archive is called by its month."""
        return self.folder + (f"{self.month}.xml" if self.month else file)


def all_channels(context: FeedContext) -> tuple[FeedChannel, ...]:
    """All channels of an edition: the main one first, its archives last, oldest first."""
    edition, urls, releases = context.edition, context.urls, context.releases
    return (*subscribable_channels(edition, urls, releases), *_archives(edition, urls, releases))


def subscribable_channels(
    edition: Edition, urls: SiteUrls, releases: tuple[ReleasedItem, ...]
) -> tuple[FeedChannel, ...]:
    """The channels that people can subscribe to, the main one first: all but archives."""
    return (
        main_channel(edition, urls, releases),
        *topic_channels(edition, releases),
        corrections_channel(edition, urls),
    )


def main_channel(edition: Edition, urls: SiteUrls, releases: tuple[ReleasedItem, ...]) -> FeedChannel:
    """The newest items, with a link to the archives of the others."""
    months = _archived_months(releases)
    return FeedChannel(
        name="news",
        folder=f"{edition.language.code}/",
        page=urls.front(edition.language.code),
        title=edition.phrases["feeds.title"],
        description=edition.phrases["feeds.description"],
        files=ALL_FILES,
        releases=_newest(releases),
        shows_alerts=True,
        previous=_archive_path(edition, months[-1]) if months else "",
    )


def _newest(releases: tuple[ReleasedItem, ...]) -> tuple[ReleasedItem, ...]:
    """The newest items, and as many older ones at most that changed since the oldest of these."""
    newest, older = releases[:FEED_SIZE], releases[FEED_SIZE:]
    if not older:
        return newest
    since = newest[-1].published.date()
    changed = [each for each in older if each.updated > each.published and each.updated.date() >= since]
    return newest + tuple(sorted(changed, key=lambda each: each.updated, reverse=True)[:FEED_SIZE])


def topic_channels(edition: Edition, releases: tuple[ReleasedItem, ...]) -> tuple[FeedChannel, ...]:
    """The newest items of every topic that has any."""
    by_topic: dict[str, list[ReleasedItem]] = {}
    for release in releases:
        for topic in release.item.topics:
            by_topic.setdefault(topic.slug, []).append(release)
    return tuple(
        FeedChannel(
            name=f"topics/{topic.slug}",
            folder=f"{edition.language.code}/topics/{topic.slug}/",
            page=topic.url,
            title=edition.phrases.text("feeds.topic_title", topic=topic.name),
            description=edition.phrases.text("feeds.topic_description", topic=topic.name),
            files=XML_FILES,
            releases=_newest(tuple(by_topic[topic.slug])),
        )
        for topic in edition.topics
        if topic.slug in by_topic
    )


def corrections_channel(edition: Edition, urls: SiteUrls) -> FeedChannel:
    """Corrections, withdrawals and alerts, of questions and pages too."""
    return FeedChannel(
        name=CORRECTIONS,
        folder=f"{edition.language.code}/feeds/corrections/",
        page=urls.listing(edition.language.code, "corrections"),
        title=edition.phrases["feeds.corrections_title"],
        description=edition.phrases["feeds.corrections_description"],
        files=XML_FILES,
    )


def _month(release: ReleasedItem) -> str:
    return f"{release.published:%Y-%m}"


def _archived_months(releases: tuple[ReleasedItem, ...]) -> list[str]:
    """The months of the items beyond the main channel, the oldest first."""
    return sorted({_month(release) for release in releases[FEED_SIZE:]})


def _archive_path(edition: Edition, month: str) -> str:
    return f"{edition.language.code}/archive/{month}.xml"


def _archives(
    edition: Edition, urls: SiteUrls, releases: tuple[ReleasedItem, ...]
) -> tuple[FeedChannel, ...]:
    """All items of every month that has some beyond the main channel, as Atom only (RFC 5005).

    The newest may overlap the main channel, as RFC 5005 allows. A month that is over does not change, and an
    item dated back changes its own month alone.
    """
    language, phrases = edition.language, edition.phrases
    months = _archived_months(releases)
    of_month = {month: tuple(found) for month, found in groupby(releases, key=_month)}
    paths = ["", *(_archive_path(edition, month) for month in months), ""]
    return tuple(
        FeedChannel(
            name="news",
            folder=f"{language.code}/archive/",
            page=urls.front(language.code),
            title=phrases.text("feeds.archive_title", n=_month_name(month, edition)),
            description=phrases["feeds.description"],
            files=(ATOM_FILE,),
            releases=of_month[month],
            month=month,
            previous=previous,
            next=following,
            current=f"{language.code}/{ATOM_FILE}",
        )
        for month, previous, following in zip(months, paths, paths[2:], strict=False)
    )


def _month_name(month: str, edition: Edition) -> str:
    year, number = map(int, month.split("-"))
    return PartialDate(year, number).format(edition.language)


def dzen_channel(context: FeedContext, now: dt.datetime) -> FeedChannel:
    """News and summaries of the last days, for Dzen; the newest, if these are too few to connect a site."""
    edition, language = context.edition, context.language
    published = tuple(each for each in context.releases if each.item.status is Status.PUBLISHED)
    recent = _recent(published, now, DZEN_DAYS)[:DZEN_MAX_ITEMS]
    return FeedChannel(
        name=DZEN,
        folder=f"{language}/feeds/dzen/",
        page=context.urls.front(language),
        title=edition.phrases["feeds.title"],
        description=edition.phrases["feeds.description"],
        files=(RSS_FILE,),
        releases=recent if len(recent) >= DZEN_MIN_ITEMS else published[:FEED_SIZE],
    )


def recent_news(context: FeedContext, now: dt.datetime) -> tuple[ReleasedItem, ...]:
    """The news of the last two days."""
    news = (each for each in context.releases if each.item.section is Section.NEWS)
    published = tuple(each for each in news if each.item.status is Status.PUBLISHED)
    return _recent(published, now, NEWS_DAYS)[:NEWS_MAX_ITEMS]


def _recent(releases: tuple[ReleasedItem, ...], now: dt.datetime, days: int) -> tuple[ReleasedItem, ...]:
    since = now - dt.timedelta(days=days)
    return tuple(each for each in releases if since <= each.published <= now)
