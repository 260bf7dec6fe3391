"""Reports problems: a line each for people, JSON for programs, annotations for GitHub."""

from __future__ import annotations

import json
import os
import sys
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from plugins.diagnostics.problem import Severity, message_languages
from plugins.i18n.language import Language

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from plugins.diagnostics.problem import ContentError, Problem


SHAPES = ("text", "json", "github")
LEVELS = {Severity.ERROR: "error", Severity.ADVICE: "warning"}


def report(problems: Sequence[Problem], language: str, shape: str = "text") -> str:
    """The problems in one of the `SHAPES`; raises `KeyError` for another one."""
    shapes: dict[str, Callable[[Sequence[Problem], str], str]] = {
        "text": _text,
        "json": _json,
        "github": _github,
    }
    return shapes[shape](problems, language)


def exit_code(problems: Sequence[Problem]) -> int:
    """1 when anything stops the build, else 0: advice is no failure."""
    return int(any(found.severity is Severity.ERROR for found in problems))


def counted(problems: Sequence[Problem], language: str) -> str:
    """How many errors and how much advice: «2 ошибки, 1 совет»."""
    words = read_words(language)
    errors = sum(found.severity is Severity.ERROR for found in problems)
    return f"{words.count('errors', errors)}, {words.count('advices', len(problems) - errors)}"


def _text(problems: Sequence[Problem], language: str) -> str:
    return "\n".join([*_groups(problems, language), counted(problems, language)])


def _groups(problems: Sequence[Problem], language: str) -> Iterator[str]:
    """Errors, then advice, each under its heading."""
    for severity in Severity:
        told = [found.format(language) for found in problems if found.severity is severity]
        if told:
            yield read_words(language).text(f"heading-{severity}")
            yield from told
            yield ""


def _json(problems: Sequence[Problem], language: str) -> str:
    told = [
        {
            "path": found.display_path,
            "line": found.line,
            "severity": str(found.severity),
            "code": found.code,
            "message": found.message(language),
        }
        for found in problems
    ]
    return json.dumps(told, ensure_ascii=False, indent=1)


def _github(problems: Sequence[Problem], language: str) -> str:
    return "\n".join(
        f"::{LEVELS[found.severity]} file={_escaped(found.display_path)},line={found.line}::"
        f"{found.message(language).replace('%', '%25')}"
        for found in problems
    )


def _escaped(path: str) -> str:
    """A property of a GitHub workflow command: its own signs are written in hexadecimal."""
    for sign in "%,:":
        path = path.replace(sign, f"%{ord(sign):02X}")
    return path


def editors_language(asked: str) -> str:
    """The language problems are told in: the one asked for, else the environment's, else English."""
    wanted = (asked, *(os.environ.get(name, "")[:2] for name in ("LC_ALL", "LC_MESSAGES", "LANG")))
    return next((code for code in wanted if code in message_languages()), "en")


def tell(error: ContentError, language: str) -> None:
    """Every problem on its line, and how many there are."""
    lines = [*(found.format(language) for found in error.problems), f"{len(error.problems)} ⚠"]
    sys.stderr.write("\n".join(lines) + "\n")


FOLDER = Path(__file__).parent / "ui_text"


class Words(Struct, frozen=True, dict=True):
    """Words by key; a counted one has a form for each CLDR plural category."""

    language: Language
    table: Mapping[str, str | Mapping[str, str]]

    def text(self, key: str, **values: object) -> str:
        """A text with its braces filled in."""
        found = self.table[key]
        return str(found).format_map(values)

    def count(self, key: str, number: int) -> str:
        """A number with its noun: «3 ошибки», “3 errors”."""
        forms = self.table[key]
        form = forms if isinstance(forms, str) else forms.get(self.language.plural(number), forms["other"])
        return form.format_map({"n": self.language.number(number)})


@cache
def read_words(language: str) -> Words:
    """The words in a language editors are told problems in."""
    return Words(Language(language), tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8")))
