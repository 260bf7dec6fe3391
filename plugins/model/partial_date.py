"""Dates as exact as a source gave them, and the periods between two."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from enum import StrEnum
from typing import TYPE_CHECKING

from babel.dates import format_interval, format_skeleton
from msgspec import Struct

from plugins.i18n.language import bind_spaces
from plugins.i18n.typography import NO_BREAK_SPACE
from plugins.model.content_path import LAST_YEAR

if TYPE_CHECKING:
    from plugins.i18n.language import Language

ISO_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
DECEMBER = 12
EN_DASH, THIN_SPACE = "\u2013", "\u2009"


class Step(StrEnum):
    """The interval between the points of a series."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"

    @property
    def precision(self) -> Step:
        """How exact the date of a point is: that of a week is the week's first day."""
        return Step.DAY if self is Step.WEEK else self

    def next(self, date: PartialDate) -> PartialDate:
        """The date of the point after this one."""
        return self.span(date).last.next

    def span(self, date: PartialDate) -> Span:
        """The time that the point of a date covers."""
        if self is not Step.WEEK or not date.day:
            return Span(date, date)
        last = date.first_day + dt.timedelta(days=6)
        return Span(date, PartialDate(last.year, last.month, last.day))


class PartialDate(Struct, frozen=True, order=True):
    """A day, a month or a year, as exact as the source gave it; an unknown month or day is 0."""

    year: int
    month: int = 0
    day: int = 0

    @property
    def step(self) -> Step:
        """Its precision."""
        return Step.DAY if self.day else Step.MONTH if self.month else Step.YEAR

    @property
    def first_day(self) -> dt.date:
        """The first day it can mean."""
        return dt.date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> dt.date:
        """The last day it can mean."""
        month = self.month or DECEMBER
        return dt.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    @property
    def next(self) -> PartialDate:
        """The next day, month or year."""
        after = self.last_day + dt.timedelta(days=1)
        return PartialDate(after.year, self.month and after.month, self.day and after.day)

    def __str__(self) -> str:
        """ISO 8601: `2022-12-27`, `2022-12` or `2022`."""
        parts = (f"{self.year:04}", f"{self.month:02}", f"{self.day:02}")
        return "-".join(parts[: 1 + bool(self.month) + bool(self.day)])

    def format(self, language: Language) -> str:
        """Localized: «27 декабря 2022 г.», «декабрь 2022 г.», «2022 г.»."""
        if self.day:
            return language.date(self.first_day)
        words = format_skeleton("yMMMM" if self.month else "y", self.first_day, locale=language.locale)
        return bind_spaces(words)


def parse_partial_date(text: str) -> PartialDate | None:
    """The date that an ISO 8601 text gives, or None if it is no date."""
    if not (found := ISO_DATE.fullmatch(text)):
        return None
    date = PartialDate(*(int(part or 0) for part in found.groups()))
    try:
        return date if date.first_day <= date.last_day and date.year <= LAST_YEAR else None
    except ValueError:
        return None


SKELETONS = {Step.DAY: "yMMMMd", Step.MONTH: "yMMMM", Step.YEAR: "y"}
UNKNOWN_DATE = PartialDate(1)
"""Stands in for a missing date, so that reading can go on."""


class Span(Struct, frozen=True, order=True):
    """The time a figure covers, both ends included."""

    first: PartialDate
    last: PartialDate

    def __str__(self) -> str:
        """ISO 8601, as schema.org wants it: `2022` or `2022-12-31/2023-01-11`."""
        return str(self.first) if self.first == self.last else f"{self.first}/{self.last}"

    def format(self, language: Language) -> str:
        """Localized: «2022 г.», «22–27 сент. 2022 г.», «ноябрь 2020 г. – декабрь 2021 г.»."""
        if self.first == self.last:
            return self.first.format(language)
        if self.first.step is not self.last.step:
            return f"{self.first.format(language)}{NO_BREAK_SPACE}{EN_DASH} {self.last.format(language)}"
        first, last = self.first.first_day, self.last.first_day
        words = format_interval(first, last, SKELETONS[self.first.step], locale=language.locale)
        bound = bind_spaces(words.replace(THIN_SPACE, NO_BREAK_SPACE))
        return bound.replace(f"{EN_DASH}{NO_BREAK_SPACE}", f"{EN_DASH} ")

    def contains(self, other: Span) -> bool:
        """Whether the other period lies within it."""
        return self.first.first_day <= other.first.first_day and other.last.last_day <= self.last.last_day
