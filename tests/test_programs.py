"""What tests need beside Python is installed once, by whoever may, or named in one line."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests import programs

if TYPE_CHECKING:
    from pathlib import Path

NEEDED = programs.Program(("no-such-program", "nor-this"), ("no-such-package",))


class Machine:
    """A machine that lacks a program; what is called as root is written down instead."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.commands = folder / "commands"
        self.commands.mkdir()
        self.calls = folder / "calls"
        monkeypatch.setattr(programs, "PROGRAMS", [NEEDED])
        monkeypatch.setattr(programs, "NGINX_BROTLI", self.commands)
        monkeypatch.setattr(programs, "has_library", lambda _: True)
        monkeypatch.setattr(programs, "SEARCHED", str(self.commands))
        monkeypatch.setattr(programs, "CACHE", folder / ".cache")
        self.modules = folder / "node_modules"
        monkeypatch.setattr(os, "geteuid", lambda: 1000)
        monkeypatch.setenv("PATH", str(self.commands))
        (folder / "package.json").touch()
        (folder / "package-lock.json").write_text("locked")

    def command(self, name: str, does: str) -> None:
        command = self.commands / name
        command.write_text(f'#!/bin/sh\necho "$0 $*" >>{self.calls}\n{does}\n')
        command.chmod(0o755)


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    return Machine(tmp_path, monkeypatch)


@pytest.mark.parametrize(
    ("commands", "told"),
    [
        ({}, "Debian calls no-such-package"),
        ({"apt-get": ""}, "As root: apt-get install --no-install-recommends no-such-package"),
        (
            {"apt-get": "", "sudo": "exit 1"},
            "As root: apt-get install --no-install-recommends no-such-package",
        ),
    ],
    ids=["no apt", "no sudo", "sudo refuses"],
)
def test_what_cannot_be_installed_is_told_in_a_line(
    machine: Machine, commands: dict[str, str], told: str
) -> None:
    for name, does in commands.items():
        machine.command(name, does)
    with pytest.raises(programs.MissingError) as missing:
        programs.install()
    assert told in str(missing.value)
    assert "\n" not in str(missing.value)


def test_packages_are_installed_through_sudo_and_what_is_installed_is_told(
    machine: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    machine.command("apt-get", "")
    machine.command("sudo", "")
    programs.install_packages(programs.missing_packages())
    called = machine.calls.read_text()
    assert "sudo" in called
    assert called.endswith("sh no-such-package\n")
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize("name", NEEDED.names)
def test_nothing_is_missing_where_a_program_has_one_of_its_names(machine: Machine, name: str) -> None:
    machine.command(name, "")
    assert programs.missing_packages() == []


def test_npm_packages_are_replaced_by_a_complete_set_only(machine: Machine) -> None:
    old, made = machine.modules, 'for folder; do :; done; /bin/mkdir "$folder/node_modules"'
    old.mkdir()
    (old / "old").touch()
    machine.command("npm", f"{made}; exit 1")
    with pytest.raises(programs.MissingError, match="network"):
        programs.install_node_modules(machine.modules, "packages")
    assert (old / "old").exists()
    machine.command("npm", made)
    programs.install_node_modules(machine.modules, "packages")
    assert not (old / "old").exists()
    programs.install_node_modules(machine.modules, "packages")
    assert len(machine.calls.read_text().splitlines()) == 2
    assert list(programs.CACHE.iterdir()) == []


@pytest.mark.parametrize("modules", [programs.NODE_MODULES, programs.DESK_MODULES], ids=["tests", "desk"])
def test_an_npm_lock_file_names_versions_and_no_address(modules: Path) -> None:
    lock = modules.with_name("package-lock.json").read_text(encoding="utf-8")
    assert '"latest"' not in lock  # Debian's npm refuses it here; write the locked version instead
    assert '"resolved"' not in lock
