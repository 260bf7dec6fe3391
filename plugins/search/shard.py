"""Shards: what is indexed together. An edit changes one shard; the others stay as they are."""

from __future__ import annotations

import html
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from plugins.editions.language import NO_BREAK_SPACE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plugins.editions.edition import Edition, Item

ANSWERS = "answers"
PAGES = "pages"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be found: its address, and its words as a small page of HTML."""

    url: str
    page: str


@dataclass(frozen=True, slots=True)
class Shard:
    """Entries indexed together; `name` is `answers`, a year or `pages`."""

    language: str
    name: str
    entries: tuple[Entry, ...]


def shards(edition: Edition) -> Iterator[Shard]:
    """The edition's answers first, for they weigh most; then its news and summaries by year, and its pages."""
    code = edition.language.code
    yield Shard(code, ANSWERS, _entries(edition.questions))
    others = sorted(edition.news + edition.summaries + edition.pages, key=_newest_first)
    for year, items in groupby(others, key=_year):
        yield Shard(code, str(year) if year else PAGES, _entries(tuple(items)))


def _entries(items: tuple[Item, ...]) -> tuple[Entry, ...]:
    return tuple(Entry(item.url, _page(item)) for item in items)


def _page(item: Item) -> str:
    """The title weighs most; the day is shown with what is found, and not searched."""
    day = item.published.date() if item.published else None
    when = (
        f'<meta data-pagefind-meta="day[content]" content="{day}">'
        f'<meta data-pagefind-meta="date[content]" content="{html.escape(item.language.date(day))}">'
        if day
        else ""
    )
    title, summary, words = (
        text.replace(NO_BREAK_SPACE, " ")
        for text in (html.escape(item.title), html.escape(item.summary), item.html)
    )
    return (
        f'<html lang="{item.language.code}"><head>{when}</head>'
        f"<body><h1>{title}</h1><p>{summary}</p>{words}</body></html>"
    )


def _newest_first(item: Item) -> tuple[int, str]:
    return -_year(item), item.bundle


def _year(item: Item) -> int:
    return item.published.year if item.published else 0
