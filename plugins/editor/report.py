"""What commands print: problems as text, JSON or GitHub annotations, and the commands' own texts."""

from __future__ import annotations

import json
import os
import re
import sys
import tomllib
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from plugins.build.errors import BuildError, SettingsError
from plugins.diagnostics.problem import (
    ContentError,
    Severity,
    advice,
    escape_unprintable,
    message_languages,
)
from plugins.diagnostics.system_reason import localize_reasons
from plugins.editor.terminal import preferred_language
from plugins.i18n.language import Language

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from plugins.content.skip_broken import SkippedItems
    from plugins.diagnostics.problem import Problem

FORMATS = ("text", "json", "github")
UI_TEXT_DIR = Path(__file__).parent / "ui_text"
SUMMARIES = {"phrase-untranslated": "phrases-untranslated", "phrase-borrowed": "phrases-borrowed"}
"""Advice that a new language gives for every phrase, and what sums it up."""
MAX_ALIKE = 3
"""Pieces of advice of one kind in a file that are all written out."""
MAX_WITHOUT_TABLE = 10
"""Problems that need no table of their kinds."""
MAX_FILES = 5
"""Files named for each kind in the table."""
LEVELS = {Severity.ERROR: "error", Severity.ADVICE: "warning"}


def format_problems(problems: Sequence[Problem], language: str, output_format: str = "text") -> str:
    """The problems in one of the `FORMATS`; raises `KeyError` for any other."""
    formatters: dict[str, Callable[[Sequence[Problem], str], str]] = {
        "text": _text,
        "json": _json,
        "github": _github,
    }
    return formatters[output_format](problems if output_format == "json" else sum_up(problems), language)


def sum_up(problems: Sequence[Problem]) -> list[Problem]:
    """The problems, those of many phrases of a file as one at the first of their lines."""
    groups: dict[object, list[Problem]] = defaultdict(list)
    for found in problems:
        groups[(found.path, found.code) if found.code in SUMMARIES else found].append(found)
    return [_summary(group) if len(group) > 1 else group[0] for group in groups.values()]


def _summary(group: Sequence[Problem]) -> Problem:
    first = group[0]
    return advice(first.path, first.line, SUMMARIES[first.code], **dict(first.values), count=len(group))


def exit_code(problems: Sequence[Problem]) -> int:
    """1 if there is an error, else 0: advice is not a failure."""
    return int(any(found.severity is Severity.ERROR for found in problems))


def count_line(problems: Sequence[Problem], language: str) -> str:
    """The number of errors and of pieces of advice: «2 ошибки, 1 совет»."""
    texts = load_ui_text(language)
    errors = sum(found.severity is Severity.ERROR for found in problems)
    return f"{texts.count('errors', errors)}, {texts.count('advices', len(problems) - errors)}"


def _text(problems: Sequence[Problem], language: str) -> str:
    return "\n".join([*_grouped(problems, language), count_line(problems, language)])


def _grouped(problems: Sequence[Problem], language: str) -> Iterator[str]:
    for severity in Severity:
        found = [each for each in problems if each.severity is severity]
        if found:
            yield load_ui_text(language).text(f"heading-{severity}")
            yield from (
                _advice_lines(found, language)
                if severity is Severity.ADVICE
                else [each.format(language) for each in found]
            )
            yield ""
    if len(problems) > MAX_WITHOUT_TABLE:
        yield from kind_table([(each.code, each.display_path) for each in problems], language)
        yield ""


def _advice_lines(problems: Sequence[Problem], language: str) -> Iterator[str]:
    """Advice by file and kind; of many pieces of a kind the first, and the lines of the others."""
    groups: dict[tuple[str, str], list[Problem]] = defaultdict(list)
    for each in problems:
        groups[each.path, each.code].append(each)
    for group in groups.values():
        shown = group if len(group) <= MAX_ALIKE else group[:1]
        yield from (each.format(language) for each in shown)
        if others := group[len(shown) :]:
            lines = ", ".join(str(line) for line in sorted({each.line for each in others}))
            yield "  " + load_ui_text(language).text("alike", count=len(others), lines=lines)


def kind_table(found: Sequence[tuple[str, str]], language: str) -> Iterator[str]:
    """The number of problems of each kind and in its files, the most first, from codes and paths."""
    yield load_ui_text(language).text("heading-kinds")
    for code, count in Counter(code for code, _ in found).most_common():
        files = Counter(path for each, path in found if each == code).most_common()
        named = ", ".join(f"{path} {number}" for path, number in files[:MAX_FILES])
        yield f"  {code}: {count} ({named}{', …' if len(files) > MAX_FILES else ''})"


