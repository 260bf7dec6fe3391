"""Kinds of damage to a cache file between two builds, by name: functions of the file and of a canary file."""

from __future__ import annotations

import pickle
import sqlite3
from random import Random
from typing import TYPE_CHECKING
from zlib import crc32

from plugins.build.cache_schema import APPLICATION_ID, VERSION

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Damage = Callable[[Path, Path], object]


class Payload:
    """Creates the canary file when it is unpickled."""

    def __init__(self, canary: Path) -> None:
        self.canary = canary

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return exec, (f"open({str(self.canary)!r}, 'w').close()",)


def flip(file: Path, seed: int, bits: int) -> None:
    """Flip bits anywhere in a file."""
    chance, content = Random(seed), bytearray(file.read_bytes())
    for _ in range(bits):
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    file.write_bytes(content)


def patch(file: Path, at: int, value: int) -> None:
    """Overwrite one byte."""
    content = bytearray(file.read_bytes())
    content[at] = value
    file.write_bytes(content)


def truncate(file: Path, part: float) -> None:
    """Keep the first part of a file."""
    content = file.read_bytes()
    file.write_bytes(content[: int(len(content) * part)])


def alter(file: Path, *statements: str) -> None:
    """Run SQL on a database."""
    with sqlite3.connect(file) as database:
        for statement in statements:
            database.execute(statement)
    database.close()


def rewrite(file: Path, value: Callable[[bytes], bytes]) -> None:
    """Replace every value by another one, under a checksum that is right."""
    with sqlite3.connect(file) as database:
        rows = database.execute("SELECT kind, scope, name, key, value FROM entries").fetchall()
        for kind, scope, name, key, old in rows:
            new = value(old)
            start = crc32(key, crc32(scope.encode(), crc32(kind.encode())))
            checksum = crc32(new, crc32(name.encode(), start))
            database.execute(
                "UPDATE entries SET value = ?, checksum = ? WHERE kind = ? AND scope = ? AND name = ?",
                (new, checksum, kind, scope, name),
            )
    database.close()


def replace_by_directory(file: Path) -> None:
    """Put a folder with something in it in the file's place."""
    file.unlink()
    (file / "something").mkdir(parents=True)


def foreign(file: Path, *statements: str) -> None:
    """Put another program's database in the file's place."""
    file.unlink()
    alter(file, *statements)


OURS = (f"PRAGMA application_id = {APPLICATION_ID}", f"PRAGMA user_version = {VERSION}")
VIEW = "CREATE VIEW entries AS SELECT 'k' kind, 's' scope, '' name, x'' key, 0 checksum, randomblob(9) value"

DAMAGES: dict[str, Damage] = {
    "missing": lambda file, _: file.unlink(),
    "empty": lambda file, _: truncate(file, 0),
    "first page cut": lambda file, _: truncate(file, 0.001),
    "half": lambda file, _: truncate(file, 0.5),
    "last byte missing": lambda file, _: file.write_bytes(file.read_bytes()[:-1]),
    "longer": lambda file, _: file.write_bytes(file.read_bytes() + b"x" * 5000),
    "zeros": lambda file, _: file.write_bytes(bytes(file.stat().st_size)),
    "one bit": lambda file, _: flip(file, 1, 1),
    "some bits": lambda file, _: flip(file, 2, 50),
    "many bits": lambda file, _: flip(file, 3, 5000),
    "a format of the future": lambda file, _: patch(file, 47, 9),
    "text": lambda file, _: file.write_text("no database\n" * 1000),
    "pickle": lambda file, canary: file.write_bytes(pickle.dumps(Payload(canary))),
    "pickled values": lambda file, canary: rewrite(file, lambda _: pickle.dumps(Payload(canary))),
    "values of another shape": lambda file, _: rewrite(file, lambda _: b"\x81\xa1a\xc0"),
    "values cut": lambda file, _: rewrite(file, lambda value: value[:-1]),
    "values nested too deeply": lambda file, _: rewrite(file, lambda _: b"\x91" * 100_000 + b"\xc0"),
    "extension types": lambda file, _: rewrite(file, lambda _: b"\xc7\x04\x01code"),
    "wrong checksums": lambda file, _: alter(file, "UPDATE entries SET checksum = checksum + 1"),
    "values that are no blobs": lambda file, _: alter(file, "UPDATE entries SET value = 7, checksum = 'x'"),
    "no values": lambda file, _: alter(file, "UPDATE entries SET value = NULL, checksum = NULL"),
    "another version": lambda file, _: alter(file, f"PRAGMA user_version = {VERSION + 1}"),
    "another program": lambda file, _: alter(file, "PRAGMA application_id = 7"),
    "another schema": lambda file, _: alter(file, "ALTER TABLE entries RENAME COLUMN value TO content"),
    "a trigger": lambda file, _: alter(
        file, "CREATE TRIGGER t AFTER INSERT ON entries BEGIN DELETE FROM entries; END"
    ),
    "a foreign database": lambda file, _: foreign(file, "CREATE TABLE t (a)", "INSERT INTO t VALUES (1)"),
    "a view in the table's place": lambda file, _: foreign(file, VIEW, *OURS),
    "a database in WAL mode": lambda file, _: alter(file, "PRAGMA journal_mode = WAL"),
    "a foreign journal": lambda file, _: file.with_name(f"{file.name}-journal").write_bytes(b"x" * 4096),
    "a directory": lambda file, _: replace_by_directory(file),
}
