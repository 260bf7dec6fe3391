"""The way in: tasks from any folder, words that may be left out, the sheet of all cards."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib import import_module
from typing import TYPE_CHECKING

import pytest

from bench.stages import STAGES, Stopwatch
from entry import worded
from plugins.editor.build import Asked
from tests.building import ROOT, content_of, inv
from tests.figures.shelf import HEAD, NUMBER

if TYPE_CHECKING:
    from pathlib import Path


def test_a_build_written_out_is_understood_without_invoke() -> None:
    typed = [
        "--content",
        "content",
        "--site-url=https://a.example",
        "--no-search",
        "--force",
        "--now",
        "2023-01-01",
    ]
    understood = Asked.of(typed)
    assert understood == Asked(
        content="content", site_url="https://a.example", search=False, force=True, now="2023-01-01"
    )
    assert Asked.of([]) == Asked()


@pytest.mark.parametrize(
    "typed", ["--help", "-c content", "--output", "--force=1", "--search x", "--to x", "x"]
)
def test_any_other_build_is_left_to_invoke(typed: str) -> None:
    assert Asked.of(typed.split()) is None


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        (["bench"], ["bench"]),
        (["bench", "cards"], ["bench", "--what", "cards"]),
        (["bench", "feeds", "-n", "300"], ["bench", "--what", "feeds", "-n", "300"]),
        (["bench", "--rounds", "1"], ["bench", "--rounds", "1"]),
        (["build", "cards"], ["build", "cards"]),
    ],
)
def test_what_is_measured_may_be_left_out(typed: list[str], understood: list[str]) -> None:
    assert worded(typed) == understood


@pytest.mark.parametrize(
    ("asked_for", "taken"),
    [("exec python", "asked"), ("exit 1 # too old", "python3"), ("! grep -q pip <<< $*", "python3")],
    ids=["good", "too old", "without ensurepip"],
)
def test_the_environment_is_made_by_the_first_python_that_can(
    tmp_path: Path, asked_for: str, taken: str
) -> None:
    shutil.copy(ROOT / "inv", tmp_path)
    (tmp_path / "requirements.lock").touch()
    (tmp_path / "entry.py").write_text("import sys; print(*sys.argv[1:])")
    commands = tmp_path / "commands"
    commands.mkdir()
    asked = asked_for.replace("python", f'{sys.executable} "$@"')
    for name, does in (("asked", asked), ("python3", f'exec {sys.executable} "$@"')):
        script = f'#!/bin/bash\n[ "$1" != -m ] || echo {name} > {tmp_path}/made-by\n{does}\n'
        (commands / name).write_text(script)
        (commands / name).chmod(0o755)
    path = f"{commands}:{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "PYTHON": str(commands / "asked")}
    told = subprocess.run(
        [tmp_path / "inv", "build"], env=environment, capture_output=True, text=True, check=True
    )
    assert told.stdout == "build\n"
    assert (tmp_path / "made-by").read_text() == f"{taken}\n"


def test_the_tasks_are_found_from_any_folder(tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "entry.py"), "--list"]
    told = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    assert {"build", "cards", "bench"} <= set(told.split())


def test_the_sheet_shows_every_card_and_says_which_do_not_fit(tmp_path: Path) -> None:
    long = NUMBER.replace("id: calls", "id: long").replace("Звонков стало больше", "Предлинное " * 30)
    content = content_of(tmp_path, {"figures/trial.yaml": HEAD + NUMBER + long})
    sheet = tmp_path / "sheet.html"
    made = inv("cards", "--content", content, "--output", sheet, "--lang", "en")
    assert made.returncode == 1
    assert "content/figures/trial.yaml:21: " in made.stderr
    page = sheet.read_text(encoding="utf-8")
    assert page.count("does not fit") == 6
    assert "<h2>trial.calls</h2>" in page
    assert "Звонков стало больше. Карточка с числом: более 59" in page.replace("\u00a0", " ")


def test_every_stage_that_is_timed_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    watch = Stopwatch()
    for name, module, path in STAGES:
        *owner, attribute = path.split(".")
        place = import_module(module) if not owner else getattr(import_module(module), owner[0])
        monkeypatch.setattr(place, attribute, vars(place)[attribute])  # put back after the test
        watch.watch(name, module, path)
        assert vars(place)[attribute] is not None


def test_a_stage_does_not_count_the_stages_within_it() -> None:
    watch = Stopwatch()
    with watch.stage("whole"), watch.stage("part"):
        sum(range(2_000_000))
    assert watch.spent["whole"][0] < watch.spent["part"][0]
