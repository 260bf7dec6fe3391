"""The search page; where no script runs, it is every question from A to Z and the news by year."""

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


class Year(Struct, frozen=True):
    """The news of a year: where in the listing they begin, and how many there are."""

    year: int
    url: str
    number: int


class SearchView(View, frozen=True, kw_only=True):
    """The field, every question by title, and the years of the news."""

    template: ClassVar[str] = "search.html"

    questions: tuple[Teaser, ...]
    years: tuple[Year, ...]


def search_view(edition: Edition, site: Site, page_size: int) -> SearchView:
    """The page at `/<language>/search/`; a page of the news shows `page_size` items."""
    text = site.phrases.text
    head = MetaBuilder(site).for_listing("search", text("search.title"), text("search.description"))
    asked = [item.teaser for group in edition.faq for item in group.questions]
    asked += [teaser for group in edition.faq for teaser in group.untranslated]
    years = tuple(_years(edition, site, page_size))
    return SearchView(**head, questions=in_alphabetical_order(asked), years=years)


def in_alphabetical_order(teasers: list[Teaser]) -> tuple[Teaser, ...]:
    """Teasers by title, letters with marks beside those without: «ё» after «е»."""
    return tuple(sorted(teasers, key=lambda teaser: normalize("NFD", teaser.title.casefold())))


def _years(edition: Edition, site: Site, page_size: int) -> Iterator[Year]:
    """Every year of the news, and the page of the listing that its newest item stands on."""
    years = [teaser.published.year for teaser in edition.listed_news if teaser.published]
    for year, number in Counter(years).items():
        page = years.index(year) // page_size + 1
        url = site.urls.listing(site.language.code, "news", page)
        yield Year(year, f"{url}#year-{year}", number)
