"""Fingerprints: whether a feed would come out the same, told without composing it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plugins.feeds.sanitize import card_ids

if TYPE_CHECKING:
    from collections.abc import Callable

    from plugins.feeds.channels import Channel
    from plugins.feeds.feed import FeedContext
    from plugins.model.edition import Item, Picture


class Fingerprints:
    """The fingerprints of one source's channels; `digest` is one that takes each item's only once."""

    def __init__(self, source: FeedContext, digest: Callable[..., str]) -> None:
        self._source = source
        self._digest = digest
        self._shown: dict[str, tuple[Item, tuple[Picture | None, ...]]] = {}
        self._channels: dict[str, str] = {}
        phrases = source.edition.phrases.texts.items()
        words = sorted(
            phrase for phrase in phrases if phrase[0].startswith(("feeds.", "alert.", "site.name"))
        )
        publishing = source.settings
        setting = (publishing.authority, publishing.hubs, publishing.icon)
        self._ground = digest(words, setting, source.urls.site_url, source.language)

    def channel(self, channel: Channel, file: str) -> str:
        """The fingerprint of one document of a channel."""
        place = (channel.name, channel.folder, channel.page, channel.title, channel.description, file)
        around = (channel.corrections, channel.archive, channel.previous, channel.next, channel.current)
        beside = (
            channel.shows_alert and self._source.alert,
            channel.corrections and self._source.figure_corrections,
        )
        return self._digest(self._ground, place, around, beside, self._channel_items(channel))

    def _channel_items(self, channel: Channel) -> str:
        """Taken once for all files of a channel."""
        if channel.folder not in self._channels:
            self._channels[channel.folder] = self.items(channel.items)
        return self._channels[channel.folder]

    def items(self, items: tuple[Item, ...]) -> str:
        """The fingerprint of items in their order."""
        return self._digest(self._ground, [self._item(item) for item in items])

    def _item(self, item: Item) -> tuple[Item, tuple[Picture | None, ...]]:
        """An item and the pictures of its cards: all that feeds show of it."""
        known = self._shown.get(item.bundle)
        if known is None:
            cards = card_ids(item.html) if item.text.figures else ()
            pictures = tuple(self._source.card_images.get(name) for name in cards)
            known = self._shown[item.bundle] = (item, pictures)
        return known
