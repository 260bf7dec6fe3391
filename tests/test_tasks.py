"""The way in: tasks from any folder, words that may be left out, the sheet of all cards."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from bench.stages import STAGES, Stopwatch
from entry import normalize_argv
from plugins.editor.build_command import argument_parser, overrides
from tests.building import ROOT, content_of, inv
from tests.figures.samples import HEAD, NUMBER

ALL_OPTIONS = (
    "--content content -o out --cache=c --site-url=https://a.example --no-search --force --now 2023-01-01"
)


def test_the_options_of_a_build_override_the_settings() -> None:
    options = argument_parser().parse_args(ALL_OPTIONS.split())
    assert overrides(options) == {
        "PATH": str(Path("content").resolve()),
        "OUTPUT_PATH": str(Path("out").resolve()),
        "CACHE_PATH": str(Path("c").resolve()),
        "SITEURL": "https://a.example",
        "NOW": "2023-01-01",
        "FORCE_RELEASE": True,
        "SEARCH": False,
    }
    assert overrides(argument_parser().parse_args([])) == {}


@pytest.mark.parametrize("typed", ["--output", "--force=1", "--to x", "x", "--cont x"])
def test_an_option_that_is_none_ends_a_build_with_the_usage(typed: str) -> None:
    done = inv("build", *typed.split())
    assert (done.returncode, done.stderr.startswith("usage: ./inv build")) == (2, True)


def test_the_help_of_a_build_names_its_options() -> None:
    done = inv("build", "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert all(f"--{name}" in done.stdout for name in ("content", "site-url", "no-search", "verbose"))


@pytest.mark.parametrize(("task", "option"), [("new", "--help"), ("publish", "-h")])
def test_help_is_understood_after_a_task(task: str, option: str) -> None:
    before, after = inv("--help", task), inv(task, option)
    assert (after.returncode, after.stderr, after.stdout) == (0, "", before.stdout)
    assert "--lang" in after.stdout


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        (["bench"], ["bench"]),
        (["bench", "cards"], ["bench", "--what", "cards"]),
        (["bench", "feeds", "-n", "300"], ["bench", "--what", "feeds", "-n", "300"]),
        (["bench", "--rounds", "1"], ["bench", "--rounds", "1"]),
        (["build", "cards"], ["build", "cards"]),
        (["new", "--help"], ["--help", "new"]),
        (["publish", "file:/srv/www", "-h"], ["--help", "publish"]),
        (["--help", "new"], ["--help", "new"]),
        (["--help"], ["--help"]),
    ],
)
def test_what_is_measured_may_be_left_out(typed: list[str], understood: list[str]) -> None:
    assert normalize_argv(typed) == understood


@pytest.mark.parametrize(
    ("asked_for", "taken"),
    [("exec python", "asked"), ("exit 1 # too old", "python3"), ("! grep -q ensurepip <<< $*", "python3")],
    ids=["good", "too old", "without ensurepip"],
)
def test_the_environment_is_made_by_the_first_python_that_can(
    tmp_path: Path, asked_for: str, taken: str
) -> None:
    for name in ("inv", "bootstrap.py"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "requirements.lock").touch()
    (tmp_path / "entry.py").write_text("import sys; print(*sys.argv[1:])")
    commands = tmp_path / "commands"
    commands.mkdir()
    asked = asked_for.replace("python", f'{sys.executable} "$@"')
    for name, does in (("asked", asked), ("python3", f'exec {sys.executable} "$@"')):
        script = f'#!/bin/bash\n[ "$1" != -I ] || echo {name} > {tmp_path}/made-by\n{does}\n'
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
    long = NUMBER.replace("id: calls", "id: long").replace("Звонков — больше 59 млн", "Предлинное " * 30)
    content = content_of(tmp_path, {"figures/trial.yaml": HEAD + NUMBER + long})
    sheet = tmp_path / "sheet.html"
    made = inv("cards", "--content", content, "--output", sheet, "--lang", "en")
    assert made.returncode == 1
    assert "content/figures/trial.yaml:22: " in made.stderr
    page = sheet.read_text(encoding="utf-8")
    assert page.count("does not fit") == 6
    assert "<h2>trial.calls</h2>" in page
    assert "Звонков — больше 59 млн. Карточка с числом: более 59" in page.replace("\u00a0", " ")


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
