"""Reads phrase files: `<language>.toml` in `content/phrases` or `theme/phrases`, with what each lacks."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple
from unicodedata import normalize

from msgspec import Struct, convert
from msgspec.structs import replace

from plugins.diagnostics.problem import Problem, advice, problem
from plugins.i18n.language import Language, isolate_text, nearest_language, same_language
from plugins.i18n.phrases import PLACEHOLDER, SITE_PLACEHOLDERS, Phrases, Typography
from plugins.model.config import USUAL_TARGETS, ShareTarget

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

PLURAL_FORMS = frozenset({"zero", "one", "two", "few", "many", "other"})
TABLE = re.compile(r"\[([\w.]+)\]")
UNTRANSLATED = "# untranslated"
"""Ends the line of a phrase that still stands in another language."""


class _LanguageSettings(Struct, frozen=True):
    """The keys of a phrase file that are not phrases."""

    typography: Typography
    locale: str = ""
    group_from: int = 4
    share_with: tuple[ShareTarget, ...] = USUAL_TARGETS


class PhraseFolder(NamedTuple):
    """A folder of phrase files, and its path as editors see it."""

    folder: Path
    display_path: str


def load_phrases(
    folders: Sequence[PhraseFolder], languages: Iterable[str]
) -> tuple[dict[str, Phrases], list[Problem]]:
    """The phrases of every language, from the first of the folders that has its file, and their problems.

    `en-GB` takes those of `en` where it has none of its own.
    """
    found: dict[str, Phrases] = {}
    paths: dict[str, str] = {}
    problems: list[Problem] = []
    theme = folders[-1]
    for code in languages:
        files = ((each, same_language(code, phrase_languages(each.folder))) for each in folders)
        at, stem = next((found for found in files if found[1]), (theme, code))
        path = paths[code] = f"{at.display_path}/{stem}.toml"
        try:
            text, phrases = _read_phrases(at.folder, code, stem)
            problems += _find_untranslated(text, path)
            phrases = _isolate_phrases(phrases, _untranslated_keys(text))
            if at is not theme:
                phrases, lacking, unused = _complete(phrases, theme.folder)
                phrases = _isolate_phrases(phrases, set(lacking))
                problems += [advice(path, 1, "phrase-borrowed", key=key) for key in lacking]
                at_line = _key_lines(text)
                problems += [advice(path, at_line.get(key, 1), "phrase-unused", key=key) for key in unused]
            found[code] = phrases
        except FileNotFoundError:
            own = f"{folders[0].display_path}/{code}.toml"
            problems.append(problem(own, 1, "phrases-missing", language=code))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, LookupError, ValueError, TypeError) as error:
            problems.append(problem(path, 1, "phrases-broken", detail=error))
    ordered = sorted(found, key=lambda code: paths[code].startswith(f"{theme.display_path}/"))
    return found, problems + _find_gaps({code: found[code] for code in ordered}, paths)


def phrase_languages(folder: Path) -> list[str]:
    """The languages that a folder has phrase files of."""
    return sorted(file.stem for file in folder.glob("*.toml"))


def _read_phrases(folder: Path, code: str, stem: str) -> tuple[str, Phrases]:
    """The text of `<stem>.toml`, and its phrases for the language `code`."""
    text = read_words(folder / f"{stem}.toml")
    tables = parse_words(text)
    if stem != code:
        tables = {key: table for key, table in tables.items() if key != "locale"}
    return text, _parse_phrases(code, tables)


def _complete(phrases: Phrases, theme: Path) -> tuple[Phrases, list[str], list[str]]:
    """The phrases that the theme's nearest language has, the keys taken from it, and the keys left out."""
    language = phrases.language
    nearest = nearest_language(language.code, phrase_languages(theme))
    _, others = _read_phrases(theme, nearest, nearest)
    plurals = {
        key: {name: forms.get(name, forms["other"]) for name in language.plural_categories}
        for key, forms in others.plurals.items()
    }
    known = phrases.texts.keys() | phrases.plurals.keys()
    wanted = others.texts.keys() | plurals.keys()
    texts = {key: phrases.texts.get(key, text) for key, text in others.texts.items()}
    counted = {key: phrases.plurals.get(key, forms) for key, forms in plurals.items()}
    return replace(phrases, texts=texts, plurals=counted), sorted(wanted - known), sorted(known - wanted)


def _find_untranslated(text: str, path: str) -> Iterator[Problem]:
    for number, line in enumerate(text.splitlines(), 1):
        if line.endswith(UNTRANSLATED):
            phrase = line.removesuffix(UNTRANSLATED).partition("=")[2].strip()
            yield advice(path, number, "phrase-untranslated", phrase=phrase)


def _untranslated_keys(text: str) -> set[str]:
    """The keys of the phrases whose lines are marked; a plural phrase counts if any of its forms does."""
    marked = (keys for _, line, keys in _keyed_lines(text) if line.endswith(UNTRANSLATED))
    return {key for keys in marked for key in keys}


def _key_lines(text: str) -> dict[str, int]:
    """The first line of every phrase; of a plural one, that of its first form."""
    lines: dict[str, int] = {}
    for number, _, keys in _keyed_lines(text):
        for key in keys:
            lines.setdefault(key, number)
    return lines


