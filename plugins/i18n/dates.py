"""Dates as editors type them: `2023-06-05`, `20.01.2023`, `20 января 2023 г.`, `January 20, 2023`."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache
from typing import TYPE_CHECKING

from babel.dates import get_month_names

from plugins.model.content_path import FIRST_YEAR, LAST_YEAR

if TYPE_CHECKING:
    from collections.abc import Mapping

ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
NUMERIC = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})")
DAY_FIRST = re.compile(r"(\d{1,2})\s+([^\W\d_]+)\.?,?\s+(\d{4})(?:\s*(?:г\.?|года))?", re.IGNORECASE)
MONTH_FIRST = re.compile(r"([^\W\d_]+)\.?\s+(\d{1,2}),?\s+(\d{4})")
WITH_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]+(\d{1,2}:\d{2})\S*.*")
CLOCK = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")
TIME_LIKE = re.compile(r"\d{1,2}[:.]\d{2}\S*")
END_OF_DAY = "24:00"
MONTHS = 12


class DateError(ValueError):
    """The text is not a date or is ambiguous; carries a problem's code and values."""

    def __init__(self, code: str, **values: str) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


def parse_date(text: str, languages: tuple[str, ...] = ("ru", "en")) -> dt.date:
    """A date, with month names in any of the languages; raises `DateError`."""
    typed = " ".join(text.split())
    if match := ISO.fullmatch(typed):
        return _day(typed, match[1], int(match[2]), match[3])
    if match := NUMERIC.fullmatch(typed):
        return _numeric(typed, match)
    if match := DAY_FIRST.fullmatch(typed):
        return _day(typed, match[3], _month(typed, match[2], languages), match[1])
    if match := MONTH_FIRST.fullmatch(typed):
        return _day(typed, match[3], _month(typed, match[1], languages), match[2])
    if match := WITH_TIME.fullmatch(typed):
        raise DateError("date-with-time", text=typed, date=match[1], time=match[2])
    raise DateError("date-form", text=typed)


def parse_time(text: str) -> dt.time:
    """A time of day such as `10:30`; raises `DateError`."""
    match = CLOCK.fullmatch(text.strip())
    if match is None:
        raise DateError("time-form", text=text)
    return dt.time(int(match[1]), int(match[2]))


def parse_moment(text: str, languages: tuple[str, ...] = ("ru", "en"), *, ends: bool = False) -> dt.datetime:
    """A date with or without a time of day, without a zone: `2023-01-31 08:00`; raises `DateError`.

    24:00 is the midnight after the day. A day alone is its first moment, or if something `ends` with it, the
    moment after its last.
    """
    typed = " ".join(text.replace("T", " ").split())
    date, _, time = typed.rpartition(" ")
    if not (date and TIME_LIKE.fullmatch(time)):
        midnight = dt.datetime.combine(parse_date(typed, languages), dt.time())
        return midnight + dt.timedelta(days=ends)
    day = parse_date(date, languages)
    if time == END_OF_DAY:
        return dt.datetime.combine(day, dt.time()) + dt.timedelta(days=1)
    return dt.datetime.combine(day, parse_time(time))


def _numeric(typed: str, match: re.Match[str]) -> dt.date:
    """`20.01.2023` is unambiguous; `05.06.2023` may be in May or in June."""
    first, second = int(match[1]), int(match[2])
    if first != second and 0 < first <= MONTHS and 0 < second <= MONTHS:
        day_first = _day(typed, match[3], second, match[1])
        month_first = _day(typed, match[3], first, match[2])
        raise DateError("date-ambiguous", text=typed, first=str(day_first), second=str(month_first))
    return _day(typed, match[3], second, match[1])


def _day(typed: str, year: str, month: int, day: str) -> dt.date:
    try:
        date = dt.date(int(year), month, int(day))
    except ValueError as error:
        raise DateError("date-impossible", text=typed) from error
    if not FIRST_YEAR <= date.year <= LAST_YEAR:
        raise DateError("date-range", text=typed, first=str(FIRST_YEAR), last=str(LAST_YEAR))
    return date


def _month(typed: str, name: str, languages: tuple[str, ...]) -> int:
    for language in languages:
        if number := _month_names(language).get(name.lower()):
            return number
    raise DateError("date-month", text=typed, month=name)


@cache
def _month_names(language: str) -> Mapping[str, int]:
    """All forms of the month names in CLDR: in a date and stand-alone, wide and abbreviated."""
    names: dict[str, int] = {}
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for number, name in get_month_names(width, context=context, locale=language).items():
                names[name.lower().rstrip(".")] = number
    return names
