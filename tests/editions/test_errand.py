"""An errand gives what the work gives, whatever becomes of the process that was sent."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from plugins.editions import errand as module
from plugins.editions.errand import Errand

ROOT = Path(__file__).parents[2]
HERE = os.getpid()


@pytest.fixture(autouse=True)
def two_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "processors", lambda: 2)


def test_another_process_does_it_once() -> None:
    errand = Errand(os.getpid)
    assert errand.result != os.getpid()
    assert errand.result is errand.result


def test_where_there_is_one_processor_it_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "processors", lambda: 1)
    errand = Errand(os.getpid)
    assert errand.is_back
    assert errand.result == os.getpid()


def test_it_is_back_once_it_has_something_to_tell() -> None:
    errand = Errand(lambda: "x" * 1_000_000)  # more than a pipe holds
    while not errand.is_back:
        os.sched_yield()
    assert errand.result == "x" * 1_000_000
    assert errand.is_back


def here_or_nowhere() -> str:
    if os.getpid() != HERE:
        os._exit(1)
    return "done here"


def test_what_a_dying_process_leaves_undone_is_done_here() -> None:
    assert Errand(here_or_nowhere).result == "done here"


def test_what_the_work_raises_is_raised_here() -> None:
    with pytest.raises(ZeroDivisionError):
        _ = Errand(lambda: 1 / 0).result


def test_nobody_waits_for_one_that_is_never_asked() -> None:
    code = """
import os
import plugins.editions.errand as module
module.processors = lambda: 2
module.Errand(lambda: "x" * 1_000_000)
print("ended", flush=True)
os._exit(3)
"""
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=20, check=False
    )
    assert (run.returncode, run.stdout, run.stderr) == (3, "ended\n", "")
