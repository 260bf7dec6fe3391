"""A lock in object storage, which needs no conditional writes: only strong consistency, which S3 has.

Each publisher puts an object of its own, then lists all. Who sees only its own has the lock; who sees
another's takes its own away and tries again. Two that start at once both see each other, so never both go on.
An object not renewed within `LIFETIME` is dead. All times are those of the storage, not of the publishers.
"""

from __future__ import annotations

import contextlib
import random
import secrets
import threading
import time
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import obstore

from plugins.build.errors import LockedError
from plugins.publish.s3_client import storage_errors

if TYPE_CHECKING:
    from collections.abc import Iterator

    from obstore.store import S3Store

LIFETIME = timedelta(minutes=5)
RENEWAL = 60.0
"""Seconds between two renewals."""


class StorageLock:
    """The lock of the publishers of one place; `prefix` is the folder of its objects."""

    def __init__(self, store: S3Store, place: str, prefix: str) -> None:
        self._store = store
        self._place = place
        self._prefix = prefix
        self._name = f"{prefix}{secrets.token_hex(8)}"

    @contextmanager
    def held(self, publisher: str, timeout: float) -> Iterator[datetime]:
        """Hold the lock; yields the storage's time. Raises `LockedError` after `timeout` seconds."""
        now = self._acquire(publisher, timeout)
        ended = threading.Event()
        renewing = threading.Thread(target=self._renew, args=(publisher, ended), daemon=True)
        renewing.start()
        try:
            yield now
        finally:
            ended.set()
            renewing.join()
            with contextlib.suppress(Exception):  # it dies of age
                self._store.delete(self._name)

    def check(self) -> None:
        """Raise `LockedError` unless this publisher still has the lock, as after a long sleep."""
        if not any(name == self._name for name, _ in self._list()):
            raise LockedError("publish-lock-lost", place=self._place)

    def _acquire(self, publisher: str, timeout: float) -> datetime:
        until = time.monotonic() + timeout
        while True:
            self._put(publisher)
            locks = dict(self._list())
            now = locks.pop(self._name, None)
            if now is not None:
                dead = {name for name, moment in locks.items() if now - moment > LIFETIME}
                for name in dead:
                    self._store.delete(name)
                if not locks.keys() - dead:
                    return now
            with storage_errors(self._place):
                self._store.delete(self._name)
            if time.monotonic() >= until:
                raise LockedError(
                    "publish-busy", place=self._place, publisher=self._other(), seconds=round(timeout)
                )
            time.sleep(random.SystemRandom().uniform(0.1, 1))  # only to not meet again

    def _put(self, publisher: str) -> None:
        with storage_errors(self._place):
            self._store.put(self._name, publisher.encode())

    def _list(self) -> list[tuple[str, datetime]]:
        with storage_errors(self._place):
            pages = obstore.list(self._store, self._prefix)
            return [(meta["path"], meta["last_modified"]) for page in pages for meta in page]

    def _other(self) -> str:
        with contextlib.suppress(FileNotFoundError), storage_errors(self._place):
            for name, _ in self._list():
                return bytes(self._store.get(name).bytes()).decode(errors="replace")
        return "?"

    def _renew(self, publisher: str, ended: threading.Event) -> None:
        while not ended.wait(RENEWAL):
            with contextlib.suppress(Exception):  # the next renewal, or `check`, tells
                self._put(publisher)
