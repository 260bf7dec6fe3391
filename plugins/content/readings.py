"""What a number in a text can be: a date, a time, a year of a range, an hour, or just a number."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from plugins.content.number_formats import AM, PM, RANGE_SIGN, NumberFormats

if TYPE_CHECKING:
    from collections.abc import Iterator

DAY_DIGITS, YEAR_DIGITS = 2, 4
LONGEST_MONTH = 20
NOON, LAST_HOUR = 12, 24
MONTHS, DAYS = 12, 31
CENTURY, YEARS_OF_CENTURY, LAST_CENTURY_FROM = 2000, 100, 69
HOURS, HALVES = frozenset({"number", "time"}), frozenset({AM, PM})
NOT_DIGIT = re.compile(r"\D")
DECADE = re.compile(r"(?:'|’)?s\b|-?[^\W\d_]{1,2}\b")
CLOCK_WITH_STOP = re.compile(r"([0-2]?\d)\.([0-5]\d)")
RANGE = re.compile(RANGE_SIGN)
RANGE_OF_HOURS = re.compile(RANGE_SIGN + r"\d{1,2}(?:[:.][0-5]\d)?")

Identity = tuple[str, str]
"""Kind and value: the same in every language."""


class Reading(NamedTuple):
    """Kind and value of a fact, and its other readings: «8» may be 8 o'clock."""

    kind: str
    value: str
    also: tuple[Identity, ...] = ()


