"""Files are replaced in one step, evicted from cache folders after a day without use, and prefetched."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from plugins.build.files import DAY, atomic_write, evict_files
from plugins.build.system import prefetch

OPEN = Path("/proc/self/fd")


def test_an_atomic_write_leaves_no_temporary_file(tmp_path: Path) -> None:
    for content in (b"1", b"22"):
        atomic_write(tmp_path / "below" / "file", content)
        assert [(path.name, path.read_bytes()) for path in (tmp_path / "below").iterdir()] == [
            ("file", content)
        ]


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path) -> None:
    (tmp_path / "file").mkdir()
    (tmp_path / "file" / "x").touch()
    with pytest.raises(OSError, match=r"directory|exists|empty"):
        atomic_write(tmp_path / "file", b"1")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_old_files_beyond_the_limit_are_evicted(tmp_path: Path) -> None:
    for age, name in enumerate(("own", "old", "older", "oldest")):
        (tmp_path / name).mkdir()
        (tmp_path / f"{name}-1.webp").touch()
        for path in (tmp_path / name, tmp_path / f"{name}-1.webp"):
            os.utime(path, (time.time() - 10 * age * DAY,) * 2)
    evict_files(tmp_path, {"own"}, 1)
    assert {path.name for path in tmp_path.iterdir()} == {"own", "own-1.webp", "old", "old-1.webp"}


def test_entries_used_today_are_never_evicted(tmp_path: Path) -> None:
    for number in range(9):
        (tmp_path / str(number)).touch()
    evict_files(tmp_path, set(), 1)
    evict_files(tmp_path / "missing", set(), 1)
    assert len(list(tmp_path.iterdir())) == 9


def test_used_entries_are_not_evicted(tmp_path: Path) -> None:
    (tmp_path / "own").touch()
    os.utime(tmp_path / "own", (0, 0))
    evict_files(tmp_path, {"own"}, 0)
    assert (tmp_path / "own").stat().st_mtime > time.time() - DAY


def test_every_existing_file_is_prefetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    advised: list[str] = []

    def advise(opened: int, begin: int, length: int, advice: int) -> None:
        assert (begin, length, advice) == (0, 0, os.POSIX_FADV_WILLNEED)
        advised.append(str(OPEN.joinpath(str(opened)).readlink()))

    files = [tmp_path / "ru.md", tmp_path / "gone.md", tmp_path / "pipe", tmp_path / "en.md"]
    files[0].write_text("один")
    os.mkfifo(files[2])
    files[3].write_text("one")
    monkeypatch.setattr(os, "posix_fadvise", advise)
    before = len(list(OPEN.iterdir()))
    prefetch(map(str, files))
    assert advised == [str(files[0]), str(files[2]), str(files[3])]
    assert len(list(OPEN.iterdir())) == before


def test_a_file_that_cannot_be_prefetched_is_closed_again(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    before = len(list(OPEN.iterdir()))
    prefetch([str(tmp_path / "pipe")] * 3)
    assert len(list(OPEN.iterdir())) == before
