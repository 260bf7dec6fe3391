"""The metadata every page has: URL, title, translations, breadcrumb."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from msgspec import Struct

from plugins.model.content_path import Section
from plugins.pages.views import Alternate, Link

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from plugins.model.edition import Edition, Item, Picture, Region, Teaser, Topic
    from plugins.pages.views import Site

Breadcrumb = tuple[Link, ...]


class PageMeta(TypedDict):
    """The fields every `View` has, but `indexed`, which is true by default."""

    url: str
    canonical: str
    title: str
    description: str
    alternates: tuple[Alternate, ...]
    breadcrumb: Breadcrumb
    lastmod: dt.date | None
    share: Picture | None


class MetaBuilder(Struct, frozen=True, dict=True):
    """Builds the metadata of an edition's pages."""

    site: Site

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
        urls = self.site.urls
        url = urls.listing(self.site.language.code, name, number)
        if number > 1:
            title = self.site.phrases.text("pager.title", title=title, n=number)
        alternates = tuple(
            Alternate(language, urls.listing(language.code, name, number), translated=True)
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
            share=share,
        )

    def for_section(self, name: str, *, number: int = 1, teasers: Iterable[Teaser] = ()) -> PageMeta:
        """Metadata of a section's listing, which the phrases name, as of its newest teaser."""
        title, description = (self.site.phrases[f"{name}.{each}"] for each in ("title", "description"))
        return self.for_listing(name, title, description, number=number, lastmod=newest_change(teasers))

    def for_topic(
        self, section: str, topic: Topic, edition: Edition, teasers: Iterable[Teaser], number: int = 1
    ) -> PageMeta:
        """Metadata of a topic's listing in a section."""
        return self.for_listing(
            f"{section}/{topic.slug}",
            topic.name,
            self.site.phrases.text(f"{section}.topic", topic=topic.name),
            number=number,
            way=(self.section_link(section),),
            lastmod=newest_change(teasers),
            share=edition.topic_cards.get(topic.slug),
        )

    def for_region(self, region: Region) -> PageMeta:
        """Metadata of a region's page; alternates are only of the editions that have it."""
        description = region.lead or self.site.phrases.text("regions.about", region=region.name)
        way = (self.section_link("regions"),)
        lastmod = newest_change(region.teasers)
        head = self.for_listing(f"regions/{region.id}", region.title, description, way=way, lastmod=lastmod)
        alternates = tuple(
            each
            if each.language in region.languages
            else Alternate(each.language, self.site.urls.front(each.language.code), translated=False)
            for each in head["alternates"]
        )
        return PageMeta(**{**head, "alternates": alternates})

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
            share=item.share,
        )

    def _alternates(self, item: Item) -> Iterable[Alternate]:
        urls = self.site.urls
        for language in self.site.languages:
            translated = language in item.languages
            if translated:
                url = urls.item(language.code, item.section, item.bundle)
            elif item.section is Section.PAGES:
                url = urls.front(language.code)
            else:
                url = urls.listing(language.code, item.section.value)
            yield Alternate(language, url, translated=translated)

    def front_link(self) -> Link:
        """The first breadcrumb link."""
        return Link(self.site.phrases["nav.front"], self.site.front)

    def section_link(self, name: str) -> Link:
        """The breadcrumb link to a section's listing."""
        return Link(self.site.phrases[f"nav.{name}"], self.site.urls.listing(self.site.language.code, name))


def newest_change(teasers: Iterable[Teaser]) -> dt.date | None:
    """The day of the newest change among teasers."""
    return max((teaser.changed for teaser in teasers if teaser.changed), default=None)
