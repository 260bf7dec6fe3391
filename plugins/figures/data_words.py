"""The words by which tables of editors are understood, from `[data]` in the phrase files and from CLDR."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from babel.dates import get_month_names
from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from plugins.i18n.language import Language

SHORT_MONTH = 3  # letters by which spreadsheets abbreviate months: «сен», “Sep”


class DataWords(Struct, frozen=True):
    """Words of all languages together: months by name, and what says total, no data, week and year."""

    months: Mapping[str, int]
    total: frozenset[str]
    missing: frozenset[str]
    week: frozenset[str]
    year: frozenset[str]


def compose_data_words(languages: Iterable[tuple[Language, Mapping[str, Any]]]) -> DataWords:
    """The words of several languages, each with its table `[data]`."""
    listed = list(languages)
    months: dict[str, int] = {}
    for language, _ in listed:
        months |= _month_names(language)
    kinds = ("total", "missing", "week", "year")
    words = {kind: frozenset(word for _, table in listed for word in table[kind]) for kind in kinds}
    return DataWords(months=months, **words)


def _month_names(language: Language) -> dict[str, int]:
    found: dict[str, int] = {}
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            names = get_month_names(width, context, locale=language.locale)
            found |= {normalize_words(name): number for number, name in names.items()}
    full = {name: number for name, number in found.items() if len(name) > SHORT_MONTH}
    return {name[:SHORT_MONTH]: number for name, number in full.items()} | found


def normalize_words(text: str) -> str:
    """Lower case with single spaces, without a full stop at the end, and with «е» for «ё»."""
    return " ".join(text.lower().replace("ё", "е").split()).rstrip(".")
