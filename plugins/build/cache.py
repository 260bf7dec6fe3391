"""The build cache: typed values in one SQLite file, which the next build may use or ignore.

    OUTPUTS: EntryKind[dict[str, str]] = EntryKind("outputs", dict[str, str])

    cache = BuildCache(folder)
    cache.store(OUTPUTS, scope, key, {"index.html": "..."})
    cache.load(OUTPUTS, scope, key)                   # the value, or None

An entry is data: MessagePack, decoded into the type its kind declares, so it cannot name a function or a
class. It carries the key it was stored under (whatever the value depends on, such as the toolchain digest)
and a checksum. Whatever is wrong with an entry or with the file (damaged, truncated, foreign, locked,
read-only, disk full) is a miss; no method raises for it. A damaged or foreign file is deleted and created
again.

Several processes may use one cache: SQLite's locks keep them apart, and a lock that is not released within
`LOCK_TIMEOUT` seconds is a miss. Connections are never shared over a fork: they are closed before it, and
each process opens its own when it first needs one. Forked workers only read; their parent stores.
"""

from __future__ import annotations

import logging
import os
import secrets
import sqlite3
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
"""Seconds for which a cache that could not be used is left alone."""
DAY = 86_400
"""Seconds; what was used within them is never evicted: a concurrent build may need it."""
SELECT_ALL = "SELECT name, checksum, value FROM entries WHERE kind = ? AND scope = ? AND key = ?"
SELECT_ONE = "SELECT name, checksum, value FROM entries WHERE kind = ? AND scope = ? AND key = ? AND name = ?"
INSERT = "INSERT OR REPLACE INTO entries VALUES (?, ?, ?, ?, ?, ?)"
DECODING_ERRORS = (ValueError, TypeError, OverflowError, RecursionError)
"""What decoding raises beside msgspec's own errors."""

Value = TypeVar("Value")
Result = TypeVar("Result")
logger = logging.getLogger(__name__)


class EntryKind(Generic[Value]):
    """A kind of entries: its name in the database, and the type its values are decoded into.

    The hooks encode and decode types that msgspec does not know; see its documentation.
    """

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
    """The cache in a folder; opened when it is first used.

    A `scope` tells entries of one content folder or output from another's; `key` is any bytes.
    """

    def __init__(self, folder: Path) -> None:
        self._file = folder / FILE
        self._connection: sqlite3.Connection | None = None
        self._off_until = 0.0
        _caches.add(self)

    @classmethod
    @cache
    def shared(cls, folder: Path) -> BuildCache:
        """The cache in a folder that all parts of this process share, and so one connection."""
        return cls(folder)

    def load(self, kind: EntryKind[Value], scope: str, key: bytes, name: str = "") -> Value | None:
        """The value stored under this key; None where there is none that can be trusted."""
        return self._select(SELECT_ONE, kind, scope, key, name).get(name)

    def load_all(self, kind: EntryKind[Value], scope: str, key: bytes) -> dict[str, Value]:
        """All values of a kind stored under this key, by their names."""
        return self._select(SELECT_ALL, kind, scope, key)

    def store(self, kind: EntryKind[Value], scope: str, key: bytes, value: Value, name: str = "") -> None:
        """Store one value in place of what has this name."""
        try:
            encoded = kind.encode(value)
        except UnicodeEncodeError:
            return  # it holds a path whose bytes are not text
        self.store_encoded(scope, key, {kind: [(name, encoded)]})

    def store_encoded(
        self,
        scope: str,
        key: bytes,
        entries: Mapping[EntryKind[Any], Iterable[tuple[str, bytes]]],
        removed: Collection[str] = (),
    ) -> None:
        """Store values that their kinds have encoded, by name, and remove others: all together or none."""

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
        """Changes whenever anything of this kind and scope is stored; None where nothing was."""

        def read(database: sqlite3.Connection) -> bytes | None:
            query = "SELECT stamp FROM scopes WHERE kind = ? AND scope = ?"
            found = database.execute(query, (kind.name, scope)).fetchone()
            return found[0] if found and isinstance(found[0], bytes) else None

        return self._attempt(read, None)

    def evict(self, kinds: Iterable[EntryKind[Any]], used: str, limit: int) -> None:
        """Delete scopes that no build has stored to for a day, but `used` and the `limit` newest others."""
        query = (
            "SELECT kind, scope FROM scopes WHERE kind = ? AND scope != ? AND used < ? AND scope NOT IN"
            " (SELECT scope FROM scopes WHERE kind = ? AND scope != ? ORDER BY used DESC LIMIT ?)"
        )

        def delete(database: sqlite3.Connection) -> None:
            stale: list[tuple[bytes, bytes]] = []
            for kind in kinds:
                asked = (kind.name, used, time.time() - DAY, kind.name, used, limit)
                stale += [(each.decode(), scope.decode()) for each, scope in database.execute(query, asked)]
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
        """What `work` gives; `miss` where the database does not let it."""
        if time.monotonic() < self._off_until:
            return miss
        try:
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
        if self._connection is None:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(
                self._file, timeout=LOCK_TIMEOUT, isolation_level=None, check_same_thread=False
            )
            # Names are decoded once their checksum is known to be right.
            self._connection.text_factory = bytes
            prepare(self._connection)
        return self._connection

    def _turn_off(self, error: Exception) -> None:
        """Do without the cache: what refused this call would refuse the next one too."""
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
    """Of what stands before an entry's name and value: one entry is never taken for another."""
    return crc32(key, crc32(scope.encode(), crc32(kind.name.encode())))


@cache
def _warn(message: str) -> None:
    """Warn once: several parts of a build use the cache."""
    logger.warning(message)


_caches: weakref.WeakSet[BuildCache] = weakref.WeakSet()


def _close_all() -> None:
    for each in list(_caches):
        with suppress(sqlite3.Error):
            each.close()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=_close_all)
