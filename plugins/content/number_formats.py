"""How a language writes numbers, dates and times, from CLDR and the language's words for facts."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

from babel.dates import get_month_names
from msgspec import Struct

from plugins.content.fact_words import alternatives, lowercase

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from babel import Locale

    from plugins.content.fact_words import FactWords
    from plugins.i18n.language import Language

ENDING = r"[^\W\d_]{0,3}"
"""Letters a case may add: «тысяч», «тысячами»."""
SPACE = "[ \u00a0\u202f]"
ORDINAL = r"(?:-?(?:[^\W\d_]{1,3})(?![^\W\d_]))?"
RANGE_SIGN = r"\s*(?:[-\u2013\u2014]|[^\W\d_]{1,3})\s*"
"""What stands between the two ends of a range: a dash, «по», “to”."""
CALENDAR = (
    r"(?P<iso>(?<!\d)\d{4}-\d{2}-\d{2}(?!\d))"
    r"|(?P<dotted>(?<![\d.])\d{1,2}\.\d{1,2}\.\d{4}(?!\d)|(?<![\d.])\d{2}\.\d{2}\.\d{2}(?![\d.]\d|\d))"
    r"|(?P<slashed>(?<![\d/])\d{1,4}/\d{1,2}/(?:\d{4}|\d{2})(?![\d/]))"
    r"|(?P<years>(?<!\d)(?:19|20)\d\d[-\u2013/]\d\d(?![\d-]|[.,:]\d))"
    r"|(?P<time>(?<![\d:])[0-2]?\d:[0-5]\d(?![\d:]))"
)
WIDTHS: tuple[Literal["wide"], Literal["abbreviated"]] = ("wide", "abbreviated")
SHORTEST_ABBREVIATION = 3
AM, PM = "am", "pm"


class NumberFormats(Struct, frozen=True):
    """How a language writes numbers and dates; the patterns expect lower case.

    `pattern` starts at a digit; the name of its last matched group is the kind of fact. `month_before`
    matches a month right before a number, `range_before` a date and the sign of a range, `minutes_after` and
    `hours_before` the rest of «18 ч 30 мин», `period` a time of day after an hour, such as “p.m.”.
    `date_order` is the order of the parts of a date in digits: `dmy`.
    """

    pattern: re.Pattern[str]
    month_before: re.Pattern[str]
    range_before: re.Pattern[str]
    months: tuple[tuple[re.Pattern[str], int], ...]
    magnitudes: tuple[tuple[re.Pattern[str], Decimal], ...]
    decimal: re.Pattern[str]
    minutes_after: re.Pattern[str]
    hours_before: re.Pattern[str]
    period: re.Pattern[str]
    periods: tuple[tuple[re.Pattern[str], str], ...]
    date_order: str

    def month(self, word: str) -> int:
        """The number of a month by its name."""
        return next(number for name, number in self.months if name.fullmatch(word))

    def magnitude(self, word: str) -> Decimal:
        """The factor that a word such as “million” stands for."""
        return next(power for name, power in self.magnitudes if name.fullmatch(word))

    def half_of_day(self, word: str) -> str:
        """The CLDR name of a time of day: `am`, `pm`, `morning1`."""
        return next(name for pattern, name in self.periods if pattern.fullmatch(word))


def number_formats(language: Language, words: FactWords) -> NumberFormats:
    """The formats of a language."""
    locale = language.locale
    symbols = locale.number_symbols.get("latn", {})
    group = symbols.get("group", ",")
    # A full stop is a decimal mark also where the language has another one: “CC BY 4.0”.
    marks = "".join(sorted({symbols.get("decimal", "."), "."} - {group}))
    decimal = rf"[{re.escape(marks)}](?=\d)"
    months, magnitudes, periods = _months(locale), _magnitudes(locale), _periods(locale)
    month, magnitude = _either(months), _either(magnitudes)
    separator = SPACE if group.isspace() else f"(?:{re.escape(group)}|[\u00a0\u202f])"
    number = rf"\d{{1,3}}(?:{separator}\d{{3}})+(?!\d)(?:{decimal}\d+)?|\d+(?:{decimal}\d+)?"
    link = rf"(?:{alternatives((*words.month_links, *_month_links(locale)))}\s)?"
    pattern = (
        rf"{CALENDAR}"
        rf"|(?<!\d)(?P<day>\d{{1,2}}){ORDINAL}\s{link}(?P<month>{month})(?!\w)"
        rf"|(?P<number>{number})(?:{SPACE}?(?P<magnitude>{magnitude})(?!\w))?"
    )
    hour, minute = (alternatives(words.units.get(unit, ())) for unit in ("hour", "minute"))
    period = rf"(?:{SPACE}?{hour})?{SPACE}?(?P<period>{_either(periods)})(?!\w)"
    return NumberFormats(
        re.compile(pattern),
        re.compile(rf"(?<!\w)({month}),?\s\Z"),
        re.compile(rf"(?<!\w)({month})\s\d{{1,2}}{ORDINAL}{RANGE_SIGN}\Z"),
        months,
        magnitudes,
        re.compile(decimal),
        re.compile(rf"{SPACE}?{hour}\.?{SPACE}?([0-5]?\d){SPACE}?{minute}(?!\w)"),
        re.compile(rf"(?<!\d)([0-2]?\d){SPACE}?{hour}\.?{SPACE}?\Z"),
        re.compile(period),
        periods,
        _date_order(locale),
    )


def _either(words: Iterable[tuple[re.Pattern[str], object]]) -> str:
    return f"(?:{'|'.join(word.pattern for word, _ in words) or '(?!)'})"


def _with_ending(stem: str) -> re.Pattern[str]:
    return re.compile(re.escape(stem) + (ENDING if len(stem) > 1 else ""))


def _months(locale: Locale) -> tuple[tuple[re.Pattern[str], int], ...]:
    """Patterns of the months, longest first: «декабр» with any ending, the abbreviation «дек.» alone."""
    found: dict[str, tuple[re.Pattern[str], int]] = {}
    wide, short = ([*_names_of_months(locale, width)] for width in WIDTHS)
    for number in range(1, 13):
        stem = _stem(names[number].casefold() for names in wide)
        found[stem] = (_with_ending(stem), number)
        for names in short:
            bare = names[number].casefold().rstrip(".")
            if len(bare) >= SHORTEST_ABBREVIATION and not bare.isdigit():
                found.setdefault(bare, (re.compile(rf"{re.escape(bare)}\.?"), number))
    return tuple(found[name] for name in sorted(found, key=lambda name: (-len(name), name)))


def _names_of_months(locale: Locale, width: Literal["wide", "abbreviated"]) -> Iterator[Mapping[int, str]]:
    """The names in a date, and standing alone."""
    yield get_month_names(width, context="format", locale=locale)
    yield get_month_names(width, context="stand-alone", locale=locale)


def _month_links(locale: Locale) -> list[str]:
    """The words between day and month in the locale's long date, such as «de»."""
    found = re.match(r"d+\W*'(?P<word>[^']+)'\W*M", locale.date_formats["long"].pattern)
    return [found["word"]] if found else []


