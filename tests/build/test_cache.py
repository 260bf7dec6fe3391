"""The build cache returns what was stored or None: no other value, no error, no code."""

from __future__ import annotations

import datetime as dt
import logging
import multiprocessing
import os
import resource
import sqlite3
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from plugins.build import cache as cache_module
from plugins.build.cache import DAY, FILE, BuildCache, EntryKind
from plugins.build.parallel import parallel_map
from plugins.diagnostics.problem import Problem, advice
from plugins.model.document import Correction, FrontMatter, Status
from tests.build.damage import DAMAGES, flip

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TEXTS: EntryKind[dict[str, int]] = EntryKind("texts", dict[str, int])
MATTERS: EntryKind[FrontMatter] = EntryKind("matters", FrontMatter)
KEY, OTHER = b"k" * 32, b"o" * 32
VALUE = {"Год в цифрах": 2022}
MANY = {f"{number}": VALUE | {f"n{number}": number} for number in range(400)}
MATTER = FrontMatter(
    title="Год в цифрах",
    status=Status.DRAFT,
    date=dt.date(2022, 12, 30),
    time=dt.time(10, 30),
    corrections=(Correction(dt.date(2023, 1, 9), "59, не 58"),),
    lines={"title": 2},
)


def filled(folder: Path) -> Path:
    """A cache with a value and many more; its file."""
    cache = BuildCache(folder)
    cache.store(TEXTS, "s", KEY, VALUE)
    cache.store_encoded("many", KEY, {TEXTS: [(name, TEXTS.encode(value)) for name, value in MANY.items()]})
    cache.close()
    return folder / FILE


def test_a_stored_value_is_loaded_unchanged(tmp_path: Path) -> None:
    BuildCache(tmp_path).store(MATTERS, "s", KEY, MATTER)
    assert BuildCache(tmp_path).load(MATTERS, "s", KEY) == MATTER
    problems = EntryKind[tuple[Problem, ...]]("problems", tuple[Problem, ...])
    BuildCache(tmp_path).store(problems, "s", KEY, (advice("ru.md", 3, "heading-skips", typed="###"),))
    assert BuildCache(tmp_path).load(problems, "s", KEY) == (
        advice("ru.md", 3, "heading-skips", typed="###"),
    )


def test_another_key_scope_kind_or_name_is_a_miss(tmp_path: Path) -> None:
    filled(tmp_path)
    cache = BuildCache(tmp_path)
    assert cache.load(TEXTS, "s", OTHER) is None
    assert cache.load(TEXTS, "t", KEY) is None
    assert cache.load(MATTERS, "s", KEY) is None
    assert cache.load(TEXTS, "s", KEY, "x") is None
    assert BuildCache(tmp_path / "new").load(TEXTS, "s", KEY) is None


def test_many_values_are_stored_replaced_and_removed(tmp_path: Path) -> None:
    filled(tmp_path)
    cache = BuildCache(tmp_path)
    cache.store_encoded("many", KEY, {TEXTS: [("1", TEXTS.encode({"new": 1}))]}, removed=["2", "none"])
    expected = {name: value for name, value in MANY.items() if name != "2"} | {"1": {"new": 1}}
    assert BuildCache(tmp_path).load_all(TEXTS, "many", KEY) == expected
    assert BuildCache(tmp_path).load_all(TEXTS, "many", OTHER) == {}


def test_the_stamp_changes_with_every_store(tmp_path: Path) -> None:
    cache = BuildCache(tmp_path)
    assert cache.stamp(TEXTS, "s") is None
    filled(tmp_path)
    stamp = cache.stamp(TEXTS, "s")
    assert stamp == BuildCache(tmp_path).stamp(TEXTS, "s")
    BuildCache(tmp_path).store(TEXTS, "s", KEY, VALUE)
    assert stamp != cache.stamp(TEXTS, "s")


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_cache_is_a_miss_and_is_created_again(tmp_path: Path, damage: str) -> None:
    file, canary = filled(tmp_path / "cache"), tmp_path / "canary"
    DAMAGES[damage](file, canary)
    cache = BuildCache(file.parent)
    assert cache.load(TEXTS, "s", KEY) in (None, VALUE)
    assert cache.load_all(TEXTS, "many", KEY).items() <= MANY.items()
    cache.store(TEXTS, "s", KEY, VALUE)
    assert (BuildCache(file.parent).load(TEXTS, "s", KEY) == VALUE) == (damage != "a directory")
    assert not canary.exists()


