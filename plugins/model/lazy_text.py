"""A document's source text and HTML, loaded when somebody reads them.

A build after an edit reads a few of ten thousand texts; their digests tell whether the others changed.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

ENCODING = ("utf-8", "surrogatepass")

EncodedText = tuple[bytes, bytes]
"""Source and HTML."""


class LazyText:
    """Source and HTML; equal when their `digest` is: that of the HTML, 32 hex digits, empty for none."""

    __slots__ = ("_load", "digest")

    digest: str
    _load: Callable[[], EncodedText]

    def __init__(self, source: str = "", html: str = "") -> None:
        text = source.encode(*ENCODING), html.encode(*ENCODING)
        self.digest = hashlib.blake2b(text[1], digest_size=16).hexdigest() if html else ""
        self.attach(lambda: text)

    @classmethod
    def unloaded(cls, digest: str) -> LazyText:
        """A text known by its digest alone, until `attach` tells where it is."""
        text = cls.__new__(cls)
        text.digest = digest
        return text

    def attach(self, load: Callable[[], EncodedText]) -> None:
        """Say where the text comes from; `load` is called at every reading."""
        self._load = load

    @property
    def encoded(self) -> EncodedText:
        """Source and HTML in UTF-8, as they are stored."""
        return self._load()

    @property
    def source(self) -> str:
        """The text below the front matter, as typed."""
        return self.encoded[0].decode(*ENCODING)

    @property
    def html(self) -> str:
        """The text as converted."""
        return self.encoded[1].decode(*ENCODING)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, LazyText) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    def __repr__(self) -> str:
        return self.digest
