"""The starters for a double click, run for real: they open the browser at the desk, twice at the same one."""

from __future__ import annotations

import configparser
import os
import re
import shlex
import signal
import subprocess
import time
from typing import TYPE_CHECKING

import pytest

from tests.building import ROOT
from tests.deploy.test_runbook import clone_project

if TYPE_CHECKING:
    from pathlib import Path

ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/desk/\?key=[\w-]{32,}")
SECONDS = 60


def linux_command(file: Path) -> list[str]:
    """The command of a desktop entry, with its escapes undone as its specification says."""
    entry = configparser.ConfigParser(interpolation=None)
    entry.optionxform = str  # type: ignore[assignment,method-assign] # keys keep their case
    entry.read(file, encoding="utf-8")
    value = entry["Desktop Entry"]["Exec"].replace("\\\\", "\\")
    words = [word.replace("\\$", "$") for word in shlex.split(value)]
    return [str(file) if word == "%k" else word for word in words]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project in a folder whose name has a space."""
    project = tmp_path_factory.mktemp("home") / "my site"
    clone_project(project)
    (project / "browser").write_text('#!/bin/sh\necho "$1" >> "$(dirname "$0")/opened"\n', encoding="utf-8")
    for name in ("inv", "browser"):
        (project / name).chmod(0o755)
    return project


def opened(project: Path, count: int) -> list[str]:
    """The addresses that the browser was asked to open, when there are so many."""
    file, deadline = project / "opened", time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        found = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
        if len(found) >= count:
            return found
        time.sleep(0.1)
    pytest.fail(f"the browser was not opened in {SECONDS} s")


def test_a_double_click_opens_the_desk_and_a_second_one_the_same(project: Path) -> None:
    environment = {**os.environ, "BROWSER": str(project / "browser"), "LANG": "C.UTF-8"}
    first = subprocess.Popen(
        linux_command(project / "desk.desktop"),
        cwd="/",
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        (address,) = opened(project, 1)
        assert ADDRESS.fullmatch(address)
        command = [str(project / "desk.command")]
        second = subprocess.run(command, cwd="/", env=environment, capture_output=True, text=True, check=True)
        assert opened(project, 2) == [address, address]
        assert address in second.stdout
    finally:
        os.killpg(first.pid, signal.SIGINT)
        said = first.communicate(timeout=SECONDS)[0].decode()
    assert "Leave this window open while you work" in said


@pytest.mark.parametrize("name", ["desk.command", "desk.desktop"])
def test_the_starters_may_be_run(name: str) -> None:
    assert os.access(ROOT / name, os.X_OK)


def test_the_starter_for_windows_runs_the_projects_own_command() -> None:
    lines = (ROOT / "desk.cmd").read_bytes().split(b"\r\n")
    assert lines[0] == b"@echo off"
    assert b'call "%~dp0inv.cmd" desk' in lines
