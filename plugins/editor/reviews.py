"""`content/reviews.jsonl`: who asked for a second pair of eyes, who published alone, who has looked since.

A record a line, only added to, so that git keeps both sides' lines. Nothing that readers get is made from it.
"""

from __future__ import annotations

import hashlib
import threading
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from plugins.model.document import Status, section_hashes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from plugins.model.bundle import Bundle

FILE = "reviews.jsonl"
DIGEST_DIGITS = 16
MAX_NOTE = 1000
"""Characters of a note or a reason."""
_lock = threading.Lock()


class ReviewAct(StrEnum):
    """What somebody did: asked for a look or a check of facts, published alone, or looked."""

    ASK_REVIEW = "review"
    ASK_FACT_CHECK = "fact-check"
    ALONE = "alone"
    LOOKED = "looked"


class ReviewRecord(Struct, frozen=True, omit_defaults=True):
    """One line: the item by its identity, what was done, by whom, when; `note` is a wish or a reason.

    `text` is the digest of what the item said then.
    """

    item: str
    act: ReviewAct
    by: str
    at: datetime
    note: str = ""
    text: str = ""


class ReviewState(Struct, frozen=True):
    """What is open at an item: wishes, the publishing that nobody else has looked at, the last look."""

    wishes: tuple[ReviewRecord, ...] = ()
    alone: ReviewRecord | None = None
    looked: ReviewRecord | None = None

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to look."""
        return bool(self.wishes) or self.alone is not None

    def after(self, record: ReviewRecord) -> ReviewState:
        """The state after one more record."""
        if record.act is ReviewAct.LOOKED:
            return ReviewState(looked=record)
        if record.act is ReviewAct.ALONE:
            return ReviewState(self.wishes, record, self.looked)
        return ReviewState((*self.wishes, record), self.alone, self.looked)

    def may_look(self, editor: str) -> bool:
        """Whether an editor is a second pair of eyes here: not who published alone, nor who asked."""
        involved = [record.by for record in (*self.wishes, self.alone) if record is not None]
        return editor not in involved

    def is_seen(self, text: str, publisher: str) -> bool:
        """Whether somebody else than who publishes has looked at this text."""
        seen = self.looked
        return not self.wishes and seen is not None and seen.text == text and seen.by != publisher


def read_reviews(content: Path) -> tuple[ReviewRecord, ...]:
    """The records, oldest first; a line that is none is passed over. Raises `OSError`."""
    try:
        lines = (content / FILE).read_bytes().splitlines()
    except FileNotFoundError:
        return ()
    found = [record for line in lines if (record := _record(line))]
    return tuple(sorted(found, key=lambda record: record.at))


def review_states(content: Path) -> Mapping[str, ReviewState]:
    """The state of every item that has records, by its identity."""
    states: dict[str, ReviewState] = {}
    for record in read_reviews(content):
        states[record.item] = states.get(record.item, ReviewState()).after(record)
    return states


def add_reviews(content: Path, records: Iterable[ReviewRecord]) -> None:
    """Add records to the file; raises `OSError`."""
    added = b"".join(msgspec.json.encode(record) + b"\n" for record in records)
    if not added:
        return
    with _lock, (content / FILE).open("a+b") as stream:
        if stream.tell():
            stream.seek(-1, 2)
            added = added if stream.read(1) == b"\n" else b"\n" + added
        stream.write(added)


def review_record(bundle: Bundle, act: ReviewAct, by: str, note: str = "") -> ReviewRecord:
    """A record of now."""
    words = " ".join(note.split())[:MAX_NOTE]
    moment = datetime.now(UTC).replace(microsecond=0)
    return ReviewRecord(bundle.identity, act, by, moment, words, text_digest(bundle))


def text_digest(bundle: Bundle) -> str:
    """The digest of an item's words in every language that is no draft, of all if each is one.

    Spaces and punctuation do not count.
    """
    ready = {code: each for code, each in bundle.documents.items() if each.matter.status is not Status.DRAFT}
    texts = "\n".join(f"{code} {section_hashes(each)}" for code, each in (ready or bundle.documents).items())
    return hashlib.sha256(texts.encode()).hexdigest()[:DIGEST_DIGITS]


def _record(line: bytes) -> ReviewRecord | None:
    try:
        record = msgspec.json.decode(line, type=ReviewRecord)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return None
    return record if record.at.tzinfo else None
