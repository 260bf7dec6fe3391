"""`content/ledger.jsonl`: what was released, and when; one JSON object a line, sorted, so that git merges it.

The content says what is true; the ledger says when readers could first see it. Feeds are dated by it.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

from msgspec import DecodeError, Meta, Struct, field
from msgspec.json import Decoder, Encoder
from msgspec.structs import replace

from plugins.build.files import atomic_write
from plugins.content.alert import AlertLevel
from plugins.diagnostics.problem import Problem, problem
from plugins.diagnostics.yaml_tree import read_regular_file

if TYPE_CHECKING:
    from pathlib import Path

    from plugins.content.options import BuildOptions

FILE = "ledger.jsonl"
MAX_BYTES = 500_000_000
FORMER_FILE = "feed-identities.lock"
NOTE = "Made by ./inv lock and ./inv publish; do not edit. Файл делают эти команды; не правьте его."
AUTHORITY = "authority"
FORMER_COLUMNS = 3
YEARS = range(1970, 3000)
"""Of moments: any zone can tell these."""


class SiteRecord(Struct, frozen=True, kw_only=True, tag="site"):
    """The first line: the authority of the feeds when the ledger was begun."""

    authority: str
    note: str = NOTE

    @property
    def key(self) -> tuple[str, ...]:
        """What identifies the line; lines are sorted by it."""
        return ("",)


class ItemRecord(Struct, frozen=True, kw_only=True, tag="item"):
    """A news item or summary in one language: when it was first released, and when its newest change was.

    `digest` is that of what readers saw. The moments are unknown (None) before the first stamp.
    """

    id: str
    language: str
    bundle: str
    released: dt.datetime | None = None
    changed: dt.datetime | None = None
    digest: str = ""

    @property
    def key(self) -> tuple[str, ...]:
        """What identifies the line; lines are sorted by it."""
        return ("item", self.id, self.language)


class EventRecord(Struct, frozen=True, kw_only=True, tag="event"):
    """A correction or a withdrawal, by the name its feed item has, and when it was released.

    The language is empty for the correction of a figure, which all editions tell at once.
    """

    id: str
    at: dt.datetime
    language: str = ""

    @property
    def key(self) -> tuple[str, ...]:
        """What identifies the line; lines are sorted by it."""
        return ("event", self.id, self.language)


class FigureRecord(Struct, frozen=True, kw_only=True, tag="figure"):
    """The value of a figure, by its address (`set.card.part`), and when it was first released."""

    id: str
    value: Decimal
    at: dt.datetime

    @property
    def key(self) -> tuple[str, ...]:
        """What identifies the line; lines are sorted by it."""
        return ("figure", self.id)


class AlertRevision(Struct, frozen=True, kw_only=True):
    """An alert as released at a moment: texts and URLs by language."""

    at: dt.datetime
    level: AlertLevel
    ends: dt.datetime
    texts: Annotated[dict[str, str], Meta(min_length=1)]
    urls: dict[str, str] = {}

    def differs(self, other: AlertRevision) -> bool:
        """Whether readers are told something else."""
        return (self.level, self.ends, self.texts) != (other.level, other.ends, other.texts)


class AlertRecord(Struct, frozen=True, kw_only=True, tag="alert"):
    """An alert, identified by its start: its revisions, the oldest first, and when it was over (if it is)."""

    starts: dt.datetime
    revisions: Annotated[tuple[AlertRevision, ...], Meta(min_length=1)]
    ended: dt.datetime | None = None

    @property
    def id(self) -> str:
        """The name of its feed item."""
        return f"alert/{self.starts:%Y-%m-%d/%H%M}"

    @property
    def key(self) -> tuple[str, ...]:
        """What identifies the line; lines are sorted by it."""
        return ("alert", self.id)


Record = SiteRecord | ItemRecord | EventRecord | FigureRecord | AlertRecord


class Ledger(Struct, frozen=True, kw_only=True):
    """Everything released: items and events by id and language, figures by address, alerts by id.

    `path` is the file in messages, `lines` the lines of the items in it.
    """

    path: str = FILE

    authority: str = ""
    items: dict[tuple[str, str], ItemRecord] = field(default_factory=dict)
    events: dict[tuple[str, str], EventRecord] = field(default_factory=dict)
    figures: dict[str, FigureRecord] = field(default_factory=dict)
    alerts: dict[str, AlertRecord] = field(default_factory=dict)
    lines: dict[tuple[str, str], int] = field(default_factory=dict)

    @property
    def is_stamped(self) -> bool:
        """Whether a stamp was ever made: later ones take their own moment, the first the content's dates."""
        return any(record.released for record in self.items.values()) or bool(self.figures or self.events)

    def event_moment(self, name: str, language: str) -> dt.datetime | None:
        """When a correction or withdrawal was released; None if it was not recorded."""
        found = self.events.get((name, language)) or self.events.get((name, ""))
        return found.at if found else None

    def add(self, record: Record) -> bool:
        """Add a record; false if there is one of this identity already."""
        if isinstance(record, ItemRecord):
            return self.items.setdefault((record.id, record.language), record) is record
        if isinstance(record, EventRecord):
            return self.events.setdefault((record.id, record.language), record) is record
        if isinstance(record, FigureRecord):
            return self.figures.setdefault(record.id, record) is record
        return isinstance(record, AlertRecord) and self.alerts.setdefault(record.id, record) is record