@pytest.mark.parametrize("bits", [1, 8, 64, 512])
@pytest.mark.parametrize("seed", range(40))
def test_a_flipped_bit_is_a_miss(tmp_path: Path, seed: int, bits: int) -> None:
    file = filled(tmp_path)
    flip(file, seed, bits)
    cache = BuildCache(tmp_path)
    assert cache.load(TEXTS, "s", KEY) in (None, VALUE)
    assert cache.load_all(TEXTS, "many", KEY).items() <= MANY.items()
    cache.stamp(TEXTS, "many")
    cache.evict([TEXTS], "s", 0)
    for _ in range(2):  # what cannot be replaced in a damaged file is stored in the next
        BuildCache(tmp_path).store(TEXTS, "s", KEY, VALUE)
        BuildCache(tmp_path).store_encoded("many", KEY, {TEXTS: [("1", TEXTS.encode(VALUE))]})
    assert BuildCache(tmp_path).load(TEXTS, "s", KEY) in (None, VALUE)


@pytest.mark.parametrize("damage", [name for name in DAMAGES if name not in {"missing", "empty"}])
def test_damage_is_logged_in_one_line_each(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, damage: str
) -> None:
    file = filled(tmp_path)
    DAMAGES[damage](file, tmp_path / "canary")
    with caplog.at_level(logging.INFO):
        BuildCache(tmp_path).load_all(TEXTS, "many", KEY)
    assert all("\n" not in record.getMessage() for record in caplog.records)
    assert not any(record.exc_info for record in caplog.records)


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """No file may become larger than this, as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("size", [0, 1, 5000, 30_000])
def test_a_full_disk_is_a_miss(tmp_path: Path, size: int) -> None:
    with largest_file(size):
        filled(tmp_path)
        cache = BuildCache(tmp_path)
        assert cache.load(TEXTS, "s", KEY) in (None, VALUE)
    filled(tmp_path)
    assert BuildCache(tmp_path).load_all(TEXTS, "many", KEY) == MANY


def test_a_disk_that_becomes_full_loses_nothing_that_was_stored(tmp_path: Path) -> None:
    file = filled(tmp_path)
    with largest_file(file.stat().st_size):
        BuildCache(tmp_path).store(TEXTS, "s", KEY, {"x" * 1_000_000: 1})
    assert BuildCache(tmp_path).load(TEXTS, "s", KEY) == VALUE


def test_without_a_writable_folder_nothing_is_stored(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("in the way")
    filled(tmp_path / "cache" / "below")
    assert BuildCache(tmp_path / "cache" / "below").load(TEXTS, "s", KEY) is None
    assert (tmp_path / "cache").read_text() == "in the way"


def test_a_read_only_database_can_be_read(tmp_path: Path) -> None:
    file = filled(tmp_path)
    cache = BuildCache(tmp_path)
    assert cache.load(TEXTS, "s", KEY) == VALUE
    connection = cache._connection  # noqa: SLF001 - permissions do not hold the administrator back, this does
    assert connection
    connection.execute("PRAGMA query_only = ON")
    cache.store(TEXTS, "s", KEY, {"other": 1})
    assert BuildCache(tmp_path).load(TEXTS, "s", KEY) == VALUE
    assert file.exists()


def test_a_locked_database_is_a_miss_and_stays_unchanged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache_module, "LOCK_TIMEOUT", 0.05)
    file = filled(tmp_path)
    holder = sqlite3.connect(file, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    cache = BuildCache(tmp_path)
    assert cache.load(TEXTS, "s", KEY) is None
    cache.store(TEXTS, "s", KEY, {"other": 1})
    holder.execute("ROLLBACK")
    holder.close()
    assert BuildCache(tmp_path).load_all(TEXTS, "many", KEY) == MANY


def test_no_connection_is_open_when_a_process_is_forked(tmp_path: Path) -> None:
    filled(tmp_path)
    cache = BuildCache(tmp_path)
    assert cache.load(TEXTS, "s", KEY) == VALUE
    closed = parallel_map(lambda _: cache._connection is None, range(8), chunksize=1)  # noqa: SLF001 - that it is closed is what counts
    assert list(closed) == [False, *[True] * 7]  # the first is mapped before forking


def test_workers_read_while_their_parent_stores(tmp_path: Path) -> None:
    filled(tmp_path)
    cache = BuildCache(tmp_path)
    assert cache.load(TEXTS, "s", KEY) == VALUE

    def load(name: str) -> dict[str, int] | None:
        return cache.load(TEXTS, "many", KEY, name)

    found = parallel_map(load, list(MANY), chunksize=10)
    for number, (name, value) in enumerate(MANY.items()):
        assert next(found) == value
        if number % 50 == 0:
            cache.store(TEXTS, "s", KEY, {name: number})
    assert cache.load(TEXTS, "s", KEY) == {"350": 350}


def store_much(folder: Path, scope: str) -> None:
    """Store a value in several transactions, and each time read it back."""
    cache = BuildCache(folder)
    for number in range(50):
        cache.store(TEXTS, scope, KEY, {scope: number})
        assert cache.load(TEXTS, scope, KEY) == {scope: number}
    entries = [(name, TEXTS.encode(value)) for name, value in MANY.items()]
    cache.store_encoded(f"{scope}-many", KEY, {TEXTS: entries})


def test_concurrent_builds_store_all_their_values(tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    builds = [context.Process(target=store_much, args=(tmp_path, scope)) for scope in ("a", "b")]
    for build in builds:
        build.start()
    for build in builds:
        build.join()
    assert [build.exitcode for build in builds] == [0, 0]
    for scope in ("a", "b"):
        assert BuildCache(tmp_path).load(TEXTS, scope, KEY) == {scope: 49}
        assert BuildCache(tmp_path).load_all(TEXTS, f"{scope}-many", KEY) == MANY


def test_a_build_keeps_reading_a_file_that_another_deletes(tmp_path: Path) -> None:
    file = filled(tmp_path)
    cache = BuildCache(tmp_path)
    assert cache.load(TEXTS, "s", KEY) == VALUE
    file.unlink()
    filled(tmp_path)
    assert cache.load(TEXTS, "s", KEY) in (None, VALUE)
    assert BuildCache(tmp_path).load_all(TEXTS, "many", KEY) == MANY


def test_a_killed_writer_leaves_the_earlier_values(tmp_path: Path) -> None:
    filled(tmp_path)
    for delay in (0.001, 0.003, 0.01, 0.03):
        child = os.fork()
        if child == 0:
            while True:
                BuildCache(tmp_path).store(TEXTS, "other", KEY, {"x" * 3_000_000: 1})
        time.sleep(delay)
        os.kill(child, 9)
        os.waitpid(child, 0)
        assert BuildCache(tmp_path).load_all(TEXTS, "many", KEY) == MANY


def age(folder: Path, **days: int) -> None:
    """Say how many days ago each scope was used."""
    with sqlite3.connect(folder / FILE) as database:
        for scope, number in days.items():
            database.execute(
                "UPDATE scopes SET used = ? WHERE scope = ?", (time.time() - number * DAY - 60, scope)
            )
    database.close()


def test_scopes_unused_for_a_day_are_evicted(tmp_path: Path) -> None:
    cache = BuildCache(tmp_path)
    for scope in ("own", "new", "old", "older", "oldest"):
        cache.store(TEXTS, scope, KEY, VALUE)
        cache.store(MATTERS, scope, KEY, MATTER)
    age(tmp_path, own=100, new=0, old=10, older=20, oldest=30)
    cache.evict([TEXTS], "own", 2)
    left = [scope for scope in ("own", "new", "old", "older", "oldest") if cache.load(TEXTS, scope, KEY)]
    assert left == ["own", "new", "old"]
    assert cache.load(MATTERS, "oldest", KEY) == MATTER


def test_entries_used_today_are_never_evicted(tmp_path: Path) -> None:
    cache = BuildCache(tmp_path)
    for scope in "abcdefgh":
        cache.store(TEXTS, scope, KEY, VALUE)
    cache.evict([TEXTS], "x", 1)
    assert [scope for scope in "abcdefgh" if cache.load(TEXTS, scope, KEY)] == [*"abcdefgh"]
