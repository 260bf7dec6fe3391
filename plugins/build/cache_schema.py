"""The schema of the build cache's database, and how it is told from any other."""

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
"""A process that is killed leaves a journal and so a whole database. What a power cut does to a database that
was not synced, checksums tell: a lost cache costs time only."""

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
"""What the system or another process does not allow; a file that cannot be used is not a damaged one."""


class DamagedDatabaseError(ValueError):
    """The file holds what this version did not store."""


@contextmanager
def transaction(database: sqlite3.Connection) -> Iterator[None]:
    """All that is done inside is stored, or nothing."""
    database.execute("BEGIN IMMEDIATE")
    try:
        yield
        database.execute("COMMIT")
    except BaseException:
        if database.in_transaction:
            database.execute("ROLLBACK")
        raise


def is_refusal(error: sqlite3.Error) -> bool:
    """Whether a database could not be used, and may be whole."""
    return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK) & 0xFF in REFUSALS


def prepare(database: sqlite3.Connection) -> None:
    """Make an empty database ours; raises `DamagedDatabaseError` for one that is neither empty nor ours."""
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
