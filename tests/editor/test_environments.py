"""Hostile environments: build, check, status and new work in each, or end in a sentence and exit code 1."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from tests.building import ROOT, content_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

NFD = unicodedata.normalize("NFD", "йод и щёлок")
COMMANDS: dict[str, list[str]] = {
    "build": ["build", "--now", "2026-11-22"],
    "check": ["check", "--now", "2026-11-22"],
    "new": ["new", "news", "--title", "Ещё одна", "--topic", "health", "--date", "2023-05-05"],
    "status": ["status", "--now", "2026-11-22"],
    "feeds": ["feeds", "--now", "2026-11-22"],
    "lock": ["lock", "--now", "2026-11-22"],
}
BARE_C = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


@dataclass
class Environment:
    """What a command runs in; those in `refused` may end in a sentence, all others must succeed."""

    variables: Mapping[str, str | None] = field(default_factory=dict)
    folder: str = "site"
    before: str = ""
    prepare: Callable[[Path], object] = lambda _site: None
    refused: frozenset[str] = frozenset()


def with_carriage_returns(site: Path) -> None:
    """As git writes texts where `core.autocrlf` is set."""
    for file in site.rglob("*"):
        if file.suffix in {".md", ".yaml"}:
            file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))


def small_volume(name: str) -> str:
    """A volume with little space, in a mount namespace of its own."""
    return f"mount -t tmpfs -o size=48k none {name} && "


BUILD, NEW = frozenset({"build"}), frozenset({"new"})
ENVIRONMENTS: dict[str, Environment] = {
    "umask 077": Environment(before="umask 077 && "),
    "umask 777": Environment(before="umask 0277 && "),
    "no HOME": Environment({"HOME": None}),
    "a HOME that is not there": Environment({"HOME": "/dev/null/home"}),
    "no PATH": Environment({"PATH": ""}),
    "no TERM and LANG": Environment({"TERM": None, "LANG": None}),
    "a locale that is not installed": Environment({"LC_ALL": "xx_XX.UTF-8"}),
    "a bare C locale": Environment(BARE_C),
    "ASCII output": Environment({"PYTHONIOENCODING": "ascii:strict"}),
    "KOI8-R output": Environment({**BARE_C, "PYTHONIOENCODING": "koi8-r"}),
    "a time zone far in the east": Environment({"TZ": "Pacific/Kiritimati"}),
    "a time zone that is not there": Environment({"TZ": "Mars/Olympus"}),
    "a Cyrillic path with spaces": Environment(folder="сайт нашей редакции"),
    "a path in NFD": Environment(folder=NFD),
    "a path of quotes and signs": Environment(folder="a'b\"c #1 %20 {x} $HOME [y]"),
    "line ends of Windows": Environment(prepare=with_carriage_returns),
    "a temporary folder that is not there": Environment({"TMPDIR": "/dev/null/tmp"}),
    "no editor": Environment({"EDITOR": "/dev/null/vi"}, refused=NEW),
    "an editor with a slip": Environment({"EDITOR": "vi 'x"}, refused=NEW),
    "a full disk for the output": Environment(before=small_volume("output"), refused=BUILD),
    "a full disk for the cache": Environment(before=small_volume("cache"), refused=BUILD),
    "a full disk for content": Environment(
        before="mount -t tmpfs none drafts && mv content drafts && ln -s drafts/content content && "
        "mount -o remount,ro none drafts && ",
        refused=NEW,
    ),
    "a read-only folder": Environment(
        before="mkdir cache/x && mount --bind . . && mount -o remount,bind,ro . && cd $PWD && ",
        refused=BUILD | NEW,
    ),
    "a cache that is a file": Environment(before="rmdir cache && touch cache && ", refused=BUILD),
    "few open files": Environment(before="ulimit -n 40 && "),
}


FOR_ALL = {"a bare C locale", "KOI8-R output", "no HOME", "a read-only folder", "few open files"}
"""Where `check` and `status`, which read and print as `build` does, are tried as well."""
RUNS = [
    (environment, name)
    for environment in ENVIRONMENTS
    for name in (("build", "check", "new", "status") if environment in FOR_ALL else ("build", "new"))
]


def site_in(folder: Path, environment: Environment) -> Path:
    site = folder / environment.folder
    content_of(site)
    for name in ("output", "cache", "drafts"):
        (site / name).mkdir()
    environment.prepare(site)
    return site


def run(site: Path, name: str, environment: Environment) -> subprocess.CompletedProcess[bytes]:
    """Run a command in the site's folder, in a mount namespace of its own where one is needed."""
    folders = ["--output", "output", "--cache", "cache"] if name == "build" else []
    command = [sys.executable, str(ROOT / "entry.py"), *COMMANDS[name], "--content", "content", *folders]
    script = [shutil.which("sh") or "sh", "-c", f'{environment.before}exec "$@"', "sh", *command]
    if "mount" in environment.before:
        script = [shutil.which("unshare") or "unshare", "-m", *script]
    variables = {**os.environ, "EDITOR": "", "PYTHONDONTWRITEBYTECODE": "1", **environment.variables}
    given = {key: value for key, value in variables.items() if value is not None}
    return subprocess.run(script, cwd=site, env=given, capture_output=True, check=False)


@pytest.mark.parametrize(("environment", "name"), RUNS)
def test_a_command_works_or_ends_in_a_sentence(environment: str, name: str, tmp_path: Path) -> None:
    surroundings = ENVIRONMENTS[environment]
    done = run(site_in(tmp_path, surroundings), name, surroundings)
    printed = (done.stdout + done.stderr).decode(errors="replace")
    assert "Traceback" not in printed
    if name in surroundings.refused:
        # A warning that the cache is not used may come first.
        sentences = done.stderr.decode(errors="replace").splitlines()
        assert (done.returncode, len(sentences)) in {(1, 1), (1, 2)}, printed
        assert sentences[-1].endswith("."), printed
    else:
        assert done.returncode == 0, printed


@pytest.mark.parametrize("name", ["check", "status", "feeds", "lock"])
def test_what_builds_nothing_needs_no_cache_to_write_to(name: str, tmp_path: Path) -> None:
    cache, temporary = ROOT / ".cache", tmp_path / "temporary"
    cache.mkdir(exist_ok=True)
    temporary.mkdir()
    surroundings = Environment({"TMPDIR": str(temporary)}, before=f"mount -t tmpfs -o ro none '{cache}' && ")
    done = run(site_in(tmp_path, surroundings), name, surroundings)
    assert (done.returncode, done.stderr) == (0, b"")
    assert not list(temporary.iterdir())
