"""Where a system lacks calls that Linux has, fallbacks do the same: build, lock, exchange, parallel map."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from plugins.build import system
from plugins.build.errors import LockedError
from plugins.build.parallel import parallel_map, worker_count
from plugins.build.system import prefetch
from plugins.release.filesystem import files_under
from plugins.release.manifest import MARKER
from plugins.release.release import Release
from tests.building import NOW, ROOT, content_of, inv

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

VERSIONS: list[dict[str, bytes]] = [
    {"index.html": b"1", "ru/index.html": b"1"},
    {"index.html": b"1", "ru/index.html": b"2", "ru/a/b.html": b"2"},
    {"ru/index.html": b"2"},
    {"ru/index.html": b"2", **{f"many/{number}": b"3" for number in range(150)}},
]
CALLS = r"fcntl|os\.fork|CDLL|renameat2|posix_fadvise|os\.sync\b|p(?:write|read)\(|sched_|O_DIRECTORY"
PORTABLE = "import sys; from plugins.build import system; system.native = False\n"
BUILD = f"{PORTABLE}import entry; entry.main(sys.argv[1:])"
HOLD = f"""{PORTABLE}import time, pathlib; held = system.lock_file(pathlib.Path(sys.argv[1]))
print(bool(held), flush=True); time.sleep(60)"""


@pytest.fixture(params=[True, False], ids=["native", "portable"])
def native(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether the system's own calls are used, or the fallbacks."""
    monkeypatch.setattr(system, "native", request.param)
    return bool(request.param)


def release(output: Path, files: Mapping[str, bytes]) -> None:
    with Release(output) as opened:
        for path, content in files.items():
            opened.write(path, content)
        opened.commit(force=True)


def published(output: Path) -> dict[str, bytes]:
    return {path: (output / path).read_bytes() for path in files_under(output) if path != MARKER}


@pytest.mark.usefixtures("native")
def test_every_release_replaces_the_one_before(tmp_path: Path) -> None:
    for files in VERSIONS:
        release(tmp_path / "output", files)
        assert published(tmp_path / "output") == files


@pytest.mark.usefixtures("native")
def test_only_one_release_is_open(tmp_path: Path) -> None:
    with Release(tmp_path / "output"), pytest.raises(LockedError):
        Release(tmp_path / "output", timeout=0.1)
    release(tmp_path / "output", VERSIONS[0])


@pytest.mark.usefixtures("native")
def test_a_lock_ends_with_its_process(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    command = [sys.executable, "-c", HOLD.replace("False", str(system.native), 1), str(lock)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "True\n"
        assert system.lock_file(lock) is None
        holder.send_signal(signal.SIGKILL)
    held = system.lock_file(lock)
    assert held
    system.unlock_file(lock, held)


@pytest.mark.usefixtures("native")
def test_a_lock_in_no_folder_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        system.lock_file(tmp_path / "gone" / "lock")


def test_folders_are_exchanged_where_the_system_can(tmp_path: Path, *, native: bool) -> None:
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        (tmp_path / name / name).touch()
    exchanged = system.exchange(tmp_path / "one", tmp_path / "other")
    assert exchanged == native
    assert (tmp_path / "one" / ("other" if exchanged else "one")).exists()


def test_work_is_done_in_order_and_in_this_process_without_fork(*, native: bool) -> None:
    found = list(parallel_map(lambda item: (item, os.getpid()), range(300)))
    assert [item for item, _ in found] == list(range(300))
    if not native:
        assert worker_count() == 1
        assert {process for _, process in found} == {os.getpid()}


@pytest.mark.usefixtures("native")
def test_reading_ahead_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("a")
    prefetch([str(tmp_path / "a"), str(tmp_path / "gone")])
    assert (tmp_path / "a").read_text() == "a"


def test_a_site_is_the_same_without_these_calls(tmp_path: Path) -> None:
    content = content_of(tmp_path)
    options = ("build", "--content", str(content), "--now", NOW.isoformat(), "--cache")
    assert inv(*options, tmp_path / "cache", "--output", tmp_path / "native").returncode == 0
    command = [sys.executable, "-c", BUILD, *options, str(tmp_path / "other"), "--output"]
    for _ in range(2):
        subprocess.run([*command, str(tmp_path / "portable")], cwd=ROOT, check=True, capture_output=True)
    assert published(tmp_path / "portable") == published(tmp_path / "native")


def test_system_calls_are_in_one_module() -> None:
    found = {
        file.relative_to(ROOT).as_posix()
        for file in (ROOT / "plugins").rglob("*.py")
        if re.search(CALLS, file.read_text(encoding="utf-8"))
    }
    assert found == {"plugins/build/system.py"}
