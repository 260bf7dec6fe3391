"""What is kept comes back as it was, or not at all."""

from __future__ import annotations

import datetime as dt
import os
import time
from typing import TYPE_CHECKING

import pytest

from plugins.diagnostics.problem import advice
from plugins.editions.kept import DAY, keep, read_kept, retire
from plugins.model.document import Correction, Document, FrontMatter, Heading, Status

if TYPE_CHECKING:
    from pathlib import Path

KEY, OTHER = b"k" * 32, b"o" * 32
MATTER = FrontMatter(
    title="Год в цифрах",
    status=Status.DRAFT,
    date=dt.date(2022, 12, 30),
    time=dt.time(10, 30),
    corrections=(Correction(dt.date(2023, 1, 9), "59, не 58"),),
    lines={"title": 2},
)
DOCUMENT = Document(
    path="content/news/x/ru.md",
    matter=MATTER,
    headings=(Heading(2, "a", "А", 7),),
    problems=(advice("content/news/x/ru.md", 3, "heading-skips", typed="###", right="##"),),
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file with a document kept in it."""
    keep(tmp_path / "kept", KEY, {"ru": DOCUMENT})
    return tmp_path / "kept"


def test_a_value_comes_back_as_it_was(file: Path) -> None:
    assert read_kept(file, KEY) == {"ru": DOCUMENT}


def test_under_another_key_there_is_nothing(file: Path) -> None:
    assert read_kept(file, OTHER) is None
    assert read_kept(file.with_name("missing"), KEY) is None


def test_no_damaged_byte_goes_unnoticed(file: Path) -> None:
    whole = file.read_bytes()
    for at in range(len(whole)):
        damaged = bytearray(whole)
        damaged[at] ^= 4
        file.write_bytes(damaged)
        assert read_kept(file, KEY) is None, at


@pytest.mark.parametrize("length", [0, 3, 10, 45, 60])
def test_a_file_cut_short_is_none(file: Path, length: int) -> None:
    file.write_bytes(file.read_bytes()[:length])
    assert read_kept(file, KEY) is None


def test_a_foreign_class_is_not_brought_to_life(tmp_path: Path) -> None:
    keep(tmp_path / "kept", KEY, pytest.raises)
    assert read_kept(tmp_path / "kept", KEY) is None


def test_a_folder_that_cannot_be_written_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("in the way")
    keep(tmp_path / "cache" / "kept", KEY, 1)


def test_nothing_is_left_beside_the_file(file: Path) -> None:
    keep(file, OTHER, 2)
    assert [path.name for path in file.parent.iterdir()] == ["kept"]


def test_what_was_not_used_for_long_is_given_up(tmp_path: Path) -> None:
    for age, name in enumerate(("own", "old", "older", "oldest")):
        (tmp_path / name).mkdir()
        (tmp_path / f"{name}-1.webp").touch()
        for path in (tmp_path / name, tmp_path / f"{name}-1.webp"):
            os.utime(path, (time.time() - 10 * age * DAY,) * 2)
    retire(tmp_path, {"own"}, 1)
    assert {path.name for path in tmp_path.iterdir()} == {"own", "own-1.webp", "old", "old-1.webp"}


def test_what_was_used_today_is_kept_however_much_it_is(tmp_path: Path) -> None:
    for number in range(9):
        (tmp_path / str(number)).touch()
    retire(tmp_path, set(), 1)
    retire(tmp_path / "missing", set(), 1)
    assert len(list(tmp_path.iterdir())) == 9


def test_what_is_in_use_counts_as_new(tmp_path: Path) -> None:
    (tmp_path / "own").touch()
    os.utime(tmp_path / "own", (0, 0))
    retire(tmp_path, {"own"}, 0)
    assert (tmp_path / "own").stat().st_mtime > time.time() - DAY
