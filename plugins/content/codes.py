"""Codes of languages (CLDR), countries (ISO 3166-1) and time zones, and what a mistyped one means."""

from __future__ import annotations

import re
from difflib import get_close_matches
from functools import cache
from zoneinfo import available_timezones

from babel import Locale, UnknownLocaleError
from babel.core import get_global

LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|\d{3}))?")
NOT_COUNTRIES = frozenset(
    {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}
)
"""Two-letter codes of CLDR's that ISO 3166-1 does not assign; XK is in general use, though not assigned."""
COUNTRY_LENGTH = 2
LIKENESS = 0.8
OFFSET = re.compile(r"[+-]\d")
"""In names of zones a sign means the opposite of what people type: `Etc/GMT-9` is UTC+9."""


def is_language(code: str) -> bool:
    """Whether CLDR has the language, and its code is written as in addresses."""
    return LANGUAGE.fullmatch(code) is not None and _parse_language(code) is not None


def nearest_code(typed: str) -> str:
    """The language code that a mistyped one, or a name in English or Russian, means; empty if there is none.

    >>> nearest_code("EN"), nearest_code("pt_br"), nearest_code("Swahili"), nearest_code("elvish")
    ('en', 'pt-BR', 'sw', '')
    """
    name = typed.strip().casefold()
    code = _parse_language(typed.replace("_", "-")) or _names("languages").get(name, "").replace("_", "-")
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
    """The country code that a mistyped or three-letter one, or a name, means; empty if there is none."""
    upper = typed.strip().upper()
    named = _names("territories").get(upper.casefold(), "")
    meant = {upper, named, *get_global("territory_aliases").get(upper, ())} & countries()
    return meant.pop() if len(meant) == 1 else ""


@cache
def _names(kind: str) -> dict[str, str]:
    """The codes of languages or territories by their names in English and Russian."""
    known = (getattr(Locale(editors), kind) for editors in ("ru", "en"))
    return {name.casefold(): code for names in known for code, name in names.items()}


def nearest_zone(typed: str) -> str:
    """The IANA time zone that a city or a mistyped name means; empty if there is none."""
    name = typed.strip().casefold().replace(" ", "_")
    if OFFSET.search(name):
        return ""
    zones = sorted(zone for zone in available_timezones() if "/" in zone)
    cities = {zone.rpartition("/")[2].casefold(): zone for zone in reversed(zones)}
    by_name = {zone.casefold(): zone for zone in zones}
    near = get_close_matches(name, by_name, 1, LIKENESS) if "/" in name else ()
    return cities.get(name, "") or next((by_name[each] for each in near), "")
