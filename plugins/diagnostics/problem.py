"""Problems of the content: where, what is wrong, and what to type instead.

Messages are in `messages/<language>.toml` of the package that finds a problem.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from plugins.diagnostics.system_reason import localize_reasons
from plugins.diagnostics.text_safety import TextFault, script_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from plugins.i18n.phrases import Typography

PLUGINS = Path(__file__).parent.parent
NOTHING = "—"
"""The value that stands for an empty list."""
NOTHING_LISTED = re.compile(rf"(?<=[.?!] )[^.?!]*: {NOTHING}\.(?: |$)")
"""A sentence that lists nothing, such as “Nearest: —.”."""


class Severity(StrEnum):
    """An error stops the build; advice does not."""

    ERROR = "error"
    ADVICE = "advice"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong at `path:line` (a path as the editor sees it, lines from 1; 0 for an option)."""

    path: str
    line: int
    code: str
    values: tuple[tuple[str, str], ...] = ()
    severity: Severity = Severity.ERROR

    def format(self, language: str) -> str:
        """`path:line: what is wrong. What to do.` in a language; an option such as `--url` has no line."""
        place = f"{self.display_path}:{self.line}" if self.line else self.display_path
        return f"{place}: {self.message(language)}"

    @property
    def display_path(self) -> str:
        """The path without control characters: a file name can hold terminal commands."""
        return escape_unprintable(self.path)

    def message(self, language: str) -> str:
        """What is wrong and what to do; `alphabet` is a script and `reason` the system's, in the language."""
        template = load_messages(language)[self.code]
        return fill_in(f"{template['what']} {template['fix']}", dict(self.values), language)


def fill_in(template: str, values: Mapping[str, object], language: str) -> str:
    """A message with its values, the system's in the language; without a sentence that lists nothing."""
    said = localize_reasons(dict(values), language)
    if "alphabet" in said:
        said["alphabet"] = script_name(str(said["alphabet"]), language)
    text = template.format_map(said)
    text = NOTHING_LISTED.sub("", text).rstrip() if NOTHING in said.values() else text
    return text.removeprefix(": ")  # `name` is empty at the top of a file


def problem(path: str, line: int, code: str, /, **values: object) -> Problem:
    """An error; the values of its message are cut to a readable length."""
    return Problem(path, line, code, _truncated(values))


def fault_problem(path: str, line: int, fault: TextFault) -> Problem:
    """The problem that a fault in a text is."""
    return (advice if fault.is_advice else problem)(path, line, fault.code, **fault.values)


def advice(path: str, line: int, code: str, /, **values: object) -> Problem:
    """Advice: a problem that does not stop the build."""
    return Problem(path, line, code, _truncated(values), Severity.ADVICE)


def _truncated(values: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    return tuple((name, truncate(str(value))) for name, value in values.items())


@dataclass(slots=True)
class FileContext:
    """The file being read, and its problems; localized texts need a text in each of the `languages`.

    They are set by the `typographies`, by language.
    """

    path: str
    languages: tuple[str, ...]
    problems: list[Problem] = field(default_factory=list)
    typographies: Mapping[str, Typography] = field(default_factory=dict)

    def report(self, line: int, code: str, **values: object) -> None:
        """Add an error."""
        self.problems.append(problem(self.path, line, code, **{"texts": self.sample_texts, **values}))

    def advise(self, line: int, code: str, **values: object) -> None:
        """Add advice."""
        self.problems.append(advice(self.path, line, code, **{"texts": self.sample_texts, **values}))

    @property
    def sample_texts(self) -> str:
        """How a text in every language is typed: `{ru: …, en: …}`."""
        return f"{{{', '.join(f'{language}: …' for language in self.languages)}}}"

    def report_fault(self, line: int, fault: TextFault | None) -> None:
        """Add a fault in a text, if there is one."""
        if fault:
            self.problems.append(fault_problem(self.path, line, fault))


def truncate(text: str, limit: int = 160) -> str:
    """The text on one line of at most `limit` characters, control characters escaped."""
    line = " ".join(text.split())
    escaped = escape_unprintable(line[: limit + 1])
    return escaped if len(line) <= limit else escaped[:limit] + "…"


def escape_unprintable(text: str) -> str:
    """The text with control characters as code points (`U+202E`)."""
    return "".join(char if char.isprintable() else f"U+{ord(char):04X}" for char in text)


@cache
def load_messages(language: str) -> Mapping[str, Mapping[str, str]]:
    """Every code's `what` and `fix` in one language, from the `messages/` of all packages."""
    loaded: dict[str, Mapping[str, str]] = {}
    for path in sorted(PLUGINS.glob(f"*/messages/{language}.toml")):
        loaded.update(tomllib.loads(path.read_text(encoding="utf-8")))
    return loaded


def message_languages() -> tuple[str, ...]:
    """The languages that messages are written in."""
    return tuple(sorted({path.stem for path in PLUGINS.glob("*/messages/*.toml")}))


class ContentError(Exception):
    """The content is wrong: nothing is built. Carries all problems, sorted by file and line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(problem.format("en") for problem in self.problems))

    def __reduce__(self) -> tuple[type[ContentError], tuple[tuple[Problem, ...]]]:
        """Pickled with its problems, not with its message."""
        return type(self), (self.problems,)
