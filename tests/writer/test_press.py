"""What forked processes write is released, or refused, as if one process had written it."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING

import pytest

from plugins.build import parallel
from plugins.release.errors import WriteFailedError
from plugins.release.filesystem import files_under
from plugins.release.manifest import MARKER
from plugins.release.release import Release
from plugins.writer.memory import Memory
from plugins.writer.press import CHUNK_SIZE, Press, difference

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

PAGES = {
    f"ru/news/{number}/index.html": b"%d" % number for number in range(parallel.MIN_CHUNKS * CHUNK_SIZE * 3)
}


@pytest.fixture(autouse=True)
def two_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "worker_count", lambda: 2)


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "place" / "output"


def pressed(output: Path, pages: Mapping[str, bytes], *more: tuple[str, bytes]) -> tuple[str, ...]:
    """Release these pages, made by forked processes; which of them were written."""
    with Release(output) as release:
        press = Press(release, Memory.of(output.parent.parent / "memory", output))
        for path, content in (*pages.items(), *more):
            press.page(path, "ground", content, partial(bytes, content))
        press.run()
        return release.commit(force=True).written


def released(output: Path) -> dict[str, bytes]:
    return {path: (output / path).read_bytes() for path in files_under(output) if path != MARKER}


def test_others_write_the_pages(output: Path) -> None:
    made: Path = output.parent.parent / "made"
    made.mkdir()

    def make(name: str) -> bytes:
        (made / f"{os.getpid()}").touch()
        return name.encode()

    with Release(output) as release:
        press = Press(release, Memory.of(output.parent.parent / "memory", output))
        for path in PAGES:
            press.page(path, "ground", path, partial(make, path))
        assert press.run() == len(PAGES)
        release.commit()
    assert released(output) == {path: path.encode() for path in PAGES}
    assert str(os.getpid()) not in {file.name for file in made.iterdir()}


def test_releases_in_a_row_hold_what_was_made_and_only_what_differs_is_written(output: Path) -> None:
    some = dict.fromkeys(list(PAGES)[::2], b"changed")
    fewer = dict(list(PAGES.items())[:-3])
    for pages, written in (
        (PAGES, PAGES),
        (PAGES | some, some),
        (PAGES, some),
        (PAGES, {}),
        (fewer, {}),
        (PAGES | {"ru/more.html": b""}, [*list(PAGES)[-3:], "ru/more.html"]),
    ):
        assert pressed(output, pages) == tuple(sorted(written))
        assert released(output) == pages


def test_one_address_may_be_wanted_twice_with_the_same_content(output: Path) -> None:
    assert pressed(output, PAGES, *list(PAGES.items())[:3]) == tuple(sorted(PAGES))


@pytest.mark.parametrize(
    ("path", "why"),
    [("ru/news/0/index.html", "different"), ("ru/news", "as a folder"), ("../x", "inside a release")],
)
def test_addresses_that_clash_are_told_and_nothing_is_left(output: Path, path: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        pressed(output, PAGES, (path, b"other"))
    assert list(output.parent.iterdir()) == []


def test_what_the_disk_refuses_another_process_is_told_with_its_folder(output: Path) -> None:
    pressed(output, PAGES)
    changed = dict.fromkeys(PAGES, b"changed")
    with pytest.raises(WriteFailedError) as refused:
        pressed(output, changed, (f"{'long' * 100}.html", b""))
    assert str(output) in refused.value.message("en")
    assert released(output) == PAGES
    assert list(output.parent.iterdir()) == [output]


BEFORE = f"{'a' * 32}{'b' * 8}{'c' * 8}"


@pytest.mark.parametrize(
    ("before", "now", "why"),
    [
        ("", BEFORE, "new"),
        (BEFORE, BEFORE, "touched"),
        (BEFORE, f"{'d' * 32}{'d' * 8}{'d' * 8}", "code"),
        (BEFORE, f"{'d' * 32}{'b' * 8}{'d' * 8}", "template"),
        (BEFORE, f"{'d' * 32}{'b' * 8}{'c' * 8}", "inputs"),
    ],
)
def test_it_is_told_why_an_output_is_made_again(before: str, now: str, why: str) -> None:
    assert why in difference(before, now)
