"""A document: one file of a bundle as its reader understood it, before any other file is known.

Links and pictures in the text are still what the editor typed, marked so that they can be resolved once all
documents are read; each knows its line.
"""

from __future__ import annotations

import datetime as dt  # noqa: TC003 - msgspec reads the annotations
from enum import StrEnum
from typing import NamedTuple

from msgspec import Struct, field

from plugins.diagnostics.problem import Problem  # noqa: TC001 - the same
from plugins.model.lazy_text import LazyText


class Status(StrEnum):
    """Whether readers may see an item."""

    PUBLISHED = "published"
    DRAFT = "draft"
    WITHDRAWN = "withdrawn"


class Correction(Struct, frozen=True, array_like=True):
    """What was mended in a published item, and on which day."""

    date: dt.date
    text: str


class FrontMatter(Struct, frozen=True, kw_only=True, array_like=True):
    """The keys between the `---` lines; `None` or empty where the file does not name the key."""

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
        """The line the key stands on; 1 when the file does not name it."""
        return self.lines.get(key, 1)


class Heading(NamedTuple):
    """A heading of the text with the id readers can link to."""

    level: int
    id: str
    text: str
    line: int


class LinkReference(NamedTuple):
    """A link's target as typed."""

    target: str
    line: int


class PictureReference(NamedTuple):
    """A picture as typed: its file's name inside the bundle, the words that stand for it, its caption."""

    name: str
    alt: str
    line: int
    caption: str = ""


class FigureReference(NamedTuple):
    """`{figure}set.card.part|form` or `{card}set.card` as typed (`kind` is the word in braces)."""

    kind: str
    name: str
    line: int


class Document(Struct, frozen=True, kw_only=True, array_like=True):
    """One file of a bundle: `path` as editors see it, `html` with its references still to be resolved.

    `source` is the text below the front matter as typed, from the file's line `source_line` on; it `refers`
    when it may name figures. `digest` is that of the file's bytes.
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
        """The text as converted, marks in place of references."""
        return self.body.html
