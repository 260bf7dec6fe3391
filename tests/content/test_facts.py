from __future__ import annotations

import pytest

from plugins.content.fact_words import FactWords
from plugins.content.facts import FactReader
from plugins.i18n.language import Language
from plugins.i18n.telephones import TelephoneCustoms

RUSSIAN, ENGLISH, SAKHA = Language("ru"), Language("en", "en-GB"), Language("sah")
ARABIC, PERSIAN = Language("ar"), Language("fa")
RUSSIA = TelephoneCustoms("RU")


def said(text: str, language: Language) -> list[tuple[str, str]]:
    return [(fact.kind, fact.value) for fact in FactReader(language, RUSSIA).read(text, 1)]


@pytest.mark.parametrize(
    ("russian", "english", "expected"),
    [
        ("59 млн звонков", "59 million calls", [("number", "59000000")]),
        ("59 миллионами", "59,000,000", [("number", "59000000")]),
        ("1,5 тыс. человек", "1.5 thousand people", [("number", "1500")]),
        ("1 438 437", "1,438,437", [("number", "1438437")]),
        ("12,6 секунды", "12.6 seconds", [("number", "12.6")]),
        ("2 миллиарда", "2 billion", [("number", "2000000000")]),
        ("80 000 000 000", "80,000,000,000", [("number", "80000000000")]),
        ("5 %", "5%", [("number", "5")]),
        ("30 декабря 2022 года", "30 December 2022", [("date", "12-30"), ("number", "2022")]),
        ("30.12.2022", "December 30th, 2022", [("date", "12-30"), ("number", "2022")]),
        ("3-го мая", "May 3rd", [("date", "5-3")]),
        ("в ноябре 2020 года", "in November 2020", [("month", "11"), ("number", "2020")]),
        ("с 22 по 23 сентября", "22 to 23 September", [("number", "22"), ("date", "9-23")]),
        ("с 9:00", "from 09:00", [("time", "09:00")]),
        ("8-800-101-0035", "+7 (800) 101-00-35", [("phone", "tel:+78001010035")]),
        ("8 800 1010 035", "8 800 101 00 35", [("phone", "tel:+78001010035")]),
        (
            "8 800 101 00 35 до 30 мая",
            "8-800-101-0035 to 30 May",
            [("phone", "tel:+78001010035"), ("date", "5-30")],
        ),
        ("CC BY 4.0", "CC BY 4.0", [("number", "4")]),
        ("COVID-19", "COVID-19", [("number", "19")]),
    ],
)
def test_a_fact_is_the_same_in_every_language(
    russian: str, english: str, expected: list[tuple[str, str]]
) -> None:
    assert said(russian, RUSSIAN) == said(russian.upper(), RUSSIAN) == expected
    assert said(english, ENGLISH) == said(english.upper(), ENGLISH) == expected


def test_a_fact_is_found_in_any_case_and_cited_as_typed() -> None:
    words = FactWords(
        units={"hour": ("HOURS",)}, before={"start": ("Не раньше",)}, weekdays={"1": ("monday",)}
    )
    found = FactReader(ENGLISH, RUSSIA, words).read("İİ Не Раньше 9 Hours, MONDAY", 1)
    assert [(fact.typed, fact.phrase) for fact in found] == [("9", "Не Раньше 9 Hours"), ("MONDAY", "")]
    assert found[0].traits == {"unit:hour", "edge:start"}
    assert FactReader(ENGLISH, RUSSIA, words).read("XMonday, Mondays", 1) == []


def test_a_language_is_added_without_a_line_of_code() -> None:
    assert said("2022 сыл ахсынньы 30 күнэ, 59 мөл.", SAKHA)


def test_a_fact_knows_its_line_and_how_it_is_typed() -> None:
    (_, found) = FactReader(RUSSIAN, RUSSIA).read("раз 1\n\nдва 59\u00a0млн", 7)
    assert (found.typed, found.line) == ("59 млн", 9)


@pytest.mark.parametrize(
    ("typed", "language", "expected"),
    [
        ("٥٩ شخصا", ARABIC, [("number", "59")]),
        ("١٬٤٣٨٬٤٣٧", ARABIC, [("number", "1438437")]),
        ("١٢٫٦ ثانية", ARABIC, [("number", "12.6")]),
        ("٣٠ ديسمبر ٢٠٢٢", ARABIC, [("date", "12-30"), ("number", "2022")]),
        ("٠٩:٠٠", ARABIC, [("time", "09:00")]),
        ("۵۹ نفر", PERSIAN, [("number", "59")]),
        ("+٧ ٨٠٠ ١٠١ ٠٠ ٣٥", ARABIC, [("phone", "tel:+78001010035")]),
        ("١٢٢", ARABIC, [("number", "122")]),
    ],
)
def test_digits_of_other_scripts_are_the_same_facts(
    typed: str, language: Language, expected: list[tuple[str, str]]
) -> None:
    assert said(typed, language) == expected


@pytest.mark.parametrize(
    ("region", "one", "other"),
    [
        ("US", "(212) 555-0134", "+1 212-555-0134"),
        ("GB", "0800 123 456", "+44 800 123 456"),
        ("KZ", "8 727 250 00 00", "+7 (727) 250-00-00"),
        ("RU", "8-800-2000-122", "8 800 2000 122"),
    ],
)
def test_a_number_in_two_spellings_is_the_same_fact(region: str, one: str, other: str) -> None:
    customs = TelephoneCustoms(region)
    (first,), (second,) = (FactReader(ENGLISH, customs).read(text, 1) for text in (one, other))
    assert (first.kind, first.value) == (second.kind, second.value)
    assert first.kind == "phone"
