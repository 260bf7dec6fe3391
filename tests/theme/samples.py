"""Sample pages of every kind, in every language of the theme, as the pipeline hands them to a template."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec.structs import replace

from plugins.model.citation import AsOf, Citation
from plugins.model.content_path import Section
from plugins.model.document import Correction, Heading, Status
from plugins.model.edition import Cover, Item, Picture, Region, RegionLink, Teaser, Topic
from plugins.model.text import Text
from plugins.model.urls import SiteUrls
from plugins.pages.page_views import (
    FaqTopicView,
    FaqView,
    FrontView,
    ItemView,
    NewsView,
    NotFoundView,
    PageView,
    RedirectView,
    RegionsView,
    RegionView,
    SummariesView,
    SummaryView,
    TopicsView,
    TopicView,
)
from plugins.pages.stylesheets import Stylesheet
from plugins.pages.views import Alternate, Link, Pager, Site, TopicQuestions, View, contact_links
from tests.building import SITE, site_phrases
from tests.theme.words import WORDS

if TYPE_CHECKING:
    from plugins.i18n.language import Language

THEME = Path(__file__).parents[2] / "theme"
LANGUAGES = ("ru", "en")
YAKUTSK = dt.timezone(dt.timedelta(hours=9))
MOMENT = dt.datetime(2022, 12, 30, 10, 30, tzinfo=YAKUTSK)
PHRASES = {code: site_phrases(code) for code in LANGUAGES}
CARD = Picture("/site/cards/calls.png", "122: 59 000 000", 1200, 630, "image/png", 1)
SQUARE = replace(CARD, url="/site/cards/calls.post.png", width=1080, height=1080)
COVERS = {
    f"news/item-{place}": Cover(
        CARD,
        "/site/cards/calls.dark.png",
        SQUARE,
        "/site/cards/calls.post.dark.png",
        "/site/ru/figures/calls/",
        "59\xa0млн",
        unit,
    )
    for place, unit in ((0, ""), (2, "звонков"))
}
TOPICS = ("statistics", "health", "regions")


class Page(NamedTuple):
    """A sample: the kind it shows, its site and its view."""

    kind: str
    site: Site
    view: View


def sample_pages() -> list[Page]:
    """Every kind of page in every language."""
    return [page for code in LANGUAGES for page in Samples(code).pages()]


class Samples:
    """The sample pages of one language."""

    def __init__(self, code: str) -> None:
        self.words = WORDS[code]
        self.phrases = PHRASES[code]
        self.language = self.phrases.language
        self.foreign = next(PHRASES[other].language for other in LANGUAGES if other != code)
        self.addresses = SiteUrls("https://122.example/site")
        self.topics = tuple(
            Topic(slug, self.words[slug], self.addresses.topic(code, slug)) for slug in TOPICS
        )

    def pages(self) -> list[Page]:
        item = self.item()
        shared: dict[str, Any] = {
            "newer": self.teaser(3),
            "older": self.teaser(2),
            "related": self.teasers(3),
            "cover": COVERS["news/item-0"],
        }
        return [
            self.page("front", FrontView, "", **self.front()),
            self.page("news", NewsView, "news/", **self.listing()),
            self.page("topic", TopicView, "topics/health/", topic=self.topics[1], **self.topic_listing()),
            self.page("topics", TopicsView, "topics/", topics=tuple((topic, 5) for topic in self.topics)),
            self.page("summaries", SummariesView, "summaries/", teasers=self.teasers(3), covers=COVERS),
            self.page("faq", FaqView, "faq/", faq=self.faq(), regions=self.regions()),
            self.page("faq_topic", FaqTopicView, "faq/calling/", **self.faq_topic()),
            self.page("regions", RegionsView, "regions/", regions=self.regions()),
            self.page("region", RegionView, "regions/north/", region=self.region(), regions=self.regions()),
            self.page("article", ItemView, f"{item.bundle}/", item=item, **shared),
            self.page("draft", ItemView, "news/draft/", translated=False, item=self.draft(), indexed=False),
            self.page("summary", SummaryView, "summaries/2022/", item=item, **shared),
            self.page("page", PageView, "about/", item=replace(item, published=None, topics=())),
            self.page("not_found", NotFoundView, "404.html", faq=self.faq(), indexed=False),
            self.page("redirect", RedirectView, "old/", indexed=False),
        ]

    def page(
        self,
        kind: str,
        view: type[View],
        path: str,
        *,
        translated: bool = True,
        **shown: Any,
    ) -> Page:
        url = self.addresses.url(f"{self.language.code}/{path}")
        other = self.addresses.url(f"{self.foreign.code}/{path if translated else ''}")
        alternates = (
            Alternate(self.language, url, translated=True),
            Alternate(self.foreign, other, translated),
        )
        values: dict[str, Any] = {
            "url": url,
            "canonical": url,
            "title": self.words.get(kind, self.words["title"]),
            "description": self.words["summary"],
            "alternates": tuple(sorted(alternates, key=lambda one: LANGUAGES.index(one.language.code))),
            "breadcrumb": (
                Link(self.phrases["nav.front"], self.addresses.front(self.language.code)),
                Link(self.phrases["nav.news"], self.addresses.listing(self.language.code, "news")),
            ),
        }
        return Page(kind, self.site(), view(**(values | shown)))

    def site(self) -> Site:
        code = self.language.code
        sections = ("news", "summaries", "faq")
        return Site(
            language=self.language,
            phrases=self.phrases,
            languages=tuple(PHRASES[other].language for other in LANGUAGES),
            urls=self.addresses,
            front=self.addresses.front(code),
            config=SITE,
            contacts=contact_links(SITE, self.phrases),
            sections=tuple(
                Link(self.phrases[f"nav.{name}"], self.addresses.listing(code, name)) for name in sections
            ),
            pages=(Link(self.words["page"], self.addresses.url(f"{code}/about/")),),
            sheets=(Stylesheet(self.addresses.url("style.css"), (), "", ("palette.css",), 0),),
            script=self.addresses.url("site.js"),
            font=self.addresses.url("onest.woff2"),
        )

    def front(self) -> dict[str, Any]:
        return {
            "news": self.teasers(4),
            "covers": COVERS,
            "year": (self.teaser(0), COVERS["news/item-0"]),
            "facts": (),
            "summaries": self.teasers(3),
            "faq": self.faq(),
            "topics": self.topics,
            "regions": self.regions(),
            "breadcrumb": (),
        }

    def listing(self) -> dict[str, Any]:
        address = self.addresses.listing(self.language.code, "news", 2)
        return {
            "teasers": self.teasers(5),
            "covers": COVERS,
            "pager": Pager(1, 3, "", address),
            "topics": self.topics,
        }

    def topic_listing(self) -> dict[str, Any]:
        address = self.addresses.topic(self.language.code, "health")
        return {
            "teasers": self.teasers(2),
            "covers": {},
            "pager": Pager(2, 2, address, ""),
            "topics": self.topics,
        }

    def teasers(self, number: int) -> tuple[Teaser, ...]:
        """Teasers of which the second is borrowed from another language."""
        return tuple(self.teaser(place, foreign=place == 1) for place in range(number))

    def teaser(self, place: int, *, foreign: bool = False) -> Teaser:
        words = WORDS[self.foreign.code] if foreign else self.words
        language: Language = self.foreign if foreign else self.language
        url = self.addresses.url(f"{language.code}/news/item-{place}/")
        published = MOMENT - dt.timedelta(days=120 * place)
        title, summary = words["titles"][place % 4], words["summary"]
        topics = self.topics[: place % 3]
        return Teaser(
            bundle=f"news/item-{place}",
            url=url,
            title=title,
            summary=summary,
            language=language,
            published=published,
            topics=topics,
            changed=published.date(),
            status=Status.PUBLISHED,
            scheduled=False,
        )

    def faq(self) -> tuple[TopicQuestions, ...]:
        return tuple(
            TopicQuestions(
                Topic(slug, name, self.faq_url(slug)), self.faq_url(slug), self.questions(slug, asked)
            )
            for slug, (name, asked) in self.words["faq_topics"].items()
        )

    def faq_url(self, slug: str) -> str:
        return self.addresses.url(f"{self.language.code}/faq/{slug}/")

    def questions(self, topic: str, asked: list[str]) -> tuple[Teaser, ...]:
        return tuple(
            replace(
                self.teaser(0), bundle=f"faq/{topic}/q{n}", url=f"{self.faq_url(topic)}#q{n}", title=title
            )
            for n, title in enumerate(asked)
        )

    def faq_topic(self) -> dict[str, Any]:
        first, *others = self.faq()
        items = tuple(
            replace(
                self.item(), bundle=teaser.bundle, section=Section.FAQ, url=teaser.url, title=teaser.title
            )
            for teaser in first.teasers
        )
        html = "<p>" + self.words["summary"] + "</p>"
        short = tuple(
            replace(
                item,
                text=Text.from_html(html),
                corrections=(),
                outdated=False,
                reviewed=MOMENT.date(),
                authors=(self.words["author"],),
                owner="",
                as_of=AsOf("2022-12", "2022-12", is_old=True),
                sources=self.sources(),
            )
            for item in items
        )
        borrowed = (self.teaser(1, foreign=True),)
        return {
            "topic": first.topic,
            "questions": short,
            "untranslated": borrowed,
            "others": tuple(others),
            "regions": self.regions(),
        }

    def sources(self) -> tuple[Citation, ...]:
        """A source as it may be, and one without a title, an address and a date."""
        known = Citation(
            name=self.words["author"],
            title=self.words["title"],
            url="https://example.org/1?a=1&b=2",
            as_of=AsOf("2022-12-30", "2022-12-30", is_old=True),
            language="kk",
            note="қазақша",
            licence="CC BY 4.0",
        )
        return (known, Citation(name=self.words["author"], title="", url="", as_of=AsOf()))

    def regions(self) -> tuple[RegionLink, ...]:
        return tuple(
            RegionLink(key, name, self.addresses.url(f"{self.language.code}/regions/{key}/"), name[:6])
            for key, name in zip(("north", "south"), self.words["headings"], strict=False)
        )

    def region(self) -> Region:
        link = self.regions()[0]
        row = f'<tr class="gap" data-region="north"><th scope="row">{link.name}</th><td>1</td><td></td></tr>'
        head = "".join(f'<th scope="col">{name}</th>' for name in self.words["headings"][:3])
        table = f'<table class="facts-table"><thead><tr>{head}</tr></thead><tbody>{row}</tbody></table>'
        return Region(
            id=link.id,
            name=link.name,
            short=link.short,
            title=self.words["title"],
            lead=self.words["summary"],
            url=link.url,
            text=Text.from_html(table),
            cards=(),
            teasers=self.teasers(3),
            languages=(self.language, self.foreign),
        )

    def item(self) -> Item:
        url = self.addresses.url(f"{self.language.code}/news/2022-12-30-year/")
        return Item(
            bundle="news/2022-12-30-year",
            section=Section.NEWS,
            language=self.language,
            path=f"content/news/2022-12-30-year/{self.language.code}.md",
            url=url,
            title=self.words["title"],
            summary=self.words["summary"],
            text=Text.from_html(self.words["html"]),
            headings=tuple(
                Heading(2, f"h{n}", text, n) for n, text in enumerate(self.words["headings"], start=1)
            ),
            published=MOMENT,
            time_known=True,
            updated=MOMENT.date(),
            reviewed=None,
            authors=(),
            owner="",
            status=Status.PUBLISHED,
            scheduled=False,
            reason="",
            topics=self.topics,
            corrections=(Correction(dt.date(2023, 1, 9), self.words["correction"]),),
            identity="",
            moved_from=(),
            card="",
            pictures=(Picture("/site/news/2022-12-30-year/photo.jpg", "122", 1200, 630, "image/jpeg", 1),),
            languages=(self.language, self.foreign),
            outdated=True,
        )

    def draft(self) -> Item:
        return replace(self.item(), status=Status.DRAFT, outdated=False, languages=(self.language,))
