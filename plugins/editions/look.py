"""A look at files: how each of them looked at a moment, so that a build looks once at every file."""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
import time
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from plugins.editions.kept import signature_of
from plugins.editions.plain import written

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from plugins.editions.kept import Signature

SETTLED = 2_000_000_000
"""Nanoseconds after which a change surely shows in a file's times: FAT counts in twos of seconds."""
DEEPEST = 30
"""Folders in one another; what lies deeper is not looked at."""


class Look(Struct, frozen=True, dict=True):
    """How every file below a folder, or one file, looked at a moment (ns); None for what is no plain file."""

    folder: str
    moment: int
    states: Sequence[tuple[str, Signature | None]]

    @classmethod
    def at(cls, folder: str) -> Look:
        """How it looks now; compiled code is left out."""
        found: list[tuple[str, Signature | None]] = []
        moment = time.time_ns()
        try:
            _walk(folder, found, 0)
        except NotADirectoryError:
            found.append((folder, _state(os.stat(folder, follow_symlinks=False))))  # noqa: PTH116 - no `Path` is made for a thousand files
        except OSError:
            found.append((folder, None))
        return cls(folder, moment, found)

    @cached_property
    def digest(self) -> str:
        """It tells this look from any other; empty with anything that is no plain file."""
        if any(state is None for _, state in self.states):
            return ""
        told = written((self.folder, sorted(self.states)))
        return hashlib.blake2b(told, digest_size=32).hexdigest()

    def young(self, moment: int) -> list[str]:
        """The files so young, at a moment, that their next change might bear the same time."""
        return [path for path, state in self.states if state and max(state[2:]) >= moment - SETTLED]


def ask_for(files: Iterable[str]) -> None:
    """Ask the system for files that are read next: it fetches them side by side, not one after the other.

    Whatever is wrong with one is told by whoever reads it.
    """
    if hasattr(os, "posix_fadvise"):  # not on macOS
        for file in files:
            with contextlib.suppress(OSError):
                opened = os.open(file, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
                try:
                    os.posix_fadvise(opened, 0, 0, os.POSIX_FADV_WILLNEED)
                finally:
                    os.close(opened)


def _walk(folder: str, found: list[tuple[str, Signature | None]], depth: int) -> None:
    with os.scandir(folder) as entries:
        for entry in entries:
            if not entry.is_dir(follow_symlinks=False):
                found.append((entry.path, _state(entry.stat(follow_symlinks=False))))
            elif depth == DEEPEST:
                found.append((entry.path, None))
            elif entry.name != "__pycache__":
                _walk(entry.path, found, depth + 1)


def _state(found: os.stat_result) -> Signature | None:
    return signature_of(found) if stat.S_ISREG(found.st_mode) else None
