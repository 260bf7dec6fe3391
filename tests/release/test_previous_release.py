"""The next release is staged from the previous one, whatever has changed in that meanwhile."""

from __future__ import annotations

import shutil
from functools import partial
from typing import TYPE_CHECKING

import pytest

from plugins.build.cache import BuildCache
from plugins.release.filesystem import files_under
from plugins.release.incremental_writer import IncrementalWriter, OutputIndex
from plugins.release.manifest import MARKER
from plugins.release.release import Release
from tests.release.test_release import fail_to_link

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SITE = {f"ru/news/{name}/index.html": name.encode() for name in "abcdefgh"}
PAGE = "ru/news/c/index.html"


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "site" / "output"


@pytest.fixture
def previous(output: Path) -> Path:
    """The folder of the previous release, after three that each changed a page."""
    for number in range(3):
        build(output, changed("a", number))
    return output.parent / ".output.releases" / "previous"


def changed(name: str, number: int) -> dict[str, bytes]:
    return {**SITE, f"ru/news/{name}/index.html": b"%d" % number}


def build(output: Path, pages: Mapping[str, bytes]) -> None:
    """Build a release and index its fingerprints."""
    index = OutputIndex(BuildCache(output.parent / "cache"), output)
    with Release(output) as release:
        writer = IncrementalWriter(release, index)
        for path, content in pages.items():
            writer.add(path, "base key", content, partial(bytes, content))
        writer.flush()
        summary = release.commit(force=True)
    index.save(summary.paths, summary.file_states)


def released(folder: Path) -> dict[str, bytes]:
    return {path: (folder / path).read_bytes() for path in files_under(folder) if path != MARKER}


def build_and_compare(output: Path, pages: Mapping[str, bytes]) -> None:
    build(output, pages)
    assert released(output) == pages


@pytest.mark.parametrize("damage", ["missing", "another", "overwritten", "moved"])
def test_a_damaged_previous_release_is_repaired(output: Path, previous: Path, damage: str) -> None:
    file = previous / PAGE
    if damage == "overwritten":
        file.write_bytes(b"another")
    elif damage == "moved":
        file.rename(file.with_name("other.html"))
    else:
        file.unlink()
    if damage == "another":
        file.write_bytes(b"another")
    pages = changed("b", 1)
    build(output, pages)
    assert {path: content for path, content in released(output).items() if path in pages} == pages


def test_a_replaced_previous_release_is_compared_by_inode(output: Path, previous: Path) -> None:
    other = previous.with_name("other")
    shutil.copytree(previous, other)
    (other / PAGE).write_bytes(b"another")
    shutil.rmtree(previous)
    other.rename(previous)
    build_and_compare(output, changed("b", 1))


@pytest.mark.usefixtures("previous")
def test_a_page_removed_and_added_again_has_its_new_content(output: Path) -> None:
    less = {path: content for path, content in SITE.items() if path != PAGE}
    for pages in (
        less,
        {**less, PAGE: b"back"},
        {**less, PAGE: b"back", "more.html": b"1"},
        less,
        SITE,
    ):
        build_and_compare(output, pages)


@pytest.mark.usefixtures("previous")
def test_an_altered_published_page_is_rendered_again(output: Path) -> None:
    (output / PAGE).write_bytes(b"X")
    build_and_compare(output, changed("b", 1))
    build_and_compare(output, changed("b", 2))
    build_and_compare(output, changed("b", 3))


@pytest.mark.usefixtures("previous")
def test_without_hard_links_copies_are_compared(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.link", fail_to_link)
    build_and_compare(output, changed("b", 1))
    build_and_compare(output, changed("b", 2))
    (output.parent / ".output.releases" / "previous" / PAGE).write_bytes(b"X")
    build_and_compare(output, changed("b", 3))
