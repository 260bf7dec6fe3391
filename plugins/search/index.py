"""The search page, and the search index, which Pagefind builds in shards.

A shard is a part of the content indexed on its own: an edit changes one, the others come from the cache.
"""

from __future__ import annotations

import hashlib
import html
import json
import shutil
import subprocess
import tempfile
from collections import Counter
from importlib.metadata import version
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar
from unicodedata import normalize

from msgspec import Struct

from plugins.build.errors import BuildError
from plugins.diagnostics.problem import truncate
from plugins.i18n.typography import NO_BREAK_SPACE
from plugins.pages.page_meta import MetaBuilder
from plugins.pages.views import View

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from plugins.model.edition import Edition, Item, Teaser
    from plugins.pages.views import Site

FOLDER = "search"
ANSWERS = "answers"
PAGES = "pages"
# Pagefind's own user interfaces are not used.
UNUSED_INTERFACES = ("pagefind-ui", "pagefind-modular-ui", "pagefind-component-ui", "pagefind-highlight")
# The engine is published with an edition's main shard; the browser uses it for the others.
ENGINE_FILES = ("pagefind.js", "pagefind-worker.js", "wasm.")


class NewsYear(Struct, frozen=True):
    """The news of a year: the URL in the listing where they start, and their number."""

    year: int
    url: str
    count: int


class SearchView(View, frozen=True, kw_only=True):
    """The search field; without scripts, every question by title and the news by year."""

    template: ClassVar[str] = "search.html"
    searchable: bool
    questions: tuple[Teaser, ...]
    years: tuple[NewsYear, ...]


def search_view(edition: Edition, site: Site, page_size: int) -> SearchView:
    """The page at `/<language>/search/`; `page_size` is the number of news on a page of the listing."""
    head = MetaBuilder(site).for_section("search")
    questions = [teaser for group in edition.faq for teaser in group.teasers]
    years = tuple(_news_years(edition, site, page_size))
    return SearchView(**head, searchable=bool(edition.items), questions=sort_by_title(questions), years=years)


def sort_by_title(teasers: list[Teaser]) -> tuple[Teaser, ...]:
    """Teasers by title, with accented letters next to their base letters: «ё» after «е»."""
    return tuple(sorted(teasers, key=lambda teaser: normalize("NFD", teaser.title.casefold())))


def _news_years(edition: Edition, site: Site, page_size: int) -> Iterator[NewsYear]:
    years = [teaser.published.year for teaser in edition.listed_news if teaser.published]
    for year, count in Counter(years).items():
        page = years.index(year) // page_size + 1
        url = site.urls.listing(site.language.code, "news", page)
        yield NewsYear(year, f"{url}#year-{year}", count)


class Shard(Struct, frozen=True):
    """Items as minimal HTML: `answers`, a year or `pages`; the main one is published with the engine."""

    language: str
    name: str
    pages: tuple[str, ...]
    is_main: bool


def split_into_shards(edition: Edition) -> Iterator[Shard]:
    """The shards that have items: answers; news and summaries by year; pages. The first is the main one."""
    items = edition.news + edition.summaries + edition.pages
    newest_first = sorted(items, key=lambda item: (-_year(item), item.bundle))
    groups = [(ANSWERS, edition.questions)] if edition.questions else []
    groups += [(str(year or PAGES), tuple(others)) for year, others in groupby(newest_first, key=_year)]
    for number, (name, group) in enumerate(groups):
        pages = tuple(map(_render_page, group))
        yield Shard(edition.language.code, name, pages, is_main=number == 0)


def _year(item: Item) -> int:
    return item.published.year if item.published else 0


def _render_page(item: Item) -> str:
    """An item as HTML; URL and date are metadata of a result and not searched."""
    meta = {"address": item.url}
    if item.published:
        day = item.published.date()
        meta |= {"day": day.isoformat(), "date": item.language.date(day)}
    head = "".join(
        f'<meta data-pagefind-meta="{name}[content]" content="{html.escape(value)}">'
        for name, value in meta.items()
    )
    body = f"<h1>{html.escape(item.title)}</h1><p>{html.escape(item.summary)}</p>{item.html}"
    return f"<html><head>{head}</head><body>{body.replace(NO_BREAK_SPACE, ' ')}</body></html>"


def build_indexes(shards: Iterable[Shard], cache: Path) -> dict[Shard, Mapping[str, bytes]]:
    """The files of every shard by path, from the folder `cache` if the shard was indexed before."""
    indexes: dict[Shard, Mapping[str, bytes]] = {}
    for shard in shards:
        folder = cache / shard_key(shard)
        if not folder.is_dir():
            _run_pagefind(shard, folder)
        indexes[shard] = _read_files(folder)
    return indexes


def shard_key(shard: Shard) -> str:
    """A hash of what the index depends on: the pages, their language, and Pagefind's version."""
    inputs = [version("pagefind-bin"), shard.language, shard.is_main, *shard.pages]
    return hashlib.sha256(json.dumps(inputs).encode()).hexdigest()[:32]


def _run_pagefind(shard: Shard, folder: Path) -> None:
    """Run Pagefind on the shard's pages; the folder is created atomically. Raises `BuildError`."""
    from pagefind_bin import get_executable

    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as temporary:
        pages, index = Path(temporary, "pages"), Path(temporary, "index")
        pages.mkdir()
        for number, page in enumerate(shard.pages):
            (pages / f"{number:06}.html").write_text(page, encoding="utf-8")
        command = [get_executable(), "--site", pages, "--output-path", index]
        done = subprocess.run(
            [*command, "--force-language", shard.language, "--quiet"],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        if done.returncode:
            reason = truncate(done.stdout.decode(errors="replace")) or f"exit code {done.returncode}"
            raise BuildError("search-failed", language=shard.language, reason=reason)
        _remove_unused(index, shard)
        shutil.rmtree(folder, ignore_errors=True)
        index.rename(folder)


def _remove_unused(index: Path, shard: Shard) -> None:
    unused = UNUSED_INTERFACES if shard.is_main else (*UNUSED_INTERFACES, *ENGINE_FILES)
    for path in index.iterdir():
        if path.name.startswith(unused):
            path.unlink()


def _read_files(folder: Path) -> dict[str, bytes]:
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def search_files(editions: Sequence[Edition], cache: Path) -> Iterator[tuple[str, bytes]]:
    """Every index's files and its `shards.json`, newest first; none for an edition without items."""
    by_language = {edition.language.code: tuple(split_into_shards(edition)) for edition in editions}
    indexes = build_indexes([shard for each in by_language.values() for shard in each], cache)
    for shard, files in indexes.items():
        folder = _shard_folder(shard)
        yield from ((f"{folder}/{path}", content) for path, content in files.items())
    for code, each in by_language.items():
        if each:
            others = [shard.name for shard in each if not shard.is_main]
            yield f"{FOLDER}/{code}/shards.json", json.dumps(others).encode()


def _shard_folder(shard: Shard) -> str:
    """The folder of the main shard contains the engine and the folders of the other shards."""
    main = f"{FOLDER}/{shard.language}"
    return main if shard.is_main else f"{main}/{shard.name}"
