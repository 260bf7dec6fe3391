"""The history of a target: its releases by the target's own counter, holds, and files that outlive releases.

It is kept at the target, so that every machine that publishes knows the same.
"""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - msgspec reads annotations
from typing import TYPE_CHECKING, Literal

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from plugins.release.manifest import ManifestEntry  # noqa: TC001 - the same

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

HISTORY = "history.json"


class ReleaseRecord(Struct, frozen=True):
    """One release: `content` is the SHA-256 of the build's manifest, `manifest` the published one.

    `unrecorded` is that of the build before the ledger was stamped. `added` and `superseded` are the digests
    of files that the release before had not, and had.
    """

    number: int
    moment: datetime
    publisher: str
    pages: int
    content: str
    manifest: ManifestEntry
    unrecorded: str = ""
    added: tuple[str, ...] = ()
    superseded: tuple[str, ...] = ()


class Hold(Struct, frozen=True):
    """Content that is not published again before something else is: that of a release taken back."""

    content: str
    number: int
    publisher: str
    since: datetime
    unrecorded: str = ""


class RetainedFile(Struct, frozen=True):
    """A fingerprinted file that no newer release names; `number` is that of the first one without it."""

    entry: ManifestEntry
    since: datetime
    number: int


class History(Struct, frozen=True):
    """Everything a target remembers.

    `pending` is the content of a publishing that has not ended; `pending_assets` are fingerprinted files that
    its pages name, as readers may have seen these pages.
    """

    format: Literal[1] = 1
    counter: int = 0
    live: int = 0
    pending: str = ""
    pending_assets: dict[str, ManifestEntry] = {}
    releases: tuple[ReleaseRecord, ...] = ()
    holds: tuple[Hold, ...] = ()
    retained: dict[str, RetainedFile] = {}

    def find(self, number: int) -> ReleaseRecord | None:
        """The release of this number, if it is kept."""
        return next((record for record in self.releases if record.number == number), None)

    @property
    def live_release(self) -> ReleaseRecord | None:
        """The release that readers see."""
        return self.find(self.live)

    def hold_on(self, content: str, unrecorded: str) -> Hold | None:
        """The hold on this content, if there is one."""
        for hold in self.holds:
            if hold.content == content or (unrecorded and hold.unrecorded == unrecorded):
                return hold
        return None

    def going_back(self, number: int, publisher: str, now: datetime) -> History:
        """The history after a kept release has become live again: newer content is held."""
        held = {hold.content: hold for hold in self.holds}
        for each in self.releases:
            if each.number > number:
                hold = Hold(each.content, each.number, publisher, now, each.unrecorded)
                held.setdefault(each.content, hold)
        if self.pending:
            held.setdefault(self.pending, Hold(self.pending, self.counter + 1, publisher, now))
        shown = self.find(number)
        holds = tuple(hold for hold in held.values() if shown is None or hold.content != shown.content)
        return replace(self, live=number, holds=holds, pending="", pending_assets={})


def parse_history(content: bytes | None) -> History:
    """The history in its file; an empty one if there is none, or a damaged one."""
    try:
        return msgspec.json.decode(content or b"{}", type=History)
    except (msgspec.DecodeError, UnicodeError):
        return History()


def history_bytes(history: History) -> bytes:
    """The history as it is stored."""
    return msgspec.json.encode(history, order="sorted")


def add_release(history: History, record: ReleaseRecord, retained: Mapping[str, RetainedFile]) -> History:
    """The history with a new live release, which ends every hold."""
    return replace(
        history,
        counter=record.number,
        live=record.number,
        pending="",
        pending_assets={},
        releases=(*history.releases, record),
        holds=(),
        retained=dict(retained),
    )


def expire_releases(history: History, keep: int) -> tuple[History, frozenset[str]]:
    """Drop the oldest releases, but `keep` and the live one; also the digests that no release needs then."""
    releases = history.releases
    first = max(0, len(releases) - keep)
    live = next((place for place, each in enumerate(releases) if each.number == history.live), first)
    first = min(first, live)
    if first <= 0:
        return history, frozenset()
    needed = {file.entry.sha256 for file in history.retained.values()}
    for record in releases[first + 1 :]:
        needed |= {*record.added}
    obsolete = _gone_by(releases[1 : first + 1]) | {each.manifest.sha256 for each in releases[:first]}
    oldest = replace(releases[first], added=(), superseded=())
    kept = replace(history, releases=(oldest, *releases[first + 1 :]))
    return kept, frozenset(obsolete - needed)


def _gone_by(records: Iterable[ReleaseRecord]) -> set[str]:
    """The digests that the first of a row of releases had at some time, and the last has not."""
    gone: set[str] = set()
    for record in records:
        gone = (gone - {*record.added}) | {*record.superseded}
    return gone
