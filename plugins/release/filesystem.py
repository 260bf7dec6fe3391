"""File system operations of a release: an open folder, the atomic exchange of two folders, a file lock.

Where the system cannot exchange folders (NFS, some FUSE file systems), `recover` repairs a killed exchange.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import fcntl
import os
import shutil
import stat
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

AT_FDCWD = -100
RENAME_EXCHANGE = 2
RENAME_SWAP = 2
UNSUPPORTED = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP}
POLL_INTERVAL = 0.05
FILE_READ, FOLDER_READ = 0o444, 0o555
"""Modes that a web server needs, whatever the umask of the build."""
TEMPORARY = ".replacing"
"""The name of a file that is about to replace another one."""


class Folder:
    """An open folder, to be closed after use; it must exist."""

    def __init__(self, path: Path) -> None:
        self._fd = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        self._created = {""}

    def close(self) -> None:
        """Close the descriptor."""
        os.close(self._fd)

    def stat_file(self, path: str) -> os.stat_result | None:
        """The status of a regular file; None if there is none."""
        try:
            found = os.stat(path, dir_fd=self._fd, follow_symlinks=False)
        except (FileNotFoundError, NotADirectoryError):
            return None
        return found if stat.S_ISREG(found.st_mode) else None

    def has_inode(self, path: str, inode: int) -> bool:
        """Whether the path has this inode."""
        try:
            return os.stat(path, dir_fd=self._fd, follow_symlinks=False).st_ino == inode
        except OSError:
            return False

    def read(self, path: str) -> bytes | None:
        """A regular file's bytes; None if there is none."""
        if self.stat_file(path) is None:
            return None
        with os.fdopen(os.open(path, os.O_RDONLY | os.O_CLOEXEC, dir_fd=self._fd), "rb") as file:
            return file.read()

    def write(self, path: str, content: bytes) -> None:
        """Write a new file; raises `FileExistsError` if there is one."""
        self._make_parents(path)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
        with os.fdopen(os.open(path, flags, 0o666, dir_fd=self._fd), "wb") as file:
            file.write(content)
        self._add_modes(path, FILE_READ)

    def replace(self, path: str, content: bytes) -> None:
        """Write a file in one step, replacing any, or whatever else has its name or that of a parent."""
        self._make_way(path)
        self.remove(TEMPORARY)
        self.write(TEMPORARY, content)
        self._make_parents(path)
        os.replace(TEMPORARY, path, src_dir_fd=self._fd, dst_dir_fd=self._fd)

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
        self._make_parents(path)
        os.replace(path, path, src_dir_fd=source._fd, dst_dir_fd=self._fd)

    def link_from(self, source: Folder, path: str) -> None:
        """Hard-link the file at the same path in another folder; if that fails, copy it."""
        self._make_parents(path)
        try:
            os.link(path, path, src_dir_fd=source._fd, dst_dir_fd=self._fd)
        except OSError:
            self._copy(source, path)

    def _copy(self, source: Folder, path: str) -> None:
        """For file systems without hard links; any other error is raised again here."""
        content = source.read(path)
        found = source.stat_file(path)
        if content is None or found is None:
            raise FileNotFoundError(path)
        self.write(path, content)
        os.utime(path, ns=(found.st_atime_ns, found.st_mtime_ns), dir_fd=self._fd)

    def remove(self, path: str) -> None:
        """Delete a file, if it exists, and the folders that this leaves empty."""
        try:
            os.unlink(path, dir_fd=self._fd)
        except FileNotFoundError:
            return
        self._created = {""}
        while path := path.rpartition("/")[0]:
            try:
                os.rmdir(path, dir_fd=self._fd)
            except OSError:
                return

    def sync(self, path: str) -> None:
        """Flush a file to disk."""
        fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC, dir_fd=self._fd)
        try:
            os.fsync(fd)
        finally:
            os.close(fd)

    def _make_parents(self, path: str) -> None:
        parent = path.rpartition("/")[0]
        if parent in self._created:
            return
        self._make_parents(parent)
        with contextlib.suppress(FileExistsError):
            os.mkdir(parent, dir_fd=self._fd)
            self._add_modes(parent, FOLDER_READ)
        self._created.add(parent)

    def _add_modes(self, path: str, modes: int) -> None:
        found = os.stat(path, dir_fd=self._fd, follow_symlinks=False).st_mode
        if found | modes != found:
            os.chmod(path, stat.S_IMODE(found) | modes, dir_fd=self._fd)

    def _make_way(self, path: str) -> None:
        """Remove a folder in the place of a file, and a file or a link in the place of its parent."""
        parents = path.split("/")[:-1]
        for depth in range(1, len(parents) + 1):
            parent = "/".join(parents[:depth])
            if not self._has_mode(parent, stat.S_ISDIR):
                with contextlib.suppress(FileNotFoundError):
                    os.unlink(parent, dir_fd=self._fd)
                break
        if self._has_mode(path, stat.S_ISDIR):
            shutil.rmtree(path, dir_fd=self._fd)
            self._created = {""}

    def _has_mode(self, path: str, test: Callable[[int], bool]) -> bool:
        try:
            return test(os.stat(path, dir_fd=self._fd, follow_symlinks=False).st_mode)
        except (FileNotFoundError, NotADirectoryError):
            return False