def _date_order(locale: Locale) -> str:
    """`dmy`, `mdy` or `ymd`."""
    pattern = locale.date_formats["short"].pattern
    return "".join(sorted("dmy", key=lambda field: pattern.lower().find(field)))


def _periods(locale: Locale) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Patterns of the times of day, longest first: “p.m.” with or without its stops, «вечера»."""
    found: dict[str, tuple[re.Pattern[str], str]] = {}
    known: Mapping[str, Any] = locale.day_periods or {}
    for name, text in known.get("format", {}).get("wide", {}).items():
        if name in {"midnight", "noon"}:
            continue
        letters = re.sub(r"[\W\d]", "", lowercase(text))
        spelled = (
            r"\.?[ \u00a0\u202f]?".join(letters) + r"\.?" if name in {AM, PM} else re.escape(lowercase(text))
        )
        found.setdefault(text, (re.compile(spelled), name))
    return tuple(found[text] for text in sorted(found, key=lambda text: (-len(text), text)))


def _magnitudes(locale: Locale) -> tuple[tuple[re.Pattern[str], Decimal], ...]:
    """Words for a thousand and more, with their factors: «тысяч», «млн», “million”."""
    found: dict[Decimal, dict[str, set[str]]] = {}
    for width in ("long", "short"):
        for forms in locale.compact_decimal_formats.get(width, {}).values():
            for power, form in forms.items():
                zeros, word = form.pattern.count("0"), re.sub(r"[0\s'.\u00a0]", "", form.pattern).casefold()
                if word:
                    factor = Decimal(power) / 10 ** (zeros - 1)
                    found.setdefault(factor, {}).setdefault(width, set()).add(word)
    stems = {_stem(words): factor for factor, forms in found.items() for words in forms.values()}
    return tuple(
        (_with_ending(stem), stems[stem]) for stem in sorted(stems, key=lambda stem: (-len(stem), stem))
    )


def _stem(words: Iterable[str]) -> str:
    known = sorted(words)
    first, last = known[0], known[-1]
    same = (number for number, (one, other) in enumerate(zip(first, last, strict=False)) if one != other)
    return first[: next(same, min(len(first), len(last)))]
