"""Files: their states, the digest of code and libraries, atomic writes, eviction from cache folders."""

from __future__ import annotations

import contextlib
import hashlib
import marshal
import os
import re
import shutil
import stat
import sys
import tempfile
import time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

FileState = tuple[int, int, int, int]
"""Inode, size, mtime and ctime in ns. No program can set the ctime, so equal states mean equal bytes."""
MTIME_RESOLUTION = 2_000_000_000
"""Nanoseconds between two changes that surely give a file different times: FAT's unit is two seconds."""
MAX_DEPTH = 30
"""Levels of folders that are read."""
DAY = 86_400
"""Seconds; what was used within them is not evicted, as a concurrent build may need it."""
PLUGINS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


class FileSnapshot:
    """The state of every file below a folder, or of one file, at a moment (ns since 1970).

    The state is None for a missing file, for anything but a regular file, and for a folder that cannot be
    listed.
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
        """A digest of the folder and its states; empty if one of them is None."""
        if any(state is None for _, state in self.states):
            return ""
        content = marshal.dumps((self.folder, sorted(self.states)), 2)  # without references
        return hashlib.blake2b(content, digest_size=32).hexdigest()

    def recently_modified(self, moment: int) -> list[str]:
        """The files changed so shortly before a moment (ns) that their times may hide another change."""
        return [path for path, state in self.states if state and max(state[2:]) >= moment - MTIME_RESOLUTION]


def file_state(file: str, *, follow: bool = False) -> FileState | None:
    """The state of one file; None if it is missing or no regular file."""
    try:
        return state_of(os.stat(file, follow_symlinks=follow))
    except OSError:
        return None


def listing_error(folder: str) -> str:
    """The system's reason why a folder cannot be listed; empty if it can, and for a file or a link."""
    if os.path.islink(folder):
        return ""
    try:
        with os.scandir(folder):
            return ""
    except (FileNotFoundError, NotADirectoryError):
        return ""
    except OSError as error:
        return error.strerror or str(error)


def _walk(folder: str, states: list[tuple[str, FileState | None]], depth: int) -> None:
    with os.scandir(folder) as entries:
        for entry in entries:
            if not entry.is_dir(follow_symlinks=False):
                states.append((entry.path, state_of(entry.stat(follow_symlinks=False))))
            elif depth == MAX_DEPTH:
                states.append((entry.path, None))
            elif entry.name != "__pycache__":
                try:
                    _walk(entry.path, states, depth + 1)
                except OSError:
                    states.append((entry.path, None))


def state_of(found: os.stat_result) -> FileState | None:
    """The state in a file's status; None if it is no regular file."""
    if not stat.S_ISREG(found.st_mode):
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


@cache
def toolchain_digest() -> bytes:
    """Thirty-two bytes that change with the code of this project, a library's version, or Python's."""
    versions = f"{sys.version}\n{sorted(installed_libraries(sys.path))}\n"
    digest = hashlib.blake2b(versions.encode(), digest_size=32)
    for path, _ in sorted(FileSnapshot.at(PLUGINS).states):
        with open(path, "rb") as file:
            content = file.read()
        digest.update(f"{path[len(PLUGINS) :]}\n{len(content)}\n".encode() + content)
    return digest.digest()


def installed_libraries(folders: Iterable[str]) -> Iterator[str]:
    """The metadata folder of every installed library, such as `jinja2-3.1.6.dist-info`."""
    for folder in folders:
        if os.path.isdir(folder):
            yield from (name for name in os.listdir(folder) if name.endswith(".dist-info"))


def atomic_write(file: Path, content: bytes) -> None:
    """Replace a file in one step, whoever else writes it; raises `OSError` with the old file untouched."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    fresh = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        fresh.chmod(0o644)
        fresh.replace(file)
    except BaseException as error:
        fresh.unlink(missing_ok=True)
        if isinstance(error, OSError) and not error.filename:
            error.filename = str(file)  # a write names none
        raise


def evict_files(folder: Path, used: Collection[str], limit: int) -> None:
    """Delete entries of a cache folder that no build has used for a day, except the `limit` newest.

    Files and folders whose names share the part before the first hyphen or dot form one entry; `used` are the
    names of this build's entries. Errors of the file system are ignored.
    """
    with contextlib.suppress(OSError):
        entries: dict[str, list[Path]] = {}
        for path in sorted(folder.iterdir()):
            if not path.name.startswith("."):  # a concurrent build may be writing it
                entries.setdefault(re.split("[-.]", path.name)[0], []).append(path)
        for name in entries.keys() & used:
            os.utime(entries.pop(name)[0])
        last_used = {name: paths[0].stat().st_mtime for name, paths in entries.items()}
        for name in sorted(last_used, key=lambda name: -last_used[name])[limit:]:
            if last_used[name] < time.time() - DAY:
                for path in entries[name]:
                    _delete(path)


def _delete(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()
