"""A view class for each page kind, with exactly what its template shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from msgspec import Struct

from plugins.pages.views import View

if TYPE_CHECKING:
    from plugins.i18n.language import Language
    from plugins.model.edition import Cover, FrontFact, Item, Region, RegionLink, Teaser, Topic
    from plugins.pages.views import FigureSetLink, Link, Pager, TopicQuestions


Covers = Mapping[str, "Cover"]
"""The cards of the items that a page shows, by bundle."""


class FrontView(View, frozen=True, kw_only=True):
    """An edition's front page; `year` is the newest summary with its card."""

    template: ClassVar[str] = "front.html"
    news: tuple[Teaser, ...]
    covers: Covers
    year: tuple[Teaser, Cover] | None
    facts: tuple[FrontFact, ...]
    summaries: tuple[Teaser, ...]
    faq: tuple[TopicQuestions, ...]
    topics: tuple[Topic, ...]
    regions: tuple[RegionLink, ...] = ()


class NewsView(View, frozen=True, kw_only=True):
    """One page of the news, newest first."""

    template: ClassVar[str] = "news.html"
    teasers: tuple[Teaser, ...]
    covers: Covers
    pager: Pager
    topics: tuple[Topic, ...]


class TopicView(View, frozen=True, kw_only=True):
    """One page of a topic's items, newest first; `topics` are all topics."""

    template: ClassVar[str] = "topic.html"
    topic: Topic
    teasers: tuple[Teaser, ...]
    covers: Covers
    pager: Pager
    topics: tuple[Topic, ...]


class TopicsView(View, frozen=True, kw_only=True):
    """All topics, each with the number of its items."""

    template: ClassVar[str] = "topics.html"
    topics: tuple[tuple[Topic, int], ...]


class SummariesView(View, frozen=True, kw_only=True):
    """All yearly summaries, newest first."""

    template: ClassVar[str] = "summaries.html"
    teasers: tuple[Teaser, ...]
    covers: Covers


class SafetyView(View, frozen=True, kw_only=True):
    """What the exit does, and what the site cannot hide."""

    template: ClassVar[str] = "safety.html"


class FaqView(View, frozen=True, kw_only=True):
    """All questions, by topic."""

    template: ClassVar[str] = "faq.html"
    faq: tuple[TopicQuestions, ...]
    regions: tuple[RegionLink, ...] = ()


class MovedAnswer(NamedTuple):
    """The former anchor of an answer, and where it is now."""

    anchor: str
    url: str
    title: str


class FaqTopicView(View, frozen=True, kw_only=True):
    """One topic's questions with answers; anchors are bundle slugs.

    `anchors` has the former anchors of each question that were on this page, `moved` the answers that were
    here and are on another page now.
    """

    template: ClassVar[str] = "faq_topic.html"
    topic: Topic
    questions: tuple[Item, ...]
    anchors: Mapping[str, tuple[str, ...]] = {}
    moved: tuple[MovedAnswer, ...] = ()
    untranslated: tuple[Teaser, ...]
    others: tuple[TopicQuestions, ...]
    regions: tuple[RegionLink, ...] = ()


class RegionsView(View, frozen=True, kw_only=True):
    """All regions by name."""

    template: ClassVar[str] = "regions.html"
    regions: tuple[RegionLink, ...]


class RegionView(View, frozen=True, kw_only=True):
    """What is known of a region, its figures and its news; `regions` are all of them."""

    template: ClassVar[str] = "region.html"
    region: Region
    regions: tuple[RegionLink, ...]


class ItemView(View, frozen=True, kw_only=True):
    """A news item with its card, its neighbours in time and related items."""

    template: ClassVar[str] = "article.html"
    item: Item
    cover: Cover | None = None
    newer: Teaser | None = None
    older: Teaser | None = None
    related: tuple[Teaser, ...] = ()


class SummaryView(ItemView, frozen=True, kw_only=True):
    """A yearly summary; `related` are the other years', `press` is the URL of the year's press kit."""

    template: ClassVar[str] = "summary.html"
    press: str = ""


class PageView(ItemView, frozen=True, kw_only=True):
    """A page about the site, such as “About”."""

    template: ClassVar[str] = "page.html"


class FigureSetsView(View, frozen=True, kw_only=True):
    """All sets of figures, the newest first; `press` is the URL of the press kits."""

    template: ClassVar[str] = "figure_sets.html"
    sets: tuple[FigureSetLink, ...]
    press: str


class FigureSetView(View, frozen=True, kw_only=True):
    """One figure set: the language of its title, cards as HTML, data files, and its JSON-LD dataset.

    `press` is the URL of its press kit, `oembed` the title and absolute URL of its first card's oEmbed file.
    """

    template: ClassVar[str] = "figure_set.html"
    language: Language
    cards: tuple[str, ...]
    csv: str
    json: str
    dataset: Mapping[str, Any]
    press: str
    oembed: Link | None


class CorrectionEntry(Struct, frozen=True):
    """A correction of an item or a figure; `date` is ISO 8601, `day` is written out."""

    date: str
    day: str
    title: str
    url: str
    text: str


class CorrectionsView(View, frozen=True, kw_only=True):
    """All corrections of items and figures, latest first."""

    template: ClassVar[str] = "corrections.html"
    corrections: tuple[CorrectionEntry, ...]


class NotFoundView(View, frozen=True, kw_only=True):
    """The 404 page."""

    template: ClassVar[str] = "404.html"
    faq: tuple[TopicQuestions, ...]


class RedirectView(View, frozen=True, kw_only=True):
    """A redirect page at a former URL to the new one (`canonical`)."""

    template: ClassVar[str] = "redirect.html"
