"""Notices: items of the corrections feed, one for each correction, change, status, and step of an alert."""

from __future__ import annotations

import datetime as dt
import html
from typing import TYPE_CHECKING

from msgspec.structs import replace

from plugins.content.item_events import item_events
from plugins.content.ledger_stamp import figure_correction_name
from plugins.content.links import is_external
from plugins.feeds.feed import FeedItem
from plugins.feeds.sanitize import single_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plugins.content.ledger import AlertRecord, AlertRevision
    from plugins.feeds.feed import FeedContext
    from plugins.model.edition import Item

MAX_NOTICES = 200
"""In the corrections feed; older ones are on the page of corrections."""


def item_categories(item: Item) -> tuple[str, ...]:
    """The names of an item's topics."""
    return tuple(single_line(topic.name) for topic in item.topics)


def compose_notices(context: FeedContext) -> tuple[FeedItem, ...]:
    """Every correction, change, status and step of an alert, newest first, then by id."""
    items = (*context.edition.items, *context.edition.merged)
    notices = [
        *(each for item in items for each in _item_notices(item, context)),
        *_figure_notices(context),
        *(each for alert in context.alerts for each in _alert_notices(alert, context)),
    ]
    notices.sort(key=lambda each: (-each.updated.timestamp(), each.guid))
    return tuple(notices[:MAX_NOTICES])


def _item_notices(item: Item, context: FeedContext) -> Iterator[FeedItem]:
    phrases, url = context.edition.phrases, context.urls.absolute(item.url)
    categories = item_categories(item)
    for event in item_events(item, phrases):
        texts = event.heading(item, phrases), event.text
        moment = _event_moment(event.name, event.date, context)
        yield notice(context.tag_uri(event.name), url, texts, moment, categories)


def _figure_notices(context: FeedContext) -> Iterator[FeedItem]:
    for figure in context.corrected_figures:
        name = figure_correction_name(figure.address, figure.until)
        title = context.edition.phrases.text("feeds.correction_title", title=figure.title)
        moment = _event_moment(name, figure.until.first_day, context)
        url = context.urls.absolute(figure.url)
        yield notice(context.tag_uri(name), url, (title, figure.text), moment)


def _event_moment(name: str, day: dt.date, context: FeedContext) -> dt.datetime:
    """When it was released; the midnight of its day, if that was not recorded."""
    stamped = context.ledger.event_moment(name, context.language)
    zone = context.zone
    return stamped.astimezone(zone) if stamped else dt.datetime.combine(day, dt.time(), zone)


def _alert_notices(alert: AlertRecord, context: FeedContext) -> Iterator[FeedItem]:
    """The alert, each of its changes, and its end."""
    told = [revision for revision in alert.revisions if context.language in revision.texts]
    for number, revision in enumerate(told, start=1):
        changed = context.edition.phrases["feeds.alert_changed"] if number > 1 else ""
        guid = context.tag_uri(f"{alert.id}/{number}")
        yield notice(
            guid, _alert_url(revision, context), _alert_texts(revision, changed, context), revision.at
        )
    if told and alert.ended:
        guid, url = context.tag_uri(f"{alert.id}/ended"), _alert_url(told[-1], context)
        ended = context.edition.phrases["feeds.alert_ended"]
        yield notice(guid, url, _alert_texts(told[-1], ended, context), alert.ended)


def _alert_texts(revision: AlertRevision, step: str, context: FeedContext) -> tuple[str, str]:
    """The title and the text of an alert; `step` says what became of it, empty for a new one."""
    phrases, text = context.edition.phrases, revision.texts[context.language]
    level = step or phrases[f"alert.{revision.level}"]
    return phrases.text("feeds.alert_title", level=level, text=text), text


def _alert_url(revision: AlertRevision, context: FeedContext) -> str:
    url = revision.urls.get(context.language, "")
    if is_external(url):
        return url
    return context.urls.absolute(url or context.urls.front(context.language))


def with_alerts(entries: tuple[FeedItem, ...], context: FeedContext) -> tuple[FeedItem, ...]:
    """The items of the main feed with its alerts: the active one on top, former ones where they belong.

    A former one says that it ended, as long as items as old as it are listed.
    """
    told = [alert for alert in context.alerts if context.language in alert.revisions[-1].texts]
    active = [compose_alert(alert, context) for alert in told if not alert.ended]
    former = [compose_alert(alert, context) for alert in told if alert.ended]
    oldest = min((entry.published for entry in entries), default=None)
    shown = [alert for alert in former if oldest and alert.updated >= oldest]
    if not shown:
        return (*active, *entries)
    listed = sorted([*entries, *shown], key=lambda entry: entry.published, reverse=True)
    return (*active, *listed)


def compose_alert(alert: AlertRecord, context: FeedContext) -> FeedItem:
    """An alert as one item, which is updated when it changes and when it ends."""
    revision, first = alert.revisions[-1], alert.revisions[0]
    ended = context.edition.phrases["feeds.alert_ended"] if alert.ended else ""
    texts, url = _alert_texts(revision, ended, context), _alert_url(revision, context)
    changed = alert.ended or revision.at
    composed = notice(context.tag_uri(alert.id), url, texts, first.at)
    return replace(composed, updated=max(first.at, changed))


def notice(
    guid: str,
    url: str,
    texts: tuple[str, str],
    moment: dt.datetime,
    categories: tuple[str, ...] = (),
) -> FeedItem:
    """An item whose text is one sentence: `texts` are its title and that."""
    title, text = map(single_line, texts)
    return FeedItem(
        guid=guid,
        url=url,
        title=title,
        summary=text,
        html=f"<p>{html.escape(text, quote=False)}</p>",
        published=moment,
        updated=moment,
        categories=categories,
    )
