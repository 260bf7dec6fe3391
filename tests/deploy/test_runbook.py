"""The runbook's commands are run as they stand, one procedure after the other, in a copy of the project."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from plugins.publish.publish import list_releases, verify
from tests.building import ROOT, VALID

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

RUNBOOK = (ROOT / "docs" / "runbook.md").read_text(encoding="utf-8")
SECTION = re.compile(r"^## (.+?)\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
BLOCK = re.compile(r"^ *```(sh|cron)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
OLD, NEW = "122", "112"


def procedures() -> dict[str, list[str]]:
    """The commands of each section: of a table for cron, what stands after the five times."""
    found: dict[str, list[str]] = {}
    for title, text in SECTION.findall(RUNBOOK):
        for kind, commands in BLOCK.findall(text):
            found.setdefault(title, []).append(commands if kind == "sh" else commands.split(maxsplit=5)[5])
    return found


class Handler(SimpleHTTPRequestHandler):
    """Serves a folder and says nothing of it."""

    def log_message(self, *_arguments: object) -> None:
        """Nothing is told."""


class Keeper:
    """Who keeps a site: a clone of the project, a target, and a server that shows it."""

    def __init__(self, folder: Path, url: str) -> None:
        self.project = folder / "project"
        self.www = folder / "www"
        self.target = f"file:{self.www}"
        self.words = {"TARGET": self.target, "URL": url, "PAGE": "/en/", "OLD": OLD, "NEW": NEW}
        clone_project(self.project)

    def run(self, commands: str) -> subprocess.CompletedProcess[str]:
        """Run commands of the runbook with their words in capitals replaced."""
        words = "|".join(self.words)
        script = re.sub(rf"(?<![\w$])({words})(?!\w)", lambda word: self.words[word[1]], commands)
        script = script.replace("/srv/hotline/site", str(self.project))
        names = dict.fromkeys(("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"), "Keeper")
        addresses = dict.fromkeys(("GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"), "keeper@example.org")
        environment = {**os.environ, "LANG": "C.UTF-8", "EDITOR": "true", **names, **addresses}
        command = ["sh", "-euc", script]
        return subprocess.run(
            command, cwd=self.project, env=environment, capture_output=True, text=True, check=False
        )

    @property
    def page(self) -> str:
        return (self.www / "en/index.html").read_text(encoding="utf-8")

    def write_news(self, number: int) -> None:
        news = self.project / f"content/news/2022-12-{number:02}-more"
        news.mkdir(parents=True)
        for language, title in (("ru", "Новость"), ("en", "News")):
            text = f"---\ntitle: {title} {number}\n---\n{title} {number}.\n"
            (news / f"{language}.md").write_text(text, encoding="utf-8")


def clone_project(place: Path) -> None:
    """The project's files with a small site, in git with an origin, and the environment of the tests."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    for path in filter(None, listed.stdout.split("\0")):
        if not path.startswith(("content/", "tests/", "docs/")) and (ROOT / path).is_file():
            (place / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / path, place / path)
    shutil.copytree(VALID, place / "content")
    (place / "inv").write_text(f'#!/bin/sh\nexec {sys.executable} "$(dirname "$0")/entry.py" "$@"\n')
    git = ("git", "-C", str(place), "-c", "user.name=x", "-c", "user.email=x@example.org")
    origin = f"{place}.git"
    for command in (
        ("git", "init", "-q", "-b", "main", str(place)),
        (*git, "add", "-A"),
        (*git, "commit", "-qm", "Begin"),
        ("git", "clone", "-q", "--bare", str(place), origin),
        (*git, "remote", "add", "origin", origin),
        (*git, "fetch", "-q", "origin"),
        (*git, "branch", "-q", "--set-upstream-to=origin/main"),
    ):
        subprocess.run(command, check=True)


@pytest.fixture(scope="module")
def keeper(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Keeper]:
    folder = tmp_path_factory.mktemp("keeper")
    handler = partial(Handler, directory=str(folder / "www"))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Keeper(folder, f"http://127.0.0.1:{server.server_port}")
        server.shutdown()


def release(keeper: Keeper, run: Callable[[], str]) -> None:
    assert "release 1" in run()
    assert list_releases(keeper.target).live == 1
    keeper.write_news(1)
    assert "release 2" in run()


def scheduled_builds(keeper: Keeper, run: Callable[[], str]) -> None:
    assert run() == ""
    (keeper.www / "en/index.html").unlink()
    assert run() == ""
    assert OLD in keeper.page


def is_the_site_well(_keeper: Keeper, run: Callable[[], str]) -> None:
    said = run()
    assert "release 2, published" in said
    assert "It is the build in" in said
    assert "different: 0" in said


def the_ledger_of_releases(keeper: Keeper, run: Callable[[], str]) -> None:
    run()
    git = ("git", f"--git-dir={keeper.project}.git", "show", "main:content/ledger.jsonl")
    pushed = subprocess.run(git, capture_output=True, text=True, check=True).stdout
    assert pushed == (keeper.project / "content" / "ledger.jsonl").read_text(encoding="utf-8")
    assert "2022-12-01-more" in pushed


def roll_back(keeper: Keeper, run: Callable[[], str]) -> None:
    assert "live" in run()
    assert list_releases(keeper.target).live == 1
    cron = procedures()["Scheduled builds"][0]
    assert keeper.run(cron).returncode == 0
    assert list_releases(keeper.target).live == 1
    run()
    assert list_releases(keeper.target).live == 3


def change_something_now(keeper: Keeper, run: Callable[[], str]) -> None:
    run()
    assert "alert-warning" in keeper.page
    run()
    assert NEW in keeper.page
    keeper.run(procedures()["Scheduled builds"][0])
    assert NEW in keeper.page


def changed_on_the_host(keeper: Keeper, run: Callable[[], str]) -> None:
    (keeper.www / "en/index.html").write_text("by hand", encoding="utf-8")
    said = run()
    assert "Changed on the host since it was published: 1 (en/index.html)" in said
    assert NEW in keeper.page
    assert not verify(keeper.target).wrong


def sign_releases(_keeper: Keeper, run: Callable[[], str]) -> None:
    said = run()
    assert "Signed by publisher@example.org" in said
    assert "has the same content" in said


def retire_an_item(keeper: Keeper, run: Callable[[], str]) -> None:
    keeper.write_news(2)
    run()
    assert len(list_releases(keeper.target).releases) == 1


CHECKS = {
    "Release": release,
    "Scheduled builds": scheduled_builds,
    "Is the site well?": is_the_site_well,
    "The ledger of releases": the_ledger_of_releases,
    "Roll back": roll_back,
    "Change something now": change_something_now,
    "Changed on the host": changed_on_the_host,
    "Sign releases": sign_releases,
    "Retire an item": retire_an_item,
}
REPEATED = {"Release": 2, "Scheduled builds": 2}
"""How often the one block of a section is run; others run each of their blocks once."""


def test_each_procedure_does_what_the_runbook_says(keeper: Keeper) -> None:
    found = procedures()
    assert list(found) == list(CHECKS)
    for title, check in CHECKS.items():
        blocks = iter(found[title] * REPEATED.get(title, 1))

        def run(blocks: Iterator[str] = blocks, title: str = title) -> str:
            done = keeper.run(next(blocks))
            assert done.returncode == 0, f"{title}: {done.stdout}{done.stderr}"
            return done.stdout

        check(keeper, run)
        assert next(blocks, None) is None, title
