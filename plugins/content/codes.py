"""Codes of languages (CLDR) and countries (ISO 3166-1), and the right code for a mistyped one."""

from __future__ import annotations

import re
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global

LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|\d{3}))?")
NOT_COUNTRIES = frozenset(
    {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}
)
"""Two-letter codes of CLDR's that ISO 3166-1 does not assign; XK is in general use, though not assigned."""
COUNTRY_LENGTH = 2


def is_language(code: str) -> bool:
    """Whether CLDR has the language, and its code is written as in addresses."""
    return LANGUAGE.fullmatch(code) is not None and _parse_language(code) is not None


def nearest_code(typed: str) -> str:
    """The language code that a mistyped one means; empty if there is none.

    >>> nearest_code("EN"), nearest_code("pt_br"), nearest_code("english")
    ('en', 'pt-BR', '')
    """
    code = _parse_language(typed.replace("_", "-")) or ""
    return code if is_language(code) else ""


def _parse_language(code: str) -> str | None:
    try:
        return str(Locale.parse(code, sep="-")).replace("_", "-")
    except (UnknownLocaleError, ValueError, TypeError):
        return None


@cache
def countries() -> frozenset[str]:
    """The two-letter codes of all countries."""
    codes = map(str, Locale("en").territories)
    return frozenset(code for code in codes if len(code) == COUNTRY_LENGTH and code.isalpha()) - NOT_COUNTRIES


def nearest_country(typed: str) -> str:
    """The country code that a mistyped, lower-case or three-letter one means; empty if there is none."""
    upper = typed.strip().upper()
    meant = {upper, *get_global("territory_aliases").get(upper, ())} & countries()
    return meant.pop() if len(meant) == 1 else ""
