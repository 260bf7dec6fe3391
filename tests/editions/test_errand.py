"""An errand gives what the work gives, whatever becomes of the process that was sent."""

from __future__ import annotations

import os
import select
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


def test_where_no_process_may_be_forked_it_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> int:
        raise BlockingIOError

    monkeypatch.setattr(os, "fork", refuse)
    assert Errand(os.getpid).result == os.getpid()


@pytest.mark.parametrize(
    "then",
    [
        "os._exit(3)",
        "del errands; select.select([held], [], [], 20)[0] or os._exit(1); os._exit(3)",
    ],
    ids=["the parent ends", "the parent goes on without them"],
)
def test_processes_that_are_never_asked_end(then: str) -> None:
    code = f"""
import os, select
import plugins.editions.errand as module
module.processors = lambda: 2
held, holding = os.pipe()
errands = [module.Errand(lambda: "x" * 1_000_000) for _ in range(3)]
os.close(holding)
print("ended", flush=True)
{then}
"""
    open_while_they_live, theirs = os.pipe()
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        pass_fds=[theirs],
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )
    os.close(theirs)
    assert (run.returncode, run.stdout, run.stderr) == (3, "ended\n", "")
    assert select.select([open_while_they_live], [], [], 20)[0]
    os.close(open_while_they_live)
