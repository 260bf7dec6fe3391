"""An open folder: files in it are named by relative POSIX paths, whatever becomes of the folder's own name.

Everything goes through one directory descriptor, so that a folder renamed in the middle stays the same
folder, and a path costs no joining.
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
    """A folder held open; it must exist."""

    def __init__(self, path: Path) -> None:
        self._fd = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        self._made = {""}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let the folder go; a second call does nothing."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1

    def fileno(self) -> int:
        """The descriptor, as of an open file."""
        return self._fd

    def file(self, path: str) -> os.stat_result | None:
        """What the file system knows of a regular file; None when it is missing or something else."""
        try:
            found = os.stat(path, dir_fd=self._fd, follow_symlinks=False)
        except (FileNotFoundError, NotADirectoryError):
            return None
        return found if stat.S_ISREG(found.st_mode) else None

    def has(self, path: str, inode: int) -> bool:
        """Whether the file at a path is the one with this inode."""
        try:
            return os.stat(path, dir_fd=self._fd, follow_symlinks=False).st_ino == inode
        except OSError:
            return False

    def read(self, path: str) -> bytes | None:
        """A regular file's bytes; None when it is missing or something else."""
        if self.file(path) is None:
            return None
        with os.fdopen(os.open(path, os.O_RDONLY | os.O_CLOEXEC, dir_fd=self._fd), "rb") as file:
            return file.read()

    def write(self, path: str, content: bytes) -> None:
        """Write a new file; raises `FileExistsError` when there is one."""
        self._make_parents(path)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
        with os.fdopen(os.open(path, flags, 0o666, dir_fd=self._fd), "wb") as file:
            file.write(content)

    def take(self, source: Folder, path: str) -> None:
        """Move a file here from its place in another folder of the same file system, over what is there."""
        self._make_parents(path)
        os.replace(path, path, src_dir_fd=source._fd, dst_dir_fd=self._fd)

    def share(self, source: Folder, path: str) -> bool:
        """Have the very file that lies at the same path of another folder: linked, or copied (then False)."""
        self._make_parents(path)
        try:
            os.link(path, path, src_dir_fd=source._fd, dst_dir_fd=self._fd)
        except OSError:
            self._copy(source, path)
            return False
        return True

    def _copy(self, source: Folder, path: str) -> None:
        """For file systems without hard links; a real fault shows itself again here."""
        content = source.read(path)
        found = source.file(path)
        if content is None or found is None:
            raise FileNotFoundError(path)
        self.write(path, content)
        os.utime(path, ns=(found.st_atime_ns, found.st_mtime_ns), dir_fd=self._fd)

    def remove(self, path: str) -> None:
        """Delete a file, and the folders that it leaves empty; a missing one is no fault."""
        try:
            os.unlink(path, dir_fd=self._fd)
        except FileNotFoundError:
            return
        self._made = {""}
        while path := path.rpartition("/")[0]:
            try:
                os.rmdir(path, dir_fd=self._fd)
            except OSError:
                return

    def sync(self, path: str) -> None:
        """Ask the disk to have the file for good."""
        fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC, dir_fd=self._fd)
        try:
            os.fsync(fd)
        finally:
            os.close(fd)

    def _make_parents(self, path: str) -> None:
        parent = path.rpartition("/")[0]
        if parent in self._made:
            return
        self._make_parents(parent)
        with contextlib.suppress(FileExistsError):
            os.mkdir(parent, dir_fd=self._fd)
        self._made.add(parent)


def files_under(folder: Path) -> Iterator[str]:
    """Every regular file's relative POSIX path, hidden ones too, in no order; links are not followed."""
    for here, _, names in os.walk(folder):
        for name in names:
            path = Path(here, name)
            if path.is_file() and not path.is_symlink():
                yield path.relative_to(folder).as_posix()


def empty_out(folder: Path) -> None:
    """Delete a folder with all that is in it; a missing one is no fault."""
    if folder.is_dir() and not folder.is_symlink():
        shutil.rmtree(folder)
