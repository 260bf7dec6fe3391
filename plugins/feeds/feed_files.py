"""Feed files: every feed document of an edition with its fingerprint, rendered on demand."""

from __future__ import annotations

import json
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from msgspec import Struct

from plugins.build.digest import Digester
from plugins.feeds.channels import CORRECTIONS, DZEN, SITEMAP_FILE, all_channels, dzen_channel, recent_news
from plugins.feeds.compose import FeedComposer
from plugins.feeds.feed import ATOM_FILE, JSON_FILE, MEDIA_TYPES
from plugins.feeds.sanitize import card_ids
from plugins.model.document import NOTICED
from plugins.model.edition import Item

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator

    from plugins.feeds.channels import FeedChannel
    from plugins.feeds.feed import Feed, FeedContext, FeedItem
    from plugins.feeds.releases import ReleasedItem
    from plugins.model.edition import Picture

JSON_FEED_VERSION = "https://jsonfeed.org/version/1.1"


class FeedFile(Struct, frozen=True):
    """A document at `url` of a media `type`; `compose` renders its bytes."""

    url: str
    type: str
    fingerprint: str
    compose: Callable[[], bytes]


def feed_files(
    context: FeedContext, now: dt.datetime, digest: Callable[..., str] | None = None
) -> tuple[FeedFile, ...]:
    """Every feed document of an edition as of `now`, not yet composed; `digest` may know its items."""
    fingerprints = _Fingerprints(context, digest or Digester(Item))
    files = list(_channel_files(context, fingerprints, all_channels(context)))
    if context.language in context.settings.dzen:
        files += _channel_files(context, fingerprints, (dzen_channel(context, now),))
    if context.language in context.settings.news_sitemap:
        files.append(_sitemap(context, fingerprints, now))
    return tuple(files)


class _Fingerprints:
    """Tells whether a feed would come out the same, without composing it."""

    def __init__(self, context: FeedContext, digest: Callable[..., str]) -> None:
        self._context = context
        self._digest = digest
        self._images: dict[str, tuple[Picture | None, ...]] = {}
        prefixes = ("feeds.", "alert.", "site.name")
        texts = context.edition.phrases.texts.items()
        phrases = sorted(each for each in texts if each[0].startswith(prefixes))
        settings = (context.settings.authority, context.settings.hubs, context.zone.key)
        pictures = (context.icon, context.edition.card)
        self._base = digest(phrases, settings, pictures, context.urls.site_url, context.language)

    def channel(self, channel: FeedChannel) -> str:
        """Of all that a channel's documents are composed from."""
        context, has_alerts = self._context, channel.shows_alerts or channel.name == CORRECTIONS
        alerts = context.alerts if has_alerts else ()
        notices: tuple[object, ...] = ()
        if channel.name == CORRECTIONS:
            items = (*context.edition.items, *context.edition.merged)
            told = [item for item in items if item.notes or item.status in NOTICED]
            notices = (context.corrected_figures, context.ledger.events, told)
        return self._digest(channel, alerts, notices, self.releases(channel.releases))

    def releases(self, releases: tuple[ReleasedItem, ...]) -> str:
        """Of items and the images of the cards in them, in their order."""
        return self._digest(self._base, releases, [self._card_images(each.item) for each in releases])

    def _card_images(self, item: Item) -> tuple[Picture | None, ...]:
        if not item.text.figures:
            return ()
        if item.bundle not in self._images:
            self._images[item.bundle] = tuple(
                self._context.card_images.get(name) for name in card_ids(item.html)
            )
        return self._images[item.bundle]


def _channel_files(
    context: FeedContext, fingerprints: _Fingerprints, channels: tuple[FeedChannel, ...]
) -> Iterator[FeedFile]:
    composer = FeedComposer(context)

    @lru_cache(maxsize=1)  # one feed for all files of a channel; archives are many, so only one is held
    def feed(number: int) -> Feed:
        return composer.compose_feed(channels[number])

    for number, channel in enumerate(channels):
        digest = fingerprints.channel(channel)
        for file in channel.files:
            url = context.urls.url(channel.path(file))
            compose = partial(_render, channel.name, file, partial(feed, number))
            yield FeedFile(url, MEDIA_TYPES[file], f"{digest} {file}", compose)


def _render(name: str, file: str, feed: Callable[[], Feed]) -> bytes:
    if file == JSON_FILE:
        return write_json_feed(feed())
    from plugins.feeds import xml_formats

    if file == ATOM_FILE:
        return xml_formats.write_atom(feed())
    if name == DZEN:
        from plugins.feeds.aggregators import adapt_for_dzen

        return xml_formats.write_dzen(adapt_for_dzen(feed()))
    return xml_formats.write_rss(feed())


def _sitemap(context: FeedContext, fingerprints: _Fingerprints, now: dt.datetime) -> FeedFile:
    releases = recent_news(context, now)

    def compose() -> bytes:
        from plugins.feeds.aggregators import write_news_sitemap

        return write_news_sitemap(releases, context)

    url = context.urls.url(f"{context.language}/{SITEMAP_FILE}")
    return FeedFile(url, "application/xml", fingerprints.releases(releases), compose)


def write_json_feed(feed: Feed) -> bytes:
    """The JSON Feed 1.1 document; older items are at `next_url`."""
    document = {
        "version": JSON_FEED_VERSION,
        "title": feed.title,
        "home_page_url": feed.page_url,
        "feed_url": feed.urls[JSON_FILE],
        "description": feed.description,
        "icon": feed.icon.url if feed.icon else "",
        "authors": [{"name": feed.publisher}],
        "language": feed.language,
        "hubs": [{"type": "WebSub", "url": hub} for hub in feed.hubs],
        "items": [_item_object(entry) for entry in feed.entries],
    }
    present = {key: value for key, value in document.items() if value or key == "items"}
    return (json.dumps(present, ensure_ascii=False) + "\n").encode()


def _item_object(entry: FeedItem) -> dict[str, object]:
    properties: dict[str, object] = {
        "id": entry.guid,
        "url": entry.url,
        "title": entry.title,
        "summary": entry.summary,
        "content_html": entry.html,
        "image": entry.picture.url if entry.picture else "",
        "date_published": entry.published.isoformat(),
        "date_modified": entry.updated.isoformat(),
        "authors": [{"name": name} for name in entry.authors],
        "tags": list(entry.categories),
    }
    return {key: value for key, value in properties.items() if value or key == "content_html"}
