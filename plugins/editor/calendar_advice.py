"""Advice on days, weekdays, times and telephone numbers that do not exist: 31 April, 25:70, a digit short."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from babel import Locale
from babel.dates import get_day_names, get_month_names
from msgspec import Struct

from plugins.diagnostics.problem import Problem, advice

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from plugins.i18n.language import Language
    from plugins.i18n.telephones import TelephoneCustoms
    from plugins.markdown.text_segments import TextSegment

LEAP_YEAR = 2024
"""For a day without its year: 29 February may be meant."""
MAX_DAY = 31
"""A larger number before a month counts something."""
MAX_HOUR, MAX_MINUTE = 24, 59
ENDING = r"[^\W\d_]{0,3}"
"""Letters that a case may add to a weekday."""
VOWELS_AT_END = re.compile("[аеёиоуыэюяьaeiouy]+$")
NUMERIC = re.compile(r"(?<![\d.\-])(?:(\d{4})-(\d{2})-(\d{2})|(\d{1,2})\.(\d{1,2})\.(\d{4}))(?![\d\-]|\.\d)")
NOT_DIGIT = re.compile(r"\D")
TIME = re.compile(r"(?<![\d:.,])(\d{1,2}):(\d{2})(?![\d:])")
TELEPHONE = re.compile(
    r"(?<![\w+(])(?:\+\d[\d\s().\u2010-\u2015-]{4,}\d"
    r"|[80][ \u00a0]?[(\u2010-\u2015-][\d\s()\u2010-\u2015-]{5,}\d)"
)
"""A plus, or a prefix and then a bracket or a hyphen: a number with spaces alone may count something."""


class _Calendar(Struct, frozen=True):
    """How a language writes days: the patterns have the groups `weekday`, `day`, `month` and `year`."""

    patterns: tuple[re.Pattern[str], ...]
    months: Mapping[str, int]
    weekdays: tuple[tuple[str, int], ...]


def calendar_advice(
    segment: TextSegment, path: str, language: Language, telephones: TelephoneCustoms
) -> Iterator[Problem]:
    """Days, weekdays, times and telephone numbers of a segment that do not exist."""
    text = segment.text
    if not any(map(str.isdigit, text)):
        return
    for code, position, values in (*_days(text, language), *_times(text), *_telephones(text, telephones)):
        yield advice(path, segment.line_at(position), code, **values)


Finding = tuple[str, int, dict[str, object]]
"""A problem's code, its position in the text, and its values."""


def _days(text: str, language: Language) -> Iterator[Finding]:
    spoken = _calendar(str(language.locale))
    for match in (found for pattern in spoken.patterns for found in pattern.finditer(text)):
        year = int(match["year"]) if match["year"] else LEAP_YEAR
        month, day = spoken.months[match["month"].casefold()], int(match["day"])
        typed = " ".join(match[0].split()).rstrip(".")
        if not _is_day(year, month, day):
            if day <= MAX_DAY:
                yield "day-impossible", match.start(), {"typed": typed}
        elif match["weekday"] and match["year"]:
            meant = dt.date(year, month, day).weekday()
            word = match["weekday"].casefold()
            if word and meant not in {number for stem, number in spoken.weekdays if word.startswith(stem)}:
                right = get_day_names("wide", locale=language.locale)[meant]
                yield "weekday-wrong", match.start(), {"typed": typed, "right": right}
    for match in NUMERIC.finditer(text):
        first, second, third = (int(part) for part in match.groups() if part)
        readings = [(third, second, first), (third, first, second)] if match[4] else [(first, second, third)]
        if not any(_is_day(*reading) for reading in readings):
            yield "day-impossible", match.start(), {"typed": match[0]}


def _is_day(year: int, month: int, day: int) -> bool:
    is_known = dt.MINYEAR <= year <= dt.MAXYEAR and 1 <= month <= len(calendar.month_name) - 1
    return is_known and 1 <= day <= calendar.monthrange(year, month)[1]


def _times(text: str) -> Iterator[Finding]:
    for match in TIME.finditer(text):
        hour, minute = int(match[1]), int(match[2])
        if hour > MAX_HOUR or minute > MAX_MINUTE or (hour == MAX_HOUR and minute):
            yield "time-impossible", match.start(), {"typed": match[0]}


def _telephones(text: str, customs: TelephoneCustoms) -> Iterator[Finding]:
    candidates = list(TELEPHONE.finditer(text))
    if not candidates:
        return
    from phonenumbers import (  # noqa: PLC0415 - slow to import, and few texts have a number
        NumberParseException,
        is_possible_number,
        is_valid_number,
        parse,
    )

    valid = [(each.start, each.end) for each in customs.find(text)]
    for match in candidates:
        if any(start < match.end() and match.start() < end for start, end in valid):
            continue
        try:
            number = parse(match[0], customs.region or None)
        except NumberParseException:
            continue
        # A prefix that stays part of the number takes the place of the missing digit.
        has_prefix = not match[0].startswith("+") and NOT_DIGIT.sub("", match[0]) == str(
            number.national_number
        )
        if not is_possible_number(number) or (has_prefix and not is_valid_number(number)):
            yield "telephone-length", match.start(), {"typed": " ".join(match[0].split())}


@lru_cache
def _calendar(locale: str) -> _Calendar:
    months = {
        name.casefold().rstrip("."): number
        for context in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for number, name in get_month_names(width, context=context, locale=locale).items()
    }
    wide = {number: name.casefold() for number, name in get_day_names("wide", locale=locale).items()}
    short = get_day_names("abbreviated", locale=locale)
    stems = [(VOWELS_AT_END.sub("", name), number) for number, name in wide.items()]
    weekdays = (*stems, *((name.casefold().rstrip("."), number) for number, name in short.items()))
    names = "|".join(re.escape(name) for name in sorted(months, key=len, reverse=True))
    stem_names = "|".join(re.escape(stem) for stem, _ in sorted(stems, key=lambda each: -len(each[0])))
    abbreviations = "|".join(re.escape(name.rstrip(".")) for name in short.values())
    weekday = rf"(?:\b(?P<weekday>(?:{stem_names}){ENDING}|(?:{abbreviations})\b)\.?,?\s+)?"
    month, year = rf"(?P<month>{names})\b\.?", r"(?:,?\s+(?:of\s+)?(?P<year>(?:19|20)\d{2})(?!\d))?"
    month_first = Locale.parse(locale.partition("_")[0]).date_formats["long"].pattern.startswith("M")
    return _Calendar(
        (
            re.compile(rf"{weekday}(?<![\d.,:–-])(?P<day>\d{{1,2}})\s+{month}{year}", re.IGNORECASE),
            re.compile(
                rf"{weekday}\b{month}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?![\d.,:]\d|\d|-){year}",
                re.IGNORECASE,
            ),
        )[: 1 + month_first],
        months,
        weekdays,
    )
