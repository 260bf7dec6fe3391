"""Another process sees a folder as this one would, and nothing hangs on it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from plugins.editions.look import Look
from plugins.writer import lookout as module
from plugins.writer.lookout import Lookout

ROOT = Path(__file__).parents[2]


@pytest.fixture(params=[1, 2])
def processors(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    number: int = request.param
    monkeypatch.setattr(module, "processors", lambda: number)
    return number


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    # More than a pipe holds at once: whoever tells it must wait for whoever asks.
    for number in range(2_000):
        (tmp_path / f"a page with a rather long name, and its number {number}.html").touch()
    (tmp_path / "link").symlink_to(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("processors")
def test_it_sees_what_a_look_sees(folder: Path) -> None:
    file = str(folder / "file")
    (folder / "file").touch()
    lookout = Lookout(str(folder), file)
    for each in (str(folder), file):
        seen, look = lookout.seen[each], Look.at(each)
        assert (seen.states, seen.digest) == (look.states, look.digest)
    assert lookout.is_back
    assert lookout.seen is lookout.seen


@pytest.mark.usefixtures("processors")
def test_a_folder_that_is_not_there_is_seen_as_such(tmp_path: Path) -> None:
    gone = str(tmp_path / "gone")
    assert Lookout(gone).seen[gone].states == Look.at(gone).states


def test_a_process_that_dies_is_not_waited_for(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "processors", lambda: 2)
    monkeypatch.setattr(Lookout, "_tell", lambda *_: os._exit(1))
    name = str(folder)
    assert Lookout(name).seen[name].states == Look.at(name).states


def test_it_is_back_once_it_has_something_to_tell(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "processors", lambda: 2)
    lookout = Lookout(str(folder))
    while not lookout.is_back:
        os.sched_yield()
    assert lookout.seen[str(folder)].states


def test_nobody_waits_for_one_that_is_never_asked(folder: Path) -> None:
    code = f"""
import os
import plugins.writer.lookout as module
module.processors = lambda: 2
module.Lookout({str(folder)!r})
print("ended", flush=True)
os._exit(3)
"""
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=20, check=False
    )
    assert (run.returncode, run.stdout, run.stderr) == (3, "ended\n", "")
