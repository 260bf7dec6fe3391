"""An edition: the site in one language, sorted and immutable."""

from __future__ import annotations

from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct, field

from plugins.model.content_path import Section
from plugins.model.document import Status

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from plugins.i18n.language import Language
    from plugins.i18n.phrases import Phrases
    from plugins.model.citation import AsOf, Citation
    from plugins.model.document import Change, Correction, Heading
    from plugins.model.old_address import OldAddress
    from plugins.model.text import Text

CHAPTER = 2
"""The level of the largest headings of a text; a page has its title above them."""


class Topic(Struct, frozen=True):
    """A topic with its name in the edition's language."""

    slug: str
    name: str
    url: str


class RegionLink(Struct, frozen=True):
    """A region with its name and the URL of its page in an edition; `short` is its name in lists."""

    id: str
    name: str
    url: str
    short: str = ""


class Picture(Struct, frozen=True):
    """A published picture in its largest size, for sharing and feeds; `credit` says whose it is."""

    url: str
    alt: str
    width: int
    height: int
    type: str
    length: int
    credit: str = ""


class Note(NamedTuple):
    """A dated note at the foot of an item: its day, its time of day, what it tells of, and its text."""

    date: dt.date
    time: dt.time | None
    kind: str
    text: str


def _full_sentence(text: str) -> str:
    return text if not text or text[-1] in ".!?…" else f"{text}."


class Item(Struct, frozen=True, kw_only=True, dict=True):
    """One bundle in one language: a news item, a yearly summary, a question with its answer, or a page.

    `published` has the site's time zone (midnight if no `time` was given), None for a page without date.
    `languages` are those the bundle exists in, in the site's order. `html` is the finished text with
    root-relative URLs; `share` is the share picture. `moved_from` are former addresses,
    `former_questions` the folders of the FAQ that a question was in, `title_figure` is the address of the
    first figure in the title. `notice` is what readers are told of its status, which it has `since` a moment.
    Of an answer, `as_of` is since when it was known, and `sources` are what it rests on.
    """

    bundle: str
    section: Section
    language: Language
    path: str
    url: str
    title: str
    summary: str
    text: Text
    headings: tuple[Heading, ...]
    published: dt.datetime | None
    time_known: bool
    updated: dt.date | None
    reviewed: dt.date | None
    authors: tuple[str, ...]
    owner: str
    status: Status
    scheduled: bool
    reason: str
    topics: tuple[Topic, ...]
    corrections: tuple[Correction, ...]
    identity: str
    moved_from: tuple[OldAddress, ...]
    card: str
    pictures: tuple[Picture, ...]
    languages: tuple[Language, ...]
    outdated: bool
    share: Picture | None = None
    former_questions: tuple[str, ...] = ()
    as_of: AsOf | None = None
    sources: tuple[Citation, ...] = ()
    regions: tuple[RegionLink, ...] = ()
    changes: tuple[Change, ...] = ()
    since: dt.datetime | None = None
    notice: str = ""
    title_figure: str = ""

    @property
    def html(self) -> str:
        """The text as HTML."""
        return self.text.html

    @property
    def chapters(self) -> tuple[Heading, ...]:
        """The headings of the largest parts of the text."""
        return tuple(heading for heading in self.headings if heading.level == CHAPTER)

    @property
    def notice_sentence(self) -> str:
        """The notice as a sentence before others; empty if there is none."""
        return _full_sentence(self.notice)

    @property
    def reason_sentence(self) -> str:
        """The reason, which editors write to follow a colon, as a sentence; empty if there is none."""
        return _full_sentence(self.reason[:1].upper() + self.reason[1:])

    @property
    def slug(self) -> str:
        """The last part of the bundle name; a question's anchor."""
        return self.bundle.rpartition("/")[2]

    @cached_property
    def changed(self) -> dt.date | None:
        """The day of the newest change shown to readers."""
        days = [note.date for note in self.notes]
        moments = (moment for moment in (self.published, self.since) if moment)
        days += [day for day in (self.updated, *(moment.date() for moment in moments)) if day]
        return max(days, default=None)

    @property
    def notes(self) -> tuple[Note, ...]:
        """The corrections and changes, the oldest day first, each day's in the order of the file."""
        notes = [
            *(Note(each.date, each.time, "correction", each.text) for each in self.corrections),
            *(Note(each.date, each.time, each.kind.value, each.text) for each in self.changes),
        ]
        return tuple(sorted(notes, key=attrgetter("date")))

    @cached_property
    def teaser(self) -> Teaser:
        """The teaser for listings."""
        return Teaser(**{name: getattr(self, name) for name in Teaser.__struct_fields__})