encode = Encoder(decimal_format="string").encode
decode = Decoder(Record).decode


def record_id(identity: str) -> str:
    """The id of an item's record, which has no spaces."""
    return "_".join(identity.split())


def parse_ledger(text: bytes, path: str) -> tuple[Ledger, list[Problem]]:
    """Parse the bytes of a ledger, which may be empty; return it with the problems of invalid lines."""
    ledger, authority, problems = Ledger(path=path), "", []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        record = _parse_line(line)
        if isinstance(record, SiteRecord) and not authority:
            authority = record.authority
        elif record is None or not ledger.add(record):
            problems.append(problem(path, number, "ledger-line", line=line.decode("utf-8", "replace")))
        elif isinstance(record, ItemRecord):
            ledger.lines[record.id, record.language] = number
    return replace(ledger, authority=authority), problems


def _parse_line(line: bytes) -> Record | None:
    try:
        record = decode(line)
    except (DecodeError, UnicodeDecodeError, RecursionError):
        return None
    return record if all(moment.tzinfo and moment.year in YEARS for moment in _moments(record)) else None


def _moments(record: Record) -> list[dt.datetime]:
    """The moments in a record; one without its offset could be any of twenty-six hours."""
    if isinstance(record, SiteRecord):
        return []
    if isinstance(record, ItemRecord):
        found = [record.released, record.changed]
    elif isinstance(record, AlertRecord):
        revised = [moment for each in record.revisions for moment in (each.at, each.ends)]
        found = [record.starts, record.ended, *revised]
    else:
        found = [record.at]
    return [moment for moment in found if moment]


def render_ledger(ledger: Ledger) -> bytes:
    """The bytes of a ledger: equal for equal ledgers."""
    records: list[Record] = [
        *ledger.items.values(),
        *ledger.events.values(),
        *ledger.figures.values(),
        *ledger.alerts.values(),
    ]
    lines = [SiteRecord(authority=ledger.authority), *sorted(records, key=lambda record: record.key)]
    return b"".join(encode(line) + b"\n" for line in lines)


def parse_former_lock(text: bytes, path: str) -> tuple[Ledger, list[Problem]]:
    """Parse `feed-identities.lock`, which earlier versions wrote: folder, languages and id of every item."""
    ledger, authority, problems = Ledger(path=path), "", []
    lines = text.decode("utf-8", "replace").splitlines()
    for number, words in enumerate(map(str.split, lines), start=1):
        if not words or words[0].startswith("#"):
            continue
        if words[0] == AUTHORITY and len(words) == FORMER_COLUMNS - 1:
            authority = words[1]
            continue
        codes = words[1].split(",") if len(words) == FORMER_COLUMNS else []
        added = [ledger.add(ItemRecord(id=words[2], language=code, bundle=words[0])) for code in codes]
        ledger.lines.update({(words[2], code): number for code in codes})
        if not added or not all(added):
            problems.append(problem(path, number, "ledger-line", line=" ".join(words)))
    return replace(ledger, authority=authority), problems


def read_ledger(options: BuildOptions) -> tuple[Ledger, list[Problem]]:
    """The ledger of the content folder and its problems; an empty one if there is none."""
    for name, parse in ((FILE, parse_ledger), (FORMER_FILE, parse_former_lock)):
        path = f"{options.display_name}/{name}"
        content = read_regular_file(options.content / name, path, MAX_BYTES)
        if isinstance(content, Problem):
            return Ledger(path=path), [content]
        if content is not None:
            return parse(content, path)
    return Ledger(path=f"{options.display_name}/{FILE}"), []


def write_ledger(ledger: Ledger, content: Path) -> bool:
    """Write the ledger into a content folder; false if nothing changed. Raises `OSError`."""
    file, text = content / FILE, render_ledger(ledger)
    if file.exists() and file.read_bytes() == text:
        return False
    atomic_write(file, text)
    (content / FORMER_FILE).unlink(missing_ok=True)
    return True
