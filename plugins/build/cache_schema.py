"""The schema of the build cache's database: creating it, and recognizing damaged and foreign files."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

APPLICATION_ID = 0x484F544C
"""Marks a database as ours; "HOTL" in ASCII."""
VERSION = 1
"""The version of the schema; a database of another one is replaced."""
ENTRIES = (
    "CREATE TABLE entries (kind TEXT, scope TEXT, name TEXT, key BLOB, checksum INTEGER, value BLOB,"
    " PRIMARY KEY (kind, scope, name)) WITHOUT ROWID"
)
SCOPES = (
    "CREATE TABLE scopes (kind TEXT, scope TEXT, stamp BLOB, used REAL,"
    " PRIMARY KEY (kind, scope)) WITHOUT ROWID"
)

PRAGMAS = ("trusted_schema = OFF", "cell_size_check = ON", "journal_mode = TRUNCATE", "synchronous = OFF")
"""A killed process leaves a journal, so its database stays whole. Nothing is synced: a power cut may damage
the database, which the checksums reveal; a lost cache costs time only."""

REFUSALS = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_READONLY,
    }
)
"""Errors of the system or of another process's lock: the file is not damaged."""


class DamagedDatabaseError(ValueError):
    """The file is damaged, or was made by another program or version."""


@contextmanager
def transaction(database: sqlite3.Connection) -> Iterator[None]:
    """Commit at the end, or roll back after any exception."""
    database.execute("BEGIN IMMEDIATE")
    try:
        yield
        database.execute("COMMIT")
    except BaseException:
        if database.in_transaction:
            database.execute("ROLLBACK")
        raise


def is_refusal(error: sqlite3.Error) -> bool:
    """Whether an error says nothing about damage: busy, read-only, disk full."""
    return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK) & 0xFF in REFUSALS


def prepare(database: sqlite3.Connection) -> None:
    """Create the schema in an empty database; raises `DamagedDatabaseError` if another one is there."""
    for pragma in PRAGMAS:
        database.execute(f"PRAGMA {pragma}")
    if not _schema(database):
        with transaction(database):
            if not _schema(database):  # a concurrent build may have been faster
                for statement in (ENTRIES, SCOPES):
                    database.execute(statement)
                database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                database.execute(f"PRAGMA user_version = {VERSION}")
    (application,), (version,) = (
        database.execute(f"PRAGMA {name}").fetchone() for name in ("application_id", "user_version")
    )
    if (application, version) != (APPLICATION_ID, VERSION) or _schema(database) != [ENTRIES, SCOPES]:
        raise DamagedDatabaseError("it was made by another program or version")


def _schema(database: sqlite3.Connection) -> list[str]:
    rows = database.execute("SELECT sql FROM sqlite_master ORDER BY name")
    return [sql.decode("utf-8", "replace") if isinstance(sql, bytes) else "" for (sql,) in rows]
