"""The up-to-date check: a build that would change nothing is skipped.

A build records its settings, the state of inputs (content, theme, code and libraries; from before they are
read) and of outputs, and until when it is valid. Recently modified files, whose times may hide a change, are
compared by their bytes; with anything that cannot be compared (a link, a function in the settings) it builds.
"""

from __future__ import annotations

import hashlib
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from plugins.build.cache import BuildCache, EntryKind
from plugins.build.files import PLUGINS, FileSnapshot, installed_libraries
from plugins.build.settings import FOLDERS, settings_digest

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from plugins.build.settings import Settings

Counts = tuple[int, str, int]
"""Pages, editions, files."""
MAX_RECENT = 100
"""Recently modified files to compare by their bytes; with more, nothing is recorded."""
MAX_RECORDS = 32
"""Settings of which the last build is recorded."""


class Record(Struct, frozen=True):
    """A successful build."""

    valid_from: float
    valid_until: float
    folders: list[str]
    modules: list[str]
    inputs: str
    recent: dict[str, str]
    output: str
    outputs: str
    counts: Counts


RECORDS: EntryKind[Record] = EntryKind("up-to-date", Record)
KEY = b""
"""Empty: the scope of a record is the digest of its settings, and it depends on nothing else."""


class InputSnapshot(NamedTuple):
    """Content, theme and code before a build; `recent` (digests) is None if changes may go unnoticed."""

    snapshots: tuple[FileSnapshot, ...]
    recent: dict[str, str] | None


class UpToDateCheck:
    """The check of builds with these settings; `loaded` is when this process began to load code (ns)."""

    def __init__(self, settings: Settings, loaded: int) -> None:
        self._settings = settings
        self._cache = BuildCache.shared(Path(str(settings["CACHE_PATH"])))
        self._loaded = loaded
        self._snapshots: dict[str, FileSnapshot] = {}
        known = all(isinstance(settings.get(name), str) for name in (*FOLDERS, "NOW"))
        self._scope = settings_digest(settings) if known else ""
        self.counts: Counts = (0, "", 0)
        self.reason = ""

    def is_current(self) -> bool:
        """Whether a build would change nothing; sets `counts` if so, else `reason`."""
        record = self._cache.load(RECORDS, self._scope, KEY) if self._scope else None
        self.reason = self._difference(record) if record else "new or changed settings, or no earlier build"
        if record and not self.reason:
            self.counts = record.counts
        return not self.reason

    def _difference(self, record: Record) -> str:
        if not self._settings["NOW"] and not (record.valid_from < time.time() < record.valid_until):
            return "something was due to appear or vanish"
        modules = FileSnapshot.of_files("modules", record.modules)
        snapshots = [*map(self._snapshot, record.folders), modules]
        if _digest(snapshots) != record.inputs or _bytes_of(record.recent) != record.recent:
            return "content, theme, code or libraries changed"
        if _digest([FileSnapshot.at(record.output)]) != record.outputs:
            return "the output was changed"
        return ""

    def input_snapshot(self) -> InputSnapshot:
        """The inputs as checked, or as they are now; call this before the build reads them."""
        sources = [self._snapshot(str(self._settings[name])) for name in ("PATH", "THEME")]
        code = self._snapshot(PLUGINS)
        recent = [path for each in sources for path in each.recently_modified(each.moment)]
        sure = len(recent) <= MAX_RECENT and not code.recently_modified(self._loaded)
        return InputSnapshot((*sources, code), _bytes_of(recent) if sure else None)

    def record(
        self,
        inputs: InputSnapshot,
        output: FileSnapshot,
        valid: tuple[float, float],
        counts: Counts,
        timezone: str,
    ) -> None:
        """Record a successful build: inputs, published output, from when until when it is `valid`, zone."""
        modules = FileSnapshot.of_files("modules", loaded_files(timezone))
        digest, outputs = _digest([*inputs.snapshots, modules]), _digest([output])
        unsure = inputs.recent is None or modules.recently_modified(self._loaded)
        if not self._scope or inputs.recent is None or unsure or not digest or not outputs:
            return
        record = Record(
            *valid,
            [each.folder for each in inputs.snapshots],
            [path for path, _ in modules.states],
            digest,
            inputs.recent,
            output.folder,
            outputs,
            counts,
        )
        self._cache.store(RECORDS, self._scope, KEY, record)
        self._cache.evict([RECORDS], self._scope, MAX_RECORDS)

    def _snapshot(self, folder: str) -> FileSnapshot:
        """The state of a folder, taken once: the build's inputs are those that were checked."""
        if folder not in self._snapshots:
            self._snapshots[folder] = FileSnapshot.at(folder)
        return self._snapshots[folder]


def validity(moments: Iterable[dt.datetime], now: dt.datetime) -> tuple[float, float]:
    """From when until when (seconds since 1970) a build gives the same site as at `now`."""
    times, moment = [each.timestamp() for each in moments], now.timestamp()
    valid_from = max((each for each in times if each <= moment), default=0.0)
    return valid_from, min((each for each in times if each > moment), default=float("inf"))


def loaded_files(timezone: str) -> list[str]:
    """The file of every module that this process has loaded, and of its time zone."""
    files = {getattr(module, "__file__", None) for module in tuple(sys.modules.values())}
    if zoneinfo := sys.modules.get("zoneinfo"):
        zones = [Path(folder, timezone) for folder in zoneinfo.TZPATH]
        files |= {str(zone) for zone in zones if zone.is_file()}
    return sorted({os.path.abspath(file) for file in files if file})


def _digest(snapshots: Iterable[FileSnapshot]) -> str:
    """A digest of snapshots, the libraries and Python; empty if a snapshot has none."""
    digests = [snapshot.digest() for snapshot in snapshots]
    if not all(digests):
        return ""
    content = repr((sys.version, sys.prefix, sorted(installed_libraries(sys.path)), digests))
    return hashlib.blake2b(content.encode(), digest_size=32).hexdigest()


def _bytes_of(paths: Iterable[str]) -> dict[str, str]:
    digests = {}
    for path in paths:
        try:
            digests[path] = hashlib.blake2b(Path(path).read_bytes(), digest_size=16).hexdigest()
        except OSError:
            digests[path] = ""
    return digests
