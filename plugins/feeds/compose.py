"""Composing the feeds of an edition from its channels and items; the same content gives the same feed."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from plugins.feeds.channels import CORRECTIONS, DZEN
from plugins.feeds.feed import Feed, FeedItem
from plugins.feeds.notices import compose_notices, item_categories, notice, with_alerts
from plugins.feeds.sanitize import embed_card_images, plain_text, sanitize_for_feed, single_line
from plugins.model.document import GONE, NOTICED

if TYPE_CHECKING:
    from plugins.feeds.channels import FeedChannel
    from plugins.feeds.feed import FeedContext
    from plugins.feeds.releases import ReleasedItem
    from plugins.model.edition import Item, Picture


class FeedComposer(Struct, frozen=True):
    """Composes the feeds of one edition; `cache` holds items that are in several feeds."""

    context: FeedContext
    cache: dict[str, FeedItem] = field(default_factory=dict)

    def compose_feed(self, channel: FeedChannel) -> Feed:
        """The feed of a channel, dated by the newest change of its items."""
        entries = self._entries(channel) or (() if channel.name == DZEN else (self._about(channel),))
        urls = {file: self._absolute(channel.path(file)) for file in channel.files}
        return Feed(
            guid=self.context.tag_uri(f"feeds/{channel.name}"),
            urls=urls,
            page_url=self.context.urls.absolute(channel.page),
            title=single_line(channel.title),
            description=single_line(channel.description),
            publisher=self.context.publisher,
            language=self.context.language,
            updated=max((entry.updated for entry in entries), default=self.context.settings.epoch),
            entries=entries,
            hubs=() if channel.month else self.context.settings.hubs,
            icon=self.context.icon,
            logo=self._logo,
            archive=bool(channel.month),
            previous=self._absolute(channel.previous),
            next=self._absolute(channel.next),
            current=self._absolute(channel.current),
        )

    @property
    def _logo(self) -> Picture | None:
        """The site's card, which has nearly the shape that Atom asks for."""
        card = self.context.edition.card
        return replace(card, url=self.context.urls.absolute(card.url)) if card else None

    def _entries(self, channel: FeedChannel) -> tuple[FeedItem, ...]:
        if channel.name == CORRECTIONS:
            return compose_notices(self.context)
        entries = tuple(self._compose_item(release, channel) for release in channel.releases)
        return with_alerts(entries, self.context) if channel.shows_alerts else entries

    def about_guid(self, channel: FeedChannel) -> str:
        """The identity of the item that stands in a feed which has none yet."""
        return self.context.tag_uri(f"feeds/{channel.name}/about")

    def _about(self, channel: FeedChannel) -> FeedItem:
        """The one item of a feed that has none yet, so that programs which refuse an empty one take it."""
        return notice(
            self.about_guid(channel),
            self.context.urls.absolute(channel.page),
            (channel.title, channel.description),
            self.context.settings.epoch.astimezone(self.context.zone),
        )

    def _compose_item(self, release: ReleasedItem, channel: FeedChannel) -> FeedItem:
        if channel.month:  # the summary and the link: whole texts would be a quarter of the site once more
            return compose_item(release, self.context, whole=False)
        name = release.item.bundle
        if name not in self.cache:
            self.cache[name] = compose_item(release, self.context)
        return self.cache[name]

    def _absolute(self, path: str) -> str:
        addresses = self.context.urls
        return addresses.absolute(addresses.url(path)) if path else ""


MAX_SUMMARY_LENGTH = 300


def compose_item(release: ReleasedItem, context: FeedContext, *, whole: bool = True) -> FeedItem:
    """The feed item of a news item or summary; for one that is gone, a notice with the reason.

    One that is being checked or out of date says so in its title and first sentence. Without its text unless
    `whole`: that is only read for a summary, where none is written.
    """
    item = release.item
    url = context.urls.absolute(item.url)
    composed = FeedItem(
        guid=context.tag_uri(item.identity),
        url=url,
        title=single_line(item.title) or url,
        summary="",
        html="",
        published=release.published,
        updated=release.updated,
        categories=item_categories(item),
        authors=tuple(map(single_line, item.authors)),
    )
    if item.status in NOTICED:
        title = context.edition.phrases.text(f"feeds.{item.status}_title", title=composed.title)
        composed = replace(composed, title=single_line(title))
    if item.status in GONE:
        withdrawal = _compose_withdrawal(composed, item, context)
        return withdrawal if whole else replace(withdrawal, html="")
    text = ""
    if whole or not single_line(item.summary):
        text = sanitize_for_feed(embed_card_images(item.html, context.card_images), url)
    picture = _main_picture(item, context)
    summary = _summary(item, text, picture)
    if item.notice:
        told = single_line(item.notice)
        text = f"<p><strong>{html.escape(told, quote=False)}</strong></p>\n{text}"
        summary = f"{single_line(item.notice_sentence)} {summary}"
    return replace(composed, html=text if whole else "", summary=summary, picture=picture)


def _compose_withdrawal(composed: FeedItem, item: Item, context: FeedContext) -> FeedItem:
    reason = single_line(item.reason) or single_line(context.edition.phrases[f"feeds.{item.status}_text"])
    text = f"<p>{html.escape(reason, quote=False)}</p>"
    return replace(composed, summary=reason, html=text, withdrawn=reason)


def _main_picture(item: Item, context: FeedContext) -> Picture | None:
    picture = item.share or (item.pictures[0] if item.pictures else None)
    if picture is None:
        return None
    return replace(picture, url=context.urls.absolute(picture.url), alt=single_line(picture.alt))


def _summary(item: Item, text: str, picture: Picture | None) -> str:
    summary = single_line(item.summary)
    return (
        summary or _truncate(plain_text(text)) or (picture.alt if picture else "") or single_line(item.title)
    )


def _truncate(text: str) -> str:
    if len(text) <= MAX_SUMMARY_LENGTH:
        return text
    return text[:MAX_SUMMARY_LENGTH].rpartition(" ")[0] + "…"
