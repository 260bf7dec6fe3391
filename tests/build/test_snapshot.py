"""Files that are read next are asked for, whatever is wrong with one of them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from plugins.build.system import prefetch

if TYPE_CHECKING:
    import pytest

OPEN = Path("/proc/self/fd")


def test_every_file_is_asked_for_but_those_that_are_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def advise(opened: int, begin: int, length: int, advice: int) -> None:
        assert (begin, length, advice) == (0, 0, os.POSIX_FADV_WILLNEED)
        asked.append(str(OPEN.joinpath(str(opened)).readlink()))

    files = [tmp_path / "ru.md", tmp_path / "gone.md", tmp_path / "pipe", tmp_path / "en.md"]
    files[0].write_text("один")
    os.mkfifo(files[2])
    files[3].write_text("one")
    monkeypatch.setattr(os, "posix_fadvise", advise)
    before = len(list(OPEN.iterdir()))
    prefetch(map(str, files))
    assert asked == [str(files[0]), str(files[2]), str(files[3])]
    assert len(list(OPEN.iterdir())) == before


def test_what_cannot_be_fetched_beforehand_is_closed_again(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    before = len(list(OPEN.iterdir()))
    prefetch([str(tmp_path / "pipe")] * 3)
    assert len(list(OPEN.iterdir())) == before
