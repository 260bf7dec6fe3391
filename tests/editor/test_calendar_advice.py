"""Days, weekdays, times and telephone numbers that do not exist are told at their lines."""

from __future__ import annotations

import pytest

from plugins.editor.calendar_advice import calendar_advice
from plugins.i18n.language import Language
from plugins.i18n.telephones import TelephoneCustoms
from plugins.markdown.text_segments import TextSegment

RUSSIA = TelephoneCustoms("RU")


def advised(text: str, language: str) -> list[tuple[str, int, str]]:
    """The code, line and typed text of all advice on a paragraph that begins on line 10."""
    segment = TextSegment("text", 10, text, text)
    found = calendar_advice(segment, "content/x/ru.md", Language(language), RUSSIA)
    return [(each.code, each.line, dict(each.values)["typed"]) for each in found]


@pytest.mark.parametrize(
    ("language", "text", "code", "typed"),
    [
        ("ru", "Приём до 31 апреля.", "day-impossible", "31 апреля"),
        ("ru", "С 30 февраля 2024 года", "day-impossible", "30 февраля 2024"),
        ("ru", "29 февраля 2023 г.", "day-impossible", "29 февраля 2023"),
        ("ru", "31\u00a0июня", "day-impossible", "31 июня"),
        ("ru", "дата: 31.04.2023", "day-impossible", "31.04.2023"),
        ("ru", "дата 2023-02-30, раз", "day-impossible", "2023-02-30"),
        ("en", "until April 31, 2023", "day-impossible", "April 31, 2023"),
        ("en", "on 31 September", "day-impossible", "31 September"),
        ("ru", "в субботу, 5 января 2026 года", "weekday-wrong", "субботу, 5 января 2026"),
        ("ru", "Среда 6 января 2026", "weekday-wrong", "Среда 6 января 2026"),
        ("ru", "вт, 5 января 2026", "weekday-wrong", "вт, 5 января 2026"),
        ("en", "on Saturday, January 5, 2026", "weekday-wrong", "Saturday, January 5, 2026"),
        ("en", "Tue 5 January 2026", "weekday-wrong", "Tue 5 January 2026"),
        ("ru", "в 25:70", "time-impossible", "25:70"),
        ("ru", "в 10:75", "time-impossible", "10:75"),
        ("ru", "до 24:30", "time-impossible", "24:30"),
        ("ru", "тел. +7 (495) 123-45-6", "telephone-length", "+7 (495) 123-45-6"),
        ("ru", "8-800-200-12-1", "telephone-length", "8-800-200-12-1"),
        ("ru", "8 (800) 200-12-1, бесплатно", "telephone-length", "8 (800) 200-12-1"),
        ("en", "call +44 20 7946 09581234", "telephone-length", "+44 20 7946 09581234"),
    ],
)
def test_what_does_not_exist_is_advised_at_its_line(language: str, text: str, code: str, typed: str) -> None:
    assert advised(f"Первая строка.\n{text}", language) == [(code, 11, typed)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "29 февраля, 30 апреля и 31 мая 2023 года"),
        ("ru", "в понедельник, 5 января 2026 года, и во вторник 6 января 2026"),
        ("ru", "в субботу, 5 января"),
        ("ru", "круглосуточно, с 00:00 до 24:00, в 9:05 и 23:59"),
        ("ru", "счёт 102:98, версия 1.31.2, доля 16:9, адрес 10.20.30.40"),
        ("ru", "В мае 45 человек, в апреля-то 31"),
        ("ru", "номера +7 (495) 123-45-67, 8 800 200-12-12, 8-800-200-12-12"),
        ("ru", "8 (восемь) 100-200"),
        ("ru", "8 800 тысяч, 0 100 200"),
        ("en", "Monday, January 5, 2026, and Tue 6 January 2026"),
        ("en", "In May 2020 10 people; 5 May 31"),
        ("sah", "Ыам ыйын 31 күнэ"),
    ],
)
def test_what_exists_is_not(language: str, text: str) -> None:
    assert advised(text, language) == []
