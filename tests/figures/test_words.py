from __future__ import annotations

from decimal import Decimal

import pytest
from msgspec.structs import replace

from plugins.figures.figure_text import Form, format_change, format_figure, format_share
from plugins.figures.model import Approx
from plugins.i18n.language import Language
from tests.figures.shelf import HEAD, NUMBER, read, words

FIGURE = read(HEAD + NUMBER)[0].figures["trial.calls"]
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


def said(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("code", "value", "plain", "hedged"),
    [
        (code, value, *both)
        for code, table in (("ru", RUSSIAN), ("en", ENGLISH))
        for value, both in table.items()
    ],
)
def test_a_number_takes_its_plural_and_after_a_hedge_its_case(
    code: str, value: str, plain: str, hedged: str
) -> None:
    figure = replace(FIGURE, value=Decimal(value))
    assert said(format_figure(replace(figure, approx=EXACT), words(code))) == plain
    assert said(format_figure(figure, words(code))) == hedged


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
def test_every_hedge_governs_its_own_case(approx: Approx, russian: str, english: str) -> None:
    figure = replace(FIGURE, value=Decimal(21), approx=approx)
    assert (said(format_figure(figure, words("ru"))), said(format_figure(figure, words("en")))) == (
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
        (Form.NATURAL, "1438437", "1 438 437 звонков", "1,438,437 calls"),
        (Form.COMPACT, "1438437", "около 1,4 млн звонков", "about 1.4 million calls"),
        (Form.COMPACT, "96", "96 звонков", "96 calls"),
    ],
)
def test_a_form_changes_how_a_number_is_written_and_says_so_when_it_rounds(
    form: Form, value: str, russian: str, english: str
) -> None:
    figure = replace(FIGURE, value=Decimal(value), approx=EXACT)
    assert (
        said(format_figure(figure, words("ru"), form)),
        said(format_figure(figure, words("en"), form)),
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
    ],
)
def test_a_share_is_no_more_exact_than_its_inputs_and_needs_a_base(
    part: str, whole: str, approx: Approx, russian: str
) -> None:
    one, all_of = (replace(FIGURE, value=Decimal(value), approx=approx) for value in (part, whole))
    assert said(format_share(one, all_of, words("ru"))) == russian


@pytest.mark.parametrize(
    ("now", "before", "russian"),
    [
        ("82000", "120000", "на 32 % меньше"),
        ("120000", "82000", "на 46 % больше"),
        ("50", "50", "столько же"),
        ("50", "10", ""),
    ],
)
def test_a_change_says_more_or_less_and_is_not_told_on_a_small_base(
    now: str, before: str, russian: str
) -> None:
    one, other = (replace(FIGURE, value=Decimal(value), approx=EXACT) for value in (now, before))
    assert said(format_change(one, other, words("ru"))) == russian


def test_short_words_are_bound_to_the_next() -> None:
    assert (
        words("ru").bind_short_words("Звонки в праздники и на Новый год")
        == "Звонки в\u00a0праздники и\u00a0на\u00a0Новый год"
    )


def test_numbers_are_bound_to_what_they_count() -> None:
    assert words("en").bind_short_words("January 2023") == "January 2023"
    bound = words("ru").bind_short_words("22–27 сентября, 8\u00a0814 раз, 12,6 секунды, COVID-19 по месяцам")
    assert bound == "22–27\u00a0сентября, 8\u00a0814\u00a0раз, 12,6\u00a0секунды, COVID-19 по\u00a0месяцам"


def test_a_unit_without_a_case_is_asked_for_it_only_by_languages_whose_hedges_have_one() -> None:
    assert Language("ru").plural(Decimal(21)) == "one"
    assert words("en").hedges[Approx.MORE].case == ""
