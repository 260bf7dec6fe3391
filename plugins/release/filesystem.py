"""File system operations of a release: an open folder, the atomic exchange of two folders, a file lock.

Where the system cannot exchange folders (NFS, some FUSE file systems), `recover` repairs a killed exchange.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import time
from typing import TYPE_CHECKING

from plugins.build import system

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from plugins.build.system import FileLock

POLL_INTERVAL = 0.05
FILE_READ, FOLDER_READ = 0o444, 0o555
"""Modes that a web server needs, whatever the umask of the build."""
TEMPORARY = ".replacing"
"""The name of a file that is about to replace another one."""


class Folder:
    """An open folder, to be closed after use; it must exist."""

    def __init__(self, path: Path) -> None:
        self._fd = system.open_folder(path)
        self._path = path.absolute()
        self._created = {""}

    def close(self) -> None:
        """Close the descriptor."""
        if self._fd is not None:
            os.close(self._fd)

    def rename(self, target: Path) -> None:
        """Give the folder another path, which must not exist yet."""
        self._path.rename(target)
        self._path = target.absolute()

    def stat_file(self, path: str) -> os.stat_result | None:
        """The status of a regular file; None if there is none."""
        try:
            found = os.stat(self._name(path), dir_fd=self._fd, follow_symlinks=False)
        except (FileNotFoundError, NotADirectoryError):
            return None
        return found if stat.S_ISREG(found.st_mode) else None

    def has_inode(self, path: str, inode: int) -> bool:
        """Whether the path has this inode."""
        try:
            return os.stat(self._name(path), dir_fd=self._fd, follow_symlinks=False).st_ino == inode
        except OSError:
            return False

    def read(self, path: str) -> bytes | None:
        """A regular file's bytes; None if there is none."""
        if self.stat_file(path) is None:
            return None
        with open(self._name(path), "rb", opener=self._open) as file:
            return file.read()

    def write(self, path: str, content: bytes) -> None:
        """Write a new file; raises `FileExistsError` if there is one."""
        self.make_parents(path)
        with open(self._name(path), "xb", opener=self._open) as file:
            file.write(content)
        self._add_modes(path, FILE_READ)

    def replace(self, path: str, content: bytes) -> None:
        """Write a file in one step, replacing any, or whatever else has its name or that of a parent."""
        self._make_way(path)
        self.remove(TEMPORARY)
        self.write(TEMPORARY, content)
        self.make_parents(path)
        os.replace(self._name(TEMPORARY), self._name(path), src_dir_fd=self._fd, dst_dir_fd=self._fd)

    def make_readable(self, paths: Iterable[str]) -> None:
        """Let everybody read these files and enter their folders, under whatever umask they were made."""
        files = tuple(paths)
        folders = {"."}
        for path in files:
            self._add_modes(path, FILE_READ)
            while (path := path.rpartition("/")[0]) and path not in folders:
                folders.add(path)
        for folder in folders:
            self._add_modes(folder, FOLDER_READ)

    def move_from(self, source: Folder, path: str) -> None:
        """Move a file here from the same path in another folder of the same file system, replacing any."""
        self.make_parents(path)
        os.replace(source._name(path), self._name(path), src_dir_fd=source._fd, dst_dir_fd=self._fd)

    def link_from(self, source: Folder, path: str) -> None:
        """Hard-link the file at the same path in another folder; if that fails, copy it."""
        self.make_parents(path)
        try:
            os.link(source._name(path), self._name(path), src_dir_fd=source._fd, dst_dir_fd=self._fd)
        except OSError:
            self._copy(source, path)

    def _copy(self, source: Folder, path: str) -> None:
        """For file systems without hard links; any other error is raised again here."""
        content = source.read(path)
        found = source.stat_file(path)
        if content is None or found is None:
            raise FileNotFoundError(path)
        self.write(path, content)
        os.utime(self._name(path), ns=(found.st_atime_ns, found.st_mtime_ns), dir_fd=self._fd)

    def remove(self, path: str) -> None:
        """Delete a file, if it exists, and the folders that this leaves empty."""
        try:
            os.unlink(self._name(path), dir_fd=self._fd)
        except FileNotFoundError:
            return
        self._created = {""}
        while path := path.rpartition("/")[0]:
            try:
                os.rmdir(self._name(path), dir_fd=self._fd)
            except OSError:
                return

    def sync(self, path: str) -> None:
        """Flush a file or a folder to disk."""
        system.flush(self._name(path), self._fd)

    def _name(self, path: str) -> str:
        """The path as the functions of `os` take it, together with the descriptor."""
        return path if self._fd is not None else str(self._path / path)

    def _open(self, path: str, flags: int) -> int:
        return os.open(path, flags, 0o666, dir_fd=self._fd)

    def make_parents(self, path: str) -> None:
        """Make the folders that a path is in, where they are missing."""
        parent = path.rpartition("/")[0]
        if parent in self._created:
            return
        self.make_parents(parent)
        with contextlib.suppress(FileExistsError):
            os.mkdir(self._name(parent), dir_fd=self._fd)
            self._add_modes(parent, FOLDER_READ)
        self._created.add(parent)

    def _add_modes(self, path: str, modes: int) -> None:
        found = os.stat(self._name(path), dir_fd=self._fd, follow_symlinks=False).st_mode
        if found | modes != found:
            os.chmod(self._name(path), stat.S_IMODE(found) | modes, dir_fd=self._fd)

    def _make_way(self, path: str) -> None:
        """Remove a folder in the place of a file, and a file or a link in the place of its parent."""
        parents = path.split("/")[:-1]
        for depth in range(1, len(parents) + 1):
            parent = "/".join(parents[:depth])
            if not self._has_mode(parent, stat.S_ISDIR):
                with contextlib.suppress(FileNotFoundError):
                    os.unlink(self._name(parent), dir_fd=self._fd)
                break
        if self._has_mode(path, stat.S_ISDIR):
            shutil.rmtree(self._name(path), dir_fd=self._fd)
            self._created = {""}

    def _has_mode(self, path: str, test: Callable[[int], bool]) -> bool:
        try:
            return test(os.stat(self._name(path), dir_fd=self._fd, follow_symlinks=False).st_mode)
        except (FileNotFoundError, NotADirectoryError):
            return False


