"""The metadata every page has: URL, title, translations, breadcrumb."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from msgspec import Struct

from plugins.model.content_path import Section
from plugins.pages.views import Alternate, Link

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from plugins.model.edition import Item, Picture, Teaser
    from plugins.model.urls import SiteUrls
    from plugins.pages.views import Site

Breadcrumb = tuple[Link, ...]


class PageMeta(TypedDict):
    """The fields every `View` has."""

    url: str
    canonical: str
    title: str
    description: str
    alternates: tuple[Alternate, ...]
    breadcrumb: Breadcrumb
    lastmod: dt.date | None
    indexed: bool
    share: Picture | None


class MetaBuilder(Struct, frozen=True, dict=True):
    """Builds the metadata of an edition's pages."""

    site: Site

    @property
    def urls(self) -> SiteUrls:
        """The site's URLs."""
        return self.site.urls

    @property
    def code(self) -> str:
        """The edition's language."""
        return self.site.language.code

    def for_listing(  # noqa: PLR0913 - every keyword is one thing a page says of itself
        self,
        name: str,
        title: str,
        description: str,
        *,
        number: int = 1,
        way: Breadcrumb = (),
        lastmod: dt.date | None = None,
        share: Picture | None = None,
    ) -> PageMeta:
        """Metadata of a listing, which has the same path and page count in every language."""
        url = self.urls.listing(self.code, name, number)
        if number > 1:
            title = self.site.phrases.text("pager.title", title=title, n=number)
        alternates = tuple(
            Alternate(language, self.urls.listing(language.code, name, number), translated=True)
            for language in self.site.languages
        )
        return PageMeta(
            url=url,
            canonical=url,
            title=title,
            description=description,
            alternates=alternates,
            breadcrumb=(self.front_link(), *way),
            lastmod=lastmod,
            indexed=True,
            share=share,
        )

    def for_item(self, item: Item, way: Breadcrumb) -> PageMeta:
        """Metadata of an item; alternates of missing translations point to the listing."""
        return PageMeta(
            url=item.url,
            canonical=item.url,
            title=item.title,
            description=item.summary,
            alternates=tuple(self._alternates(item)),
            breadcrumb=(self.front_link(), *way),
            lastmod=item.changed,
            indexed=True,
            share=item.share,
        )

    def _alternates(self, item: Item) -> Iterable[Alternate]:
        for language in self.site.languages:
            if language in item.languages:
                url = self.urls.item(language.code, item.section, item.bundle)
                yield Alternate(language, url, translated=True)
            elif item.section is Section.PAGES:
                yield Alternate(language, self.urls.front(language.code), translated=False)
            else:
                url = self.urls.listing(language.code, item.section.value)
                yield Alternate(language, url, translated=False)

    def front_link(self) -> Link:
        """The first breadcrumb link."""
        return Link(self.site.phrases["nav.front"], self.site.front)

    def section_link(self, name: str) -> Link:
        """The breadcrumb link to a section's listing."""
        return Link(self.site.phrases[f"nav.{name}"], self.urls.listing(self.code, name))


def newest_change(teasers: Iterable[Teaser]) -> dt.date | None:
    """The day of the newest change among teasers."""
    return max((teaser.changed for teaser in teasers if teaser.changed), default=None)
