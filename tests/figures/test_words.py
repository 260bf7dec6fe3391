from __future__ import annotations

from decimal import Decimal

import pytest
from msgspec.structs import replace

from plugins.figures.figure_text import Form, format_change, format_figure, format_share
from plugins.figures.model import Approx
from plugins.i18n.language import Language
from tests.figures.samples import HEAD, NUMBER, read_text, vocabulary

FIGURE = read_text(HEAD + NUMBER)[0].figures["trial.calls"]
EXACT = Approx.EXACT
RUSSIAN = {
    "0": ("0 звонков", "более 0 звонков"),
    "1": ("1 звонок", "более 1 звонка"),
    "2": ("2 звонка", "более 2 звонков"),
    "5": ("5 звонков", "более 5 звонков"),
    "11": ("11 звонков", "более 11 звонков"),
    "21": ("21 звонок", "более 21 звонка"),
    "101": ("101 звонок", "более 101 звонка"),
    "111": ("111 звонков", "более 111 звонков"),
    "1.5": ("1,5 звонка", "более 1,5 звонка"),
    "1000000": ("1 млн звонков", "более 1 млн звонков"),
    "59000000": ("59 млн звонков", "более 59 млн звонков"),
}
ENGLISH = {
    "0": ("0 calls", "more than 0 calls"),
    "1": ("1 call", "more than 1 call"),
    "2": ("2 calls", "more than 2 calls"),
    "5": ("5 calls", "more than 5 calls"),
    "11": ("11 calls", "more than 11 calls"),
    "21": ("21 calls", "more than 21 calls"),
    "101": ("101 calls", "more than 101 calls"),
    "111": ("111 calls", "more than 111 calls"),
    "1.5": ("1.5 calls", "more than 1.5 calls"),
    "1000000": ("1 million calls", "more than 1 million calls"),
    "59000000": ("59 million calls", "more than 59 million calls"),
}


def plain_spaces(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("code", "value", "plain", "hedged"),
    [
        (code, value, *both)
        for code, table in (("ru", RUSSIAN), ("en", ENGLISH))
        for value, both in table.items()
    ],
)
def test_unit_has_plural_and_case(code: str, value: str, plain: str, hedged: str) -> None:
    figure = replace(FIGURE, value=Decimal(value))
    assert plain_spaces(format_figure(replace(figure, approx=EXACT), vocabulary(code))) == plain
    assert plain_spaces(format_figure(figure, vocabulary(code))) == hedged


@pytest.mark.parametrize(
    ("approx", "russian", "english"),
    [
        (Approx.EXACT, "21 звонок", "21 calls"),
        (Approx.MORE, "более 21 звонка", "more than 21 calls"),
        (Approx.ABOUT, "около 21 звонка", "about 21 calls"),
        (Approx.ALMOST, "почти 21 звонок", "almost 21 calls"),
        (Approx.AT_MOST, "не более 21 звонка", "at most 21 calls"),
    ],
)
def test_hedge_decides_the_case(approx: Approx, russian: str, english: str) -> None:
    figure = replace(FIGURE, value=Decimal(21), approx=approx)
    assert (
        plain_spaces(format_figure(figure, vocabulary("ru"))),
        plain_spaces(format_figure(figure, vocabulary("en"))),
    ) == (
        russian,
        english,
    )


@pytest.mark.parametrize(
    ("form", "value", "russian", "english"),
    [
        (Form.NATURAL, "65000", "65 000 звонков", "65,000 calls"),
        (Form.COMPACT, "65000", "65 тыс. звонков", "65 thousand calls"),
        (Form.FULL, "59000000", "59 000 000 звонков", "59,000,000 calls"),
        (Form.NUMBER, "59000000", "59 млн", "59 million"),
        (Form.COUNTED, "59000000", "59 млн звонков", "59 million calls"),
        (Form.COUNTED, "38605.0", "38 605 звонков", "38,605 calls"),
        (Form.NATURAL, "670.0", "670 звонков", "670 calls"),
        (Form.NATURAL, "1.0", "1 звонок", "1 call"),
        (Form.NATURAL, "1438437", "1 438 437 звонков", "1,438,437 calls"),
        (Form.COMPACT, "1438437", "около 1,4 млн звонков", "about 1.4 million calls"),
        (Form.COMPACT, "96", "96 звонков", "96 calls"),
        (Form.COMPACT, "1250", "около 1,3 тыс. звонков", "about 1.3 thousand calls"),
        (Form.COMPACT, "1350", "около 1,4 тыс. звонков", "about 1.4 thousand calls"),
    ],
)
def test_forms_and_rounding(form: Form, value: str, russian: str, english: str) -> None:
    figure = replace(FIGURE, value=Decimal(value), approx=EXACT)
    assert (
        plain_spaces(format_figure(figure, vocabulary("ru"), form)),
        plain_spaces(format_figure(figure, vocabulary("en"), form)),
    ) == (
        russian,
        english,
    )


