"""System calls that some systems lack, each with a portable fallback, in this one module.

Everything else uses what Python has on every system.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sqlite3
import sys
from typing import IO, TYPE_CHECKING

if sys.platform == "win32":
    fcntl = None
else:
    import fcntl

if TYPE_CHECKING:
    from collections.abc import Iterable
    from multiprocessing.context import ForkContext
    from pathlib import Path

native = True
"""False in tests: the fallbacks, as where a system has none of these calls."""
FileLock = IO[bytes] | sqlite3.Connection
AT_FDCWD = -100
RENAME_EXCHANGE = RENAME_SWAP = 2
UNSUPPORTED = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP}


def open_folder(path: Path) -> int | None:
    """A descriptor of a folder, which stays the same if it is renamed; None where there are none.

    Functions of `os` take both as `dir_fd`, with paths below the folder and with whole ones.
    """
    if native and os.open in os.supports_dir_fd:
        return os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    if not path.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(path))
    return None


def flush(path: str, folder: int | None) -> None:
    """Write a file or a folder to disk; without folder descriptors files only."""
    if folder is None and os.path.isdir(path):
        return
    fd = os.open(path, os.O_RDONLY if folder is not None else os.O_RDWR, dir_fd=folder)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def flush_all() -> bool:
    """Write everything to disk; False where only single files can be written."""
    if native and hasattr(os, "sync"):
        os.sync()
        return True
    return False


def exchange(first: Path, second: Path) -> bool:
    """Exchange two folders in one step; False where the system or the file system cannot."""
    if not native or sys.platform == "win32":
        return False
    import ctypes

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


def lock_file(path: Path) -> FileLock | None:
    """Lock a file, which is created if missing; None if another process has it.

    The lock ends with its process. The fallback is SQLite's lock, which every system has.
    """
    if not native or fcntl is None:
        return _lock_by_sqlite(path)
    stream = path.open("ab")
    with contextlib.suppress(BlockingIOError, FileNotFoundError):
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        # Whoever had it deletes the file, so the path must still mean the locked one.
        if os.path.samestat(os.fstat(stream.fileno()), path.stat()):
            return stream
    stream.close()
    return None


def _lock_by_sqlite(path: Path) -> sqlite3.Connection | None:
    try:
        connection = sqlite3.connect(path, timeout=0, isolation_level=None)
        connection.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
            return None
        code = errno.EACCES if path.parent.is_dir() else errno.ENOENT
        raise OSError(code, os.strerror(code), str(path)) from error
    return connection


def unlock_file(path: Path, lock: FileLock) -> None:
    """Release a lock and delete its file; Windows deletes none that is open, here or in another process."""
    if isinstance(lock, sqlite3.Connection):
        lock.close()
    path.unlink(missing_ok=True)
    lock.close()


def fork_context() -> ForkContext | None:
    """Processes that inherit memory and open files; None where there are none, as on Windows."""
    if not native or not hasattr(os, "fork") or not hasattr(os, "pwrite"):
        return None
    import multiprocessing

    return multiprocessing.get_context("fork")


def cpu_count() -> int:
    """CPUs that this process may use."""
    if native and hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def write_at(file: IO[bytes], content: bytes, offset: int) -> int:
    """Write into a file that forked processes share; the number of bytes written."""
    return os.pwrite(file.fileno(), content, offset)


def read_at(file: IO[bytes], length: int, offset: int) -> bytes:
    """Read from a file that forked processes share."""
    return os.pread(file.fileno(), length, offset)


def prefetch(files: Iterable[str]) -> None:
    """Ask the system to read these files ahead, in parallel; errors are ignored."""
    if native and hasattr(os, "posix_fadvise"):
        for file in files:
            with contextlib.suppress(OSError):
                opened = os.open(file, os.O_RDONLY | os.O_NONBLOCK)
                try:
                    os.posix_fadvise(opened, 0, 0, os.POSIX_FADV_WILLNEED)
                finally:
                    os.close(opened)
