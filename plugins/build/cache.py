"""The build cache: typed values in one SQLite file.

Values are MessagePack with a checksum and the key they are valid for: data, no code. A damaged file is
created again; one that is locked, read-only or on a full disk is not used. Either is a miss: no method raises
an error. Connections are closed before a fork; workers only read, and their parent stores.
"""

from __future__ import annotations

import logging
import os
import secrets
import sqlite3
import threading
import time
import weakref
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from zlib import crc32

from msgspec import MsgspecError
from msgspec.msgpack import Decoder, Encoder

from plugins.build.cache_schema import DamagedDatabaseError, is_refusal, prepare, transaction

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
    from pathlib import Path

FILE = "build.sqlite3"
LOCK_TIMEOUT = 5.0
RETRY_DELAY = 60.0
"""Seconds before a cache that could not be used is tried again."""
DAY = 86_400
"""Seconds; what was used within them is not evicted, as a concurrent build may need it."""
SELECT_ALL = "SELECT name, checksum, value FROM entries WHERE kind = ? AND scope = ? AND key = ?"
SELECT_ONE = "SELECT name, checksum, value FROM entries WHERE kind = ? AND scope = ? AND key = ? AND name = ?"
INSERT = "INSERT OR REPLACE INTO entries VALUES (?, ?, ?, ?, ?, ?)"
DECODING_ERRORS = (ValueError, TypeError, OverflowError, RecursionError)
"""Raised by decoders beside msgspec's own errors."""
Value = TypeVar("Value")
Result = TypeVar("Result")
logger = logging.getLogger(__name__)


class EntryKind(Generic[Value]):
    """A kind of entries: its name in the database, and the type of its values; the hooks are msgspec's."""

    def __init__(
        self,
        name: str,
        type_: object,
        enc_hook: Callable[[Any], Any] | None = None,
        dec_hook: Callable[[type, Any], Any] | None = None,
    ) -> None:
        self.name = name
        self.encode: Callable[[Value], bytes] = Encoder(enc_hook=enc_hook).encode
        self.decode: Callable[[bytes], Value] = Decoder(type_, dec_hook=dec_hook).decode


