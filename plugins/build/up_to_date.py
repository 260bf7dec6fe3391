"""The up-to-date check: a build that would change nothing is skipped.

After a good build we record the state of every input and every output, and for how long the site stays as it
is. When the same settings find all of it the same, the output is known. That is exact:

- the settings file is executed each time, and its values are the record's key;
- inputs are content, theme, plugins, and every module that was loaded, libraries too;
- inputs are looked at before the build reads them, so that a change during the build shows the next time;
- a file so young that its next change might bear the same times is compared by its bytes as well;
- where anything cannot be known (a link, a function among the settings), the build is made.
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
from plugins.build.settings import FOLDERS, settings_digest
from plugins.build.snapshot import FileSnapshot
from plugins.build.toolchain import PLUGINS, installed_libraries

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from plugins.build.settings import Settings

Counts = tuple[int, str, int]
"""Pages, editions, files."""
MAX_RECENT = 100
"""Recently modified files that are worth reading."""
MAX_RECORDS = 32
"""Settings whose builds are recorded at once."""


class Record(Struct, frozen=True):
    """A good build, as plain data."""

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
"""The scope of a record is the digest of its settings; it depends on nothing else."""


class InputSnapshot(NamedTuple):
    """The inputs before a build: content and theme, the code, and the bytes of recently modified files.

    `recent` is None where the inputs cannot be known for sure.
    """

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
        """Whether a build would change nothing; sets `counts` to what it would report, or else `reason`."""
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
        """The inputs as the check found them, or as they are now; to be taken before a build reads them."""
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
        """Record a good build: its inputs, the output it published, when it is valid, its time zone."""
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
        """A folder is looked at once: the build's inputs are those that were checked."""
        if folder not in self._snapshots:
            self._snapshots[folder] = FileSnapshot.at(folder)
        return self._snapshots[folder]


def validity(moments: Iterable[dt.datetime], now: dt.datetime) -> tuple[float, float]:
    """From when until when (seconds since 1970) a build at `now` would give the same site."""
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
    """A digest of snapshots, of the libraries and of Python; empty with anything that is no regular file."""
    digests = [snapshot.digest() for snapshot in snapshots]
    if not all(digests):
        return ""
    content = repr((sys.version, sys.prefix, sorted(installed_libraries(sys.path)), digests))
    return hashlib.blake2b(content.encode(), digest_size=32).hexdigest()


def _bytes_of(paths: Iterable[str]) -> dict[str, str]:
    """The digest of each file's bytes; empty for one that cannot be read."""
    digests = {}
    for path in paths:
        try:
            digests[path] = hashlib.blake2b(Path(path).read_bytes(), digest_size=16).hexdigest()
        except OSError:
            digests[path] = ""
    return digests
