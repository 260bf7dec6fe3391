"""File lock that allows one build at a time; the kernel releases it when its holder dies."""

from __future__ import annotations

import contextlib
import fcntl
import os
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

POLL_INTERVAL = 0.05


def acquire(lock: Path, timeout: float) -> int | None:
    """Wait up to `timeout` seconds for the lock; return its descriptor, or None on timeout.

    `release` deletes the lock file, so each success checks that the name still means the locked file.
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


def release(lock: Path, fd: int) -> None:
    """Release the lock; delete its file, and its folder if that is empty."""
    with contextlib.suppress(OSError):
        lock.unlink()
        lock.parent.rmdir()
    os.close(fd)
