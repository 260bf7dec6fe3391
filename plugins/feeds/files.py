"""Files: every feed document of an edition, each with its fingerprint, composed only when asked for."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING

from msgspec import Struct

from plugins.feeds.channel import channels
from plugins.feeds.compose import Composer
from plugins.feeds.feed import JSON_FILE, RSS_FILE, TYPES
from plugins.feeds.fingerprint import Fingerprints
from plugins.feeds.profiles import SITEMAP_FILE, dzen_channel, fresh_news
from plugins.model.edition import Item
from plugins.writer.digest import Digester

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator

    from plugins.feeds.channel import Channel
    from plugins.feeds.feed import Feed
    from plugins.feeds.source import Source


class FeedFile(Struct, frozen=True):
    """A document to be written at `url`, of a media `type`; `compose` makes its bytes."""

    url: str
    type: str
    fingerprint: str
    compose: Callable[[], bytes]


def feed_files(
    source: Source, now: dt.datetime, digest: Callable[..., str] | None = None
) -> tuple[FeedFile, ...]:
    """Every feed document of an edition, profiles as of `now`; for `digest` see `Fingerprints`.

    Nothing is composed yet: of files whose fingerprint is the one they were last written with, nothing
    will be.
    """
    prints = Fingerprints(source, digest or Digester(Item))
    files = list(_channel_files(source, prints, channels(source.edition, source.addresses)))
    if source.language in source.publishing.dzen:
        files += _channel_files(source, prints, (dzen_channel(source, now),))
    if source.language in source.publishing.news_sitemap:
        files.append(_sitemap(source, prints, now))
    return tuple(files)


def _channel_files(source: Source, prints: Fingerprints, of: tuple[Channel, ...]) -> Iterator[FeedFile]:
    composer = Composer(source)

    @lru_cache(maxsize=1)  # once for all files of a channel, and gone with the next one: archives are many
    def feed(number: int) -> Feed:
        return composer.compose_feed(of[number])

    for number, channel in enumerate(of):
        for file in channel.files:
            url = source.addresses.url(channel.folder + file)
            compose = partial(_write, channel.name, file, partial(feed, number))
            yield FeedFile(url, TYPES[file], prints.channel(channel, file), compose)


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


def _sitemap(source: Source, prints: Fingerprints, now: dt.datetime) -> FeedFile:
    items = fresh_news(source, now)

    def compose() -> bytes:
        from plugins.feeds.news_sitemap import write_news_sitemap  # noqa: PLC0415 - lxml, as above

        return write_news_sitemap(items, source)

    url = source.addresses.url(f"{source.language}/{SITEMAP_FILE}")
    return FeedFile(url, "application/xml", prints.items(items), compose)