class Teaser(Struct, frozen=True):
    """What listings show of an item; `language` is the item's and may differ from the edition's."""

    bundle: str
    url: str
    title: str
    summary: str
    language: Language
    published: dt.datetime | None
    topics: tuple[Topic, ...]
    changed: dt.date | None
    status: Status
    scheduled: bool
    as_of: AsOf | None = None

    @property
    def slug(self) -> str:
        """The last part of the bundle name."""
        return self.bundle.rpartition("/")[2]


FRONT_NEWS = 6
"""News on the front page."""


class Cover(Struct, frozen=True):
    """An item's statistics card beside its text and in listings.

    The wide and the square picture have dark twins; `page` is the set of figures with all its cards. The tile
    has the `number` of the title, hedged, and its `unit`, or those of a card of a single number.
    """

    picture: Picture
    dark: str
    square: Picture
    square_dark: str
    page: str
    number: str = ""
    unit: str = ""


class FrontFact(Struct, frozen=True):
    """A fact on the first screen of an edition; `url` leads to more about it, if not empty."""

    label: str
    text: str
    as_of: str
    url: str
    link_text: str


class Region(Struct, frozen=True, kw_only=True):
    """A region in an edition: `text` is the table of what is known, `cards` are figures as HTML.

    `teasers` are the news and summaries about it, newest first; `languages` are those of its editions.
    """

    id: str
    name: str
    short: str
    title: str
    lead: str
    url: str
    text: Text
    cards: tuple[str, ...]
    teasers: tuple[Teaser, ...]
    languages: tuple[Language, ...]

    @property
    def link(self) -> RegionLink:
        """The link to its page."""
        return RegionLink(self.id, self.name, self.url, self.short)

    @property
    def html(self) -> str:
        """The table as HTML."""
        return self.text.html

    @property
    def summary(self) -> str:
        """What search results show below the title."""
        return self.lead

    @property
    def published(self) -> dt.datetime | None:
        """A region's page has no day of its own."""
        return None


class FaqTopic(Struct, frozen=True):
    """The questions of one topic, and teasers of those not translated into the edition's language."""

    topic: Topic
    url: str
    questions: tuple[Item, ...]
    untranslated: tuple[Teaser, ...]

    @property
    def teasers(self) -> tuple[Teaser, ...]:
        """The teasers of all questions: those in the edition's language first."""
        return tuple(item.teaser for item in self.questions) + self.untranslated


class Edition(Struct, frozen=True, kw_only=True, dict=True):
    """The site in one language.

    `news`, `summaries` (newest first), `questions` and `pages` are written in the language; the `listed_`
    fields also have teasers of items that exist only in another language. `card` is the default share
    picture, `topic_cards` those of topics by slug, `covers` the cards of items by their bundle. Cards
    are about `press_years`. `merged` are the items that are part of others now: only feeds tell of them.
    `regions` are sorted by name.
    """

    language: Language
    phrases: Phrases
    news: tuple[Item, ...]
    summaries: tuple[Item, ...]
    questions: tuple[Item, ...]
    pages: tuple[Item, ...]
    listed_news: tuple[Teaser, ...]
    listed_summaries: tuple[Teaser, ...]
    faq: tuple[FaqTopic, ...]
    topics: tuple[Topic, ...]
    listed_by_topic: Mapping[str, tuple[Teaser, ...]]
    card: Picture | None = None
    topic_cards: Mapping[str, Picture] = field(default_factory=dict)
    covers: Mapping[str, Cover] = field(default_factory=dict)
    press_years: frozenset[int] = frozenset()
    facts: tuple[FrontFact, ...] = ()
    listed_by_region: Mapping[str, tuple[Teaser, ...]] = field(default_factory=dict)
    regions: tuple[Region, ...] = ()
    merged: tuple[Item, ...] = ()

    @property
    def items(self) -> tuple[Item, ...]:
        """All items written in the language."""
        return self.news + self.summaries + self.questions + self.pages

    @cached_property
    def announced_items(self) -> tuple[Item, ...]:
        """News and summaries that are or were published, newest first; equal moments by identity."""
        merged = [item for item in self.merged if item.section in {Section.NEWS, Section.SUMMARIES}]
        listed = (*self.news, *self.summaries, *merged)
        dated = [item for item in listed if item.published and not item.scheduled]
        announced = [item for item in dated if item.status is not Status.DRAFT]
        by_identity = sorted(announced, key=attrgetter("identity"))
        return tuple(sorted(by_identity, key=attrgetter("published"), reverse=True))
