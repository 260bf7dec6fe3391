"""Times as people write them beside the rows of a table: `январь 2026`, `янв.26`, `01.2026`, `2026-W05`."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, NamedTuple

from plugins.figures.data_words import normalize_words
from plugins.model.content_path import FIRST_YEAR, LAST_YEAR
from plugins.model.partial_date import PartialDate, Step

if TYPE_CHECKING:
    from plugins.figures.data_words import DataWords
    from plugins.figures.spreadsheet import Cell

YEAR = re.compile(r"(\d{4})(?: ?(?P<word>[^\W\d]+))?")
ISO_MONTH = re.compile(r"(\d{4})[-./](\d{1,2})")
NUMERIC_MONTH = re.compile(r"(\d{1,2})[./-](\d{4})")
DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})(?: ?(?:г|года))?")
ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
NAMED = re.compile(
    r"(?:(?P<day>\d{1,2})[ .])?(?P<month>[^\W\d]+)[ .,'-]*(?P<year>\d{4}|\d{2})?(?: ?(?P<word>[^\W\d]+))?"
)
WEEK = re.compile(
    r"(?:(?P<before>\d{4})[ -]*)?(?:(?P<first>\d{1,2})[ -]*)?(?P<word>[^\W\d]+)"
    r"[ .-]*(?P<last>\d{1,2})?(?:[ ,-]*(?P<after>\d{4}))?"
)
RANGE = re.compile(r"(\d{1,2})\.(\d{1,2})(?:\.(\d{4}))? ?[-–—] ?(\d{1,2})\.(\d{1,2})\.(\d{4})")
CENTURY = 2000
"""The century of a year of two digits."""
YEARS_OF_CENTURY = 100
DAYS_OF_WEEK = 7
MONTHS = range(1, 13)


class TimeLabel(NamedTuple):
    """A time and its step; `year` is 0 where the label does not say it, but a month or a week."""

    step: Step
    year: int = 0
    month: int = 0
    day: int = 0
    week: int = 0

    def date(self, year: int = 0) -> PartialDate | None:
        """The date of a point; `year` is that of labels without one. None if there is no such date."""
        year = self.year or year
        try:
            if self.week:
                monday = dt.date.fromisocalendar(year, self.week, 1)
                return PartialDate(monday.year, monday.month, monday.day)
            date = PartialDate(year, self.month, self.day)
            known = FIRST_YEAR <= date.first_day.year <= LAST_YEAR
        except ValueError:
            return None
        return date if known else None


def parse_time_label(cell: Cell, words: DataWords) -> TimeLabel | None:
    """The time that a cell names; None if it names none."""
    if cell.day:
        return TimeLabel(Step.DAY, cell.day.year, cell.day.month, cell.day.day)
    text = normalize_words(cell.text)
    if match := YEAR.fullmatch(text):
        named = not match["word"] or match["word"] in words.year
        return TimeLabel(Step.YEAR, int(match[1])) if named and _is_year(int(match[1])) else None
    for pattern, parse in (
        (ISO_MONTH, (1, 2, 0)),
        (NUMERIC_MONTH, (2, 1, 0)),
        (DAY, (3, 2, 1)),
        (ISO_DAY, (1, 2, 3)),
    ):
        if match := pattern.fullmatch(text):
            year, month, day = (int(match[group]) if group else 0 for group in parse)
            return _checked(TimeLabel(Step.DAY if day else Step.MONTH, _full_year(year), month, day))
    return _parse_range(text) or _parse_named(text, words) or _parse_week(text, words)


def _parse_named(text: str, words: DataWords) -> TimeLabel | None:
    """«январь», «янв.26», «1 февраля 2026 г.», “Jan-26”."""
    match = NAMED.fullmatch(text)
    if not match or match["month"] not in words.months:
        return None
    if match["word"] and match["word"] not in words.year:
        return None
    month, day = words.months[match["month"]], int(match["day"] or 0)
    year = _full_year(int(match["year"])) if match["year"] else 0
    return _checked(TimeLabel(Step.DAY if day else Step.MONTH, year, month, day))


def _parse_week(text: str, words: DataWords) -> TimeLabel | None:
    """«неделя 5», «5 неделя 2026», `2026-W05`."""
    match = WEEK.fullmatch(text)
    if not match or match["word"] not in words.week or bool(match["first"]) == bool(match["last"]):
        return None
    year = int(match["before"] or match["after"] or 0)
    return TimeLabel(Step.WEEK, year, week=int(match["first"] or match["last"]))


def _parse_range(text: str) -> TimeLabel | None:
    """A week by its days: «02.02–08.02.2026»."""
    if not (match := RANGE.fullmatch(text)):
        return None
    day, month, year, last_day, last_month, last_year = (int(each or 0) for each in match.groups())
    try:
        first, last = dt.date(year or last_year, month, day), dt.date(last_year, last_month, last_day)
    except ValueError:
        return None
    if (last - first).days != DAYS_OF_WEEK - 1:
        return None
    return TimeLabel(Step.WEEK, first.year, first.month, first.day)


def _checked(label: TimeLabel) -> TimeLabel | None:
    return label if label.month in MONTHS and label.date(label.year or CENTURY) else None


def _full_year(year: int) -> int:
    return year + CENTURY if 0 < year < YEARS_OF_CENTURY else year


def _is_year(number: int) -> bool:
    return FIRST_YEAR <= number <= LAST_YEAR
