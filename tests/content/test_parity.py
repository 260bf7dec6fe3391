"""What two languages of one item state: equal facts, differing facts, and what excuses a difference."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest

from plugins.content.comparison import Statement, differences
from plugins.content.fact_words import read_fact_words
from plugins.content.facts import FactReader
from plugins.content.load import load_site
from plugins.editor.check import check_content
from plugins.i18n.language import Language
from plugins.i18n.telephones import TelephoneCustoms
from plugins.model.document import section_hashes
from tests.building import ROOT, build_options, content_of

if TYPE_CHECKING:
    from pathlib import Path

    from plugins.diagnostics.problem import Problem

LOCALES = {"ru": "", "en": "en-GB", "es": ""}
OWN = (("122", "tel:122"),)
WORDS, WORD_PROBLEMS = read_fact_words(ROOT / "theme" / "phrases", "theme/phrases", LOCALES)
READERS = {
    code: FactReader(Language(code, locale), TelephoneCustoms("RU", OWN), WORDS[code])
    for code, locale in LOCALES.items()
}
NEWS = "news/2023-01-31-item"


def compared(ours: str, theirs: str, languages: tuple[str, str] = ("ru", "en")) -> list[tuple[str, str]]:
    """The differing facts of two texts as typed; empty where a text lacks one."""
    one, other = (
        Statement(READERS[code].read(text, 1), partial(READERS[code].spelled, text))
        for text, code in zip((ours, theirs), languages, strict=True)
    )
    found = differences(one, other)
    return [(here.typed if here else "", there.typed if there else "") for here, there in found]


@pytest.mark.parametrize(
    ("russian", "english"),
    [
        ("с 8 до 20", "8 a.m. to 8 p.m."),
        ("с 8 до 20", "from 8am until 8pm"),
        ("с 20 до 22", "8 to 10 p.m."),
        ("в 18:00", "at 6 p.m."),
        ("в 18:30", "at 6:30pm"),
        ("с 8.00 до 17.30", "08:00 to 17:30"),
        ("в 8 вечера", "at 20:00"),
        ("в 12 ночи", "at 00:00"),
        ("в полдень", "at 12:00"),
        ("до 24:00", "until midnight"),
        ("в полночь", "at 12 a.m."),
        ("полтора миллиона", "1.5 million"),
        ("полмиллиона", "half a million"),
        ("500 тысяч", "half a million"),
        ("два миллиона", "2 million"),
        ("двадцать пять", "25"),
        ("27 регионов", "Twenty-seven regions"),
        ("в третьем квартале", "in the 3rd quarter"),
        ("3-й", "third"),
        ("XXI век", "21st century"),
        ("глава IX", "chapter 9"),
        ("05.06.23", "5 June 2023"),
        ("05.06.2023", "05/06/2023"),
        ("5 янв. 2023", "5 Jan 2023"),
        ("1 марта", "the 1st of March"),
        ("с 22 по 27 сентября", "from September 22 to 27"),
        ("22–27 сентября", "22 September to 27 September"),
        ("2020-22", "2020–2022"),
        ("1990-е", "the 1990s"),
        ("90-е", "the 1990s"),
        ("COVID19, i18n, AES256", ""),
        ("о ковиде", "about COVID-19"),
        ("30 минут", "a 30-minute wait"),
        ("-3 %", "\u22123%"),
        ("снизилось на 3 %", "-3%"),
        ("100 рублей", "₽100"),
        ("не более 5", "up to 5"),
        ("не менее 5", "5 or more"),
        ("с 30 операторами", "until 30 operators"),
        ("по будням", "Monday to Friday"),
        ("до 18 лет", "under 18"),
        ("30 минут и 30 дней", "30 days, 30 minutes"),
        ("10 -15", "10-15"),
        ("до 122", "from 122"),
        ("18 ч 30 мин", "6:30 p.m."),
        ("2 часа 30 минут", "2 hours and 30 minutes"),
        ("с 10 до 18", "10–6 pm"),
        ("круглосуточно", "24/7"),
        ("ежедневно, 24 часа", "24 hours a day, 7 days a week"),
        ("скидка 20 %", "20% off"),
        ("−20 %", "20% off"),
        ("в I квартале", "in Q1"),
        ("100 000", "100k"),
        ("в 2 раза больше", "twice as many"),
        ("в 5 часов утра", "at 5 a.m."),
        ("5 млн долларов", "$5 million"),
        ("звонки с 1 января", "calls since 1 January"),
    ],
)
def test_what_means_the_same_is_no_difference(russian: str, english: str) -> None:
    assert WORD_PROBLEMS == []
    assert compared(russian, english) == []
    assert compared(english, russian, ("en", "ru")) == []


def test_a_date_of_a_language_without_words_of_its_own_is_read() -> None:
    assert compared("1 de marzo de 2022", "1 March 2022", ("es", "en")) == []


@pytest.mark.parametrize(
    ("russian", "english", "expected"),
    [
        ("Звоните 112", "Call 911", ("112", "911")),
        ("с 8 до 20", "8 a.m. to 9 p.m.", ("20", "")),
        ("в полдень", "at 13:00", ("", "13:00")),
        ("-3 %", "3%", ("-3 %", "3%")),
        ("минус 3 градуса", "3 degrees", ("минус 3", "3")),
        ("30 минут", "30 hours", ("30 минут", "30 hours")),
        ("500 рублей", "500 dollars", ("500 рублей", "500 dollars")),
        ("500 рублей", "$500", ("500 рублей", "$500")),
        ("1,5 млн рублей", "1.5 million dollars", ("1,5 млн рублей", "1.5 million dollars")),
        ("до 18", "from 18", ("до 18", "from 18")),
        ("до 18", "from 6 p.m.", ("до 18", "from 6 p.m.")),
        ("30 минут.", "30 hours.", ("30 минут", "30 hours")),
        ("до 5 мая", "from 5 May", ("до 5 мая", "from 5 May")),
        ("до 2020 года", "since 2020", ("до 2020", "since 2020")),
        ("более 400", "fewer than 400", ("более 400", "fewer than 400")),
        ("не более 400", "over 400", ("не более 400", "over 400")),
        ("на 5 % больше", "5% fewer", ("5 % больше", "5% fewer")),
        ("в среду", "on Thursday", ("среду", "Thursday")),
        ("8-800-101-0035", "8 800 101 0036", ("8-800-101-0035", "8 800 101 0036")),
    ],
)
def test_what_means_another_thing_is_told(russian: str, english: str, expected: tuple[str, str]) -> None:
    assert expected in compared(russian, english)


def problems_of(folder: Path, files: dict[str, str | bytes]) -> list[Problem]:
    return [*load_site(build_options(content_of(folder, files))).problems]


def item(text: str, *keys: str) -> str:
    return "\n".join(["---", "title: Новость", "summary: Коротко.", *keys, "---", text, ""])


def told(folder: Path, russian: str, english: str) -> list[tuple[str, str]]:
    found = problems_of(folder, {f"{NEWS}/ru.md": russian, f"{NEWS}/en.md": english})
    return [(str(each.severity), each.code) for each in found]


def confirmed(folder: Path, russian: str) -> str:
    """The front matter key of a translation of this text."""
    loaded = load_site(build_options(content_of(folder, {f"{NEWS}/ru.md": russian})))
    return f"translated_from: {section_hashes(loaded.content.bundles[NEWS].documents['ru'])}"


def test_a_correction_of_the_original_is_published_before_its_translation(tmp_path: Path) -> None:
    key = confirmed(tmp_path / "before", item("Мы работаем с 9 до 18. Звонков было 5, потом 6."))
    english = item("We are open from 9 to 18. Calls: 5, then 6.", key)
    assert told(tmp_path / "same", item("Мы работаем с 9 до 18. Звонков было 5, потом 6."), english) == []
    corrected = item("Мы работаем с 8 до 20. Звонков было 7, потом 8.")
    assert told(tmp_path / "lagging", corrected, english) == [("advice", "facts-outdated")]


def test_a_lagging_translation_is_told_in_one_line(tmp_path: Path) -> None:
    key = confirmed(tmp_path / "before", item("С 9 до 18. Было 5, потом 6."))
    files: dict[str, str | bytes] = {
        f"{NEWS}/ru.md": item("С 8 до 20. Было 7, потом 8, ещё 11, 12 и 13."),
        f"{NEWS}/en.md": item("From 9 to 18. It was 5, then 6.", key),
    }
    found = check_content(build_options(content_of(tmp_path, files)))
    codes = {"facts-outdated", "translation-outdated", "facts-differ", "facts-missing"}
    assert [each.code for each in found if each.code in codes] == ["facts-outdated"]


def test_a_section_that_did_not_change_is_still_compared(tmp_path: Path) -> None:
    key = confirmed(tmp_path / "before", item("С 9 до 18.\n\n## Цена\n\nЗвонок стоит 5 рублей."))
    english = item("From 9 to 18.\n\n## Price\n\nA call costs 6 roubles.", key)
    found = told(tmp_path / "lagging", item("С 8 до 20.\n\n## Цена\n\nЗвонок стоит 5 рублей."), english)
    assert ("error", "facts-differ") in found or ("error", "facts-missing") in found


@pytest.mark.parametrize(
    ("russian", "english", "expected"),
    [
        (item("Было 5."), item("It was 6.", "status: draft"), [("advice", "facts-draft")]),
        (item("Было 5.", "status: draft"), item("It was 6."), [("advice", "facts-draft")]),
        (item("Было 5, 6 и 7. " + "Слово за словом. " * 40), item("In short."), [("advice", "facts-stub")]),
        (item("Было 5. " + "Слово за словом. " * 40), item("It was 6."), [("error", "facts-differ")]),
    ],
)
def test_drafts_and_short_versions_may_differ(
    russian: str, english: str, expected: list[tuple[str, str]], tmp_path: Path
) -> None:
    assert told(tmp_path, russian, english) == expected


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ([], [("error", "facts-differ"), ("error", "facts-differ")]),
        (['parity_exceptions: ["1.6 million"]'], [("error", "facts-differ")]),
        (['parity_exceptions: ["1.6  million", "31 December"]'], []),
        (['parity_exceptions: ["1,600,000", 31 December]'], []),
        (["parity: off, цитата"], []),
        (
            ['parity_exceptions: ["1.6 million", "31 December", "7"]'],
            [("advice", "parity-unused")],
        ),
    ],
)
def test_one_fact_may_be_excepted(keys: list[str], expected: list[tuple[str, str]], tmp_path: Path) -> None:
    english = item("There were 1.6 million calls on 31 December.", *keys)
    assert told(tmp_path, item("Было 1,5 млн звонков 30 декабря."), english) == expected


@pytest.mark.parametrize("typed", ["/news/2022-12-30-old/", "https://a.example/x", "{figure}calls.a"])
def test_the_remedy_that_is_told_works_for_links(typed: str, tmp_path: Path) -> None:
    text = f"[Слово]({typed})" if "/" in typed else typed
    found = told(tmp_path, item(text, f'parity_exceptions: ["{typed}"]'), item("Nothing."))
    assert not [code for _, code in found if code.startswith("facts-")]


@pytest.mark.parametrize(
    ("russian", "english", "equal"),
    [
        ("https://a.example/ru/docs/", "https://a.example/en/docs/", True),
        ("https://a.example/ru/docs/", "http://www.a.example/docs", True),
        ("https://ru.wikipedia.org/wiki/Телефон", "https://en.wikipedia.org/wiki/Telephone", True),
        ("https://a.example/x?lang=ru", "https://a.example/x?lang=en", True),
        ("https://a.example/en-GB/x", "https://a.example/ru_RU/x", True),
        ("https://a.example/ru/docs/", "https://a.example/en/other/", False),
        ("https://a.example/x?page=1", "https://a.example/x?page=2", False),
    ],
)
def test_the_language_of_an_address_is_no_difference(
    russian: str, english: str, *, equal: bool, tmp_path: Path
) -> None:
    found = told(tmp_path, item(f"[Слово]({russian})"), item(f"[Word]({english})"))
    assert found == ([] if equal else [("error", "facts-differ")])


@pytest.mark.parametrize(
    ("russian", "english"),
    [
        (
            item("Текст.", "corrections: [{date: 2023-02-01, text: Звоните 8-800-101-0035.}]"),
            item("Text.", "corrections: [{date: 2023-02-01, text: Call 8-800-101-0036.}]"),
        ),
        (
            item("", "status: withdrawn", "reason: Отозвано 5 мая."),
            item("", "status: withdrawn", "reason: Withdrawn on 6 May."),
        ),
        (item('![Вид](a.jpg "Снято в 2021 году")'), item('![View](a.jpg "Taken in 2022")')),
        (item("![Очередь из 5 человек](a.jpg)"), item("![A queue of 6 people](a.jpg)")),
    ],
)
def test_texts_around_the_body_are_compared(russian: str, english: str, tmp_path: Path) -> None:
    assert ("error", "facts-differ") in told(tmp_path, russian, english)


@pytest.mark.parametrize(
    "target", ["http://[", "https://[::1", "http://a.example:99999/", "https:///", "//x"]
)
def test_a_broken_address_is_compared_as_typed(target: str, tmp_path: Path) -> None:
    found = told(tmp_path, item(f"[Слово]({target})"), item(f"[Word]({target})"))
    assert not [code for _, code in found if code.startswith("facts-")]


def test_texts_with_thousands_of_numbers_are_compared() -> None:
    text = ", ".join(f"{number}" for number in range(100, 1000)) * 10
    assert compared(text, text) == []


ALERT = "level: urgent\nfrom: 2022-01-01 10:00\nuntil: 2027-01-02 10:00\n"


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("alert.yaml", ALERT + "text: {ru: Звоните 112, en: Call 911}\n", "error texts-differ 4"),
        ("alert.yaml", ALERT + "text:\n  ru: Звоните 112\n  en: Call 112\n", ""),
        ("alert.yaml", ALERT + "text: {ru: Закрыты до 18, en: Closed from 18}\n", "error texts-differ 4"),
        (
            "topics.yaml",
            "health: {ru: Здоровье, en: Health}\nyear: {ru: Год 2021, en: Year 2022}\n",
            "error texts-differ 2",
        ),
        (
            "topics.yaml",
            "health: {ru: Здоровье, en: Health}\nyear: {ru: Год 2021, en: Year}\n",
            "advice texts-missing 2",
        ),
    ],
)
def test_texts_in_yaml_files_are_compared(name: str, text: str, expected: str, tmp_path: Path) -> None:
    found = problems_of(tmp_path, {name: text})
    told = [f"{each.severity} {each.code} {each.line}" for each in found if each.code.startswith("texts-")]
    assert told == ([expected] if expected else [])


FIGURES = """\
title: {ru: Набор, en: Set}
units:
  call:
    ru: {one: час, few: часа, many: часов, other: часа, gen: {one: часа, other: часов}}
    en: {one: hour, other: hours}
