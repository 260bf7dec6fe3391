"""A release replaces the published folder completely or not at all."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from plugins.build.errors import ForeignDirectoryError, LockedError, ReleaseError, SuspiciousReleaseError
from plugins.build.files import state_of
from plugins.diagnostics.problem import message_languages
from plugins.release import staging
from plugins.release.filesystem import Folder, files_under
from plugins.release.manifest import MARKER
from plugins.release.release import Release, ReleaseSummary

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SITE = {"index.html": b"front", "ru/index.html": b"ru", "ru/news/a/index.html": b"a", "en/index.html": b"en"}
BESIDE = [".output.releases/previous"]


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "site" / "output"


def release(output: Path, files: Mapping[str, bytes], *, force: bool = False) -> ReleaseSummary:
    with Release(output) as opened:
        for path, content in files.items():
            opened.write(path, content)
        return opened.commit(force=force)


def published(output: Path) -> dict[str, bytes]:
    return {path: (output / path).read_bytes() for path in files_under(output) if path != MARKER}


def beside(output: Path) -> list[str]:
    return sorted(path.relative_to(output.parent).as_posix() for path in output.parent.glob(".*/*"))


def test_a_first_release_leaves_no_other_files(output: Path) -> None:
    assert release(output, SITE) == ReleaseSummary(tuple(sorted(SITE)), tuple(sorted(SITE)), 0, ())
    assert published(output) == SITE
    assert list(output.parent.iterdir()) == [output]


def test_unchanged_files_stay_the_same_and_missing_ones_are_removed(output: Path) -> None:
    release(output, SITE)
    before = (output / "ru/index.html").stat()
    changed = {**SITE, "en/index.html": b"new"}
    del changed["ru/news/a/index.html"]
    assert release(output, changed) == ReleaseSummary(
        tuple(sorted(changed)), ("en/index.html",), 2, ("ru/news/a/index.html",)
    )
    assert published(output) == changed
    assert not (output / "ru/news").exists()
    after = (output / "ru/index.html").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_each_of_many_releases_has_exactly_its_files(output: Path) -> None:
    rounds: list[dict[str, bytes]] = [
        SITE,
        {**SITE, "a": b"1"},
        {**SITE, "a": b"2"},
        {**SITE, "a/b": b"3"},
        {**SITE, "a/b/c": b"4"},
        {**SITE, "a/b": b"3"},
        SITE,
        {**SITE, "a": b"1", "b": b"1"},
        {**SITE, "b": b"1"},
    ]
    for files in rounds:
        release(output, files)
        assert published(output) == files
        assert set(json.loads((output / MARKER).read_bytes())["files"]) == set(files)


def test_the_manifest_depends_only_on_the_files(output: Path, tmp_path: Path) -> None:
    release(output, SITE)
    release(output, {**SITE, "x": b""})
    release(output, dict(reversed(SITE.items())))
    release(tmp_path / "other", SITE)
    assert (output / MARKER).read_bytes() == (tmp_path / "other" / MARKER).read_bytes()


def test_an_unchanged_release_does_not_touch_the_output(output: Path) -> None:
    release(output, SITE)
    before = state_of(output.stat())
    assert release(output, SITE) == ReleaseSummary(tuple(sorted(SITE)), (), len(SITE), ())
    assert state_of(output.stat()) == before


def test_a_page_is_reused_without_its_bytes(output: Path) -> None:
    release(output, SITE)
    with Release(output) as opened:
        assert opened.read_published("ru/index.html") == b"ru"
        assert opened.read_published("nothing.html") is None
        for path in SITE:
            opened.reuse(path)
        opened.write("more.html", b"more")
        assert opened.commit() == ReleaseSummary(
            tuple(sorted([*SITE, "more.html"])), ("more.html",), len(SITE), ()
        )
    assert published(output) == {**SITE, "more.html": b"more"}


@pytest.mark.parametrize("damage", ["missing", "longer", "a folder", "a link"])
def test_a_file_altered_after_its_publication_is_not_reused(output: Path, damage: str) -> None:
    release(output, SITE)
    file = output / "ru/index.html"
    file.unlink()
    if damage == "longer":
        file.write_bytes(b"rude")
    if damage == "a folder":
        file.mkdir()
    if damage == "a link":
        file.symlink_to("../en/index.html")
    with Release(output) as opened, pytest.raises(FileNotFoundError):
        opened.reuse("ru/index.html")
    release(output, SITE)
    assert published(output) == SITE
    assert file.is_file()
    assert not file.is_symlink()


@pytest.mark.parametrize(
    "path", ["", "/etc/passwd", "../x", "ru/../../x", "ru//x", "./x", "ru/", "a\0b", "a\\b", MARKER]
)
def test_a_path_outside_the_release_is_an_error(output: Path, path: str) -> None:
    with Release(output) as opened, pytest.raises(ValueError, match="not a path inside a release"):
        opened.write(path, b"")


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [("a", "a", "different content"), ("a", "a/b", "as a folder"), ("a/b/c", "a/b", "as a folder")],
)
def test_conflicting_paths_are_an_error(output: Path, first: str, second: str, why: str) -> None:
    with Release(output) as opened:
        opened.write(first, b"1")
        assert opened.write(first, b"1")
        with pytest.raises(ValueError, match=why):
            opened.write(second, b"2")


def test_an_aborted_build_leaves_no_files(output: Path) -> None:
    with Release(output) as opened:
        opened.write("a", b"1")
    assert list(output.parent.iterdir()) == []
    release(output, SITE)
    with Release(output) as opened:
        opened.write("a", b"1")
    assert published(output) == SITE
    assert list(output.parent.iterdir()) == [output]


def test_only_the_previous_release_is_stored_beside(output: Path) -> None:
    release(output, SITE)
    release(output, {**SITE, "a": b"1"})
    assert beside(output) == BESIDE
    assert published(output.parent / ".output.releases/previous") == SITE


@pytest.mark.parametrize("leftover", ["staging", "incoming", "previous"])
def test_leftovers_of_a_killed_build_are_removed(output: Path, leftover: str) -> None:
    release(output, SITE)
    half = output.parent / ".output.releases" / leftover
    (half / "ru").mkdir(parents=True)
    (half / "ru/stale.html").write_bytes(b"half")
    release(output, {**SITE, "a": b"1"})
    assert published(output) == {**SITE, "a": b"1"}
    assert beside(output) == BESIDE


def test_without_atomic_exchange_a_kill_between_two_renames_is_recovered(output: Path) -> None:
    release(output, SITE)
    aside = output.parent / ".output.releases/previous"
    aside.parent.mkdir()
    output.rename(aside)
    Release(output).abort()
    assert published(output) == SITE


def test_without_atomic_exchange_two_renames_are_made(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plugins.build.system.exchange", lambda first, second: first == second)
    for files in (SITE, {**SITE, "a": b"1"}, SITE):
        release(output, files)
        assert published(output) == files


def test_without_hard_links_files_are_copied_with_their_times(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    release(output, SITE)
    before = (output / "ru/index.html").stat().st_mtime_ns
    monkeypatch.setattr("os.link", fail_to_link)
    release(output, {**SITE, "a": b"1"})
    assert published(output) == {**SITE, "a": b"1"}
    assert (output / "ru/index.html").stat().st_mtime_ns == before


def fail_to_link(*_: object, **__: object) -> None:
    raise PermissionError(1, "Operation not permitted")


def test_a_foreign_folder_is_not_replaced(output: Path) -> None:
    output.mkdir(parents=True)
    release(output, SITE)
    (output / MARKER).unlink()
    with pytest.raises(ForeignDirectoryError, match="was not built by this site"):
        Release(output)
    assert published(output) == SITE
    assert beside(output) == BESIDE


def test_a_file_at_the_path_of_the_output_is_not_replaced(output: Path) -> None:
    output.parent.mkdir(parents=True)
    output.write_bytes(b"mine")
    with pytest.raises(ForeignDirectoryError, match="not a folder"):
        Release(output)
    assert output.read_bytes() == b"mine"


@pytest.mark.parametrize(
    "marker", [b"", b"{", b"[]", b'{"format":1}', b'{"format":1,"files":{"../x":[1,"a"]}}', b"[" * 100_000]
)
def test_a_damaged_manifest_is_rebuilt_from_the_files(output: Path, marker: bytes) -> None:
    release(output, SITE)
    (output.parent / "x").write_bytes(b"1")
    (output / MARKER).write_bytes(marker)
    release(output, SITE)
    release(output, {**SITE, "a": b"1"})
    assert published(output) == {**SITE, "a": b"1"}
    assert (output.parent / "x").exists()


def test_an_output_that_is_a_symbolic_link_stays_one(output: Path, tmp_path: Path) -> None:
    output.parent.mkdir()
    (tmp_path / "disk").mkdir()
    output.symlink_to(tmp_path / "disk")
    release(output, SITE)
    assert output.is_symlink()
    assert published(tmp_path / "disk") == SITE


def test_a_second_build_fails_after_the_timeout(output: Path) -> None:
    with Release(output), pytest.raises(LockedError, match="another build"):
        Release(output, timeout=0)


PAGES = {f"{language}/news/{number}/index.html": b"" for language in ("ru", "en") for number in range(8)}


@pytest.mark.parametrize(
    ("gone", "message"),
    [
        ("en/", "“en/” had 8 pages and would have 0"),
        ("ru/news/", "“ru/” had 8 pages and would have 0"),
        (
            tuple(f"{place}/news/{number}" for place in ("ru", "en") for number in range(5)),
            "16 pages and would have 6",
        ),
        (tuple(f"ru/news/{number}" for number in range(7)), "“ru/news/” had 8 pages and would have 1"),
    ],
)
def test_a_suspicious_release_is_an_error_unless_forced(
    output: Path, gone: str | tuple[str, ...], message: str
) -> None:
    release(output, PAGES)
    left = {path: content for path, content in PAGES.items() if not path.startswith(gone)}
    with pytest.raises(SuspiciousReleaseError, match=message):
        release(output, left)
    assert published(output) == PAGES
    release(output, left, force=True)
    assert published(output) == left


def test_many_files_are_flushed_together(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[str] = []
    monkeypatch.setattr(Folder, "sync", lambda _, path: synced.append(path))
    release(output, {str(number): b"" for number in range(staging.FSYNC_LIMIT)})
    assert synced == ["."]
    release(output, {str(number): b"" for number in range(3)} | {"x": b""}, force=True)
    assert synced == [".", "x", MARKER, "."]


@pytest.mark.parametrize("language", message_languages())
def test_every_error_has_a_message_in_every_language(output: Path, language: str) -> None:
    output.parent.mkdir()
    output.write_bytes(b"")
    with pytest.raises(ReleaseError) as refused:
        Release(output)
    assert str(output) in refused.value.message(language)
