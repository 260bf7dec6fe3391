"""Imports run downward only: a package may import the packages of the rows above its own."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).parent.parent
FLOORS = (
    {"model", "i18n", "diagnostics", "build"},
    {"markdown", "figures", "images"},
    {"cards"},
    {"content"},
    {"pages", "feeds", "search", "pwa"},
    {"release", "publish"},
    {"site"},
    {"editor"},
)
FLOOR = {package: number for number, packages in enumerate(FLOORS) for package in packages}
MOST_LINES = 40
"""Of a function, as CONTRIBUTING.md says."""
MODULES = sorted((ROOT / "plugins").glob("*/**/*.py"))


def imported(module: Path) -> set[str]:
    """Every module that a file imports, anywhere in it."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    plain = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    return plain | {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}


def test_a_package_imports_only_its_own_floor_and_those_below() -> None:
    for module in MODULES:
        package = module.relative_to(ROOT / "plugins").parts[0]
        used = {name.split(".")[1] for name in imported(module) if name.startswith("plugins.")}
        above = {other for other in used if FLOOR[other] > FLOOR[package]}
        assert not above, f"{module.relative_to(ROOT)} imports {above}"


def test_only_the_site_package_imports_pelican_and_nothing_imports_tasks_or_settings() -> None:
    for module in MODULES:
        used = {name.partition(".")[0] for name in imported(module)}
        assert module.parent.name == "site" or "pelican" not in used, module.relative_to(ROOT)
        assert not used & {"tasks", "pelicanconf"}, module.relative_to(ROOT)


def test_a_function_fits_in_the_eye() -> None:
    functions = [
        (module.relative_to(ROOT).as_posix(), node.name, (node.end_lineno or 0) - node.lineno + 1)
        for module in MODULES
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    assert [each for each in functions if each[2] > MOST_LINES] == []


def test_no_two_modules_have_one_name() -> None:
    names = [module.stem for module in MODULES if module.stem not in {"__init__", "plugin"}]
    assert {name for name in names if names.count(name) > 1} == set()