def make_readable_folder(folder: Path) -> None:
    """Make a folder and its parents where they are missing, and let everybody enter those made here."""
    if not folder.is_dir():
        make_readable_folder(folder.parent)
        with contextlib.suppress(FileExistsError):
            folder.mkdir()
            folder.chmod(folder.stat().st_mode | FOLDER_READ)


def flush_files(folder: Path, paths: Iterable[str]) -> None:
    """Write files to disk, and where the system can everything else."""
    if not system.flush_all():
        with contextlib.closing(Folder(folder)) as opened:
            for path in paths:
                opened.sync(path)


def files_under(folder: Path) -> Iterator[str]:
    """The relative POSIX path of every regular file, hidden ones included, unordered; links are skipped."""
    pending = [("", str(folder))]
    while pending:
        prefix, place = pending.pop()
        try:
            entries = [*os.scandir(place)]
        except OSError:  # it is not there, or not any more
            continue
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                pending.append((f"{prefix}{entry.name}/", entry.path))
            elif entry.is_file(follow_symlinks=False):
                yield f"{prefix}{entry.name}"


def remove_tree(folder: Path) -> None:
    """Delete a folder and its content, if it exists."""
    if folder.is_dir() and not folder.is_symlink():
        shutil.rmtree(folder)


def exchange_dirs(published: Path, staged: Path, previous: Path) -> None:
    """Publish `staged`; the folder published before becomes `previous`, which must not exist yet."""
    if system.exchange(published, staged):
        staged.rename(previous)
    else:
        published.rename(previous)
        staged.rename(published)


def recover(published: Path, previous: Path) -> None:
    """Restore the published folder after a kill between the two renames."""
    if previous.is_dir() and not published.exists():
        previous.rename(published)


def acquire_lock(lock: Path, timeout: float) -> FileLock | None:
    """Wait up to `timeout` seconds for the lock; return its open file, or None on timeout."""
    until = time.monotonic() + timeout
    while True:
        held = _try_lock(lock)
        if held is not None or time.monotonic() >= until:
            return held
        time.sleep(POLL_INTERVAL)


def _try_lock(lock: Path) -> FileLock | None:
    lock.parent.mkdir(exist_ok=True)
    try:
        return system.lock_file(lock)
    except FileNotFoundError:
        if lock.parent.is_dir() or not lock.parent.parent.is_dir():
            raise  # nothing can be written there
        return None  # the last holder has just removed the folder


def release_lock(lock: Path, held: FileLock) -> None:
    """Release the lock; delete its file and its folder, if nothing else is there."""
    with contextlib.suppress(OSError):
        system.unlock_file(lock, held)
        lock.parent.rmdir()
