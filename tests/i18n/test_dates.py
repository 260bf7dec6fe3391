from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.i18n.dates import DateError, parse_date, parse_moment, parse_time

JUNE = dt.date(2023, 6, 5)
JANUARY = dt.date(2023, 1, 20)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2023-06-05", JUNE),
        (" 2023-6-5 ", JUNE),
        ("5 июня 2023", JUNE),
        ("5 ИЮНЯ 2023 г.", JUNE),
        ("05 июня 2023 года", JUNE),
        ("5 June 2023", JUNE),
        ("June 5, 2023", JUNE),
        ("20.01.2023", JANUARY),
        ("20/01/2023", JANUARY),
        ("20 янв. 2023", JANUARY),
        ("20 Jan 2023", JANUARY),
        ("20\u00a0января 2023", JANUARY),
        ("01.01.2023", dt.date(2023, 1, 1)),
    ],
)
def test_an_unambiguous_date_is_parsed(typed: str, day: dt.date) -> None:
    assert parse_date(typed) == day


def test_month_names_are_parsed_in_the_given_languages() -> None:
    assert parse_date("20 тохсунньу 2023", ("sah",)) == JANUARY


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("05.06.2023", "date-ambiguous"),
        ("5/6/2023", "date-ambiguous"),
        ("9999-12-31", "date-range"),
        ("0001-01-01", "date-range"),
        ("31.12.1969", "date-range"),
        ("1 January 3000", "date-range"),
        ("2023-02-30", "date-impossible"),
        ("31.04.2023", "date-impossible"),
        ("01.20.2023", "date-impossible"),
        ("00.00.2023", "date-impossible"),
        ("30 февраля 2023", "date-impossible"),
        ("0000-01-01", "date-impossible"),
        ("5 юня 2023", "date-month"),
        ("2023", "date-form"),
        ("20.01.23", "date-form"),
        ("вчера", "date-form"),
        ("2023-06-05T10:30:00Z", "date-with-time"),
        ("2023-06-05 10:30", "date-with-time"),
    ],
)
def test_an_invalid_date_has_an_error_code(typed: str, code: str) -> None:
    with pytest.raises(DateError) as raised:
        parse_date(typed)
    assert raised.value.code == code


def test_an_ambiguous_date_suggests_both_dates() -> None:
    with pytest.raises(DateError) as raised:
        parse_date("05.06.2023")
    assert raised.value.values == {"text": "05.06.2023", "first": "2023-06-05", "second": "2023-05-06"}


@pytest.mark.parametrize(("typed", "time"), [("10:30", dt.time(10, 30)), ("9:05", dt.time(9, 5))])
def test_a_time_is_parsed(typed: str, time: dt.time) -> None:
    assert parse_time(typed) == time


@pytest.mark.parametrize("typed", ["24:00", "10:60", "10", "10:30:00", "10:30 am", ""])
def test_an_invalid_time_is_rejected(typed: str) -> None:
    with pytest.raises(DateError):
        parse_time(typed)


@given(st.dates(dt.date(1990, 1, 1), dt.date(2100, 1, 1)))
def test_every_iso_date_is_parsed(day: dt.date) -> None:
    assert parse_date(day.isoformat()) == day


@pytest.mark.parametrize(
    ("typed", "moment", "ends"),
    [
        ("2026-11-27", "2026-11-27 00:00", "2026-11-28 00:00"),
        ("31 декабря 2026", "2026-12-31 00:00", "2027-01-01 00:00"),
        ("2026-11-27 08:00", "2026-11-27 08:00", "2026-11-27 08:00"),
        ("2026-11-27T8:00", "2026-11-27 08:00", "2026-11-27 08:00"),
        ("2026-11-27 00:00", "2026-11-27 00:00", "2026-11-27 00:00"),
        ("2026-12-31 24:00", "2027-01-01 00:00", "2027-01-01 00:00"),
        ("27 ноября 2026 г. 18:30", "2026-11-27 18:30", "2026-11-27 18:30"),
    ],
)
def test_a_day_alone_ends_when_it_is_over(typed: str, moment: str, ends: str) -> None:
    assert f"{parse_moment(typed):%Y-%m-%d %H:%M}" == moment
    assert f"{parse_moment(typed, ends=True):%Y-%m-%d %H:%M}" == ends


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("2026-04-31", "date-impossible"),
        ("2026-04-30 25:70", "time-form"),
        ("2026-04-30 24:01", "time-form"),
        ("08:00", "date-form"),
        ("", "date-form"),
        ("1022-01-01", "date-range"),
    ],
)
def test_what_is_no_moment_is_told(typed: str, code: str) -> None:
    with pytest.raises(DateError) as caught:
        parse_moment(typed, ends=True)
    assert caught.value.code == code
