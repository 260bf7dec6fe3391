"""File snapshots: the state of every file below a folder at one moment.

Kept free of costly imports: a build with nothing to do loads little more than this.
"""

from __future__ import annotations

import contextlib
import hashlib
import marshal
import os
import stat
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

FileState = tuple[int, int, int, int]
"""Inode, size, mtime and ctime in ns. The ctime cannot be set by hand: equal states mean equal bytes."""

MTIME_RESOLUTION = 2_000_000_000
"""Nanoseconds after which a change surely shows in a file's times: FAT counts in steps of two seconds."""
MAX_DEPTH = 30
"""Folders in one another; what lies deeper is not looked at."""


class FileSnapshot:
    """The state of every file below a folder, or of one file, at a moment (ns since 1970).

    The state is None for whatever is no regular file, and for what is not there.
    """

    __slots__ = ("folder", "moment", "states")

    def __init__(self, folder: str, moment: int, states: Sequence[tuple[str, FileState | None]]) -> None:
        self.folder = folder
        self.moment = moment
        self.states = states

    @classmethod
    def at(cls, folder: str) -> FileSnapshot:
        """The states now; compiled code is left out."""
        states: list[tuple[str, FileState | None]] = []
        moment = time.time_ns()
        try:
            _walk(folder, states, 0)
        except NotADirectoryError:
            states.append((folder, file_state(folder)))
        except OSError:
            states.append((folder, None))
        return cls(folder, moment, states)

    @classmethod
    def of_files(cls, name: str, files: Iterable[str]) -> FileSnapshot:
        """The states of these files now, or of what they link to, under a name instead of a folder."""
        return cls(name, time.time_ns(), [(file, file_state(file, follow=True)) for file in files])

    def digest(self) -> str:
        """It tells these states from any others; empty with anything that is no regular file."""
        if any(state is None for _, state in self.states):
            return ""
        content = marshal.dumps((self.folder, sorted(self.states)), 2)  # a version without references
        return hashlib.blake2b(content, digest_size=32).hexdigest()

    def recently_modified(self, moment: int) -> list[str]:
        """The files so young, at a moment in ns, that their next change might bear the same times."""
        return [path for path, state in self.states if state and max(state[2:]) >= moment - MTIME_RESOLUTION]


def file_state(file: str, *, follow: bool = False) -> FileState | None:
    """The state of one file; None for what is no regular file."""
    try:
        return state_of(os.stat(file, follow_symlinks=follow))
    except OSError:
        return None


def prefetch(files: Iterable[str]) -> None:
    """Ask the system to read these files ahead, side by side. Errors are left to whoever reads them."""
    if hasattr(os, "posix_fadvise"):  # not on macOS
        for file in files:
            with contextlib.suppress(OSError):
                opened = os.open(file, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
                try:
                    os.posix_fadvise(opened, 0, 0, os.POSIX_FADV_WILLNEED)
                finally:
                    os.close(opened)


def _walk(folder: str, states: list[tuple[str, FileState | None]], depth: int) -> None:
    with os.scandir(folder) as entries:
        for entry in entries:
            if not entry.is_dir(follow_symlinks=False):
                states.append((entry.path, state_of(entry.stat(follow_symlinks=False))))
            elif depth == MAX_DEPTH:
                states.append((entry.path, None))
            elif entry.name != "__pycache__":
                _walk(entry.path, states, depth + 1)


def state_of(found: os.stat_result) -> FileState | None:
    """The state in a file's status; None for what is no regular file."""
    if not stat.S_ISREG(found.st_mode):
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns
