"""Profiles: the channels that large aggregators ask for in their own form, of fresh items only."""

from __future__ import annotations

import datetime as dt
from itertools import takewhile
from typing import TYPE_CHECKING

from plugins.feeds.channel import Channel
from plugins.feeds.feed import RSS_FILE
from plugins.model.content_path import Section
from plugins.model.document import Status

if TYPE_CHECKING:
    from plugins.feeds.source import Source
    from plugins.model.edition import Item

# dzen.ru/help/ru/website/rss-modify: items of the last two or three days, at most 500 at once.
DZEN_DAYS = 3
DZEN_MOST = 500
# developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap: two days, at most 1,000.
NEWS_DAYS = 2
NEWS_MOST = 1000
AGES = (dt.timedelta(days=NEWS_DAYS), dt.timedelta(days=DZEN_DAYS))
"""How old an item is when it leaves such a channel."""
SITEMAP_FILE = "news-sitemap.xml"


def dzen_channel(source: Source, now: dt.datetime) -> Channel:
    """What Dzen is given: news and summaries of the last days, by the moment of the build."""
    edition, language = source.edition, source.language
    return Channel(
        name="dzen",
        folder=f"{language}/feeds/dzen/",
        page=source.addresses.front(language),
        title=edition.phrases["feeds.title"],
        description=edition.phrases["feeds.description"],
        files=(RSS_FILE,),
        items=_fresh(edition.announced_items, now, DZEN_DAYS)[:DZEN_MOST],
    )


def fresh_news(source: Source, now: dt.datetime) -> tuple[Item, ...]:
    """The news of the last two days."""
    news = tuple(item for item in source.edition.announced_items if item.section == Section.NEWS)
    return _fresh(news, now, NEWS_DAYS)[:NEWS_MOST]


def _fresh(items: tuple[Item, ...], now: dt.datetime, days: int) -> tuple[Item, ...]:
    """Those of the items, newest first, that were published in the last days."""
    since = now - dt.timedelta(days=days)
    recent = takewhile(lambda item: item.published and item.published >= since, items)
    return tuple(
        item
        for item in recent
        if item.status == Status.PUBLISHED and item.published and item.published <= now
    )
