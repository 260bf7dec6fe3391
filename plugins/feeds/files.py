"""Files: every feed document of an edition, each with its fingerprint, composed only when asked for."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING

from msgspec import Struct

from plugins.build.digest import Digester
from plugins.feeds.cards import card_ids
from plugins.feeds.channel import channels
from plugins.feeds.compose import Composer
from plugins.feeds.feed import JSON_FILE, RSS_FILE, TYPES
from plugins.feeds.profiles import SITEMAP_FILE, dzen_channel, fresh_news
from plugins.model.edition import Item

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator

    from plugins.feeds.channel import Channel
    from plugins.feeds.feed import Feed
    from plugins.feeds.source import Source
    from plugins.model.edition import Picture


class FeedFile(Struct, frozen=True):
    """A document to be written at `url`, of a media `type`; `compose` makes its bytes."""

    url: str
    type: str
    fingerprint: str
    compose: Callable[[], bytes]


def feed_files(
    source: Source, now: dt.datetime, digest: Callable[..., str] | None = None
) -> tuple[FeedFile, ...]:
    """Every feed document of an edition, profiles as of `now`; `digest` may know its items already.

    Nothing is composed yet: of files whose fingerprint is the one they were last written with, nothing
    will be.
    """
    fingerprints = _Fingerprints(source, digest or Digester(Item))
    files = list(_channel_files(source, fingerprints, channels(source.edition, source.addresses)))
    if source.language in source.publishing.dzen:
        files += _channel_files(source, fingerprints, (dzen_channel(source, now),))
    if source.language in source.publishing.news_sitemap:
        files.append(_sitemap(source, fingerprints, now))
    return tuple(files)


class _Fingerprints:
    """Tells whether a feed would come out the same, without composing it."""

    def __init__(self, source: Source, digest: Callable[..., str]) -> None:
        self._source = source
        self._digest = digest
        self._cards: dict[str, tuple[Picture | None, ...]] = {}
        shown = ("feeds.", "alert.", "site.name")
        phrases = sorted(each for each in source.edition.phrases.texts.items() if each[0].startswith(shown))
        publishing = source.publishing
        settings = (publishing.authority, publishing.hubs, publishing.icon)
        self._base = digest(phrases, settings, source.addresses.site_url, source.language)

    def channel(self, channel: Channel) -> str:
        """Of all that a channel's documents are composed from."""
        announcement = self._source.announcement if channel.announces else None
        figures = self._source.figures if channel.corrections else ()
        return self._digest(channel, announcement, figures, self.items(channel.items))

    def items(self, items: tuple[Item, ...]) -> str:
        """Of items and the pictures of the cards in them, in their order."""
        return self._digest(self._base, items, [self._card_pictures(item) for item in items])

    def file(self, channel: str, file: str) -> str:
        """Of one document of a channel, by the channel's fingerprint."""
        return self._digest(channel, file)

    def _card_pictures(self, item: Item) -> tuple[Picture | None, ...]:
        if not item.text.figures:
            return ()
        if item.bundle not in self._cards:
            self._cards[item.bundle] = tuple(self._source.cards.get(name) for name in card_ids(item.html))
        return self._cards[item.bundle]


def _channel_files(
    source: Source, fingerprints: _Fingerprints, of: tuple[Channel, ...]
) -> Iterator[FeedFile]:
    composer = Composer(source)

    @lru_cache(maxsize=1)  # once for all files of a channel, and gone with the next one: archives are many
    def feed(number: int) -> Feed:
        return composer.compose_feed(of[number])

    for number, channel in enumerate(of):
        shown = fingerprints.channel(channel)
        for file in channel.files:
            url = source.addresses.url(channel.folder + file)
            compose = partial(_write, channel.name, file, partial(feed, number))
            yield FeedFile(url, TYPES[file], fingerprints.file(shown, file), compose)


def _write(name: str, file: str, feed: Callable[[], Feed]) -> bytes:
    # feedgen and lxml take 150 ms to import: a build in which no feed changed does without them.
    if file == JSON_FILE:
        from plugins.feeds.json_feed import write_json_feed  # noqa: PLC0415 - as the line above tells

        return write_json_feed(feed())
    if file == RSS_FILE:
        from plugins.feeds.rss import write_rss  # noqa: PLC0415 - the same

        return write_rss(_profiled(name, feed()))
    from plugins.feeds.atom import write_atom  # noqa: PLC0415 - the same

    return write_atom(feed())


def _profiled(name: str, feed: Feed) -> Feed:
    if name != "dzen":
        return feed
    from plugins.feeds.dzen import for_dzen  # noqa: PLC0415 - the same

    return for_dzen(feed)


def _sitemap(source: Source, fingerprints: _Fingerprints, now: dt.datetime) -> FeedFile:
    items = fresh_news(source, now)

    def compose() -> bytes:
        from plugins.feeds.news_sitemap import write_news_sitemap  # noqa: PLC0415 - lxml, as above

        return write_news_sitemap(items, source)

    url = source.addresses.url(f"{source.language}/{SITEMAP_FILE}")
    return FeedFile(url, "application/xml", fingerprints.items(items), compose)
