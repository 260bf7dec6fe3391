"""A clone has the same bytes whatever git was told about line ends."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

from tests.building import ROOT
from tests.servers import program

if TYPE_CHECKING:
    from pathlib import Path

COPIED = (
    ".gitattributes",
    "inv",
    "inv.cmd",
    ".ci",
    "theme",
    "content",
    "tests/invalid_sites",
    "tests/fuzzing",
)


def git(*arguments: str | Path) -> None:
    """Run git without the settings of whoever runs the tests."""
    who = ("-c", "user.name=Test", "-c", "user.email=test@example.org")
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    subprocess.run([program("git"), *who, *map(str, arguments)], env=environment, check=True)


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file() and not {".git", "__pycache__"} & set(file.relative_to(folder).parts)
    }


def test_a_clone_that_turns_line_ends_has_the_same_files(tmp_path: Path) -> None:
    repository = tmp_path / "repository"
    for name in COPIED:
        target = repository / name
        target.parent.mkdir(parents=True, exist_ok=True)
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, target)
    git("init", "--quiet", repository)
    git("-C", repository, "add", "--force", ".")
    git("-C", repository, "commit", "--quiet", "--message", "All files")
    for setting in ("true", "input", "false"):
        clone = tmp_path / setting
        git(
            "clone",
            "--quiet",
            "--config",
            f"core.autocrlf={setting}",
            "--config",
            "core.eol=crlf",
            repository,
            clone,
        )
        assert files_of(clone) == files_of(repository)
    assert b"\r" not in (repository / "inv").read_bytes()
    assert (repository / "inv.cmd").read_bytes().count(b"\r\n") == (
        repository / "inv.cmd"
    ).read_bytes().count(b"\n")
