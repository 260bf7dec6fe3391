"""All pages of an edition: listings here, single items in `item_pages`."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from plugins.model.config import SiteSection
from plugins.model.edition import FRONT_NEWS
from plugins.pages.item_pages import item_pages
from plugins.pages.page_meta import MetaBuilder, newest_change
from plugins.pages.page_views import (
    FaqTopicView,
    FaqView,
    FrontView,
    MovedAnswer,
    NewsView,
    NotFoundView,
    RedirectView,
    RegionsView,
    RegionView,
    SafetyView,
    SummariesView,
    TopicsView,
    TopicView,
)
from plugins.pages.views import SAFETY, Page, Pager, Site, TopicQuestions, View, page_from_view

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plugins.model.edition import Cover, Edition, FaqTopic, Item, RegionLink, Teaser


class EditionPages(Struct, frozen=True, dict=True):
    """Makes an edition's pages; listings have `page_size` items a page."""

    edition: Edition
    site: Site
    page_size: int

    @cached_property
    def meta(self) -> MetaBuilder:
        """Builds page metadata."""
        return MetaBuilder(self.site)

    def pages(self) -> Iterator[Page]:
        """Every page of the edition."""
        yield from map(page_from_view, self._listings())
        yield from item_pages(self.edition, self.meta)
        yield page_from_view(self._not_found())
        yield from map(page_from_view, self._redirects())

    def _listings(self) -> Iterator[View]:
        yield self.front()
        listings = {
            SiteSection.NEWS: self._news,
            SiteSection.TOPICS: self._topics,
            SiteSection.FAQ: self._faq,
            SiteSection.SUMMARIES: self._summaries,
            SiteSection.REGIONS: self._regions,
        }
        for section, views in listings.items():
            if section not in self.site.config.sections_off:
                yield from views()
        if self.site.config.safety:
            text = self.site.phrases.text
            yield SafetyView(
                **self.meta.for_listing(SAFETY, text("safety.title"), text("safety.description"))
            )

    def front(self) -> FrontView:
        """The edition's front page."""
        edition, text, covers = self.edition, self.site.phrases.text, self.edition.covers
        head = self.meta.for_listing("", text("site.name"), text("site.description"))
        view = FrontView(
            **head,
            news=edition.listed_news[:FRONT_NEWS],
            covers=self._covers(edition.listed_news[:FRONT_NEWS]),
            year=next(
                ((each.teaser, covers[each.bundle]) for each in edition.summaries if each.bundle in covers),
                None,
            ),
            facts=edition.facts,
            summaries=edition.listed_summaries,
            faq=self._questions,
            topics=edition.topics,
            regions=self._region_links,
        )
        return replace(view, breadcrumb=(), lastmod=newest_change(edition.listed_news))

    def root(self) -> Iterator[Page]:
        """The pages at the site's root: the front page, canonical to the edition's, and a lone edition's 404.

        Hosts of static files look for it at the root; a site in several languages has one for each.
        """
        yield page_from_view(replace(self.front(), url=self.site.urls.url("")))
        if len(self.site.languages) == 1:
            yield page_from_view(replace(self._not_found(), url=self.site.urls.url("404.html")))

    def _summaries(self) -> Iterator[SummariesView]:
        teasers = self.edition.listed_summaries
        head = self.meta.for_section("summaries", teasers=teasers)
        yield SummariesView(**head, teasers=teasers, covers=self._covers(teasers))

    def _covers(self, teasers: tuple[Teaser, ...]) -> dict[str, Cover]:
        covers = self.edition.covers
        return {each.bundle: covers[each.bundle] for each in teasers if each.bundle in covers}

    def _news(self) -> Iterator[NewsView]:
        for pager, teasers in self._paged(self.edition.listed_news, "news"):
            head = self.meta.for_section("news", number=pager.number, teasers=teasers)
            covers = self._covers(teasers)
            yield NewsView(**head, teasers=teasers, covers=covers, pager=pager, topics=self.edition.topics)

    def _topics(self) -> Iterator[TopicsView | TopicView]:
        by_topic = self.edition.listed_by_topic
        counts = tuple((topic, len(by_topic[topic.slug])) for topic in self.edition.topics)
        yield TopicsView(**self.meta.for_section("topics"), topics=counts)
        for topic in self.edition.topics:
            for pager, teasers in self._paged(by_topic[topic.slug], f"topics/{topic.slug}"):
                head = self.meta.for_topic("topics", topic, self.edition, teasers, pager.number)
                yield TopicView(
                    **head,
                    topic=topic,
                    teasers=teasers,
                    covers=self._covers(teasers),
                    pager=pager,
                    topics=self.edition.topics,
                )

    def _paged(self, teasers: tuple[Teaser, ...], name: str) -> Iterator[tuple[Pager, tuple[Teaser, ...]]]:
        """The pages of a listing; an empty listing has one."""
        total = max(1, -(-len(teasers) // self.page_size))
        for number in range(1, total + 1):
            newer = self._page_url(name, number - 1) if number > 1 else ""
            older = self._page_url(name, number + 1) if number < total else ""
            start = (number - 1) * self.page_size
            yield Pager(number, total, newer, older), teasers[start : start + self.page_size]

    def _page_url(self, name: str, number: int) -> str:
        return self.site.urls.listing(self.edition.language.code, name, number)

    @cached_property
    def _questions(self) -> tuple[TopicQuestions, ...]:
        return tuple(TopicQuestions(group.topic, group.url, group.teasers) for group in self.edition.faq)

    def _faq(self) -> Iterator[FaqView | FaqTopicView]:
        teasers = tuple(teaser for group in self._questions for teaser in group.teasers)
        head = self.meta.for_section("faq", teasers=teasers)
        yield FaqView(**head, faq=self._questions, regions=self._region_links)
        for group, questions in zip(self.edition.faq, self._questions, strict=True):
            head = self.meta.for_topic("faq", group.topic, self.edition, questions.teasers)
            others = tuple(other for other in self._questions if other is not questions)
            anchors, moved = self._former_anchors(group)
            yield FaqTopicView(
                **head,
                topic=group.topic,
                questions=group.questions,
                anchors=anchors,
                moved=moved,
                untranslated=group.untranslated,
                others=others,
                regions=self._region_links,
            )

    @cached_property
    def _region_links(self) -> tuple[RegionLink, ...]:
        return tuple(region.link for region in self.edition.regions)

    def _regions(self) -> Iterator[RegionsView | RegionView]:
        """The list of regions and their pages; none without regions."""
        if self.edition.regions:
            yield RegionsView(**self.meta.for_section("regions"), regions=self._region_links)
        for region in self.edition.regions:
            yield RegionView(**self.meta.for_region(region), region=region, regions=self._region_links)

    def _former_anchors(self, group: FaqTopic) -> tuple[dict[str, tuple[str, ...]], tuple[MovedAnswer, ...]]:
        """The anchors that answers had on a topic's page before, but for those that are used again."""
        folder, taken = f"faq/{group.topic.slug}", {item.slug for item in group.questions}
        anchors: dict[str, tuple[str, ...]] = {}
        moved: list[MovedAnswer] = []
        for item in self.edition.items:
            former = [name.rpartition("/") for name in item.former_questions]
            names = tuple(name for place, _, name in former if place == folder and name not in taken)
            taken.update(names)
            if item.bundle.startswith(f"{folder}/"):
                anchors[item.slug] = names
            else:
                moved += [MovedAnswer(name, item.url, item.title) for name in names]
        return anchors, tuple(moved)

    def _emptied_topics(self) -> Iterator[RedirectView]:
        """Pages of topics whose answers are all on other pages now."""
        pages = {f"faq/{group.topic.slug}" for group in self.edition.faq}
        for item in self.edition.items:
            for name in item.former_questions:
                page = name.rpartition("/")[0]
                if page not in pages:
                    pages.add(page)
                    url = self.site.urls.listing(self.edition.language.code, page)
                    yield self._redirect(item, url)

    def _not_found(self) -> NotFoundView:
        text = self.site.phrases.text
        head = self.meta.for_listing("", text("not_found.title"), text("not_found.description"))
        url = self.site.urls.url(f"{self.edition.language.code}/404.html")
        view = NotFoundView(**head, faq=self._questions)
        return replace(view, url=url, canonical=url, breadcrumb=(), indexed=False)

    def _redirects(self) -> Iterator[RedirectView]:
        for item in self.edition.items:
            for page in filter(None, (old.page for old in item.moved_from)):
                yield self._redirect(item, self.site.urls.url(page))
        if SiteSection.FAQ not in self.site.config.sections_off:
            yield from self._emptied_topics()

    def _redirect(self, item: Item, url: str) -> RedirectView:
        """A redirect page at a URL to an item."""
        view = RedirectView(**self.meta.for_item(item, ()))
        return replace(view, url=url, breadcrumb=(), indexed=False)
