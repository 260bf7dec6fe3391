"""Files written by forked workers are released, or rejected, as if one process had written them."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING

import pytest

from plugins.build import parallel
from plugins.build.cache import BuildCache
from plugins.build.errors import WriteFailedError
from plugins.release.filesystem import files_under
from plugins.release.incremental_writer import CHUNK_SIZE, IncrementalWriter, OutputIndex, reason
from plugins.release.manifest import MARKER
from plugins.release.release import Release

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

PAGES = {
    f"ru/news/{number}/index.html": b"%d" % number for number in range(parallel.MIN_CHUNKS * CHUNK_SIZE * 3)
}


@pytest.fixture(autouse=True)
def two_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "worker_count", lambda: 2)


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "site" / "output"


def index_of(output: Path) -> OutputIndex:
    return OutputIndex(BuildCache(output.parent.parent / "cache"), output)


def write_pages(output: Path, pages: Mapping[str, bytes], *more: tuple[str, bytes]) -> tuple[str, ...]:
    """Release these pages, rendered by forked workers; return the paths that were written."""
    with Release(output) as release:
        writer = IncrementalWriter(release, index_of(output))
        for path, content in (*pages.items(), *more):
            writer.add(path, "base key", content, partial(bytes, content))
        writer.flush()
        return release.commit(force=True).written


def released(output: Path) -> dict[str, bytes]:
    return {path: (output / path).read_bytes() for path in files_under(output) if path != MARKER}


def test_workers_write_the_pages_but_the_first_of_each_template(output: Path) -> None:
    workers: Path = output.parent.parent / "workers"
    workers.mkdir()

    def render(name: str) -> bytes:
        with (workers / f"{os.getpid()}").open("a") as rendered:
            rendered.write(f"{name}\n")
        return name.encode()

    with Release(output) as release:
        writer = IncrementalWriter(release, index_of(output))
        for number, path in enumerate(PAGES):
            writer.add(path, "base key", path, partial(render, path), f"template {number % 2}")
        writer.flush()
        release.commit()
    assert released(output) == {path: path.encode() for path in PAGES}
    rendered = {file.name: file.read_text().split() for file in workers.iterdir()}
    *others, second, first = PAGES
    assert rendered.pop(str(os.getpid())) == [first, second]
    assert sorted(path for each in rendered.values() for path in each) == sorted(others)


def test_successive_releases_have_the_rendered_pages_and_only_changed_ones_are_written(output: Path) -> None:
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
        assert write_pages(output, pages) == tuple(sorted(written))
        assert released(output) == pages


def test_a_path_may_be_added_twice_with_the_same_content(output: Path) -> None:
    assert write_pages(output, PAGES, *list(PAGES.items())[:3]) == tuple(sorted(PAGES))


@pytest.mark.parametrize(
    ("path", "why"),
    [("ru/news/0/index.html", "different"), ("ru/news", "as a folder"), ("../x", "inside a release")],
)
def test_conflicting_paths_are_an_error_and_leave_no_files(output: Path, path: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        write_pages(output, PAGES, (path, b"other"))
    assert list(output.parent.iterdir()) == []


def test_a_write_error_in_a_worker_names_the_output_folder(output: Path) -> None:
    write_pages(output, PAGES)
    changed = dict.fromkeys(PAGES, b"changed")
    with pytest.raises(WriteFailedError) as refused:
        write_pages(output, changed, (f"{'long' * 100}.html", b""))
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
def test_the_log_gives_the_reason_for_rendering(before: str, now: str, why: str) -> None:
    assert why in reason(before, now)
