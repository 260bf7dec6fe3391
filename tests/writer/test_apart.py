"""What two releases do not have in common is remembered, and not believed once anything has touched them."""

from __future__ import annotations

import shutil
from functools import partial
from typing import TYPE_CHECKING

import pytest

from plugins.release.filesystem import Folder, files_under
from plugins.release.manifest import MARKER
from plugins.release.release import Release
from plugins.writer.memory import Memory
from plugins.writer.press import Press
from tests.release.test_release import fail_to_link

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping
    from pathlib import Path

SITE = {f"ru/news/{name}/index.html": name.encode() for name in "abcdefgh"}
KEPT = "ru/news/c/index.html"


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "site" / "output"


@pytest.fixture
def previous(output: Path) -> Path:
    """The release before the published one, of three that each changed a page."""
    for turn in range(3):
        build(output, changed("a", turn))
    return output.parent / ".output.releases" / "previous"


def changed(name: str, turn: int) -> dict[str, bytes]:
    return {**SITE, f"ru/news/{name}/index.html": b"%d" % turn}


def build(output: Path, pages: Mapping[str, bytes]) -> None:
    """A build that remembers what its pages were made from."""
    memory = Memory.of(output.parent / "memory", output)
    with Release(output) as release:
        press = Press(release, memory)
        for path, content in pages.items():
            press.page(path, "ground", content, partial(bytes, content))
        press.run()
        summary = release.commit(force=True)
    memory.save(summary.paths, summary.looks)


def released(folder: Path) -> dict[str, bytes]:
    return {path: (folder / path).read_bytes() for path in files_under(folder) if path != MARKER}


def build_and_look(output: Path, pages: Mapping[str, bytes]) -> None:
    build(output, pages)
    assert released(output) == pages


@pytest.mark.usefixtures("previous")
def test_no_file_of_the_release_before_is_looked_at(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: set[str] = set()
    has, file = Folder.has_inode, Folder.stat_file

    def seen_has(folder: Folder, path: str, inode: int) -> bool:
        looked.add(path)
        return has(folder, path, inode)

    def seen_file(folder: Folder, path: str) -> os.stat_result | None:
        looked.add(path)
        return file(folder, path)

    monkeypatch.setattr(Folder, "has_inode", seen_has)
    monkeypatch.setattr(Folder, "stat_file", seen_file)
    build_and_look(output, {**changed("a", 2), "ru/news/b/index.html": b"1"})
    # The page that the release before has otherwise.
    assert looked == {"ru/news/a/index.html"}


@pytest.mark.parametrize("damage", ["missing", "another", "written over", "moved"])
def test_a_release_before_that_was_touched_is_mended(output: Path, previous: Path, damage: str) -> None:
    file = previous / KEPT
    if damage == "written over":
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


def test_a_release_that_is_not_the_one_before_is_looked_at(output: Path, previous: Path) -> None:
    other = previous.with_name("other")
    shutil.copytree(previous, other)
    (other / KEPT).write_bytes(b"another")
    shutil.rmtree(previous)
    other.rename(previous)
    build_and_look(output, changed("b", 1))


@pytest.mark.usefixtures("previous")
def test_releases_that_changed_places_are_looked_at(output: Path) -> None:
    Release(output).roll_back()
    assert released(output) == changed("a", 1)
    for turn in range(3):
        build_and_look(output, changed("b", turn))


@pytest.mark.usefixtures("previous")
def test_a_page_of_the_release_that_was_rolled_back_does_not_come_again(output: Path) -> None:
    build_and_look(output, {**changed("a", 2), "ru/news/late/index.html": b"late"})
    Release(output).roll_back()
    build_and_look(output, changed("b", 1))
    build_and_look(output, changed("b", 2))


@pytest.mark.usefixtures("previous")
def test_a_page_that_went_and_came_back_is_the_new_one(output: Path) -> None:
    rest = {path: content for path, content in SITE.items() if path != KEPT}
    for pages in (rest, {**rest, KEPT: b"back"}, {**rest, KEPT: b"back", "more.html": b"1"}, rest, SITE):
        build_and_look(output, pages)


@pytest.mark.usefixtures("previous")
def test_a_published_page_that_was_written_over_is_made_again(output: Path) -> None:
    (output / KEPT).write_bytes(b"X")
    build_and_look(output, changed("b", 1))
    build_and_look(output, changed("b", 2))
    build_and_look(output, changed("b", 3))


@pytest.mark.usefixtures("previous")
def test_copies_are_never_taken_for_the_same_file(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.link", fail_to_link)
    build_and_look(output, changed("b", 1))
    build_and_look(output, changed("b", 2))
    (output.parent / ".output.releases" / "previous" / KEPT).write_bytes(b"X")
    build_and_look(output, changed("b", 3))


@pytest.mark.usefixtures("previous")
def test_a_damaged_note_is_none(output: Path) -> None:
    note = output.parent / ".output.releases" / "apart"
    note.write_bytes(note.read_bytes()[:-1])
    build_and_look(output, changed("b", 1))