class MatchReader(Struct, frozen=True):
    """Reads matches of the pattern of a language's formats."""

    formats: NumberFormats

    def month_before(self, match: re.Match[str], text: str, start: int) -> re.Match[str] | None:
        """The month right before a day or a year, not before `start`."""
        if len(match[0]) > DAY_DIGITS and len(match[0]) != YEAR_DIGITS:
            return None
        return self.formats.month_before.search(
            text, max(start, match.start() - LONGEST_MONTH), match.start()
        )

    def end(self, match: re.Match[str], text: str) -> int:
        """The end of a fact with its “p.m.”."""
        period = self.formats.period.match(text, match.end()) if match.lastgroup in HOURS else None
        return (
            period.end() if period and self.formats.half_of_day(period["period"]) in HALVES else match.end()
        )

    def read(self, match: re.Match[str], month: re.Match[str] | None, text: str) -> Iterator[Reading]:
        """The facts in a match; `month` is the one before it."""
        kind, formats = match.lastgroup or "", self.formats
        if kind in {"iso", "dotted", "slashed"}:
            yield from self._digits_of_date(match[0], kind)
        elif kind == "years":
            yield from _years(match[0])
        elif kind == "time":
            hour, minute = match[0].split(":")
            yield Reading("time", self._time(int(hour), minute, match, text)[0])
        elif kind == "month":
            yield Reading("date", f"{formats.month(match['month'])}-{int(match['day'])}")
        elif month and len(match["number"]) <= DAY_DIGITS:
            yield Reading("date", f"{formats.month(month[1])}-{int(match['number'])}")
        else:
            if month:
                yield Reading("month", str(formats.month(month[1])))
            yield self._number(match, text)

    def value(self, typed: str, magnitude: str | None) -> str:
        """A number as digits with a full stop, whatever the language writes."""
        if not magnitude and typed.isascii() and typed.isdigit():
            return typed.lstrip("0") or "0"
        whole, _, fraction = self.formats.decimal.sub("\0", typed).partition("\0")
        value = Decimal(f"{NOT_DIGIT.sub('', whole)}.{fraction or 0}")
        return plain_digits(value * self.formats.magnitude(magnitude) if magnitude else value)

    def _digits_of_date(self, typed: str, kind: str) -> Iterator[Reading]:
        """A date in digits; where there is no such day, its numbers."""
        parts = NOT_DIGIT.split(typed)
        order = {"iso": "ymd", "dotted": "dmy"}.get(kind, self.formats.date_order)
        order = "ymd" if len(parts[0]) == YEAR_DIGITS else order
        values = {field: int(part) for field, part in zip(order, parts, strict=True)}
        if kind == "iso" or (1 <= values["m"] <= MONTHS and 1 <= values["d"] <= DAYS):
            yield Reading("date", f"{values['m']}-{values['d']}")
            yield Reading("number", str(_full_year(values["y"])))
        else:
            yield from (Reading("number", str(int(part))) for part in parts)

    def _number(self, match: re.Match[str], text: str) -> Reading:
        """A number; a small one may be an hour or a day, one of a decade may be short."""
        typed = match["number"]
        value = self.value(typed, match["magnitude"])
        if match["magnitude"]:
            return Reading("number", value)
        if clock := CLOCK_WITH_STOP.fullmatch(typed):
            time, certain = self._time(int(clock[1]), clock[2], match, text)
            return Reading("time", time) if certain else Reading("number", value, (("time", time),))
        if typed.isdigit() and len(typed) <= DAY_DIGITS:
            return self._small_number(int(typed), match, text)
        if len(typed) == YEAR_DIGITS and typed.endswith("0") and DECADE.match(text, match.end()):
            return Reading("number", value, (("number", typed[DAY_DIGITS:]),))
        return Reading("number", value)

    def _small_number(self, number: int, match: re.Match[str], text: str) -> Reading:
        also: list[Identity] = []
        if number <= LAST_HOUR:
            time, certain = self._time(number, "00", match, text)
            if certain:
                return Reading("time", time)
            also += dict.fromkeys((("time", time), ("time", f"{number % LAST_HOUR:02}:00")))
        if time_in_words := self._time_in_words(number, match, text):
            also.append(("time", time_in_words))
        if number <= DAYS and (month := self._month_of_range(match, text)):
            also.append(("date", f"{month}-{number}"))
        return Reading("number", str(number), tuple(also))

    def _time_in_words(self, number: int, match: re.Match[str], text: str) -> str:
        """The time of «18 ч 30 мин», of which a number is one part; it may also be a length of time."""
        if after := self.formats.minutes_after.match(text, match.end()):
            return f"{number % LAST_HOUR:02}:{int(after[1]):02}"
        before = self.formats.hours_before.search(text, max(0, match.start() - LONGEST_MONTH), match.start())
        return f"{int(before[1]) % LAST_HOUR:02}:{number:02}" if before else ""

    def _month_of_range(self, match: re.Match[str], text: str) -> int:
        """The month in «с 22 по 27 сентября» and “September 22 to 27”; 0 if there is none."""
        start = max(0, match.start() - 2 * LONGEST_MONTH)
        if before := self.formats.range_before.search(text, start, match.start()):
            return self.formats.month(before[1])
        sign = RANGE.match(text, match.end())
        after = self.formats.pattern.match(text, sign.end()) if sign else None
        return self.formats.month(after["month"]) if after and after["month"] else 0

    def _time(self, hour: int, minute: str, match: re.Match[str], text: str) -> tuple[str, bool]:
        """A time on the clock of 24 hours, and whether the text leaves no other reading.

        In “8 to 10 p.m.” the first hour is in the afternoon too. «3 дня» may also be three days.
        """
        period = self.formats.period.match(text, match.end())
        certain = bool(period)
        if not period and hour <= NOON and (ranged := RANGE_OF_HOURS.match(text, match.end())):
            period = self.formats.period.match(text, ranged.end())
        if not period or hour > NOON:
            return f"{hour % LAST_HOUR:02}:{minute}", False
        name = self.formats.half_of_day(period["period"])
        at_night = name.startswith("night") and (hour < NOON // 2 or hour == NOON)
        before_noon = name == AM or name.startswith("morning") or at_night
        return f"{hour % NOON + (0 if before_noon else NOON):02}:{minute}", certain and name in HALVES


def plain_digits(value: Decimal) -> str:
    """A number without an exponent and without zeros at its end."""
    return format(value.normalize(), "f")


def _full_year(typed: int) -> int:
    """A year of two digits in full, as POSIX reads it."""
    if typed >= YEARS_OF_CENTURY:
        return typed
    return typed + CENTURY - (0 if typed < LAST_CENTURY_FROM else YEARS_OF_CENTURY)


def _years(typed: str) -> Iterator[Reading]:
    """«2020-22» is both years; what may also be a month, as «2010-12», has both readings."""
    first, last = typed[:YEAR_DIGITS], typed[-DAY_DIGITS:]
    short = str(int(last))
    yield Reading("number", first)
    if int(last) <= int(first[DAY_DIGITS:]):
        yield Reading("number", short, (("month", short),))
    else:
        yield Reading("number", f"{first[:DAY_DIGITS]}{last}", (("number", short), ("month", short)))
