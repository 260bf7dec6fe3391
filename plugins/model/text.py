"""A text with resolved references, assembled on access."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Self

from msgspec import Struct, field

from plugins.model.lazy_text import Body

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

TOKEN = re.compile("\ue000(\\w+):(\\d+)\ue001(?: (?=([^\\W\\d_]+)))?")
"""A placeholder, with the following word if there is one."""
NUMBER = re.compile(r"\d(?:</data>)?$")
NO_BREAK_SPACE = "\u00a0"


class Text(Struct, frozen=True):
    """A document's text: the `digest` of its HTML with placeholders, and the replacements by kind and number.

    A bare number is bound to the next word unless that is one of the `short_words`.
    """

    digest: str
    links: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    short_words: Collection[str] = ()
    body: Body = field(default_factory=Body)

    @classmethod
    def from_html(cls, html: str) -> Self:
        """A text without references."""
        body = Body(html=html)
        return cls(body.digest, body=body)

    @property
    def html(self) -> str:
        """The finished text."""
        html = self.body.html
        if not (self.links or self.pictures or self.figures):
            return html
        words = {"link": self.links, "picture": self.pictures, "figure": self.figures, "card": self.figures}
        return TOKEN.sub(partial(_put, words, self.short_words), html)


def _put(words: Mapping[str, Sequence[str]], short: Collection[str], token: re.Match[str]) -> str:
    """The replacement of a placeholder; a bare number is bound to the word it counts."""
    word = words[token[1]][int(token[2])]
    if not token[3]:
        return word
    counts = NUMBER.search(word) and token[3] not in short
    return word + (NO_BREAK_SPACE if counts else " ")
