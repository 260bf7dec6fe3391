"""A document: one parsed file of a bundle, independent of all other files; references are placeholders."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import unicodedata
from difflib import SequenceMatcher
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct, field

from plugins.diagnostics.problem import Problem
from plugins.model.partial_date import PartialDate
from plugins.model.text import LazyText

if TYPE_CHECKING:
    from collections.abc import Iterator


class Status(StrEnum):
    """Whether readers see an item, and what they are told of it.

    An item that is `CHECKING` or `OBSOLETE` can be read, below a notice; of a `WITHDRAWN` one only the notice
    remains, and the address of a `MERGED` one leads to another item.
    """

    DRAFT = "draft"
    PUBLISHED = "published"
    CHECKING = "checking"
    OBSOLETE = "obsolete"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"


GONE = frozenset({Status.WITHDRAWN, Status.MERGED})
"""Statuses of items whose text readers do not see any more."""
NOTICED = GONE | {Status.CHECKING, Status.OBSOLETE}
"""Statuses that readers are told of."""


class Correction(Struct, frozen=True, array_like=True):
    """A correction of a wrong fact: the day, the text, what was wrong, and the time of day."""

    date: dt.date
    text: str
    was: str = ""
    time: dt.time | None = None


class ChangeKind(StrEnum):
    """What a note tells of: a change of substance, or that a doubted fact was confirmed."""

    CHANGE = "change"
    CONFIRMED = "confirmed"


class Change(Struct, frozen=True, array_like=True):
    """A change that readers are told of: the day, the text, its kind, and the time of day."""

    date: dt.date
    text: str
    kind: ChangeKind = ChangeKind.CHANGE
    time: dt.time | None = None


class EarlierStatus(Struct, frozen=True, array_like=True):
    """A status that another one took the place of: the item has it again when that one is taken back."""

    status: Status
    since: dt.datetime | None = None
    reason: str = ""


class FrontMatter(Struct, frozen=True, kw_only=True, array_like=True):
    """The front matter; `None` or empty where the file does not name the key."""

    title: str = ""
    summary: str = ""
    topics: tuple[str, ...] = ()
    date: dt.date | None = None
    time: dt.time | None = None
    status: Status | None = None
    reason: str = ""
    since: dt.datetime | None = None
    merged_into: str = ""
    earlier_statuses: tuple[EarlierStatus, ...] = ()
    card: str = ""
    order: int | None = None
    updated: dt.date | None = None
    corrections: tuple[Correction, ...] = ()
    changes: tuple[Change, ...] = ()
    reviewed: dt.date | None = None
    as_of: PartialDate | None = None
    sources: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    author: tuple[str, ...] = ()
    owner: str = ""
    id: str = ""
    moved_from: tuple[str, ...] = ()
    translated_from: str = ""
    parity: str = ""
    parity_exceptions: tuple[str, ...] = ()
    lines: dict[str, int] = field(default_factory=dict)

    def line(self, key: str) -> int:
        """The line of a key; 1 if the file does not name it."""
        return self.lines.get(key, 1)


class Heading(NamedTuple):
    """A heading with the id for links to it."""

    level: int
    id: str
    text: str
    line: int


class LinkReference(NamedTuple):
    """A link's target as typed."""

    target: str
    line: int


class PictureReference(NamedTuple):
    """A picture as typed: file name in the bundle, alternative text, caption, and whose picture it is."""

    name: str
    alt: str
    line: int
    caption: str = ""
    credit: str = ""


class Quotation(NamedTuple):
    """A quotation's speaker with the post, if it is named: `Anna Orlova, physician`."""

    speaker: str
    line: int


class FigureReference(NamedTuple):
    """`{figure}set.card.part|form`, `{card}set.card` or `{regions}question` as typed; `kind` is in braces."""

    kind: str
    name: str
    line: int


class Document(Struct, frozen=True, kw_only=True, array_like=True):
    """One file of a bundle: `path` as messages show it, `html` with unresolved references.

    `source` is the text below the front matter as typed, from line `source_line` on. `has_references` is
    True if it may name figures. `digest` is the digest of the file's bytes. A file that is not `readable` has
    no more to say than its problems; `unfinished` are the problems that it has if it is published.
    `title_figure` is the address of the first figure in its title.
    """

    path: str
    matter: FrontMatter
    body: LazyText = field(default_factory=LazyText)
    source_line: int = 1
    has_references: bool = False
    headings: tuple[Heading, ...] = ()
    links: tuple[LinkReference, ...] = ()
    pictures: tuple[PictureReference, ...] = ()
    figures: tuple[FigureReference, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    problems: tuple[Problem, ...] = ()
    digest: str = ""
    readable: bool = True
    unfinished: tuple[Problem, ...] = ()
    title_figure: str = ""

    @property
    def source(self) -> str:
        """The text below the front matter, as typed."""
        return self.body.source

    @property
    def html(self) -> str:
        """The converted text with placeholders for references."""
        return self.body.html


HEADING = re.compile(r"#{1,6}[ \t]+(?P<words>.*?)[ \t#]*$")
FENCE = re.compile(r"(`{3,}|~{3,})")
NOT_WORDS = re.compile(r"[\W_]+")
HASH_DIGITS = 8


class TextSection(Struct, frozen=True):
    """A section: its heading (empty before the first), its text, its first line."""

    heading: str
    text: str
    line: int

    @property
    def digest(self) -> str:
        """Eight hexadecimal digits of the words; spaces and punctuation do not count."""
        words = NOT_WORDS.sub(" ", unicodedata.normalize("NFC", self.text)).strip()
        return hashlib.sha256(words.encode()).hexdigest()[:HASH_DIGITS]


def text_sections(document: Document) -> tuple[TextSection, ...]:
    """Title and summary, the text before the first heading, then each headed section."""
    matter = document.matter
    head = TextSection("", f"{matter.title}\n{matter.summary}", matter.line("title"))
    return (head, *_sections(document))


def section_hashes(document: Document) -> str:
    """The value of `translated_from` for a translation of this text: section hashes, space-separated."""
    return " ".join(part.digest for part in text_sections(document))


def changed_sections(stored: str, original: Document) -> tuple[TextSection, ...]:
    """The original's new or changed sections; a deleted one is represented by the one now in its place."""
    now = text_sections(original)
    matcher = SequenceMatcher(None, stored.split(), [part.digest for part in now], autojunk=False)
    found: list[TextSection] = []
    for tag, _, _, first, last in matcher.get_opcodes():
        if tag != "equal":
            found += now[first : max(last, first + 1)] or now[-1:]
    return tuple(dict.fromkeys(found))


def _sections(document: Document) -> Iterator[TextSection]:
    heading, lines, began = "", list[str](), document.source_line
    fence = ""
    for number, line in enumerate(document.source.split("\n"), document.source_line):
        fence = _fence_after(line, fence)
        match = None if fence else HEADING.match(line)
        if match:
            yield TextSection(heading, "\n".join(lines), began)
            heading, lines, began = match["words"], [], number
        lines.append(line)
    yield TextSection(heading, "\n".join(lines), began)


def _fence_after(line: str, fence: str) -> str:
    """The open code fence after a line, or empty; a `#` inside a fence is no heading."""
    match = FENCE.match(line)
    if not match:
        return fence
    return "" if fence and match[1].startswith(fence) else fence or match[1]