def _keyed_lines(text: str) -> Iterator[tuple[int, str, tuple[str, str]]]:
    """The number of each line in a table, the line, and the keys that its phrase may have."""
    table = ""
    for number, line in enumerate(text.splitlines(), 1):
        if match := TABLE.fullmatch(line.strip()):
            table = match[1]
        else:
            yield number, line, (table, f"{table}.{line.partition('=')[0].strip()}")


def _isolate_phrases(phrases: Phrases, keys: Container[str]) -> Phrases:
    """Isolate phrases of another language in a right-to-left one: each keeps the order of its own words."""
    if phrases.language.direction == "ltr":
        return phrases
    texts = {key: isolate_text(text) if key in keys else text for key, text in phrases.texts.items()}
    plurals = {
        key: {form: isolate_text(text) for form, text in forms.items()} if key in keys else forms
        for key, forms in phrases.plurals.items()
    }
    return replace(phrases, texts=texts, plurals=plurals)


def _parse_phrases(code: str, tables: Mapping[str, object]) -> Phrases:
    settings = convert(tables, _LanguageSettings)
    language = Language(code, settings.locale, settings.group_from)
    _ = language.locale  # raises for an unknown language
    texts: dict[str, str] = {}
    plurals: dict[str, dict[str, str]] = {}
    phrases = {name: table for name, table in tables.items() if name not in settings.__struct_fields__}
    _flatten("", phrases, texts, plurals)
    return Phrases(language, settings.typography, texts, plurals, share=settings.share_with)


def _flatten(
    prefix: str, table: Mapping[str, object], texts: dict[str, str], plurals: dict[str, dict[str, str]]
) -> None:
    for name, value in table.items():
        key = f"{prefix}{name}"
        if isinstance(value, str):
            texts[key] = value
        elif not isinstance(value, dict):
            raise TypeError(f"{key} is neither a text nor a table")
        elif value and value.keys() <= PLURAL_FORMS:
            plurals[key] = value
        else:
            _flatten(f"{key}.", value, texts, plurals)


def _find_gaps(found: Mapping[str, Phrases], paths: Mapping[str, str]) -> list[Problem]:
    """What a language lacks of the others; the last one with a phrase is the model of its braces."""
    problems = []
    texts = {key: text for phrases in found.values() for key, text in phrases.texts.items()}
    plurals = {key for phrases in found.values() for key in phrases.plurals}
    for code, phrases in found.items():
        path = paths[code]
        missing = (texts.keys() | plurals) - phrases.texts.keys() - phrases.plurals.keys()
        problems += [problem(path, 1, "phrase-missing", key=key) for key in sorted(missing)]
        for key, forms in sorted(phrases.plurals.items()):
            lacking = phrases.language.plural_categories - forms.keys()
            if lacking:
                forms_lacking = ", ".join(sorted(lacking))
                problems.append(problem(path, 1, "phrase-forms", key=key, forms=forms_lacking))
        for key, text in sorted(phrases.texts.items()):
            if _placeholders(text) != _placeholders(texts[key]):
                problems.append(problem(path, 1, "phrase-placeholders", key=key))
    return problems


def _placeholders(text: str) -> set[str]:
    """What the site must fill in; a translation may do without the site's name or number."""
    return set(PLACEHOLDER.findall(text)) - SITE_PLACEHOLDERS


def read_words(file: Path) -> str:
    """The text of a file in NFC; raises `OSError` or `UnicodeDecodeError`."""
    return normalize("NFC", file.read_text(encoding="utf-8"))


@lru_cache(maxsize=128)
def parse_words(text: str) -> Mapping[str, Any]:
    """The tables of a text, shared by all who ask for them; raises `tomllib.TOMLDecodeError`."""
    return tomllib.loads(text)


class _PlaceholderTexts(dict[str, str]):
    """A missing phrase is its own key."""

    def __missing__(self, key: str) -> str:
        return key


class _PlaceholderPlurals(dict[str, "Mapping[str, str]"]):
    """The same for plural phrases, whatever the number."""

    def __missing__(self, key: str) -> Mapping[str, str]:
        return {"other": key}


def placeholder_phrases(found: Mapping[str, Phrases], languages: Iterable[str]) -> dict[str, Phrases]:
    """Phrases for every language, gaps filled from another one or with the key: to check a broken site."""
    return {code: _fill_gaps(found.get(code) or _without_phrases(code), found) for code in languages}


def _fill_gaps(phrases: Phrases, found: Mapping[str, Phrases]) -> Phrases:
    texts, plurals = _PlaceholderTexts(), _PlaceholderPlurals()
    for other in (*found.values(), phrases):
        texts |= other.texts
        plurals |= other.plurals
    return replace(phrases, texts=texts, plurals=plurals)


def _without_phrases(code: str) -> Phrases:
    """A language whose phrases cannot be read; one that CLDR does not know uses the English locale."""
    language = Language(code)
    try:
        _ = language.locale
    except ValueError:
        language = Language(code, "en")
    return Phrases(language, Typography(("“", "”", "‘", "’"), "—"))
