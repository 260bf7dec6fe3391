"""Pages of single items; most pages are of this kind, so their views are made only when rendered."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from plugins.pages.page_views import ItemView, PageView, SummaryView
from plugins.pages.views import Link, Page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from plugins.model.edition import Edition, Item, Teaser
    from plugins.pages.page_meta import Breadcrumb, MetaBuilder

RELATED = 3


def item_pages(edition: Edition, heads: MetaBuilder) -> Iterator[Page]:
    """Every item's page; questions are answered on their topic's page."""
    related = _Related(edition)
    way = (heads.section_link("news"),)
    for number, item in enumerate(edition.news):
        newer, older = _neighbours(edition.news, number)
        found = related.find(item)
        cover = edition.covers.get(item.bundle)
        view = partial(
            _view, ItemView, heads, item, way, cover=cover, newer=newer, older=older, related=found
        )
        yield _page(ItemView, item, view, cover, newer, older, *found)
    way = (heads.section_link("summaries"),)
    for number, item in enumerate(edition.summaries):
        cover, others = edition.covers.get(item.bundle), _without(edition.summaries, number)
        press = _press_url(edition, heads, item)
        view = partial(_view, SummaryView, heads, item, way, cover=cover, related=others, press=press)
        yield _page(SummaryView, item, view, cover, press, *others)
    pages = {page.bundle: Link(page.title, page.url) for page in edition.pages}
    for item in edition.pages:
        above = _parent_links(item, pages)
        yield _page(PageView, item, partial(_view, PageView, heads, item, above), *above)


def _page(kind: type[ItemView], item: Item, view: Callable[[], ItemView], *around: object) -> Page:
    languages = " ".join([language.code for language in item.languages])
    listed = f"{item.url} {item.changed} {item.bundle} {languages}"
    return Page(item.url, kind.template, (item, *around), view, listed)


def _view(kind: type[ItemView], heads: MetaBuilder, item: Item, way: Breadcrumb, **around: Any) -> ItemView:
    return kind(**heads.for_item(item, way), item=item, **around)


def _press_url(edition: Edition, heads: MetaBuilder, summary: Item) -> str:
    """The press kit of a summary's year; empty if no card is about it."""
    has_kit = summary.slug in map(str, edition.press_years)
    return heads.site.urls.listing(edition.language.code, f"press/{summary.slug}") if has_kit else ""


def _neighbours(items: tuple[Item, ...], number: int) -> tuple[Teaser | None, Teaser | None]:
    newer = items[number - 1].teaser if number else None
    older = items[number + 1].teaser if number + 1 < len(items) else None
    return newer, older


def _without(items: tuple[Item, ...], number: int) -> tuple[Teaser, ...]:
    return tuple(each.teaser for each in (*items[:number], *items[number + 1 :]))


def _parent_links(page: Item, pages: Mapping[str, Link]) -> Breadcrumb:
    folders = page.bundle.split("/")
    above = ("/".join(folders[:depth]) for depth in range(1, len(folders)))
    return tuple(pages[folder] for folder in above if folder in pages)


class _Related:
    """Related items: neighbours in time within the item's first topic that has others."""

    def __init__(self, edition: Edition) -> None:
        self.listed = edition.listed_by_topic
        self.places = {
            slug: {teaser.bundle: place for place, teaser in enumerate(teasers)}
            for slug, teasers in edition.listed_by_topic.items()
        }

    def find(self, item: Item) -> tuple[Teaser, ...]:
        for topic in item.topics:
            teasers = self.listed[topic.slug]
            if len(teasers) > 1:
                place = self.places[topic.slug][item.bundle]
                window = teasers[max(0, place - RELATED) : place + RELATED + 1]
                others = [teaser for teaser in window if teaser.bundle != item.bundle]
                return tuple(others[-RELATED:])
        return ()
