"""What is wrong with the content, told to an editor: where, what, and what to type instead.

A `Problem` carries a code and the words that vary; its sentence stands in the `messages/<lang>.toml` of the
package that finds it, so that every problem can be told in every language the editors use.

    ContentError            the content is wrong: nothing is built, nothing is changed
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from plugins.diagnostics.mixed_script import alphabet_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

PLUGINS = Path(__file__).parent.parent


class Severity(StrEnum):
    """An error stops the build; advice does not."""

    ERROR = "error"
    ADVICE = "advice"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong at `path:line` (a path as the editor sees it, lines from 1)."""

    path: str
    line: int
    code: str
    values: tuple[tuple[str, str], ...] = ()
    severity: Severity = Severity.ERROR

    def told(self, language: str) -> str:
        """`path:line: what is wrong. What to do.` in the editor's language."""
        return f"{self.place}:{self.line}: {self.sentence(language)}"

    @property
    def place(self) -> str:
        """The path as it may be shown: a name can hold what commands a terminal."""
        return visible(self.path)

    def sentence(self, language: str) -> str:
        """What is wrong, and what to do about it; a value called `alphabet` by its name in the language."""
        message = messages(language)[self.code]
        values = dict(self.values)
        if "alphabet" in values:
            values["alphabet"] = alphabet_name(values["alphabet"], language)
        return f"{message['what'].format_map(values)} {message['fix'].format_map(values)}"


def problem(path: str, line: int, code: str, /, **values: object) -> Problem:
    """Make a `Problem`; the values are the words its sentence needs, cut to a readable length."""
    return Problem(path, line, code, tuple((name, shortened(str(value))) for name, value in values.items()))


def advice(path: str, line: int, code: str, /, **values: object) -> Problem:
    """Make a `Problem` that does not stop the build."""
    words = tuple((name, shortened(str(value))) for name, value in values.items())
    return Problem(path, line, code, words, Severity.ADVICE)


def shortened(text: str, most: int = 160) -> str:
    """The text on one line, cut where no editor would read on; control characters are shown, not sent."""
    line = " ".join(text.split())
    shown = visible(line[: most + 1])
    return shown if len(line) <= most else shown[:most] + "…"


def visible(text: str) -> str:
    """The text with its control characters shown, not sent."""
    return "".join(char if char.isprintable() else f"U+{ord(char):04X}" for char in text)


@cache
def messages(language: str) -> Mapping[str, Mapping[str, str]]:
    """Every code's `what` and `fix` in one language, from the `messages/` of all packages."""
    told: dict[str, Mapping[str, str]] = {}
    for path in sorted(PLUGINS.glob(f"*/messages/{language}.toml")):
        told.update(tomllib.loads(path.read_text(encoding="utf-8")))
    return told


def editors_languages() -> tuple[str, ...]:
    """The languages problems can be told in."""
    return tuple(sorted({path.stem for path in PLUGINS.glob("*/messages/*.toml")}))


class ContentError(Exception):
    """The content is wrong; carries all problems found in the run, in the order of files and lines."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(problem.told("en") for problem in self.problems))

    def __reduce__(self) -> tuple[type[ContentError], tuple[tuple[Problem, ...]]]:
        """Sent from one process to another with its problems, and not with its message."""
        return type(self), (self.problems,)
