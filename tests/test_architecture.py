"""Names in the documentation exist in the code."""

from __future__ import annotations

import re
from functools import reduce
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGES = "|".join(sorted(path.name for path in (ROOT / "plugins").iterdir()))
NAME = re.compile(rf"`((?:{PACKAGES})(?:\.\w+)+)`")


def resolve(name: str) -> object:
    """The module, class, function or method that a dotted name below `plugins` leads to."""
    package, module, *members = name.split(".")
    return reduce(getattr, members, import_module(f"plugins.{package}.{module}"))


def test_every_function_named_in_the_architecture_exists() -> None:
    names = NAME.findall((ROOT / "docs" / "architecture.md").read_text(encoding="utf-8"))
    assert len(names) > 30
    for name in names:
        assert resolve(name), name


def test_the_index_of_decisions_has_each_with_its_title() -> None:
    folder = ROOT / "docs" / "decisions"
    index = (folder / "README.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| \[(\d{4})\]\((\1-[\w-]+\.md)\) \| (.+?) \| \S.* \|$", index, re.MULTILINE)
    files = sorted(folder.glob("[0-9]*.md"))
    titles = [file.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ") for file in files]
    assert listed == [(file.name[:4], file.name, title) for file, title in zip(files, titles, strict=True)]
