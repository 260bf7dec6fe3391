"""Imports run downward only: who may use whom."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
GROUND = {
    "abreast",
    "alphabets",
    "body",
    "errand",
    "errors",
    "kept",
    "look",
    "makers",
    "plain",
    "processors",
    "record",
    "language",
    "yaml_tree",
    "yaml_file",
    "invisible",
    "hosts",
    "yaml_mistakes",
    "document",
    "place",
    "phrases",
    "addresses",
    "edition",
    "view",
    "kinds",
}
FLOOR = {
    **dict.fromkeys(("editions", "figures", "markup", "pictures", "writer"), 0),
    **dict.fromkeys(("cards", "feeds", "search", "app"), 1),
    "content": 2,
    "desk": 3,
}
MODULES = sorted((ROOT / "plugins").glob("*/**/*.py"))


def imported(module: Path) -> set[str]:
    """Every module that a file imports, anywhere in it."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    plain = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    return plain | {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}


def may_use(package: str, other: str) -> bool:
    """Whether a package may import `plugins.<other package>.<module>`."""
    name, _, module = other.partition(".")
    ground = name == "editions" and module in GROUND
    return name == package or ground or FLOOR[name] < FLOOR[package]


@pytest.mark.parametrize("module", MODULES, ids=lambda module: str(module.relative_to(ROOT)))
def test_a_package_uses_only_itself_the_ground_and_the_floors_below(module: Path) -> None:
    package, door = module.relative_to(ROOT / "plugins").parts[0], module.name == "plugin.py"
    used = {name.removeprefix("plugins.") for name in imported(module) if name.startswith("plugins.")}
    assert door or not {name for name in used if not may_use(package, name)}


@pytest.mark.parametrize("module", MODULES, ids=lambda module: str(module.relative_to(ROOT)))
def test_only_the_doors_know_pelican(module: Path) -> None:
    assert (
        module.name == "plugin.py"
        or module.match("desk/lean.py")
        or not {name for name in imported(module) if name.partition(".")[0] == "pelican"}
    )


def test_nothing_imports_the_tasks_or_the_settings() -> None:
    assert not {module for module in MODULES if imported(module) & {"tasks", "pelicanconf"}}
