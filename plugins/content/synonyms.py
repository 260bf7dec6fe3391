"""The editors' synonyms for the search: `content/synonyms/<language>.txt`, a group of words on each line."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import normalize

from plugins.diagnostics.problem import Problem, problem
from plugins.diagnostics.yaml_tree import read_regular_file

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

FOLDER = "synonyms"
Synonyms = tuple[tuple[str, ...], ...]
"""Groups of words that mean the same to a reader who searches."""


def read_synonyms(
    content: Path, display_name: str, languages: Iterable[str]
) -> tuple[dict[str, Synonyms], list[Problem]]:
    """The synonyms of every language that has a file, and the lines that are no groups."""
    found: dict[str, Synonyms] = {}
    problems: list[Problem] = []
    for code in languages:
        file, path = content / FOLDER / f"{code}.txt", f"{display_name}/{FOLDER}/{code}.txt"
        read = read_regular_file(file, path)
        if not isinstance(read, bytes):
            problems += [read] if read else []
            continue
        try:
            text = normalize("NFC", read.decode("utf-8-sig"))
        except UnicodeDecodeError:
            problems.append(problem(path, 1, "not-utf-8"))
            continue
        groups = []
        for number, line in enumerate(text.splitlines(), 1):
            words = tuple(word.strip() for word in line.partition("#")[0].split("="))
            if words == ("",):
                continue
            if len(words) > 1 and all(words):
                groups.append(words)
            else:
                problems.append(problem(path, number, "synonyms-line", typed=line.strip()))
        found[code] = tuple(groups)
    return found, problems
