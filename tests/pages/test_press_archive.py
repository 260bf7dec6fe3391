"""Archives of the press kit: the same bytes for the same members, whenever and wherever they are written."""

from __future__ import annotations

import os
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest

from plugins.content.card_files import CardFile
from plugins.model.partial_date import PartialDate
from plugins.pages.press_archive import Archive, archive_of, picture_member, text_member

if TYPE_CHECKING:
    from pathlib import Path

DATE = PartialDate(2022, 12, 27)
PICTURE = bytes(range(256)) * 40


def archive(folder: Path, date: PartialDate = DATE, text: bytes = b"text") -> Archive:
    """An archive of a text and a picture that was drawn into a folder."""
    drawn = folder / "drawn.png"
    drawn.write_bytes(PICTURE)
    file = CardFile(
        "share", "light", 1200, 630, "/figures/a/b.1f0c2a9b.png", "figures/a/b.1f0c2a9b.png", len(PICTURE)
    )
    return archive_of(
        "figures/a/a.ru.zip",
        "a.ru",
        (text_member("README.txt", text), picture_member("b.png", drawn, file)),
        date,
    )


@pytest.mark.parametrize(
    ("date", "moment"),
    [
        (PartialDate(2022, 12, 27), (2022, 12, 27)),
        (PartialDate(2022, 12), (2022, 12, 1)),
        (PartialDate(2022), (2022, 1, 1)),
        (PartialDate(1), (1980, 1, 1)),
        (PartialDate(2999, 6), (2107, 6, 1)),
    ],
    ids=str,
)
def test_entries_have_the_date_of_the_figures(
    tmp_path: Path, date: PartialDate, moment: tuple[int, ...]
) -> None:
    with ZipFile(BytesIO(archive(tmp_path, date).compose())) as opened:
        assert {entry.date_time for entry in opened.infolist()} == {(*moment, 0, 0, 0)}
        assert opened.read("a.ru/README.txt") == b"text"
        assert opened.read("a.ru/b.png") == PICTURE


@pytest.mark.parametrize("size", [0, 1, 70_000])
def test_the_size_is_known_before_it_is_written(tmp_path: Path, size: int) -> None:
    made = archive(tmp_path, text=bytes(size))
    assert len(made.compose()) == made.length


def test_another_folder_and_time_of_the_file_change_nothing(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    one, other = archive(tmp_path), archive(tmp_path / "other")
    os.utime(tmp_path / "drawn.png", (1, 1))
    (tmp_path / "drawn.png").chmod(0o600)
    assert one.compose() == other.compose()
    assert one.inputs == other.inputs


def test_what_changes_its_bytes_changes_its_inputs(tmp_path: Path) -> None:
    known = archive(tmp_path)
    for changed in (archive(tmp_path, PartialDate(2023)), archive(tmp_path, text=b"Text")):
        assert changed.compose() != known.compose()
        assert changed.inputs != known.inputs
