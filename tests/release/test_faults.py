"""After kills, full disks and denied permissions, readers see one complete release, old or new."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from plugins.build.errors import WriteFailedError
from plugins.build.files import state_of
from plugins.release.filesystem import Folder, files_under
from plugins.release.manifest import MARKER, read_manifest, scan_files
from plugins.release.release import Release

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.synchronize import Event

FORK = multiprocessing.get_context("fork")
PAGES = [f"{language}/news/{number}/index.html" for language in ("ru", "en") for number in range(12)]
STEADY = ["robots.txt", "static/base.css"]
NOBODY = 65534


def version(number: int) -> dict[str, bytes]:
    """A release whose pages contain its number; the set of files depends on the number too."""
    pages = {path: b"%d %s" % (number, path.encode() * 50) for path in PAGES}
    steady = dict.fromkeys(STEADY, b"steady")
    return pages | steady | {f"cards/{number % 3}.png": b"%d" % number}


def build(output: Path, number: int) -> None:
    with Release(output) as release:
        for path, content in version(number).items():
            release.write(path, content)
        release.commit()


def build_repeatedly(output: Path, first: int) -> None:
    for number in range(first, first + 1_000_000):
        build(output, number)


def published(output: Path) -> dict[str, bytes]:
    return {path: (output / path).read_bytes() for path in files_under(output) if path != MARKER}


def number_of(output: Path) -> int:
    """The number of the published release, which must be complete."""
    files = published(output)
    number = int(files[PAGES[0]].split()[0])
    assert files == version(number)
    assert read_manifest(output) == scan_files(output)
    return number


def poll(output: Path, stop: Event, polls: multiprocessing.Queue[int]) -> None:
    """Read until stopped; raises at the first error or mixed release."""
    seen = count = 0
    while not stop.is_set():
        numbers = {int((output / path).read_bytes().split()[0]) for path in PAGES}
        assert min(numbers) >= seen
        whole = snapshot(output)
        seen, count = (whole, count + 1) if whole else (seen, count)
    polls.put(count)


def snapshot(output: Path) -> int | None:
    """The number of a folder that was published both before and after it was read.

    Two builds later the folder may be the published one again: its list tells that it was another release.
    """
    with contextlib.closing(Folder(output)) as folder:
        listed = folder.stat_file(MARKER)
        contents = {path: folder.read(path) for path in PAGES}
        listed_since = folder.stat_file(MARKER)
        if not listed or not listed_since or state_of(listed) != state_of(listed_since):
            return None
        if not folder.has_inode(".", output.stat().st_ino):
            return None
    number = int((contents[PAGES[0]] or b"").split()[0])
    assert contents == {path: version(number)[path] for path in PAGES}
    return number


@contextlib.contextmanager
def polled(output: Path) -> Iterator[None]:
    """A client reads the site continuously and must never see an error."""
    stop, polls = FORK.Event(), FORK.Queue()
    client = FORK.Process(target=poll, args=(output, stop, polls))
    client.start()
    try:
        yield
    finally:
        stop.set()
        client.join()
    assert client.exitcode == 0
    assert polls.get() > 0


def test_a_build_killed_at_100_random_times_leaves_a_complete_site(
    tmp_path: Path,
) -> None:
    output = tmp_path / "output"
    moments = random.Random(122)
    build(output, 1)
    with polled(output):
        for _ in range(100):
            child = FORK.Process(target=build_repeatedly, args=(output, number_of(output) + 1))
            child.start()
            time.sleep(moments.uniform(0.001, 0.05))
            child.kill()
            child.join()
            assert child.exitcode == -signal.SIGKILL
    last = number_of(output) + 1
    build(output, last)
    assert number_of(output) == last
    assert {path.name for path in (tmp_path / ".output.releases").iterdir()} == {"previous"}


def test_a_build_killed_at_each_step_leaves_the_old_or_the_new_release(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules[__name__], "PAGES", PAGES[:3])
    output = tmp_path / "output"
    build(output, 1)
    build(output, 2)
    step, killed, seen = 0, True, set()
    while killed:
        shutil.rmtree(tmp_path)
        build(output, 1)
        build(output, 2)
        step += 1
        child = FORK.Process(target=build_until_step, args=(output, step))
        child.start()
        child.join()
        killed = child.exitcode == -signal.SIGKILL
        seen.add(number_of(output))
        build(output, 4)
        assert number_of(output) == 4
    assert child.exitcode == 0
    assert seen == {2, 3}
    assert step > 50


def build_until_step(output: Path, last: int) -> None:
    """Exit at the call of the operating system with this number."""
    steps = 0

    def count(event: str, _: object) -> None:
        nonlocal steps
        steps += event.startswith(("os.", "open", "shutil.", "ctypes.call"))
        if steps == last:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)
    build(output, 3)


def test_two_concurrent_builds_run_one_after_the_other(tmp_path: Path) -> None:
    output = tmp_path / "output"
    build(output, 1)
    builds = [FORK.Process(target=build_some, args=(output, first)) for first in (2, 1_000)]
    for child in builds:
        child.start()
    for child in builds:
        child.join()
    assert [child.exitcode for child in builds] == [0, 0]
    assert number_of(output) in {21, 1_019}
    assert {path.name for path in (tmp_path / ".output.releases").iterdir()} == {"previous"}


def build_some(output: Path, first: int) -> None:
    for number in range(first, first + 20):
        build(output, number)


def fill(output: Path) -> None:
    """Write more than fits on the small disk."""
    with Release(output) as release:
        for number in range(64):
            release.write(f"big/{number}", os.urandom(65_536))
        release.commit()


def overflow(output: Path) -> None:
    """Write a file that exceeds the size limit set on this process."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (16_384, 16_384))
    with pytest.raises(WriteFailedError, match="File too large"):
        fill(output)


