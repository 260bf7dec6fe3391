"""A killed worker ends the build at once with a message; the site stays, and the next build is complete."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bench.formats import ours, write_corpus
from tests.building import ROOT, content_of, inv
from tests.incremental.workplace import tree

ARTICLES = 200
NOW = ("--now", "2026-01-01T00:00:00+00:00", "--no-search", "--lang", "en")
DELAYS = (0.0, 0.3, 1.0, 2.0, 3.0, 4.0)
"""Seconds after the first worker was forked: while texts are read, cards drawn, pages rendered."""


def options(folder: Path, output: str = "output", cache: str = "cache") -> list[str]:
    named = {"content": folder / "content", "output": folder / output, "cache": folder / cache}
    return ["build", *(word for name, path in named.items() for word in (f"--{name}", str(path))), *NOW]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published site, and the content of a larger one that has not been built yet."""
    folder = tmp_path_factory.mktemp("site")
    content_of(folder)
    assert inv(*options(folder)).returncode == 0
    shutil.rmtree(folder / "content")
    write_corpus(folder / "content", ARTICLES, ours)
    return folder


def workers(parent: int) -> list[int]:
    try:
        children = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return []
    return [int(child) for child in children.split()]


def kill_a_worker(build: subprocess.Popen[str], delay: float) -> bool:
    """Kill a worker of a build, `delay` seconds after the first was forked, or the first one after that."""
    while build.poll() is None and not workers(build.pid):
        time.sleep(0.002)
    time.sleep(delay)
    while build.poll() is None:
        if found := workers(build.pid):
            os.kill(found[-1], signal.SIGKILL)
            return True
        time.sleep(0.002)
    return False


@pytest.mark.parametrize("delay", DELAYS)
def test_a_killed_worker_ends_the_build_and_the_site_stays(site: Path, delay: float) -> None:
    shutil.rmtree(site / "cache", ignore_errors=True)
    before = tree(site / "output")
    command = [sys.executable, str(ROOT / "entry.py"), *options(site)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as build:
        killed = kill_a_worker(build, delay)
        said, complained = build.communicate(timeout=10 if killed else None)
    if not killed:  # one CPU, or done before: then it is whole
        assert (build.returncode, complained) == (0, "")
        return
    assert (build.returncode, said, complained.count("\n")) == (1, "", 1)
    assert complained.startswith("a worker process was killed")
    assert tree(site / "output") == before
    lock_file = site / ".output.releases" / "lock"  # there only once a build has written something
    lock_file.parent.mkdir(exist_ok=True)
    with lock_file.open("a+b") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)


def test_the_next_build_is_complete(site: Path) -> None:
    assert inv(*options(site), "--force").returncode == 0
    assert inv(*options(site, "clean", "clean-cache"), "--force").returncode == 0
    assert tree(site / "output") == tree(site / "clean")