def files_under(folder: Path) -> Iterator[str]:
    """The relative POSIX path of every regular file, hidden ones included, unordered; links are skipped."""
    for directory, _, names in os.walk(folder):
        for name in names:
            path = Path(directory, name)
            if path.is_file() and not path.is_symlink():
                yield path.relative_to(folder).as_posix()


def remove_tree(folder: Path) -> None:
    """Delete a folder and its content, if it exists."""
    if folder.is_dir() and not folder.is_symlink():
        shutil.rmtree(folder)


def exchange_dirs(published: Path, staged: Path, previous: Path) -> None:
    """Publish `staged`; the folder published before becomes `previous`, which must not exist yet."""
    if _try_exchange(published, staged):
        staged.rename(previous)
    else:
        published.rename(previous)
        staged.rename(published)


def recover(published: Path, previous: Path) -> None:
    """Restore the published folder after a kill between the two renames."""
    if previous.is_dir() and not published.exists():
        previous.rename(published)


def _try_exchange(first: Path, second: Path) -> bool:
    """Return False where the system or the file system does not support it."""
    libc = ctypes.CDLL(None, use_errno=True)
    one, other = os.fsencode(first), os.fsencode(second)
    if hasattr(libc, "renameat2"):
        failed = libc.renameat2(AT_FDCWD, one, AT_FDCWD, other, RENAME_EXCHANGE)
    elif sys.platform == "darwin":
        failed = libc.renamex_np(one, other, RENAME_SWAP)
    else:
        return False
    if failed and ctypes.get_errno() not in UNSUPPORTED:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(first))
    return not failed


def acquire_lock(lock: Path, timeout: float) -> int | None:
    """Wait up to `timeout` seconds for the lock; return its descriptor, or None on timeout.

    `release_lock` deletes the lock file, so each success checks that the name still means the locked file.
    """
    until = time.monotonic() + timeout
    while True:
        fd = _try_lock(lock)
        if fd is not None or time.monotonic() >= until:
            return fd
        time.sleep(POLL_INTERVAL)


def _try_lock(lock: Path) -> int | None:
    try:
        lock.parent.mkdir(exist_ok=True)
        fd = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except FileNotFoundError:
        if lock.parent.parent.is_dir():
            return None  # the last holder has just removed the folder
        raise
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.fstat(fd).st_ino == lock.stat().st_ino:
            return fd
    except (BlockingIOError, FileNotFoundError):
        pass
    os.close(fd)
    return None


def release_lock(lock: Path, fd: int) -> None:
    """Release the lock; delete its file, and its folder if that is empty."""
    with contextlib.suppress(OSError):
        lock.unlink()
        lock.parent.rmdir()
    os.close(fd)