class BuildCache:
    """The cache in a folder, opened on first use; a `scope` separates content folders and outputs."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / FILE
        self._connection: sqlite3.Connection | None = None
        self._opened_file: tuple[int, int] | None = None
        self._off_until = 0.0
        self._lock = threading.RLock()
        _caches.add(self)

    @classmethod
    @cache
    def shared(cls, folder: Path) -> BuildCache:
        """The one cache object, and so one connection, of this process for a folder."""
        return cls(folder)

    def load(self, kind: EntryKind[Value], scope: str, key: bytes, name: str = "") -> Value | None:
        """The value stored under this key; None if there is no valid one."""
        return self._select(SELECT_ONE, kind, scope, key, name).get(name)

    def load_all(self, kind: EntryKind[Value], scope: str, key: bytes) -> dict[str, Value]:
        """All values of a kind stored under this key, by their names."""
        return self._select(SELECT_ALL, kind, scope, key)

    def store(self, kind: EntryKind[Value], scope: str, key: bytes, value: Value, name: str = "") -> None:
        """Store a value, or replace the one of this name."""
        try:
            encoded = kind.encode(value)
        except UnicodeEncodeError:
            return  # a path in it is not text
        self.store_encoded(scope, key, {kind: [(name, encoded)]})

    def store_encoded(
        self,
        scope: str,
        key: bytes,
        entries: Mapping[EntryKind[Any], Iterable[tuple[str, bytes]]],
        removed: Collection[str] = (),
    ) -> None:
        """Store values encoded by their kinds, by name, and remove others, in one transaction."""

        def write(database: sqlite3.Connection) -> None:
            with transaction(database):
                for kind, values in entries.items():
                    database.executemany(INSERT, _rows(kind, scope, key, values))
                    gone = [(kind.name, scope, name) for name in removed]
                    database.executemany(
                        "DELETE FROM entries WHERE kind = ? AND scope = ? AND name = ?", gone
                    )
                    used = (kind.name, scope, secrets.token_bytes(8), time.time())
                    database.execute("INSERT OR REPLACE INTO scopes VALUES (?, ?, ?, ?)", used)

        self._attempt(write, None)

    def stamp(self, kind: EntryKind[Any], scope: str) -> bytes | None:
        """Random bytes that change whenever this kind and scope is stored; None if it never was."""

        def read(database: sqlite3.Connection) -> bytes | None:
            query = "SELECT stamp FROM scopes WHERE kind = ? AND scope = ?"
            found = database.execute(query, (kind.name, scope)).fetchone()
            return found[0] if found and isinstance(found[0], bytes) else None

        return self._attempt(read, None)

    def evict(self, kinds: Iterable[EntryKind[Any]], used: str, limit: int) -> None:
        """Delete scopes not stored to for a day, except `used` and the `limit` newest others."""
        query = (
            "SELECT kind, scope FROM scopes WHERE kind = ? AND scope != ? AND used < ? AND scope NOT IN"
            " (SELECT scope FROM scopes WHERE kind = ? AND scope != ? ORDER BY used DESC LIMIT ?)"
        )

        def delete(database: sqlite3.Connection) -> None:
            stale: list[tuple[bytes, bytes]] = []
            for kind in kinds:
                values = (kind.name, used, time.time() - DAY, kind.name, used, limit)
                stale += [(name.decode(), scope.decode()) for name, scope in database.execute(query, values)]
            if stale:
                with transaction(database):
                    database.executemany("DELETE FROM entries WHERE kind = ? AND scope = ?", stale)
                    database.executemany("DELETE FROM scopes WHERE kind = ? AND scope = ?", stale)
                database.execute("VACUUM")

        self._attempt(delete, None)

    def close(self) -> None:
        """Close the connection; the next call opens it again."""
        if self._connection:
            self._connection.close()
            self._connection = None

    def _select(
        self, query: str, kind: EntryKind[Value], scope: str, key: bytes, *names: str
    ) -> dict[str, Value]:
        def read(database: sqlite3.Connection) -> dict[str, Value]:
            start, decode, found = _checksum(kind, scope, key), kind.decode, {}
            for name, checksum, value in database.execute(query, (kind.name, scope, key, *names)):
                if not isinstance(value, bytes) or crc32(value, crc32(name, start)) != checksum:
                    raise DamagedDatabaseError(f"the entry {kind.name} {name!r} has another checksum")
                found[name.decode()] = decode(value)
            return found

        return self._attempt(read, {})

    def _attempt(self, work: Callable[[sqlite3.Connection], Result], miss: Result) -> Result:
        """The result of `work`; `miss` if the database cannot be used."""
        if time.monotonic() < self._off_until:
            return miss
        try:
            with self._lock:
                return work(self._open())
        except OSError as error:
            self._turn_off(error)
        except (sqlite3.Error, MsgspecError, *DECODING_ERRORS, MemoryError) as error:
            if isinstance(error, sqlite3.Error) and is_refusal(error):
                self._turn_off(error)
                return miss
            _warn(f"the build cache {self._file} is damaged and will be created again: {error}")
            self._discard()
        return miss

    def _open(self) -> sqlite3.Connection:
        """The connection; a new one if the file was deleted or replaced since it was opened."""
        if self._connection and self._opened_file != self._file_identity():
            self.close()
        if self._connection is None:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(
                self._file, timeout=LOCK_TIMEOUT, isolation_level=None, check_same_thread=False
            )
            # Names are decoded after their checksum was compared.
            self._connection.text_factory = bytes
            prepare(self._connection)
            self._opened_file = self._file_identity()
        return self._connection

    def _file_identity(self) -> tuple[int, int] | None:
        try:
            found = self._file.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino

    def _turn_off(self, error: Exception) -> None:
        """Do without the cache for a while: the next call would fail too."""
        _warn(f"the build cache {self._file} is not used: {error}")
        self._off_until = time.monotonic() + RETRY_DELAY
        with suppress(sqlite3.Error):
            self.close()

    def _discard(self) -> None:
        with suppress(sqlite3.Error):
            self.close()
        try:
            for suffix in ("", "-journal", "-wal", "-shm"):
                self._file.with_name(f"{FILE}{suffix}").unlink(missing_ok=True)
        except OSError as error:
            self._turn_off(error)


def _rows(
    kind: EntryKind[Any], scope: str, key: bytes, values: Iterable[tuple[str, bytes]]
) -> Iterator[tuple[object, ...]]:
    start = _checksum(kind, scope, key)
    for name, value in values:
        yield kind.name, scope, name, key, crc32(value, crc32(name.encode(), start)), value


def _checksum(kind: EntryKind[Any], scope: str, key: bytes) -> int:
    """The checksum of an entry's kind, scope and key, continued by its name and value."""
    return crc32(key, crc32(scope.encode(), crc32(kind.name.encode())))


@cache
def _warn(message: str) -> None:
    """Warn once in a process."""
    logger.warning(message)


_caches: weakref.WeakSet[BuildCache] = weakref.WeakSet()


def _close_all() -> None:
    for each in list(_caches):
        with suppress(sqlite3.Error):
            each.close()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=_close_all)
