"""A document's text, loaded on access: a build after an edit reads a few of ten thousand."""

from __future__ import annotations

import hashlib
import re
from functools import partial
from typing import TYPE_CHECKING, Self

from msgspec import Struct, field

from plugins.i18n.typography import NO_BREAK_SPACE

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

TOKEN = re.compile("\ue000(\\w+):(\\d+)\ue001(?: (?=([^\\W\\d_]+)))?")
"""A placeholder, with the following word if there is one."""
NUMBER = re.compile(r"\d(?:</data>)?$")
ENCODING = ("utf-8", "surrogatepass")
EncodedText = tuple[bytes, bytes]
"""Source and HTML."""


class LazyText:
    """Source and HTML; equal when their `digest` is: that of the HTML, 32 hex digits, empty for none."""

    __slots__ = ("digest", "load")

    digest: str
    load: Callable[[], EncodedText]
    """Gives source and HTML in UTF-8, as they are stored; called at every reading."""

    def __init__(self, source: str = "", html: str = "") -> None:
        text = source.encode(*ENCODING), html.encode(*ENCODING)
        self.digest = hashlib.blake2b(text[1], digest_size=16).hexdigest() if html else ""
        self.load = lambda: text

    @classmethod
    def unloaded(cls, digest: str) -> LazyText:
        """A text known by its digest alone until its `load` is set."""
        text = cls.__new__(cls)
        text.digest = digest
        return text

    @property
    def source(self) -> str:
        """The text below the front matter, as typed."""
        return self.load()[0].decode(*ENCODING)

    @property
    def html(self) -> str:
        """The text as converted."""
        return self.load()[1].decode(*ENCODING)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, LazyText) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    def __repr__(self) -> str:
        return self.digest


class Text(Struct, frozen=True):
    """A document's text: the `digest` of its HTML with placeholders, and the replacements by kind and number.

    A bare number is bound to the next word unless that is one of the `short_words`.
    """

    digest: str
    links: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    short_words: Collection[str] = ()
    body: LazyText = field(default_factory=LazyText)

    @classmethod
    def from_html(cls, html: str) -> Self:
        """A text without references."""
        body = LazyText(html=html)
        return cls(body.digest, body=body)

    @property
    def html(self) -> str:
        """The finished text."""
        html = self.body.html
        if not (self.links or self.pictures or self.figures):
            return html
        words = {"link": self.links, "picture": self.pictures}
        words |= dict.fromkeys(("figure", "card", "regions"), self.figures)
        return TOKEN.sub(partial(_replacement, words, self.short_words), html)


def _replacement(words: Mapping[str, Sequence[str]], short: Collection[str], token: re.Match[str]) -> str:
    """What replaces a placeholder; a bare number is bound to the word it counts."""
    word = words[token[1]][int(token[2])]
    if not token[3]:
        return word
    counts = NUMBER.search(word) and token[3] not in short
    return word + (NO_BREAK_SPACE if counts else " ")
