"""Modes under any umask, and outputs that cannot be renamed: mount points and lower layers of overlays."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from plugins.build.errors import ForeignDirectoryError, WriteFailedError
from plugins.release import filesystem, staging
from plugins.release.filesystem import Folder, files_under
from plugins.release.in_place import update_in_place
from plugins.release.manifest import MARKER, read_manifest, scan_files
from plugins.release.release import Release
from tests.building import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FIRST = {
    "ru/index.html": b"1",
    "ru/news/1/index.html": b"1",
    "a.css": b"1",
    "old/index.html": b"1",
    "x": b"1",
}
SECOND = {
    "ru/index.html": b"2",
    "ru/news/1/index.html": b"1",
    "b.css": b"2",
    "new/index.html": b"2",
    "x/y": b"2",
}


def build(output: Path, files: dict[str, bytes]) -> None:
    with Release(output) as release:
        for path, content in files.items():
            release.write(path, content)
        release.commit(force=True)


def published(output: Path) -> dict[str, bytes]:
    assert read_manifest(output) == scan_files(output)
    return {path: (output / path).read_bytes() for path in files_under(output) if path != MARKER}


def modes(folder: Path) -> set[str]:
    """The modes of all files and folders, the folder itself included."""
    return {f"{stat.S_IMODE(path.stat().st_mode):o}" for path in (folder, *folder.rglob("*"))}


@pytest.fixture(params=[0o077, 0o777, 0o027, 0o007, 0o022], ids=lambda mask: f"{mask:03o}")
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def test_a_release_can_be_read_by_all_under_any_umask(umask: int, tmp_path: Path) -> None:
    if umask == 0o777:
        os.umask(0o277)  # nobody could enter the folders that tests make
    output = tmp_path / "output"
    for files in (FIRST, SECOND, FIRST):
        build(output, files)
        found = modes(output)
        assert all(int(mode, 8) & 0o444 == 0o444 for mode in found), found
    if umask in {0o077, 0o022}:
        assert found == {"644", "755"}


@pytest.mark.parametrize("files", [FIRST, SECOND, {**FIRST, "more": b"1"}], ids=["same", "other", "more"])
def test_a_release_that_only_its_owner_can_read_is_healed(files: dict[str, bytes], tmp_path: Path) -> None:
    output = tmp_path / "output"
    build(output, SECOND)
    build(output, FIRST)
    for release in (output, tmp_path / ".output.releases" / "previous"):
        for path in (release, *release.rglob("*")):
            path.chmod(0o700 if path.is_dir() else 0o600)
    build(output, files)
    assert modes(output) == {"644", "755"}


def test_wider_modes_are_kept(tmp_path: Path) -> None:
    output = tmp_path / "output"
    before = os.umask(0o002)
    build(output, FIRST)
    os.umask(before)
    build(output, FIRST)
    assert modes(output) == {"664", "775"}


@pytest.fixture(params=[errno.EXDEV, errno.EBUSY], ids=errno.errorcode.get)
def unrenamable(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """Folders cannot be exchanged, as on mount points and in image layers."""

    def refuse(*_paths: Path) -> None:
        raise OSError(request.param, os.strerror(request.param))

    monkeypatch.setattr(staging, "exchange_dirs", refuse)
    return int(request.param)


@pytest.mark.usefixtures("unrenamable")
def test_a_folder_that_cannot_be_renamed_is_updated(tmp_path: Path) -> None:
    output = tmp_path / "output"
    for files in (FIRST, SECOND, FIRST, SECOND):
        build(output, files)
        assert published(output) == files
        assert modes(output) == {"644", "755"}


def test_unchanged_files_are_left_alone_and_what_is_not_ours_is_removed(tmp_path: Path) -> None:
    output, staged = tmp_path / "output", tmp_path / "staged"
    build(output, FIRST)
    build(staged, SECOND)
    same = (output / "ru/news/1/index.html").stat()
    (output / "stray").write_bytes(b"0")
    (output / "b.css").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "elsewhere").write_bytes(b"0")
    update_in_place(output, staged, tmp_path / "previous")
    assert published(output) == SECOND
    assert (output / "ru/news/1/index.html").stat().st_ino == same.st_ino
    assert (tmp_path / "elsewhere").read_bytes() == b"0"
    assert not (output / "b.css").is_symlink()


def test_a_page_is_published_after_what_it_shows_and_before_anything_is_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output, staged, steps = tmp_path / "output", tmp_path / "staged", []
    build(output, FIRST)
    build(staged, {**SECOND, "sitemap.xml": b"2", "worker.js": b"2"})
    for name in ("replace", "remove"):
        method = getattr(Folder, name)

        def recorded(
            folder: Folder, path: str, *more: bytes, _name: str = name, _method: object = method
        ) -> None:
            if path != filesystem.TEMPORARY:
                steps.append((_name, path))
            _method(folder, path, *more)  # type: ignore[operator] # a method of `Folder`

        monkeypatch.setattr(Folder, name, recorded)
    update_in_place(output, staged, tmp_path / "previous")
    paths = [path for name, path in steps if name == "replace"]
    pages = ["new/index.html", "ru/index.html"]
    assert paths == ["b.css", "x/y", *pages, "sitemap.xml", "worker.js", MARKER]
    assert [name for name, _ in steps] == ["replace"] * len(paths) + ["remove"] * (len(steps) - len(paths))


@pytest.mark.usefixtures("unrenamable")
@pytest.mark.parametrize("step", range(1, 6))
def test_an_interrupted_update_leaves_whole_files_and_the_next_build_completes_it(
    step: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output, count, replace = tmp_path / "output", iter(range(1, 100)), Folder.replace

    def run_out_of_space(folder: Folder, path: str, content: bytes) -> None:
        if next(count) >= step:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), path)
        replace(folder, path, content)

    build(output, FIRST)
    with monkeypatch.context() as patch:
        patch.setattr(Folder, "replace", run_out_of_space)
        with pytest.raises(WriteFailedError, match="updated only in part: No space left on device"):
            build(output, SECOND)
    for path in files_under(output):
        assert path == MARKER or (output / path).read_bytes() in {FIRST.get(path), SECOND.get(path)}
    for files in (SECOND, FIRST):
        build(output, files)
        assert published(output) == files


def test_a_volume_may_hold_what_its_file_system_puts_there(tmp_path: Path) -> None:
    output = tmp_path / "output"
    (output / "lost+found").mkdir(parents=True)
    build(output, FIRST)
    (tmp_path / "other" / "photos").mkdir(parents=True)
    with pytest.raises(ForeignDirectoryError):
        build(tmp_path / "other", FIRST)


IN_NAMESPACE = """
import pathlib, sys
sys.path.insert(0, {root!r})
from tests.release.test_in_place import FIRST, SECOND, build, published
from plugins.release import staging
output, update, updates = pathlib.Path({output!r}), staging.update_in_place, []
staging.update_in_place = lambda *paths: (updates.append(paths), update(*paths))
for files in (SECOND, FIRST, SECOND):
    build(output, files)
    assert published(output) == files, files
