"""Composing: an edition's channels turned into feeds, the same content into the same feed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field

from plugins.feeds.entries import compose_alert, compose_corrections, compose_item
from plugins.feeds.feed import Feed, FeedItem
from plugins.feeds.identity import tag
from plugins.feeds.text import line

if TYPE_CHECKING:
    from plugins.feeds.channel import Channel
    from plugins.feeds.source import Source
    from plugins.model.edition import Item


class Composer(Struct, frozen=True):
    """Composes the feeds of one source.

    The newest items stand in the main feed and in their topics' feeds: `known` keeps what was told of them.
    """

    source: Source
    known: dict[str, FeedItem] = field(default_factory=dict)

    def compose_feed(self, channel: Channel) -> Feed:
        """The channel's feed, dated by the newest change among its items."""
        entries = self._entries(channel)
        return Feed(
            guid=tag(self.source.publishing.authority, self.source.language, f"feeds/{channel.name}"),
            home=self._folder(channel.folder),
            page=self.source.addresses.absolute(channel.page),
            title=line(channel.title),
            description=line(channel.description),
            publisher=self.source.publisher,
            language=self.source.language,
            updated=max((entry.updated for entry in entries), default=self.source.publishing.epoch),
            entries=entries,
            hubs=() if channel.archive else self.source.publishing.hubs,
            icon=self.source.publishing.icon,
            archive=channel.archive,
            previous=self._folder(channel.previous),
            next=self._folder(channel.next),
            current=self._folder(channel.current),
        )

    def _entries(self, channel: Channel) -> tuple[FeedItem, ...]:
        if channel.corrections:
            return compose_corrections(channel.items, self.source)
        if channel.announces and self.source.announcement:
            alert = compose_alert(self.source.announcement, self.source)
            return (alert, *(self._remembered(item) for item in channel.items))
        if channel.archive:
            return tuple(compose_item(item, self.source) for item in channel.items)
        return tuple(self._remembered(item) for item in channel.items)

    def _remembered(self, item: Item) -> FeedItem:
        if item.bundle not in self.known:
            self.known[item.bundle] = compose_item(item, self.source)
        return self.known[item.bundle]

    def _folder(self, folder: str) -> str:
        addresses = self.source.addresses
        return addresses.absolute(addresses.url(folder)) if folder else ""
