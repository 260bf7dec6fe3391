"""A day, a month or a year, as exactly as the source gave it: never a day that nobody published."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from enum import StrEnum
from typing import TYPE_CHECKING

from babel.dates import format_skeleton
from msgspec import Struct

from plugins.i18n.language import NARROW_NO_BREAK_SPACE, NO_BREAK_SPACE

if TYPE_CHECKING:
    from plugins.i18n.language import Language

WRITTEN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
DECEMBER = 12


class Step(StrEnum):
    """How far the points of a series stand apart."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class Moment(Struct, frozen=True, order=True):
    """`2022-12-27`, `2022-12` or `2022`; a month or a day that is not known is 0."""

    year: int
    month: int = 0
    day: int = 0

    @property
    def step(self) -> Step:
        """What it is: a day, a month or a year."""
        return Step.DAY if self.day else Step.MONTH if self.month else Step.YEAR

    @property
    def first(self) -> dt.date:
        """Its first day."""
        return dt.date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> dt.date:
        """Its last day."""
        month = self.month or DECEMBER
        return dt.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    @property
    def following(self) -> Moment:
        """The next day, month or year."""
        after = self.last + dt.timedelta(days=1)
        return Moment(after.year, self.month and after.month, self.day and after.day)

    def __str__(self) -> str:
        """As ISO 8601 writes it."""
        parts = (f"{self.year:04}", f"{self.month:02}", f"{self.day:02}")
        return "-".join(parts[: 1 + bool(self.month) + bool(self.day)])

    def told(self, language: Language) -> str:
        """In words: «27 декабря 2022 г.», «декабрь 2022 г.», «2022 г.»."""
        if self.day:
            return language.date(self.first)
        words = format_skeleton("yMMMM" if self.month else "y", self.first, locale=language.locale)
        return words.replace(NARROW_NO_BREAK_SPACE, NO_BREAK_SPACE).replace(" ", NO_BREAK_SPACE)


def read_moment(text: str) -> Moment | None:
    """The moment a text writes in ISO 8601, or None where it is no date."""
    if not (written := WRITTEN.fullmatch(text)):
        return None
    moment = Moment(*(int(part or 0) for part in written.groups()))
    try:
        return moment if moment.first <= moment.last else None
    except ValueError:
        return None
