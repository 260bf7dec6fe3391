"""The search page: the field, every question by title, and the news by year."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, ClassVar
from unicodedata import normalize

from msgspec import Struct

from plugins.pages.page_meta import MetaBuilder
from plugins.pages.views import View

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plugins.model.edition import Edition, Teaser
    from plugins.pages.views import Site


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
