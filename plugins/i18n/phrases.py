"""The theme's own words in one language: `theme/phrases/<language>.toml`, plural forms as CLDR names them."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

from msgspec import Struct, field

from plugins.diagnostics.problem import Problem, problem
from plugins.i18n.language import Language

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

PLURAL_FORMS = frozenset({"zero", "one", "two", "few", "many", "other"})
PLACEHOLDER = re.compile(r"\{(\w+)\}")


RANGE_DASH = "–"
APOSTROPHE = "’"


class Typography(Struct, frozen=True, dict=True):
    """How a language sets its text.

    `quotes` are the marks outer and inner, each opening and closing; `dash` is written with its spaces; words
    in `bind_after` stay with the next word («в», «г.»), those in `bind_before` with the one before («бы»).
    """

    quotes: tuple[str, str, str, str]
    dash: str
    range_dash: str = RANGE_DASH
    apostrophe: str = APOSTROPHE
    bind_after: frozenset[str] = frozenset()
    bind_before: frozenset[str] = frozenset()


class Phrases(Struct, frozen=True, dict=True):
    """The words of a theme by dotted key, such as `nav.news`; a counted phrase holds a text a plural form."""

    language: Language
    typography: Typography
    texts: Mapping[str, str] = field(default_factory=dict)
    counted: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def __getitem__(self, key: str) -> str:
        return self.texts[key]

    def text(self, key: str, **values: object) -> str:
        """A phrase with its `{placeholders}` filled in; an unknown key is a `KeyError`."""
        return self.texts[key].format_map(values)

    def count(self, key: str, number: int, **values: object) -> str:
        """A phrase in the plural form of a number, which stands in it as `{n}`."""
        forms = self.counted[key]
        form = forms.get(self.language.plural(number), forms["other"])
        return form.format_map({"n": self.language.number(number), **values})


def read_phrases(
    folder: Path, languages: Iterable[str], shown: str
) -> tuple[dict[str, Phrases], list[Problem]]:
    """The phrases of every language, and what is missing in any; `shown` names the folder to editors."""
    found: dict[str, Phrases] = {}
    problems: list[Problem] = []
    for code in languages:
        path = f"{shown}/{code}.toml"
        try:
            found[code] = _phrases(code, tomllib.loads((folder / f"{code}.toml").read_text(encoding="utf-8")))
        except FileNotFoundError:
            problems.append(problem(path, 1, "phrases-missing", language=code))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, LookupError, ValueError, TypeError) as error:
            problems.append(problem(path, 1, "phrases-broken", detail=error))
    return found, problems + _gaps(found, shown)


def _phrases(code: str, tables: dict[str, object]) -> Phrases:
    language = Language(code, str(tables.pop("locale", "")))
    language.plural_categories  # noqa: B018 - an unknown language is told here, with the file's name
    texts: dict[str, str] = {}
    counted: dict[str, dict[str, str]] = {}
    typography = _typography(tables.pop("typography"))
    _flatten("", tables, texts, counted)
    return Phrases(language, typography, texts, counted)


def _typography(table: object) -> Typography:
    if not isinstance(table, dict):
        raise TypeError("[typography] is not a table")
    outer_open, outer_close, inner_open, inner_close = table["quotes"]
    return Typography(
        quotes=(outer_open, outer_close, inner_open, inner_close),
        dash=table["dash"],
        range_dash=table.get("range_dash", RANGE_DASH),
        apostrophe=table.get("apostrophe", APOSTROPHE),
        bind_after=frozenset(table.get("bind_after", ())),
        bind_before=frozenset(table.get("bind_before", ())),
    )


def _flatten(
    prefix: str, table: Mapping[str, object], texts: dict[str, str], counted: dict[str, dict[str, str]]
) -> None:
    for name, value in table.items():
        key = f"{prefix}{name}"
        if isinstance(value, str):
            texts[key] = value
        elif not isinstance(value, dict):
            raise TypeError(f"{key} is neither a text nor a table")
        elif value and value.keys() <= PLURAL_FORMS:
            counted[key] = value
        else:
            _flatten(f"{key}.", value, texts, counted)


def _gaps(found: Mapping[str, Phrases], shown: str) -> list[Problem]:
    """Every phrase that one language has and another lacks, in words, plural forms or placeholders."""
    problems = []
    texts = {key: text for phrases in found.values() for key, text in phrases.texts.items()}
    counted = {key for phrases in found.values() for key in phrases.counted}
    for code, phrases in found.items():
        path = f"{shown}/{code}.toml"
        missing = (texts.keys() | counted) - phrases.texts.keys() - phrases.counted.keys()
        problems += [problem(path, 1, "phrase-missing", key=key) for key in sorted(missing)]
        for key, forms in sorted(phrases.counted.items()):
            lacking = phrases.language.plural_categories - forms.keys()
            if lacking:
                forms_lacking = ", ".join(sorted(lacking))
                problems.append(problem(path, 1, "phrase-forms", key=key, forms=forms_lacking))
        for key, text in sorted(phrases.texts.items()):
            if set(PLACEHOLDER.findall(text)) != set(PLACEHOLDER.findall(texts[key])):
                problems.append(problem(path, 1, "phrase-placeholders", key=key))
    return problems
