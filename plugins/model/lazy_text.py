"""A body: a document's text as typed and as HTML, which stays where it is kept until somebody reads it.

Of ten thousand texts a build after an edit reads a few: to tell the others from each other their digests do.
"""

from __future__ import annotations

import hashlib
import os
import weakref
from typing import TYPE_CHECKING, Protocol

from plugins.editions.kept import signature_of

if TYPE_CHECKING:
    from pathlib import Path

    from plugins.editions.kept import Signature

ENCODING = ("utf-8", "surrogatepass")


class Store(Protocol):
    """Bytes that can be cut out: `bytes`, or a file of them."""

    def __getitem__(self, part: slice, /) -> bytes: ...


class FileStore:
    """A file held open: it stays the same file, whatever takes its name meanwhile."""

    def __init__(self, file: Path) -> None:
        """Raises `OSError` where the file cannot be read."""
        self._fd = os.open(file, os.O_RDONLY | os.O_CLOEXEC)
        weakref.finalize(self, os.close, self._fd)

    def __getitem__(self, part: slice) -> bytes:
        """Raises `OSError` where the file has become shorter."""
        length = part.stop - part.start
        found = os.pread(self._fd, length, part.start)
        if len(found) != length:
            raise OSError("what was kept of the texts has become shorter")
        return found

    @property
    def signature(self) -> Signature:
        """How the file looks; see `kept.signature`."""
        return signature_of(os.fstat(self._fd))


class Body:
    """The text of a document; `digest` tells its HTML from any other.

    It is pickled empty: whoever keeps a document keeps its body's bytes beside it, and puts them back.
    """

    __slots__ = ("_begin", "_end", "_middle", "_store", "digest")

    digest: str

    def __init__(self, source: str = "", html: str = "") -> None:
        typed, made = source.encode(*ENCODING), html.encode(*ENCODING)
        digest = hashlib.blake2b(made, digest_size=16).hexdigest() if made else ""
        self.settle(typed + made, digest, (0, len(typed), len(typed) + len(made)))

    def settle(self, store: Store, digest: str, place: tuple[int, int, int]) -> None:
        """The bytes lie in a store: where the source begins, where the HTML does, and where that ends."""
        self._store, self.digest = store, digest
        self._begin, self._middle, self._end = place

    @property
    def source(self) -> str:
        """As typed."""
        return self._store[self._begin : self._middle].decode(*ENCODING)

    @property
    def html(self) -> str:
        """As converted."""
        return self._store[self._middle : self._end].decode(*ENCODING)

    @property
    def content(self) -> bytes:
        """Both, as they are kept."""
        return self._store[self._begin : self._end]

    @property
    def lengths(self) -> tuple[int, int]:
        """Of the source and of the HTML, in bytes."""
        return self._middle - self._begin, self._end - self._middle

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Body) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    def __repr__(self) -> str:
        return self.digest

    def __reduce__(self) -> tuple[type[Body], tuple[()]]:
        return Body, ()
