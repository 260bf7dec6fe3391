"""Entries: what a feed tells of one item, of a withdrawn one, of a correction, and of the alert in force."""

from __future__ import annotations

import datetime as dt
import html
from collections import Counter
from typing import TYPE_CHECKING

from msgspec.structs import replace

from plugins.content.links import is_external
from plugins.feeds.cards import with_pictures
from plugins.feeds.content import portable
from plugins.feeds.feed import Category, FeedItem
from plugins.feeds.identity import tag
from plugins.feeds.source import Corrected, shown_picture
from plugins.feeds.text import line, plain
from plugins.model.document import Status

if TYPE_CHECKING:
    from collections.abc import Iterable

    from plugins.feeds.source import Announcement, Source
    from plugins.model.edition import Item, Picture

LONGEST_SUMMARY = 300


def compose_item(item: Item, source: Source) -> FeedItem:
    """What is told of a news item or summary; of a withdrawn one, that and why it was withdrawn."""
    url = source.addresses.absolute(item.url)
    told = FeedItem(
        guid=tag(source.publishing.authority, source.language, item.identity),
        url=url,
        title=line(item.title) or url,
        summary="",
        html="",
        published=_published(item),
        updated=_updated(item),
        categories=_categories(item),
    )
    if item.status == Status.WITHDRAWN:
        return _notice(told, item, source)
    text = portable(with_pictures(item.html, source.cards), url)
    picture = _absolute(shown_picture(item), source)
    return replace(told, html=text, summary=_summary(item, text, picture), picture=picture)


def _published(item: Item) -> dt.datetime:
    if item.published is None:
        raise ValueError(f"{item.path} has no date")
    return item.published


def _updated(item: Item) -> dt.datetime:
    """The moment of publication, or the first moment of the day of the newest change readers are told of."""
    published = _published(item)
    changed = item.changed
    if changed is None or changed <= published.date():
        return published
    return dt.datetime.combine(changed, dt.time(), tzinfo=published.tzinfo)


def _notice(told: FeedItem, item: Item, source: Source) -> FeedItem:
    phrases = source.edition.phrases
    reason = line(item.reason) or line(phrases["feeds.withdrawn_text"])
    title = line(phrases.text("feeds.withdrawn_title", title=told.title))
    text = f"<p>{html.escape(reason, quote=False)}</p>"
    return replace(told, title=title, summary=reason, html=text, withdrawn=reason)


def _absolute(picture: Picture | None, source: Source) -> Picture | None:
    if picture is None:
        return None
    return replace(picture, url=source.addresses.absolute(picture.url), alt=line(picture.alt))


def _summary(item: Item, text: str, picture: Picture | None) -> str:
    """Plain words: the editor's, else the text's first ones, else what the picture shows."""
    typed = line(item.summary)
    return typed or _beginning(plain(text)) or (picture.alt if picture else "") or line(item.title)


def _beginning(words: str) -> str:
    if len(words) <= LONGEST_SUMMARY:
        return words
    return words[:LONGEST_SUMMARY].rpartition(" ")[0] + "…"


def compose_alert(announcement: Announcement, source: Source) -> FeedItem:
    """The alert in force, dated by the moment from which it is shown: the next one is another item."""
    phrases = source.edition.phrases
    level, text = phrases[f"alert.{announcement.level}"], line(announcement.text)
    front = source.addresses.front(source.language)
    url = announcement.url if is_external(announcement.url) else ""
    return FeedItem(
        guid=tag(source.publishing.authority, source.language, f"alert/{announcement.starts:%Y-%m-%d/%H%M}"),
        url=url or source.addresses.absolute(announcement.url or front),
        title=line(phrases.text("feeds.alert_title", level=level, text=text)),
        summary=text,
        html=f"<p>{html.escape(text, quote=False)}</p>",
        published=announcement.starts,
        updated=announcement.starts,
    )


def compose_corrections(items: Iterable[Item], source: Source) -> tuple[FeedItem, ...]:
    """Every correction of items and figures, newest first; those of one day in the order of identities."""
    corrections = [correction for item in items for correction in _corrections(item, source)]
    corrections += [_correction(figure, None, source) for figure in source.figures]
    return tuple(sorted(corrections, key=lambda entry: (-entry.updated.timestamp(), entry.guid)))


def _corrections(item: Item, source: Source) -> list[FeedItem]:
    """An item's corrections; the second one of a day is told from the first by its number."""
    zone = item.published.tzinfo if item.published else None
    of_day: Counter[dt.date] = Counter()
    composed = []
    for correction in item.corrections:
        of_day[correction.date] += 1
        corrected = Corrected(
            name=f"{item.identity}/corrections/{correction.date:%Y-%m-%d}/{of_day[correction.date]}",
            day=correction.date,
            title=item.title,
            url=item.url,
            text=correction.text,
        )
        entry = _correction(corrected, zone, source)
        composed.append(replace(entry, categories=_categories(item)))
    return composed


def _correction(corrected: Corrected, zone: dt.tzinfo | None, source: Source) -> FeedItem:
    moment = dt.datetime.combine(corrected.day, dt.time(), tzinfo=zone or dt.UTC)
    words = line(corrected.text)
    return FeedItem(
        guid=tag(source.publishing.authority, source.language, corrected.name),
        url=source.addresses.absolute(corrected.url),
        title=line(source.edition.phrases.text("feeds.correction_title", title=corrected.title)),
        summary=words,
        html=f"<p>{html.escape(words, quote=False)}</p>",
        published=moment,
        updated=moment,
    )


def _categories(item: Item) -> tuple[Category, ...]:
    return tuple(Category(topic.slug, line(topic.name)) for topic in item.topics)