@pytest.mark.parametrize(
    ("part", "whole", "approx", "russian"),
    [
        ("903", "2369", EXACT, "38 %"),
        ("59000000", "107000000", Approx.MORE, "около 55 %"),
        ("2000000", "59000000", Approx.ABOUT, "около 3 %"),
        ("1", "300", EXACT, "0,3 %"),
        ("5", "19", EXACT, ""),
        ("0", "100", EXACT, "0 %"),
        ("125", "1000", EXACT, "13 %"),
        ("135", "1000", EXACT, "14 %"),
        ("99999", "100000", EXACT, "более 99,9 %"),
        ("1", "100000", EXACT, "не более 0,1 %"),
        ("997", "1000", EXACT, "99,7 %"),
        ("995", "1000", EXACT, "99,5 %"),
        ("100000", "100000", EXACT, "100 %"),
    ],
)
def test_share_precision_and_minimum_base(part: str, whole: str, approx: Approx, russian: str) -> None:
    one, all_of = (replace(FIGURE, value=Decimal(value), approx=approx) for value in (part, whole))
    assert plain_spaces(format_share(one, all_of, vocabulary("ru"))) == russian


@pytest.mark.parametrize(
    ("now", "before", "russian"),
    [
        ("82000", "120000", "на 32 % меньше"),
        ("120000", "82000", "на 46 % больше"),
        ("50", "50", "столько же"),
        ("50", "10", ""),
        ("10001", "10000", ""),
        ("9999", "10000", ""),
    ],
)
def test_change_direction_and_minimum_base(now: str, before: str, russian: str) -> None:
    one, other = (replace(FIGURE, value=Decimal(value), approx=EXACT) for value in (now, before))
    assert plain_spaces(format_change(one, other, vocabulary("ru"))) == russian


@pytest.mark.parametrize(
    ("value", "approx", "russian"),
    [("21", EXACT, "21 звонок"), ("21", Approx.MORE, "21 звонка"), ("22", Approx.ALMOST, "22 звонка")],
)
def test_a_counted_figure_stands_in_the_case_of_its_hedge_without_it(
    value: str, approx: Approx, russian: str
) -> None:
    figure = replace(FIGURE, value=Decimal(value), approx=approx)
    assert plain_spaces(format_figure(figure, vocabulary("ru"), Form.COUNTED)) == russian


def test_no_break_space_after_short_words() -> None:
    assert (
        vocabulary("ru").bind_short_words("Звонки в праздники и на Новый год")
        == "Звонки в\u00a0праздники и\u00a0на\u00a0Новый год"
    )


def test_no_break_space_after_numbers() -> None:
    assert vocabulary("en").bind_short_words("January 2023") == "January\u00a02023"
    assert vocabulary("en").bind_short_words("on 122 by day") == "on\u00a0122 by\u00a0day"
    bound = vocabulary("ru").bind_short_words(
        "22–27 сентября, 8\u00a0814 раз, 12,6 секунды, COVID-19 по месяцам"
    )
    assert bound == "22–27\u00a0сентября, 8\u00a0814\u00a0раз, 12,6\u00a0секунды, COVID-19 по\u00a0месяцам"


def test_unit_case_is_required_only_if_hedges_need_it() -> None:
    assert Language("ru").plural(Decimal(21)) == "one"
    assert vocabulary("en").hedges[Approx.MORE].case == ""
