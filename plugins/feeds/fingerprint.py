"""Fingerprints: whether a feed would come out the same, told without composing it."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

from plugins.feeds.cards import card_ids
from plugins.feeds.source import shown_picture

if TYPE_CHECKING:
    from plugins.editions.edition import Item
    from plugins.feeds.channel import Channel
    from plugins.feeds.source import Source


def digest(*parts: object) -> str:
    """A short digest of values whose `repr` tells all there is to them."""
    return blake2b(repr(parts).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


class Fingerprints:
    """The fingerprints of one source's channels; each item's is taken once."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._items: dict[str, str] = {}
        self._channels: dict[str, str] = {}
        phrases = source.edition.phrases.texts.items()
        words = sorted(
            phrase for phrase in phrases if phrase[0].startswith(("feeds.", "alert.", "site.name"))
        )
        publishing = source.publishing
        setting = (publishing.authority, publishing.hubs, publishing.icon)
        self._ground = digest(words, setting, source.addresses.site_url, source.language)

    def channel(self, channel: Channel, file: str) -> str:
        """The fingerprint of one document of a channel."""
        place = (channel.name, channel.folder, channel.page, channel.title, channel.description, file)
        around = (channel.corrections, channel.archive, channel.previous, channel.next, channel.current)
        beside = (
            channel.announces and self._source.announcement,
            channel.corrections and self._source.figures,
        )
        return digest(self._ground, place, around, beside, self._channel_items(channel))

    def _channel_items(self, channel: Channel) -> str:
        """Taken once for all files of a channel."""
        if channel.folder not in self._channels:
            self._channels[channel.folder] = self.items(channel.items)
        return self._channels[channel.folder]

    def items(self, items: tuple[Item, ...]) -> str:
        """The fingerprint of items in their order."""
        return digest(self._ground, [self._item(item) for item in items])

    def _item(self, item: Item) -> str:
        if item.bundle not in self._items:
            self._items[item.bundle] = digest(
                (item.identity, item.url, item.title, item.summary, _bytes_digest(item.html)),
                item.status.value,
                (item.published and item.published.isoformat(), item.time_known, item.changed),
                (item.reason, item.topics, item.corrections, shown_picture(item)),
                [self._source.cards.get(name) for name in card_ids(item.html)],
            )
        return self._items[item.bundle]


def _bytes_digest(text: str) -> bytes:
    """Long texts are hashed as they are: their `repr` would take longer than all the rest."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
