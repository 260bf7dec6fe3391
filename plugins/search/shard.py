"""Shards: what is indexed together. An edit changes one shard; the others stay as they are."""

from __future__ import annotations

import html
from itertools import groupby
from typing import TYPE_CHECKING

from msgspec import Struct

from plugins.i18n.language import NO_BREAK_SPACE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plugins.model.edition import Edition, Item

ANSWERS = "answers"
PAGES = "pages"


class Shard(Struct, frozen=True):
    """Things to be found, each as a small page of HTML; `name` is `answers`, a year or `pages`."""

    language: str
    name: str
    pages: tuple[str, ...]


def shards(edition: Edition) -> Iterator[Shard]:
    """The answers first, for they weigh most; then news and summaries by year, and the pages."""
    code = edition.language.code
    yield Shard(code, ANSWERS, _pages(edition.questions))
    others = sorted(edition.news + edition.summaries + edition.pages, key=_newest_first)
    for year, items in groupby(others, key=_year):
        yield Shard(code, str(year) if year else PAGES, _pages(tuple(items)))


def _pages(items: tuple[Item, ...]) -> tuple[str, ...]:
    return tuple(_page(item) for item in items)


def _page(item: Item) -> str:
    """The title weighs most; the address and the day are told with what is found, and not searched."""
    told = {"address": item.url}
    if item.published:
        day = item.published.date()
        told |= {"day": day.isoformat(), "date": item.language.date(day)}
    head = "".join(
        f'<meta data-pagefind-meta="{name}[content]" content="{html.escape(value)}">'
        for name, value in told.items()
    )
    words = f"<h1>{html.escape(item.title)}</h1><p>{html.escape(item.summary)}</p>{item.html}"
    return f"<html><head>{head}</head><body>{words.replace(NO_BREAK_SPACE, ' ')}</body></html>"


def _newest_first(item: Item) -> tuple[int, str]:
    return -_year(item), item.bundle


def _year(item: Item) -> int:
    return item.published.year if item.published else 0
