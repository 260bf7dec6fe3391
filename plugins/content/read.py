"""Reads the whole content folder into editions: scan, read, check, resolve, sort."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from plugins.content.finish import Finisher
from plugins.content.listings import listings
from plugins.editions.addresses import Addresses
from plugins.editions.bundles import Bundle, bundle_up, doubts, visible
from plugins.editions.document import Document, FrontMatter
from plugins.editions.errors import ContentError, Problem, Severity, problem
from plugins.editions.links import Directory
from plugins.editions.phrases import Phrases, read_phrases
from plugins.editions.place import Place, Section
from plugins.editions.scan import Source, scan
from plugins.editions.sort import Sorter
from plugins.editions.topics import TopicNames, read_topics
from plugins.markup.reader import read_document
from plugins.markup.typography import typeset

if TYPE_CHECKING:
    from plugins.editions.edition import Edition


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """What a reading is asked for: which folders, which languages, as of when, and for whom."""

    content: Path
    theme: Path
    cache: Path
    languages: tuple[str, ...]
    addresses: Addresses
    zone: ZoneInfo
    now: dt.datetime
    preview: bool = False

    @property
    def shown(self) -> str:
        """What editors call the content folder."""
        return self.content.name


@dataclass(frozen=True, kw_only=True)
class Content:
    """The content as read: its editions, its bundles (hidden ones too), and advice that stops nothing."""

    editions: tuple[Edition, ...]
    bundles: dict[str, Bundle]
    finisher: Finisher
    advice: tuple[Problem, ...] = field(default=())


def read_content(brief: Brief) -> Content:
    """Everything in the content folder, sorted into editions.

    Raises `ContentError` with all problems of the run when any of them is an error.
    """
    phrases, problems = read_phrases(brief.theme / "phrases", brief.languages, f"{brief.theme.name}/phrases")
    if problems:
        raise ContentError(problems)
    topics, problems = read_topics(brief.content / "topics.yaml", f"{brief.shown}/topics.yaml", brief.languages)
    sources = scan(brief.content, brief.shown, brief.languages)
    documents = {source.place: _document(source, phrases) for source in sources.documents}
    bundles = bundle_up(documents, brief.languages, brief.zone)
    shown = visible(bundles, brief.now, preview=brief.preview)
    finisher = Finisher(_directory(brief, bundles, shown), sources.pictures, brief.cache / "pictures")
    editions = Sorter(brief.addresses, phrases, topics, brief.now).editions(shown, finisher.finish)
    problems += sources.problems
    problems += [found for document in documents.values() for found in document.problems]
    problems += doubts(bundles, topics)
    problems += finisher.problems
    if any(found.severity is Severity.ERROR for found in problems):
        raise ContentError(problems)
    return Content(editions=editions, bundles=bundles, finisher=finisher, advice=tuple(sorted(problems)))


def _document(source: Source, phrases: dict[str, Phrases]) -> Document:
    """A file through the Markdown reader; an answer's headings stand below its question on its topic's page."""
    words = phrases[source.place.language]
    answer = source.place.section is Section.FAQ
    try:
        content = source.file.read_bytes()
    except OSError as error:
        wrong = problem(source.path, 1, "unreadable", reason=error.strerror or error)
        return Document(path=source.path, matter=FrontMatter(), problems=(wrong,))
    document = read_document(
        content,
        source.path,
        typography=words.typography,
        language=words.language,
        anchors=f"{source.place.bundle.rpartition('/')[2]}-" if answer else "",
        deeper=1 if answer else 0,
    )
    matter = document.matter
    title, summary = (typeset(text, words.typography) for text in (matter.title, matter.summary))
    return replace(document, matter=replace(matter, title=title, summary=summary))


def _directory(
    brief: Brief, bundles: dict[str, Bundle], shown: dict[str, Bundle]
) -> Directory:
    """Where links may lead: to what is shown, not to what is hidden."""
    hidden = frozenset(bundles.keys() - shown.keys())
    return Directory(brief.addresses, shown, listings(shown.values()), brief.languages, hidden)