def test_a_full_disk_leaves_the_last_good_site(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    with small_disk(disk) as is_small:
        output = disk / "output"
        build(output, 1)
        if is_small:
            with pytest.raises(WriteFailedError, match="No space left"):
                fill(output)
        assert number_of(output) == 1
        build(output, 2)
        assert number_of(output) == 2


def test_exceeding_the_file_size_limit_leaves_the_last_good_site(tmp_path: Path) -> None:
    output = tmp_path / "output"
    build(output, 1)
    child = FORK.Process(target=overflow, args=(output,))
    child.start()
    child.join()
    assert child.exitcode == 0
    assert number_of(output) == 1


@contextlib.contextmanager
def small_disk(path: Path) -> Iterator[bool]:
    """A file system of 1 MB, if mounting one is permitted; else False."""
    mounted = (
        os.geteuid() == 0
        and not subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(path)],
            check=False,
            capture_output=True,
        ).returncode
    )
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", str(path)], check=True)


@pytest.fixture
def shared_folder() -> Iterator[Path]:
    """A folder that other users can access, unlike pytest's own."""
    path = Path(tempfile.mkdtemp())
    path.chmod(0o755)
    yield path
    for folder in path.rglob("*"):
        folder.chmod(0o755)
    shutil.rmtree(path)


def test_without_write_permission_the_last_good_site_stays(shared_folder: Path) -> None:
    output = shared_folder / "output"
    build(output, 1)
    shared_folder.chmod(0o555)
    with unprivileged(), pytest.raises(WriteFailedError, match="Permission denied"):
        build(output, 2)
    assert number_of(output) == 1
    shared_folder.chmod(0o755)
    build(output, 2)
    assert number_of(output) == 2


@contextlib.contextmanager
def unprivileged() -> Iterator[None]:
    """Root may write everywhere, so become nobody for a while."""
    was = os.geteuid()
    os.seteuid(NOBODY if was == 0 else was)
    try:
        yield
    finally:
        os.seteuid(was)


@pytest.mark.parametrize("fault", ["stage", "publish"])
def test_an_io_error_while_releasing_leaves_the_last_good_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    output = tmp_path / "output"
    build(output, 1)
    monkeypatch.setattr(f"plugins.release.staging.Staging.{fault}", refuse("Input/output error"))
    with pytest.raises(WriteFailedError, match="Input/output error"):
        build(output, 2)
    assert number_of(output) == 1
    assert list(tmp_path.iterdir()) == [output]


def refuse(reason: str) -> Callable[..., None]:
    def refusing(*_: object) -> None:
        raise OSError(5, reason)

    return refusing