sources:
  paper: {publisher: {ru: Газета, en: Paper}, url: https://paper.example/a, date: 2022-12-27}
cards:
  - id: calls
    kind: number
    title: {ru: Звонков стало больше, en: More calls came}
    label: {ru: к 5 мая, en: by 5 May}
    unit: call
    period: {ru: в 2022 году, en: in 2022}
    covers: 2022
    value: 590
    source: paper
"""


def test_a_draft_of_figures_may_differ(tmp_path: Path) -> None:
    text = "status: draft\n" + FIGURES.replace("by 5 May", "by 6 May")
    found = problems_of(tmp_path, {"figures/trial.yaml": text})
    assert [str(each.severity) for each in found if each.code == "texts-differ"] == ["advice"]


@pytest.mark.parametrize(
    ("right", "wrong", "line"),
    [
        ("by 5 May", "by 6 May", 12),
        ("More calls came", "Calls from 2021", 0),
        ("en: {one: hour, other: hours}", "en: {one: minute, other: minutes}", 5),
        ("en: Paper", "en: Paper of 2021", 0),
        ("en: in 2022", "en: in 2023", 14),
    ],
)
def test_texts_of_figures_are_compared(right: str, wrong: str, line: int, tmp_path: Path) -> None:
    for name, text in (("right", FIGURES), ("wrong", FIGURES.replace(right, wrong))):
        found = problems_of(tmp_path / name, {"figures/trial.yaml": text})
        told = [each.line for each in found if each.code == "texts-differ"]
        assert told == ([line] if line and name == "wrong" else [])
