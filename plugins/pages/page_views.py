"""The kinds of pages: a view each, with all that its template shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from msgspec import Struct

from plugins.pages.view import View

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plugins.model.edition import Item, Teaser, Topic
    from plugins.pages.view import FigureSetLink, Pager, TopicQuestions


class FrontView(View, frozen=True, kw_only=True):
    """An edition's front page."""

    template: ClassVar[str] = "front.html"

    news: tuple[Teaser, ...]
    summaries: tuple[Teaser, ...]
    faq: tuple[TopicQuestions, ...]
    topics: tuple[Topic, ...]


class NewsView(View, frozen=True, kw_only=True):
    """One page of the news, newest first."""

    template: ClassVar[str] = "news.html"

    teasers: tuple[Teaser, ...]
    pager: Pager
    topics: tuple[Topic, ...]


class TopicView(View, frozen=True, kw_only=True):
    """One page of a topic's items, newest first."""

    template: ClassVar[str] = "topic.html"

    topic: Topic
    teasers: tuple[Teaser, ...]
    pager: Pager


class TopicsView(View, frozen=True, kw_only=True):
    """All topics, each with the number of its items."""

    template: ClassVar[str] = "topics.html"

    topics: tuple[tuple[Topic, int], ...]


class SummariesView(View, frozen=True, kw_only=True):
    """All yearly summaries, newest first."""

    template: ClassVar[str] = "summaries.html"

    teasers: tuple[Teaser, ...]


class FaqView(View, frozen=True, kw_only=True):
    """All questions, by topic."""

    template: ClassVar[str] = "faq.html"

    faq: tuple[TopicQuestions, ...]


class FaqTopicView(View, frozen=True, kw_only=True):
    """The questions of one topic with their answers, each at the anchor named by its bundle."""

    template: ClassVar[str] = "faq_topic.html"

    topic: Topic
    questions: tuple[Item, ...]
    untranslated: tuple[Teaser, ...]
    others: tuple[TopicQuestions, ...]


class ItemView(View, frozen=True, kw_only=True):
    """A news item with its neighbours in time and what is related to it."""

    template: ClassVar[str] = "article.html"

    item: Item
    newer: Teaser | None = None
    older: Teaser | None = None
    related: tuple[Teaser, ...] = ()


class SummaryView(ItemView, frozen=True, kw_only=True):
    """A yearly summary."""

    template: ClassVar[str] = "summary.html"


class PageView(ItemView, frozen=True, kw_only=True):
    """A page of the site's own, such as the one about it."""

    template: ClassVar[str] = "page.html"


class FigureSetsView(View, frozen=True, kw_only=True):
    """All sets of figures, the newest first."""

    template: ClassVar[str] = "figure_sets.html"

    sets: tuple[FigureSetLink, ...]


class FigureSetView(View, frozen=True, kw_only=True):
    """One set of figures: its cards as HTML, its data to take along, and what machines are told of it."""

    template: ClassVar[str] = "figure_set.html"

    cards: tuple[str, ...]
    csv: str
    json: str
    dataset: Mapping[str, Any]


class CorrectionEntry(Struct, frozen=True):
    """One correction: of an item, or of a figure."""

    date: str
    day: str
    title: str
    url: str
    text: str


class CorrectionsView(View, frozen=True, kw_only=True):
    """Every correction of items and figures, the latest first; `date` is ISO 8601, `day` in words."""

    template: ClassVar[str] = "corrections.html"

    corrections: tuple[CorrectionEntry, ...]


class NotFoundView(View, frozen=True, kw_only=True):
    """What a reader sees at an address that leads nowhere."""

    template: ClassVar[str] = "404.html"

    faq: tuple[TopicQuestions, ...]


class RedirectView(View, frozen=True, kw_only=True):
    """An old address: leads on to the new one (`canonical`)."""

    template: ClassVar[str] = "redirect.html"
