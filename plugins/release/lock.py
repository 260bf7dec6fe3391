"""One build at a time: a lock on a folder's workshop, let go by the system when its holder dies."""

from __future__ import annotations

import contextlib
import fcntl
import os
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

BETWEEN_TRIES = 0.05


def take_turn(lock: Path, patience: float) -> int | None:
    """Wait up to `patience` seconds for the lock; its descriptor, or None when another still holds it.

    The lock's file is deleted with its folder by whoever leaves nothing behind, so after each success we look
    whether what we hold is still the file of that name.
    """
    until = time.monotonic() + patience
    while True:
        fd = _try_lock(lock)
        if fd is not None or time.monotonic() >= until:
            return fd
        time.sleep(BETWEEN_TRIES)


def _try_lock(lock: Path) -> int | None:
    try:
        lock.parent.mkdir(exist_ok=True)
        fd = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except FileNotFoundError:
        if lock.parent.parent.is_dir():
            return None  # its last holder has just taken the folder away
        raise
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.fstat(fd).st_ino == lock.stat().st_ino:
            return fd
    except (BlockingIOError, FileNotFoundError):
        pass
    os.close(fd)
    return None


def give_turn(lock: Path, fd: int) -> None:
    """Let the next one in; the lock's file goes, and its folder when that is empty."""
    with contextlib.suppress(OSError):
        lock.unlink()
        lock.parent.rmdir()
    os.close(fd)
