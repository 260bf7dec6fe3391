"""Shards: what is indexed together. An edit changes one shard; the others stay as they are."""

from __future__ import annotations

import html
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plugins.editions.edition import Edition, Item

ANSWERS = "answers"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be found: its address, and its words as a small page of HTML."""

    url: str
    page: str


@dataclass(frozen=True, slots=True)
class Shard:
    """Entries indexed together; `name` is `answers` or a year."""

    language: str
    name: str
    entries: tuple[Entry, ...]


def shards(edition: Edition) -> Iterator[Shard]:
    """The edition's answers and pages first, for they weigh most; then its news and summaries by year."""
    code = edition.language.code
    yield Shard(code, ANSWERS, _entries(edition.questions + edition.pages))
    dated = sorted(edition.news + edition.summaries, key=_newest_first)
    for year, items in groupby(dated, key=_year):
        yield Shard(code, str(year), _entries(tuple(items)))


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
    title, summary = html.escape(item.title), html.escape(item.summary)
    return (
        f'<html lang="{item.language.code}"><head>{when}</head>'
        f"<body><h1>{title}</h1><p>{summary}</p>{item.html}</body></html>"
    )


def _newest_first(item: Item) -> tuple[int, str]:
    return -_year(item), item.bundle


def _year(item: Item) -> int:
    return item.published.year if item.published else 0
