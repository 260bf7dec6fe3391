"""Rest: a build that would change nothing is told so without being made.

After a good build we note how every input and every output looked: names, inodes, lengths, times of writing
and of change (which cannot be set by hand), and between which moments nothing is due to appear or to vanish.
When the same command finds all of it the same, its result is known: it is what lies there. That is exact:

- the inputs are looked at before the build reads them, so that a change during the build shows the next time;
- a file so young that its next change might bear the same time is known by its bytes as well;
- a link, or more young files than are worth reading, and the next build is simply made.
"""

from __future__ import annotations

import hashlib
import os
import stat
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from plugins.editions.kept import keep, read_kept
from plugins.editions.makers import libraries

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    State = tuple[int, int, int, int]

ROOT = Path(__file__).parent.parent.parent
CODE = ("plugins", "pelicanconf.py", "tasks.py", "entry.py")
KEY = b"what a build found and what it l"
SETTLED = 2_000_000_000
FEW = 100
"""Young files that are worth reading."""
MOST = 32
"""Commands whose rest is noted at once."""

Told = tuple[int, str, int]
"""Pages, editions, files."""


@dataclass(frozen=True)
class Rest:
    """What is noted of one command line, given in one folder; `timed` when it says itself what time it is."""

    file: Path
    timed: bool

    @classmethod
    def of(cls, arguments: Iterable[str]) -> Rest:
        """The note of a command line; `--cache` says where else than usual it lies."""
        typed = [os.getcwd(), *arguments]  # noqa: PTH109 - no `Path` is needed for a digest
        cache = next((typed[at + 1] for at, word in enumerate(typed[:-1]) if word == "--cache"), "")
        own = hashlib.blake2b("\0".join(typed).encode("utf-8", "surrogateescape"), digest_size=8).hexdigest()
        timed = any(word.startswith("--now") for word in typed)
        return cls(Path(cache or ROOT / ".cache") / "rest" / own, timed)

    def holds(self) -> Told | None:
        """What the last build told, when this one could tell nothing else."""
        note = read_kept(self.file, KEY)
        if note is None:
            return None
        since, until, folders, output, inputs, young, outputs, told = note
        if not (self.timed or since < time.time() < until):
            return None
        same = look(folders) == inputs and _bytes_of(young) == young and look([output]) == outputs
        return told if same else None

    def note(self, before: Before, output: str, span: tuple[float, float], told: Told) -> None:
        """Note a good build: what it began with, where it put the site, between which moments it holds."""
        if before.young is None:
            return
        outputs = look([output])
        if outputs:
            note = (*span, before.folders, output, before.inputs, before.young, outputs, told)
            keep(self.file, KEY, note)
            self._prune()

    def _prune(self) -> None:
        notes = sorted(self.file.parent.iterdir(), key=lambda note: note.stat().st_mtime_ns)
        for note in notes[:-MOST]:
            note.unlink(missing_ok=True)


@dataclass(frozen=True)
class Before:
    """How the inputs looked before a build; `young` is None where they cannot be known for sure."""

    folders: tuple[str, ...]
    inputs: str
    young: dict[str, str] | None

    @classmethod
    def of(cls, content: str, theme: str, loaded: int) -> Before:
        """The inputs of a build from these folders, as they are now; `loaded` is when the code was, in ns."""
        code = _states(str(ROOT / name) for name in CODE)
        read = _states((content, theme))
        young = _young(read, time.time_ns())
        sure = len(young) <= FEW and not _young(code, loaded)
        folders = (content, theme, *(str(ROOT / name) for name in CODE))
        return cls(folders, _digest(sorted(read + code)), _bytes_of(young) if sure else None)


def span(moments: Iterable[dt.datetime], now: dt.datetime) -> tuple[float, float]:
    """Between which moments, in seconds since 1970, the answers of a build at `now` stay the same."""
    times, moment = [each.timestamp() for each in moments], now.timestamp()
    since = max((each for each in times if each <= moment), default=0.0)
    return since, min((each for each in times if each > moment), default=float("inf"))


def _young(states: Iterable[tuple[str, State | None]], now: int) -> list[str]:
    """The files so young that their next change might bear the same time."""
    return [path for path, state in states if state and max(state[2:]) >= now - SETTLED]


def look(folders: Iterable[str]) -> str:
    """A digest of how all files below some folders look, and of the libraries; empty with a link."""
    return _digest(_states(folders))


def _digest(states: Iterable[tuple[str, State | None]]) -> str:
    seen = [f"{sys.version}\0{sys.prefix}", *sorted(libraries(sys.path))]
    for path, state in states:
        if state is None:
            return ""
        seen.append(f"{path}\0{state}")
    return hashlib.blake2b("\n".join(seen).encode("utf-8", "surrogateescape"), digest_size=32).hexdigest()


def _states(folders: Iterable[str]) -> list[tuple[str, State | None]]:
    """Every file below some folders, sorted, and how it looks; None for what is no plain file."""
    found: list[tuple[str, State | None]] = []
    for folder in folders:
        try:
            _walk(folder, found)
        except NotADirectoryError:
            found.append((folder, _state(os.stat(folder, follow_symlinks=False))))  # noqa: PTH116 - as below
        except OSError:
            found.append((folder, None))
    found.sort()
    return found


def _walk(folder: str, found: list[tuple[str, State | None]]) -> None:
    with os.scandir(folder) as entries:
        for entry in entries:
            if not entry.is_dir(follow_symlinks=False):
                found.append((entry.path, _state(entry.stat(follow_symlinks=False))))
            elif entry.name != "__pycache__":
                _walk(entry.path, found)


def _state(found: os.stat_result) -> State | None:
    if not stat.S_ISREG(found.st_mode):
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def _bytes_of(paths: Iterable[str]) -> dict[str, str]:
    """The digest of each file's bytes; empty for one that cannot be read."""
    digests = {}
    for path in paths:
        try:
            digests[path] = hashlib.blake2b(Path(path).read_bytes(), digest_size=16).hexdigest()
        except OSError:
            digests[path] = ""
    return digests
