"""ZIP archives of the press kit: pictures, tables and a text on how to use them, the same bytes everywhere.

Nothing is compressed: pictures are already, and bytes do not depend on a library's version.
"""

from __future__ import annotations

import hashlib
import io
from functools import partial
from typing import TYPE_CHECKING, NamedTuple
from zipfile import ZipFile, ZipInfo

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from plugins.content.card_files import CardFile
    from plugins.model.partial_date import PartialDate

OLDEST, LATEST = 1980, 2107
"""The years that an entry of an archive can have."""
UNIX, READABLE = 3, 0o644 << 16
ENTRY_BYTES, END_BYTES = 76, 22
"""What the format adds to each file, besides its name twice, and to the whole."""


class Member(NamedTuple):
    """A file of an archive: its name in it, and its bytes or the file they are in."""

    name: str
    content: bytes | Path
    length: int
    fingerprint: str

    def read(self) -> bytes:
        """The bytes."""
        return self.content if isinstance(self.content, bytes) else self.content.read_bytes()


class Archive(NamedTuple):
    """An archive to write: its output path, its size in bytes, what decides its bytes, and its writer."""

    path: str
    length: int
    inputs: tuple[object, ...]
    compose: Callable[[], bytes]


def text_member(name: str, content: bytes) -> Member:
    """A member whose bytes are known."""
    return Member(name, content, len(content), hashlib.sha256(content).hexdigest())


def picture_member(name: str, drawn: Path, file: CardFile) -> Member:
    """A member from a drawn picture, whose published path changes with its content."""
    return Member(name, drawn, file.length, file.path)


def archive_of(path: str, folder: str, members: Sequence[Member], date: PartialDate) -> Archive:
    """An archive with one folder; its entries have the date of the figures."""
    named = tuple(member._replace(name=f"{folder}/{member.name}") for member in members)
    names = tuple((member.name, member.fingerprint) for member in named)
    length = sum(member.length + ENTRY_BYTES + 2 * len(member.name.encode()) for member in named) + END_BYTES
    return Archive(path, length, (str(date), *names), partial(_compose, named, date))


def _compose(members: Sequence[Member], date: PartialDate) -> bytes:
    buffer = io.BytesIO()
    moment = (min(max(date.year, OLDEST), LATEST), date.month or 1, date.day or 1, 0, 0, 0)
    with ZipFile(buffer, "w") as archive:
        for member in members:
            entry = ZipInfo(member.name, moment)
            entry.create_system, entry.external_attr = UNIX, READABLE
            archive.writestr(entry, member.read())
    return buffer.getvalue()