def _json(problems: Sequence[Problem], language: str) -> str:
    entries = [
        {
            "path": found.display_path,
            "line": found.line,
            "severity": str(found.severity),
            "code": found.code,
            "message": found.message(language),
        }
        for found in problems
    ]
    return json.dumps(entries, indent=1)


def _github(problems: Sequence[Problem], language: str) -> str:
    return "\n".join(
        f"::{LEVELS[found.severity]} file={_escape_property(found.display_path)},line={found.line}::"
        f"{found.message(language).replace('%', '%25')}"
        for found in problems
    )


def _escape_property(path: str) -> str:
    """A property of a GitHub workflow command; its delimiters are percent-encoded."""
    for sign in "%,:":
        path = path.replace(sign, f"%{ord(sign):02X}")
    return path


def editors_language(requested: str) -> str:
    """The language to print in: the requested one, else the environment's, else English."""
    return preferred_language(requested, message_languages())


def print_problems(error: ContentError, language: str) -> None:
    """Print every problem on a line to stderr, then their number."""
    lines = [*(found.format(language) for found in error.problems), count_line(error.problems, language)]
    sys.stderr.write("\n".join(lines) + "\n")


def print_skipped(skipped: SkippedItems, language: str) -> None:
    """Print to stderr the problems of items that were not built as they are, and what readers see of each."""
    texts = load_ui_text(language)
    lines = [
        *(found.format(language) for found in skipped.problems),
        count_line(skipped.problems, language),
        texts.text("skipped"),
        *(f"  {name}: {texts.text('skipped-kept')}" for name in skipped.kept),
        *(f"  {name}: {texts.text('skipped-left-out')}" for name in skipped.left_out),
    ]
    sys.stderr.write("\n".join(lines) + "\n")


def print_error(error: Exception, language: str) -> None:
    """Print what ended a command; raises the error again if it is a mistake of this program."""
    if isinstance(error, ContentError):
        print_problems(error, language)
    elif isinstance(error, BuildError):
        sys.stderr.write(f"{error.message(language)}\n")
    elif isinstance(error, OSError):
        sys.stderr.write(f"{_os_error_message(error, language)}\n")
    else:
        raise error


def _os_error_message(error: OSError, language: str) -> str:
    texts, reason = load_ui_text(language), error.strerror or str(error)
    if not error.filename:
        return texts.text("system-error", reason=reason)
    path = escape_unprintable(os.fsdecode(error.filename))
    kind = "file-missing" if isinstance(error, FileNotFoundError) else "file-error"
    return texts.text(kind, path=path, reason=reason)


def one_of(typed: str, option: str, allowed: tuple[str, ...]) -> str:
    """The value of an option, if allowed; else prints the allowed ones and exits with code 2."""
    if typed not in allowed:
        sys.stderr.write(f"--{option}: {', '.join(allowed)}\n")
        raise SystemExit(2)
    return typed


def whole_number(typed: str, option: str, first: int, last: int) -> int:
    """The number of an option, from `first` to `last`; raises `SettingsError` for anything else."""
    number = int(typed) if re.fullmatch("-?[0-9]{1,9}", typed) else None
    if number is None or not first <= number <= last:
        raise SettingsError("option-number", option=f"--{option}", value=typed, first=first, last=last)
    return number


class UiText(Struct, frozen=True, dict=True):
    """Texts by key; one with a number has a form for each CLDR plural category."""

    language: Language
    entries: Mapping[str, str | Mapping[str, str]]

    def text(self, key: str, /, **values: object) -> str:
        """A text with its placeholders filled in; integers are written in the language's own form."""
        numbers = {name: self.language.number(value) for name, value in values.items() if type(value) is int}
        said = localize_reasons(values, self.language.code)
        return str(self.entries[key]).format_map({**said, **numbers})

    def count(self, key: str, number: int) -> str:
        """A number with its noun: «3 ошибки», “3 errors”."""
        forms = self.entries[key]
        form = forms if isinstance(forms, str) else forms.get(self.language.plural(number), forms["other"])
        return form.format_map({"n": self.language.number(number)})

    def form(self, key: str, category: str) -> str:
        """The word of a plural category, without a number."""
        forms = self.entries[key]
        return forms if isinstance(forms, str) else forms.get(category, forms["other"])


@cache
def load_ui_text(language: str) -> UiText:
    """The texts in one of the editors' languages."""
    entries = tomllib.loads((UI_TEXT_DIR / f"{language}.toml").read_text(encoding="utf-8"))
    return UiText(Language(language), entries)
