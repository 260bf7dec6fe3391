"""Phrase files for languages that the theme does not have: a copy whose lines are marked as untranslated."""

from __future__ import annotations

import json
import re
import tomllib
from typing import TYPE_CHECKING

from plugins.i18n.phrase_files import PLURAL_FORMS, TABLE, UNTRANSLATED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from plugins.i18n.language import Language

PHRASE = re.compile(r"\w+ = ")
KEPT = ("quotes", "dash", "range_dash", "apostrophe")
"""Typography that languages of one script may share; the words that stay together differ."""


def untranslated_copy(source: Path, language: Language) -> str:
    """The text of a phrase file, every phrase marked, with the plural forms that the language needs."""
    lines = source.read_text(encoding="utf-8").splitlines()
    tables = tomllib.loads("\n".join(lines))
    head = f"# {language.name} ({language.code}). Translate the lines that end in “{UNTRANSLATED}”."
    return "\n".join([head, *_marked(lines, tables, language)]) + "\n"


def completed(phrases: str, copy: str) -> str:
    """A phrase file with the phrases that it lacks and an untranslated copy has, each in its table."""
    own, lines = _tables(phrases), []
    for header, others in _tables(copy).items():
        known = own.get(header, [])
        keys = {line.partition(" = ")[0] for line in known}
        added = [line for line in others if PHRASE.match(line) and line.partition(" = ")[0] not in keys]
        lines += [*filter(None, (header, *known)), *added, ""]
    return "\n".join(lines)


def _tables(text: str) -> dict[str, list[str]]:
    """The lines, without empty ones, of each table of a phrase file, by its header; under "" those before."""
    header, tables = "", {"": list[str]()}
    for line in filter(None, text.splitlines()):
        if TABLE.fullmatch(line):
            header = line
        else:
            tables.setdefault(header, []).append(line)
        tables.setdefault(header, [])
    return tables


def _marked(lines: list[str], tables: dict[str, object], language: Language) -> Iterator[str]:
    table: dict[str, object] = tables
    typography = tables["typography"]
    for line in lines:
        if match := TABLE.fullmatch(line):
            table = _table(tables, match[1])
            yield line
            if _is_plural(table):
                yield from _plural_lines(table, language)
        elif table is typography:
            if not line or line.startswith(KEPT):
                yield line
        elif not PHRASE.match(line):
            if not line.startswith("#"):
                yield line
        elif table is not tables and not _is_plural(table):
            yield f"{line} {UNTRANSLATED}"


def _table(tables: dict[str, object], dotted: str) -> dict[str, object]:
    found: object = tables
    for name in dotted.split("."):
        found = found[name] if isinstance(found, dict) else {}
    return found if isinstance(found, dict) else {}


def _is_plural(table: dict[str, object]) -> bool:
    return table.keys() <= PLURAL_FORMS


def _plural_lines(forms: dict[str, object], language: Language) -> Iterator[str]:
    for name in sorted(language.plural_categories):
        text = json.dumps(forms.get(name, forms["other"]), ensure_ascii=False)
        yield f"{name} = {text} {UNTRANSLATED}"
