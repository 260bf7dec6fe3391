"""A document: one parsed file of a bundle, independent of all other files; references are placeholders."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import NamedTuple

from msgspec import Struct, field

from plugins.diagnostics.problem import Problem
from plugins.model.text import LazyText


class Status(StrEnum):
    """Whether readers see an item."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Correction(Struct, frozen=True, array_like=True):
    """A correction of a published item: the day and the text."""

    date: dt.date
    text: str


class FrontMatter(Struct, frozen=True, kw_only=True, array_like=True):
    """The front matter; `None` or empty where the file does not name the key."""

    title: str = ""
    summary: str = ""
    topics: tuple[str, ...] = ()
    date: dt.date | None = None
    time: dt.time | None = None
    status: Status | None = None
    reason: str = ""
    card: str = ""
    order: int | None = None
    updated: dt.date | None = None
    corrections: tuple[Correction, ...] = ()
    reviewed: dt.date | None = None
    owner: str = ""
    id: str = ""
    moved_from: tuple[str, ...] = ()
    translated_from: str = ""
    parity: str = ""
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
    """A picture as typed: file name in the bundle, alternative text, caption."""

    name: str
    alt: str
    line: int
    caption: str = ""


class FigureReference(NamedTuple):
    """`{figure}set.card.part|form` or `{card}set.card` as typed; `kind` is the word in braces."""

    kind: str
    name: str
    line: int


class Document(Struct, frozen=True, kw_only=True, array_like=True):
    """One file of a bundle: `path` as messages show it, `html` with unresolved references.

    `source` is the text below the front matter as typed, from line `source_line` on. `has_references` is
    True if it may name figures. `digest` is the digest of the file's bytes.
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
    problems: tuple[Problem, ...] = ()
    digest: str = ""

    @property
    def source(self) -> str:
        """The text below the front matter, as typed."""
        return self.body.source

    @property
    def html(self) -> str:
        """The converted text with placeholders for references."""
        return self.body.html
