"""Access to a folder through one directory descriptor, by relative POSIX paths.

A folder that is renamed meanwhile stays the same folder.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType


class Folder:
    """An open folder; it must exist."""

    def __init__(self, path: Path) -> None:
        self._fd = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        self._created = {""}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the descriptor; a second call does nothing."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1

    def fileno(self) -> int:
        """The directory descriptor."""
        return self._fd

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

    def move_from(self, source: Folder, path: str) -> None:
        """Move a file here from the same path in another folder of the same file system, replacing any."""
        self._make_parents(path)
        os.replace(path, path, src_dir_fd=source._fd, dst_dir_fd=self._fd)

    def link_from(self, source: Folder, path: str) -> bool:
        """Hard-link the file at the same path in another folder; if that fails, copy it and return False."""
        self._make_parents(path)
        try:
            os.link(path, path, src_dir_fd=source._fd, dst_dir_fd=self._fd)
        except OSError:
            self._copy(source, path)
            return False
        return True

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
        self._created.add(parent)


def files_under(folder: Path) -> Iterator[str]:
    """The relative POSIX path of every regular file, hidden ones included, unordered; links are skipped."""
    for here, _, names in os.walk(folder):
        for name in names:
            path = Path(here, name)
            if path.is_file() and not path.is_symlink():
                yield path.relative_to(folder).as_posix()


def remove_tree(folder: Path) -> None:
    """Delete a folder and its content, if it exists."""
    if folder.is_dir() and not folder.is_symlink():
        shutil.rmtree(folder)
