"""A YAML file of the content, read only when it is an ordinary file of a size that people write."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

from plugins.diagnostics.problem import Problem, problem
from plugins.diagnostics.yaml_tree import read_yaml

if TYPE_CHECKING:
    from pathlib import Path

    from plugins.diagnostics.yaml_tree import Tree

LARGEST = 500_000
"""Bytes, as in a text."""


def read_yaml_file(file: Path, shown: str) -> Tree | Problem | None:
    """The tree of a file that editors call `shown`, or what is wrong with it; None where there is none.

    Links are not followed, and devices, which never end, not opened.
    """
    try:
        found = file.lstat()
        if not stat.S_ISREG(found.st_mode):
            return problem(shown, 1, "not-a-file")
        if found.st_size > LARGEST:
            size = found.st_size // 1000
            return problem(shown, 1, "file-too-large", size=size, most=LARGEST // 1000)
        content = file.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        return problem(shown, 1, "unreadable", reason=error.strerror or error)
    return _tree(content, shown)


def _tree(content: bytes, shown: str) -> Tree | Problem:
    try:
        return read_yaml(content.decode("utf-8-sig"), shown)
    except UnicodeDecodeError as error:
        return problem(shown, content.count(b"\n", 0, error.start) + 1, "not-utf-8")
