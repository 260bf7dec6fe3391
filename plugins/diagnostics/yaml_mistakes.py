"""What an editor did when libyaml says it cannot go on: the mistake's code and its line.

libyaml speaks to programmers ("mapping values are not allowed in this context"); the few mistakes that
people make are told apart here by its sentence and by the line it stopped at.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import yaml

OPENED = (
    ("quoted scalar", "yaml-quote"),
    ("flow sequence", "yaml-bracket"),
    ("flow mapping", "yaml-bracket"),
)
"""Told at the line where the thing was opened, not where its end was missed."""
COLON = re.compile(r":(?:\s|$)")


def mistake(error: yaml.MarkedYAMLError, text: str) -> tuple[str, int]:
    """The code of the mistake and its line, from 0."""
    at = error.problem_mark or error.context_mark
    line = at.line if at else 0
    for said, code in OPENED:
        if said in (error.context or ""):
            return code, error.context_mark.line if error.context_mark else line
    return _at_line(f"{error.context or ''} {error.problem or ''}", text.splitlines(), line)


def _at_line(said: str, lines: list[str], line: int) -> tuple[str, int]:
    typed = lines[line] if line < len(lines) else ""
    if "\t" in typed[: len(typed) - len(typed.lstrip())]:
        return "yaml-tab", line
    if "mapping values are not allowed" in said:
        return _second_colon(typed, line)
    if "simple key" in said or "expected ':'" in said:
        last = max((number for number, words in enumerate(lines[: line + 1]) if words.strip()), default=line)
        return "yaml-key-without-colon", last
    if "cannot start any token" in said:
        return "yaml-sign", line
    if re.search(r""":\s+["'].*["'].*\S""", typed):
        return "yaml-after-quote", line
    return "yaml-syntax", line


def _second_colon(typed: str, line: int) -> tuple[str, int]:
    """A colon where none may be: in a value, in a line that is indented, or after a line without one."""
    if len(COLON.findall(typed)) > 1:
        return "yaml-colon", line
    return ("yaml-indent", line) if typed.startswith(" ") else ("yaml-key-without-colon", line - 1)