assert len(updates) == 3
"""


@pytest.mark.parametrize("kind", ["overlay", "tmpfs", "bind"])
def test_mount_points_and_image_layers_take_releases(kind: str, tmp_path: Path) -> None:
    """In a mount namespace of its own; where the system allows none, `unrenamable` stands in for it."""
    base, top = tmp_path / "base", tmp_path / "top"
    build(base / "output", FIRST)
    for name in ("upper", "work", "merged"):
        (top / name).mkdir(parents=True)
    mount = {
        "overlay": f"mount -t overlay -o lowerdir={base},upperdir=upper,workdir=work none merged",
        "tmpfs": "mkdir merged/output && mount -t tmpfs none merged/output",
        "bind": f"mkdir merged/output && mount --bind {base}/output merged/output",
    }[kind]
    script = IN_NAMESPACE.format(root=str(ROOT), output=str(top / "merged" / "output"))
    # An overlay's upper folder cannot lie in another overlay, such as a container's own root.
    volume = f"mount -t tmpfs none . && cd {top} && mkdir upper work merged"
    command = (
        f"cd {top} && {volume} && {mount} && exec {sys.executable} -c '{script.replace(chr(39), chr(34))}'"
    )
    unshare = shutil.which("unshare")
    if not unshare or subprocess.run([unshare, "-m", "true"], check=False, capture_output=True).returncode:
        pytest.skip("mounting needs root and unshare")
    done = subprocess.run(
        [unshare, "-m", "sh", "-c", command], cwd=ROOT, check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
