"""Channels: which feeds an edition has, what each is called, where it lies and which items it holds."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec import Struct

from plugins.feeds.feed import ATOM_FILE, JSON_FILE, RSS_FILE
from plugins.model.document import Status

if TYPE_CHECKING:
    import datetime as dt

    from plugins.model.edition import Edition, Item
    from plugins.model.urls import SiteUrls

LENGTH = 30
XML_FILES = (RSS_FILE, ATOM_FILE)
ALL_FILES = (RSS_FILE, ATOM_FILE, JSON_FILE)


class Channel(Struct, frozen=True, kw_only=True):
    """A feed before its text is made: everything its documents are composed from.

    `name` tells an edition's feeds apart; `folder`, `previous`, `next` and `current` are addresses under
    the site, `page` the address of the page the channel belongs to. A channel of `corrections` tells of its
    items' corrections and the figures', any other of the items themselves; one that `announces` has the alert
    in force on top.
    """

    name: str
    folder: str
    page: str
    title: str
    description: str
    files: tuple[str, ...]
    items: tuple[Item, ...]
    corrections: bool = False
    announces: bool = False
    archive: bool = False
    previous: str = ""
    next: str = ""
    current: str = ""


def channels(edition: Edition, addresses: SiteUrls) -> tuple[Channel, ...]:
    """All feeds of an edition: the main one first, its archives last, oldest first."""
    items = edition.announced_items
    return (*_offered(edition, addresses, items), *_archives(edition, addresses, items))


def offered(edition: Edition, addresses: SiteUrls) -> tuple[Channel, ...]:
    """The feeds people can subscribe to, the main one first; archives are for programs."""
    return _offered(edition, addresses, edition.announced_items)


def _offered(edition: Edition, addresses: SiteUrls, items: tuple[Item, ...]) -> tuple[Channel, ...]:
    main = main_channel(edition, addresses, items)
    return (main, *_topics(edition, items), _corrections(edition, addresses))


def _moment(item: Item) -> dt.datetime:
    if item.published is None:
        raise ValueError(f"{item.path} has no date")
    return item.published


def main_channel(edition: Edition, addresses: SiteUrls, items: tuple[Item, ...]) -> Channel:
    """The newest of the items, and the way to the archives of the others."""
    phrases, archived = edition.phrases, _archived(items)
    return Channel(
        name="news",
        folder=f"{edition.language.code}/",
        page=addresses.front(edition.language.code),
        title=phrases["feeds.title"],
        description=phrases["feeds.description"],
        files=ALL_FILES,
        items=_newest(items),
        announces=True,
        previous=_archive(edition, archived) if archived else "",
    )


def _archived(items: tuple[Item, ...]) -> int:
    """How many archives items fill."""
    return max(0, -(-(len(items) - LENGTH) // LENGTH))


def _archive(edition: Edition, number: int) -> str:
    return f"{edition.language.code}/feeds/archive/{number}/"


def _newest(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """The newest items, and older ones withdrawn since the oldest of these: subscribers must hear of it."""
    newest, older = items[:LENGTH], items[LENGTH:]
    since = _moment(newest[-1]).date() if newest else None
    withdrawn = [item for item in older if item.status is Status.WITHDRAWN]
    return newest + tuple(item for item in withdrawn if since and item.changed and item.changed >= since)


def _topics(edition: Edition, items: tuple[Item, ...]) -> tuple[Channel, ...]:
    """A channel for every topic that has items; those of questions alone have none."""
    by_topic: dict[str, list[Item]] = {}
    for item in items:
        for topic in item.topics:
            by_topic.setdefault(topic.slug, []).append(item)
    return tuple(
        Channel(
            name=f"topics/{topic.slug}",
            folder=f"{edition.language.code}/topics/{topic.slug}/",
            page=topic.url,
            title=edition.phrases.text("feeds.topic_title", topic=topic.name),
            description=edition.phrases.text("feeds.topic_description", topic=topic.name),
            files=XML_FILES,
            items=_newest(tuple(by_topic[topic.slug])),
        )
        for topic in edition.topics
        if topic.slug in by_topic
    )


def _corrections(edition: Edition, addresses: SiteUrls) -> Channel:
    """Whatever was corrected, questions and pages too, whether dated or not."""
    corrected = [item for item in edition.items if item.corrections and item.status == Status.PUBLISHED]
    return Channel(
        name="corrections",
        folder=f"{edition.language.code}/feeds/corrections/",
        page=addresses.front(edition.language.code),
        title=edition.phrases["feeds.corrections_title"],
        description=edition.phrases["feeds.corrections_description"],
        files=XML_FILES,
        items=tuple(corrected),
        corrections=True,
    )


def _archives(edition: Edition, addresses: SiteUrls, items: tuple[Item, ...]) -> tuple[Channel, ...]:
    """What the main channel no longer holds, in full blocks counted from the oldest item.

    A block, once full, keeps its items for ever; the last one may overlap the main channel, as RFC 5005
    allows. So a new item never changes an archive but for the link to the next one.
    """
    language, phrases = edition.language.code, edition.phrases
    folders = ["", *(_archive(edition, number) for number in range(1, _archived(items) + 1)), ""]
    oldest_first = items[::-1]
    return tuple(
        Channel(
            name="news",
            folder=folder,
            page=addresses.front(language),
            title=phrases.text("feeds.archive_title", number=str(number)),
            description=phrases["feeds.description"],
            files=ALL_FILES,
            items=oldest_first[(number - 1) * LENGTH : number * LENGTH][::-1],
            archive=True,
            previous=folders[number - 1],
            next=following,
            current=f"{language}/",
        )
        for number, (folder, following) in enumerate(pairwise(folders[1:]), start=1)
    )
