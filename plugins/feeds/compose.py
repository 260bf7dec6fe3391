"""Composing the feeds of an edition from its channels and items; the same content gives the same feed."""

from __future__ import annotations

import datetime as dt
import html
from collections import Counter
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from plugins.content.links import is_external
from plugins.feeds.feed import Category, CorrectionNotice, Feed, FeedItem, published_at
from plugins.feeds.sanitize import embed_card_images, plain_text, sanitize_for_feed, single_line
from plugins.model.document import Status

if TYPE_CHECKING:
    from collections.abc import Iterable

    from plugins.content.alert import Alert
    from plugins.feeds.channels import Channel
    from plugins.feeds.feed import FeedContext
    from plugins.model.edition import Item, Picture


class FeedComposer(Struct, frozen=True):
    """Composes the feeds of one edition; `cache` holds items that are in several feeds."""

    context: FeedContext
    cache: dict[str, FeedItem] = field(default_factory=dict)

    def compose_feed(self, channel: Channel) -> Feed:
        """The feed of a channel, dated by the newest change of its items."""
        entries = self._entries(channel)
        return Feed(
            guid=self.context.tag_uri(f"feeds/{channel.name}"),
            folder_url=self._absolute(channel.folder),
            page_url=self.context.urls.absolute(channel.page),
            title=single_line(channel.title),
            description=single_line(channel.description),
            publisher=self.context.publisher,
            language=self.context.language,
            updated=max((entry.updated for entry in entries), default=self.context.settings.epoch),
            entries=entries,
            hubs=() if channel.archive else self.context.settings.hubs,
            icon=self.context.icon,
            archive=channel.archive,
            previous=self._absolute(channel.previous),
            next=self._absolute(channel.next),
            current=self._absolute(channel.current),
        )

    def _entries(self, channel: Channel) -> tuple[FeedItem, ...]:
        if channel.corrections:
            return compose_corrections(channel.items, self.context)
        entries = tuple(self._compose_item(item, channel) for item in channel.items)
        if channel.shows_alert and self.context.alert:
            return (compose_alert(self.context.alert, self.context), *entries)
        return entries

    def _compose_item(self, item: Item, channel: Channel) -> FeedItem:
        if channel.archive:  # its items are in no other feed
            return compose_item(item, self.context)
        if item.bundle not in self.cache:
            self.cache[item.bundle] = compose_item(item, self.context)
        return self.cache[item.bundle]

    def _absolute(self, folder: str) -> str:
        addresses = self.context.urls
        return addresses.absolute(addresses.url(folder)) if folder else ""


MAX_SUMMARY_LENGTH = 300


def compose_item(item: Item, context: FeedContext) -> FeedItem:
    """The feed item of a news item or summary; for a withdrawn one, a notice with the reason."""
    url = context.urls.absolute(item.url)
    composed = FeedItem(
        guid=context.tag_uri(item.identity),
        url=url,
        title=single_line(item.title) or url,
        summary="",
        html="",
        published=published_at(item),
        updated=_updated_at(item),
        categories=_categories(item),
        authors=tuple(map(single_line, item.authors)),
    )
    if item.status == Status.WITHDRAWN:
        return _compose_withdrawal(composed, item, context)
    text = sanitize_for_feed(embed_card_images(item.html, context.card_images), url)
    picture = _main_picture(item, context)
    return replace(composed, html=text, summary=_summary(item, text, picture), picture=picture)


def _updated_at(item: Item) -> dt.datetime:
    """The time of publication, or midnight of the day of the newest announced change."""
    published = published_at(item)
    changed = item.changed
    if changed is None or changed <= published.date():
        return published
    return dt.datetime.combine(changed, dt.time(), tzinfo=published.tzinfo)


def _compose_withdrawal(composed: FeedItem, item: Item, context: FeedContext) -> FeedItem:
    phrases = context.edition.phrases
    reason = single_line(item.reason) or single_line(phrases["feeds.withdrawn_text"])
    title = single_line(phrases.text("feeds.withdrawn_title", title=composed.title))
    text = f"<p>{html.escape(reason, quote=False)}</p>"
    return replace(composed, title=title, summary=reason, html=text, withdrawn=reason)


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


def compose_alert(alert: Alert, context: FeedContext) -> FeedItem:
    """The active alert, identified and dated by its start."""
    phrases = context.edition.phrases
    level, text = phrases[f"alert.{alert.level}"], single_line(alert.text)
    front = context.urls.front(context.language)
    url = alert.url if is_external(alert.url) else ""
    return FeedItem(
        guid=context.tag_uri(f"alert/{alert.starts:%Y-%m-%d/%H%M}"),
        url=url or context.urls.absolute(alert.url or front),
        title=single_line(phrases.text("feeds.alert_title", level=level, text=text)),
        summary=text,
        html=f"<p>{html.escape(text, quote=False)}</p>",
        published=alert.starts,
        updated=alert.starts,
    )


def compose_corrections(items: Iterable[Item], context: FeedContext) -> tuple[FeedItem, ...]:
    """Every correction of items and figures, newest first, then by id."""
    corrections = [correction for item in items for correction in _compose_item_corrections(item, context)]
    corrections += [_compose_correction(figure, None, context) for figure in context.figure_corrections]
    return tuple(sorted(corrections, key=lambda entry: (-entry.updated.timestamp(), entry.guid)))


def _compose_item_corrections(item: Item, context: FeedContext) -> list[FeedItem]:
    zone = item.published.tzinfo if item.published else None
    per_day: Counter[dt.date] = Counter()
    composed = []
    for correction in item.corrections:
        per_day[correction.date] += 1
        corrected = CorrectionNotice(
            name=f"{item.identity}/corrections/{correction.date:%Y-%m-%d}/{per_day[correction.date]}",
            day=correction.date,
            title=item.title,
            url=item.url,
            text=correction.text,
        )
        entry = _compose_correction(corrected, zone, context)
        composed.append(replace(entry, categories=_categories(item)))
    return composed


def _compose_correction(
    corrected: CorrectionNotice, zone: dt.tzinfo | None, context: FeedContext
) -> FeedItem:
    moment = dt.datetime.combine(corrected.day, dt.time(), tzinfo=zone or dt.UTC)
    words = single_line(corrected.text)
    return FeedItem(
        guid=context.tag_uri(corrected.name),
        url=context.urls.absolute(corrected.url),
        title=single_line(context.edition.phrases.text("feeds.correction_title", title=corrected.title)),
        summary=words,
        html=f"<p>{html.escape(words, quote=False)}</p>",
        published=moment,
        updated=moment,
    )


def _categories(item: Item) -> tuple[Category, ...]:
    return tuple(Category(topic.slug, single_line(topic.name)) for topic in item.topics)
