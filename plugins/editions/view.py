"""Views: all that a page shows, and nothing else. A page is a pure function of its view and its site.

A template reads two names: `site`, what every page of an edition shows alike, and `view`, one of the
classes below. Neither leads to anything the page does not show, so that what did not change need not be
rendered again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from plugins.editions.addresses import Addresses
    from plugins.editions.edition import Item, Picture, Teaser, Topic
    from plugins.editions.language import Language
    from plugins.editions.phrases import Phrases


@dataclass(frozen=True, slots=True)
class Crumb:
    """A named way to a page."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Alternate:
    """The way to the same page in a language; where it is not `translated`, to the nearest page there is."""

    language: Language
    url: str
    translated: bool


@dataclass(frozen=True, slots=True)
class Pager:
    """A place in a listing of several pages; `previous` holds newer items, `next` older ones."""

    number: int
    total: int
    previous: str
    next: str


@dataclass(frozen=True, slots=True)
class Questions:
    """The questions of one topic by name; `url` is the page that answers them."""

    topic: Topic
    url: str
    teasers: tuple[Teaser, ...]


class FeedLink(NamedTuple):
    """A feed by its media type, what it is called, and its absolute address."""

    type: str
    title: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """What every reader has to know now; `level` is `info`, `warning` or `urgent`, `url` may be empty."""

    text: str
    level: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What every page of an edition shows alike.

    `sections` is the main navigation, `pages` the site's own pages (about and the like), `stylesheet` and
    `script` the addresses of the one style sheet and the one script, `feeds` the edition's feeds,
    `card` the picture its pages are shared with.
    """

    language: Language
    phrases: Phrases
    languages: tuple[Language, ...]
    addresses: Addresses
    front: str
    sections: tuple[Crumb, ...]
    pages: tuple[Crumb, ...]
    stylesheet: str
    script: str
    feeds: tuple[FeedLink, ...] = ()
    card: Picture | None = None
    alert: Alert | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A page: its address, what it is called, the same page in every language, and the way to it.

    `canonical` is the address search engines shall know; `indexed` is false for pages they shall not show;
    `lastmod` is the day of the newest change among what is shown; `share` the picture it is shared with, none
    where that is the site's.
    """

    template: ClassVar[str]

    url: str
    canonical: str
    title: str
    description: str
    alternates: tuple[Alternate, ...]
    breadcrumb: tuple[Crumb, ...] = ()
    lastmod: dt.date | None = None
    indexed: bool = True
    share: Picture | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontView(View):
    """An edition's front page."""

    template: ClassVar[str] = "front.html"

    news: tuple[Teaser, ...]
    summaries: tuple[Teaser, ...]
    faq: tuple[Questions, ...]
    topics: tuple[Topic, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsView(View):
    """One page of the news, newest first."""

    template: ClassVar[str] = "news.html"

    teasers: tuple[Teaser, ...]
    pager: Pager
    topics: tuple[Topic, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicView(View):
    """One page of a topic's items, newest first."""

    template: ClassVar[str] = "topic.html"

    topic: Topic
    teasers: tuple[Teaser, ...]
    pager: Pager


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicsView(View):
    """All topics, each with the number of its items."""

    template: ClassVar[str] = "topics.html"

    topics: tuple[tuple[Topic, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SummariesView(View):
    """All yearly summaries, newest first."""

    template: ClassVar[str] = "summaries.html"

    teasers: tuple[Teaser, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FaqView(View):
    """All questions, by topic."""

    template: ClassVar[str] = "faq.html"

    faq: tuple[Questions, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FaqTopicView(View):
    """The questions of one topic with their answers, each at the anchor named by its bundle."""

    template: ClassVar[str] = "faq_topic.html"

    topic: Topic
    questions: tuple[Item, ...]
    borrowed: tuple[Teaser, ...]
    others: tuple[Questions, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemView(View):
    """A news item with its neighbours in time and what is related to it."""

    template: ClassVar[str] = "article.html"

    item: Item
    newer: Teaser | None = None
    older: Teaser | None = None
    related: tuple[Teaser, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryView(ItemView):
    """A yearly summary."""

    template: ClassVar[str] = "summary.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageView(ItemView):
    """A page of the site's own, such as the one about it."""

    template: ClassVar[str] = "page.html"


@dataclass(frozen=True, slots=True)
class ListedSet:
    """A set of figures as its list shows it: its first card's claim, and of which day its figures are."""

    name: str
    url: str
    claim: str
    day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureSetsView(View):
    """All sets of figures, the newest first."""

    template: ClassVar[str] = "figure_sets.html"

    sets: tuple[ListedSet, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureSetView(View):
    """One set of figures: its cards as HTML, its data to take along, and what machines are told of it."""

    template: ClassVar[str] = "figure_set.html"

    cards: tuple[str, ...]
    csv: str
    json: str
    dataset: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Corrected:
    """One correction: of an item, or of a figure."""

    date: str
    day: str
    title: str
    url: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionsView(View):
    """Every correction of items and figures, the latest first; `date` is ISO 8601, `day` in words."""

    template: ClassVar[str] = "corrections.html"

    corrections: tuple[Corrected, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotFoundView(View):
    """What a reader sees at an address that leads nowhere."""

    template: ClassVar[str] = "404.html"

    faq: tuple[Questions, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RedirectView(View):
    """An old address: leads on to the new one (`canonical`)."""

    template: ClassVar[str] = "redirect.html"
