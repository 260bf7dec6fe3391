"""A language of the site: name, dates, numbers and plurals from CLDR, independent of the OS locale."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import format_date, format_skeleton, get_timezone_location
from babel.numbers import format_decimal
from msgspec import Struct

from plugins.i18n.typography import NO_BREAK_SPACE

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

DEFAULT = "en"
SIGNED_ZONE = re.compile(r"Etc/GMT([+-])([1-9]\d*)")
OTHER_SIGN = {"-": "+", "+": "−"}
"""`Etc/GMT-9` is nine hours ahead of Greenwich, which everybody writes with a plus."""
LEFT_TO_RIGHT_ISOLATE, FIRST_STRONG_ISOLATE, END_OF_ISOLATE = "\u2066", "\u2068", "\u2069"
NARROW_NO_BREAK_SPACE = "\u202f"


class Language(Struct, frozen=True, dict=True):
    """A language by its code in addresses (`ru`, `en`, `sah`); `locale_code` is a locale such as `en-GB`.

    Numbers of at least `group_from` digits have their thousands set apart.
    """

    code: str
    locale_code: str = ""
    group_from: int = 4

    @cached_property
    def locale(self) -> Locale:
        """Babel's locale; raises `ValueError` when CLDR has no such language."""
        try:
            return Locale.parse(self.locale_code or self.code, sep="-")
        except (UnknownLocaleError, ValueError) as error:
            raise ValueError(f'CLDR has no language "{self.locale_code or self.code}"') from error

    @cached_property
    def name(self) -> str:
        """The language's own name, capitalized: «Русский», “English”, «Саха тыла», “Português (Brasil)”."""
        plain = self.locale.get_language_name()
        name = (self.locale.get_display_name() if "-" in self.code else plain) or self.code
        return name[0].upper() + name[1:]

    @cached_property
    def direction(self) -> str:
        """`ltr` or `rtl`, for the `dir` attribute."""
        return str(self.locale.text_direction)

    def attributes(self, around: Language) -> str:
        """`lang`, and `dir` where it differs, of a text in this language within one in another."""
        turn = f' dir="{self.direction}"' if self.direction != around.direction else ""
        return f' lang="{self.code}"{turn}'

    def isolate(self, number: str) -> str:
        """A number that keeps the order of its groups in right-to-left text, in direction marks."""
        return f"{LEFT_TO_RIGHT_ISOLATE}{number}{END_OF_ISOLATE}" if self.direction == "rtl" else number

    @cached_property
    def open_graph(self) -> str:
        """The code for Open Graph, with the likely territory: `ru_RU`, `en_US`, `sah_RU`."""
        language, known = self.locale.language, get_global("likely_subtags")
        likely = Locale.parse(known.get(f"{language}_{self.locale.script}") or known[language])
        return f"{language}_{self.locale.territory or likely.territory}"

    def date(self, day: dt.date) -> str:
        """A date in words with no-break spaces: «30 декабря 2022 г.», “December 30, 2022”."""
        if day not in self._dates:
            self._dates[day] = bind_spaces(format_date(day, "long", locale=self.locale))
        return self._dates[day]

    def zone_place(self, zone: str) -> str:
        """The place of a time zone in words: «Алматы», “Almaty” for `Asia/Almaty`.

        A zone without a place is called by its offset: `Etc/GMT-9` is “UTC+9”.
        """
        if match := SIGNED_ZONE.fullmatch(zone):
            return f"UTC{OTHER_SIGN[match[1]]}{match[2]}"
        place = get_timezone_location(zone, locale=self.locale, return_city=True)
        return place.rpartition("/")[2]  # some have no name in CLDR

    @cached_property
    def _dates(self) -> dict[dt.date, str]:
        """Cache of `date`: every listing formats the same days."""
        return {}

    def day_and_month(self, day: dt.date) -> str:
        """A date without its year: «30 декабря», “December 30”."""
        return bind_spaces(format_skeleton("MMMMd", day, locale=self.locale))

    def number(self, value: float | Decimal) -> str:
        """A number with group separators and decimal mark: «59 000 000», «7459», “59,000,000”, “7,459”."""
        grouped = abs(value) >= 10 ** (self.group_from - 1)
        text = format_decimal(value, locale=self.locale, group_separator=grouped)
        return text.replace(NARROW_NO_BREAK_SPACE, NO_BREAK_SPACE)

    def displayed(self, value: float | Decimal) -> Decimal:
        """The value that `number` shows: rounded to the locale's decimals, without zeros at its end."""
        digits: int = self.locale.decimal_formats[None].frac_prec[1]
        return round(Decimal(str(value)), digits).normalize()

    def plural(self, value: float | Decimal) -> str:
        """The CLDR plural category, such as `few`, of the number that is shown: 670.0 is read as 670."""
        return self.locale.plural_form(self.displayed(value))

    @cached_property
    def plural_categories(self) -> frozenset[str]:
        """The plural forms that a phrase must have in this language."""
        return frozenset(self.locale.plural_form.tags) | {"other"}


def isolate_text(text: str) -> str:
    """A text whose direction is that of its first letter, whatever the direction around it."""
    return f"{FIRST_STRONG_ISOLATE}{text}{END_OF_ISOLATE}" if text else text


def bind_spaces(words: str) -> str:
    """Spaces as no-break spaces; CLDR has a narrow one in «2022 г.»."""
    return words.replace(NARROW_NO_BREAK_SPACE, NO_BREAK_SPACE).replace(" ", NO_BREAK_SPACE)


def same_language(code: str, available: Sequence[str]) -> str:
    """The code itself if it is available, else the first of the same language and script; empty if none is.

    >>> same_language("en-GB", ["en", "ru"]), same_language("sr-Latn", ["ru", "sr"])
    ('en', '')
    """
    if code in available:
        return code
    language = code.partition("-")[0]
    same = (each for each in available if each.partition("-")[0] == language)
    return next((each for each in same if script_of(each) == script_of(code)), "")


def nearest_language(code: str, available: Sequence[str]) -> str:
    """The available language in the same script, else English, else the first.

    >>> nearest_language("kk", ["en", "ru"]), nearest_language("ar", ["en", "ru"])
    ('ru', 'en')
    """
    first = DEFAULT if DEFAULT in available else available[0]
    candidates = [first, *(each for each in available if each != first)]
    return next((each for each in candidates if script_of(each) == script_of(code)), first)


def script_of(code: str) -> str:
    """The script that a language is written in, such as `Cyrl`; raises `ValueError` for an unknown one."""
    locale = Language(code).locale
    if locale.script:
        return str(locale.script)
    likely = get_global("likely_subtags")
    key = f"{locale.language}_{locale.territory}"
    return str(likely.get(key) or likely.get(locale.language, "en_Latn_US")).split("_")[1]
