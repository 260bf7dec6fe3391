"""What titles claim, on both sides of each check in both languages; periods, units, the method page."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from plugins.diagnostics.problem import message_languages
from plugins.figures.derived import derived_figures
from plugins.figures.prose import Prose, check_unit_words
from tests.building import DEMO
from tests.figures.samples import HEAD, LANGUAGES, RULES, read_text, site_figures, vocabulary

if TYPE_CHECKING:
    from plugins.diagnostics.problem import Problem

FIGURES = site_figures()[0]
NUMBER = """\
  - id: calls
    kind: number
    title: {{ru: "{ru}", en: "{en}"}}
    unit: call
    covers: 2022
    source: paper
    value: 60
    context: {{ru: "столько звонков", en: "so many calls"}}
"""
WHOLE = "    whole: {value: 100, label: {ru: Всего, en: All}}\n"
BEFORE = "    before: {value: 80, covers: 2021, label: {ru: Раньше, en: Before}}\n"
BARS = """\
  - id: topics
    kind: bars
    title: {{ru: "{ru}", en: "{en}"}}
    unit: call
    covers: 2022
    source: paper
    bars:
      - {{id: one, value: 60, label: {{ru: Один, en: One}}}}
      - {{id: two, value: 10, label: {{ru: Два, en: Two}}}}
"""
SERIES = """\
  - id: months
    kind: series
    step: month
    title: {{ru: "{ru}", en: "{en}"}}
    unit: call
    source: paper
    points:
      - [2022-01, 50]
      - [2022-02, 40]
      - [2022-03, 30]
"""
BROKEN_SERIES = SERIES.replace("- [2022-03, 30]", "- {{at: 2022-11, value: 30, gap: true}}")
SHARE = """\
  - id: share
    kind: share
    title: {{ru: "{ru}", en: "{en}"}}
    unit: call
    covers: 2022
    source: paper
    total: {{value: 100, label: {{ru: Всего, en: All}}}}
    parts:
      - {{id: one, value: 34, label: {{ru: Один, en: One}}}}
      - {{id: rest, rest: true, label: {{ru: Прочее, en: Rest}}}}
"""


def total(value: int) -> str:
    """The total of bars, as a line of their card."""
    return f"    total: {{value: {value}, label: {{ru: Всего, en: All}}}}\n"


def claims(card: str, russian: str, english: str) -> list[Problem]:
    """The problems of one card with a title."""
    return list(read_text(HEAD + card.format(ru=russian, en=english))[1])


def escaped(lines: str) -> str:
    """Lines to add to a template of `str.format`."""
    return lines.replace("{", "{{").replace("}", "}}")


PLAIN = ("Звонки", "Calls")
MOST = ("Чаще всего звонили об одном", "People called about one thing most often")
LEAST = ("Реже всего звонили о двух", "People called about two things least")
KNOWN = ("Из известных тем чаще всего звонили об одном", "Of those known, one topic came most often")
RECORD = ("Рекорд месяца", "A record month")
FIRST = ("Впервые столько звонков", "So many calls for the first time")
RISE = ("Звонков стало больше", "Calls rose")
FALL = ("Звонить стали реже: обращений стало меньше", "Calls fell")
HALF = ("Больше половины звонков", "More than half of the calls")
MAJORITY = ("Большинство звонков", "Most of the calls")
ALMOST = ("Почти две трети", "Almost two thirds")
THIRD = ("Больше трети звонков", "More than a third of the calls")
ONE_IN_THREE = ("Каждый третий звонок", "One in three calls")
QUARTER = ("Меньше четверти звонков", "Less than a quarter of the calls")

SOUND = [
    ("no claim", NUMBER, PLAIN),
    ("a share of a whole", NUMBER + escaped(WHOLE), HALF),
    ("a majority of a whole", NUMBER + escaped(WHOLE), MAJORITY),
    ("a third of a total", SHARE, THIRD),
    ("one in three of a total", SHARE, ONE_IN_THREE),
    ("a fall since before", NUMBER + escaped(BEFORE), FALL),
    ("a rise since before", NUMBER + escaped(BEFORE.replace("80", "40")), RISE),
    ("a falling series", SERIES, FALL),
    ("the most of known ones", BARS, KNOWN),
    ("the most of a complete set", BARS + "    complete: true\n", MOST),
    ("the least of a complete set", BARS + "    complete: true\n", LEAST),
    ("the most of a total with a small rest", BARS + escaped(total(100)), MOST),
    ("the least of a total without a rest", BARS + escaped(total(70)), LEAST),
    ("the most of a series", SERIES, MOST),
    ("the record of a series", SERIES, RECORD),
    ("the first in a series", SERIES, FIRST),
    ("a bound that is no superlative", NUMBER, ("Не более 60 звонков", "At most 60 calls")),
    ("almost that is no superlative", NUMBER, ("Почти 60 звонков", "Almost 60 calls")),
    ("a half that is no share", NUMBER, ("Полтора часа", "An hour and a half")),
    ("the year that is covered", NUMBER, ("Звонки в 2022 году", "Calls in 2022")),
    ("a number that is no year", NUMBER.replace("60", "2000"), ("2000 звонков", "2000 calls")),
    ("a month that is covered", SERIES, ("Звонки в марте", "Calls in March")),
    ("a verb that is no month", NUMBER, ("Звонить можно", "Callers may wait")),
]
UNSOUND = [
    ("a share of nothing", NUMBER, HALF, "figures-claim-no-whole"),
    ("a share of bars", BARS, HALF, "figures-claim-no-whole"),
    ("a share that is greater", SHARE, HALF, "figures-claim-share"),
    ("a share that is smaller", SHARE, QUARTER, "figures-claim-share"),
    ("a majority that is none", SHARE, MAJORITY, "figures-claim-share"),
    ("almost what is passed", NUMBER.replace("60", "70") + escaped(WHOLE), ALMOST, "figures-claim-share"),
    ("one in three that is half", NUMBER + escaped(WHOLE), ONE_IN_THREE, "figures-claim-share"),
    ("a rise over a fall", NUMBER + escaped(BEFORE), RISE, "figures-claim-change"),
    ("a fall over a rise", NUMBER + escaped(BEFORE.replace("80", "40")), FALL, "figures-claim-change"),
    ("a fall over the same", NUMBER + escaped(BEFORE.replace("80", "60")), FALL, "figures-claim-change"),
    ("a rise over a falling series", SERIES, RISE, "figures-claim-change"),
    ("a rise since nothing", NUMBER, RISE, "figures-claim-no-before"),
    ("a fall in bars", BARS, FALL, "figures-claim-no-before"),
    ("the most of some", BARS, MOST, "figures-claim-most"),
    ("the most of one", NUMBER, MOST, "figures-claim-most"),
    ("the most with a large rest", BARS + escaped(total(200)), MOST, "figures-claim-most"),
    ("the least with a rest", BARS + escaped(total(100)), LEAST, "figures-claim-most"),
    ("the most with a gap", BROKEN_SERIES, MOST, "figures-claim-most"),
    ("a record of some", BARS, RECORD, "figures-claim-record"),
    ("the first of one", NUMBER, FIRST, "figures-claim-record"),
    ("a record with a gap", BROKEN_SERIES, RECORD, "figures-claim-record"),
    ("another year", NUMBER, ("Звонки в 2021 году", "Calls in 2021"), "figures-claim-year"),
    ("a month of a year", NUMBER, ("Звонки в марте", "Calls in March"), "figures-claim-months"),
    ("a season of a year", BARS, ("Звонки за осень", "Calls in autumn"), "figures-claim-months"),
    ("a month outside", SERIES, ("Звонки в мае", "Calls in May"), "figures-claim-months"),
]
COMPARED = BARS + escaped("    comparable: false\n    note: {ru: По-разному, en: Differently}\n")


@pytest.mark.parametrize(("card", "titles"), [row[1:] for row in SOUND], ids=[row[0] for row in SOUND])
def test_a_claim_that_the_figures_bear_passes(card: str, titles: tuple[str, str]) -> None:
    assert [problem.format("en") for problem in claims(card, *titles)] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("card", "titles", "code"), [row[1:] for row in UNSOUND], ids=[row[0] for row in UNSOUND]
)
def test_a_claim_that_the_figures_do_not_bear_is_an_error(
    card: str, titles: tuple[str, str], code: str, language: str
) -> None:
    spoken = [
        title if each == language else plain
        for each, title, plain in zip(LANGUAGES, titles, PLAIN, strict=True)
    ]
    found = claims(card, *spoken)
    assert [problem.code for problem in found] == [code]
    assert all(f"({language})" in problem.format(each) for problem in found for each in message_languages())


@pytest.mark.parametrize("titles", [MOST, KNOWN], ids=["most", "of those known"])
def test_what_cannot_be_compared_is_not_ranked(titles: tuple[str, str]) -> None:
    assert {problem.code for problem in claims(COMPARED, *titles)} == {"figures-claim-ranking"}
    assert claims(COMPARED, *PLAIN) == []


def test_the_context_of_a_number_is_a_claim_too() -> None:
    said = NUMBER.replace("столько звонков", "больше половины всех").replace(
        "so many calls", "over half of all"
    )
    assert {problem.code for problem in claims(said, *PLAIN)} == {"figures-claim-no-whole"}
    assert claims(said + escaped(WHOLE), *PLAIN) == []


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("    before: {value: 80, label: {ru: Раньше, en: Before}}\n", "figures-before-covers"),
        (BEFORE.replace("2021", "2022"), "figures-before-later"),
        (WHOLE.replace("100,", "100, covers: 2021,"), "figures-whole-period"),
        (
            "    was: {value: 60, until: 2023-01-01, why: {ru: Опечатка, en: Slip}}\n",
            "figures-same-correction",
        ),
        ("    period: {ru: в 2021 году, en: a year}\n", "figures-claim-year"),
        ("    label: {ru: Звонки, en: Calls in 2020}\n", "figures-claim-year"),
        ("    period: {ru: за осень, en: a year}\n", "figures-claim-months"),
        ("    label: {ru: Звонки, en: Calls of December}\n", "figures-claim-months"),
    ],
)
def test_times_that_contradict_each_other_are_errors(line: str, code: str) -> None:
    assert {problem.code for problem in claims(NUMBER + escaped(line), *PLAIN)} == {code}


@pytest.mark.parametrize(
    "line",
    [
        BEFORE,
        WHOLE.replace("100,", "100, covers: 2020/2022,"),
        "    was: {value: 61, until: 2023-01-01, why: {ru: Опечатка, en: Slip}}\n",
        "    period: {ru: в 2022 году, en: in 2022}\n",
    ],
)
def test_times_that_agree_pass(line: str) -> None:
    assert claims(NUMBER + escaped(line), *PLAIN) == []


def test_what_came_before_has_a_time_of_its_own() -> None:
    text = HEAD + (NUMBER + escaped(BEFORE)).format(ru="Звонки", en="Calls")
    before = read_text(text)[0].cards["trial.calls"].before
    assert before is not None
    assert (str(before.covers), before.period) == ("2021", {})


@pytest.mark.parametrize(
    ("good", "future"),
    [
        ("    source: paper\n", "    source: paper\n    as_of: {day}\n"),
        ("date: 2022-12-27", "date: {day}"),
    ],
    ids=["as_of", "source"],
)
def test_dates_in_the_future_are_errors(good: str, future: str) -> None:
    text = HEAD + NUMBER.format(ru="Звонки", en="Calls")
    assert RULES.today is not None
    for days, expected in ((0, set()), (1, {"figures-future"})):
        day = RULES.today + dt.timedelta(days=days)
        assert {each.code for each in read_text(text.replace(good, future.format(day=day), 1))[1]} == expected


@pytest.mark.parametrize(
    ("code", "right", "wrong"),
    [
        ("ru", "{figure}russia-2022.calls|number звонков", "{figure}russia-2022.calls|number обращений"),
        ("en", "{figure}russia-2022.calls|number calls", "{figure}russia-2022.calls|number requests"),
        ("ru", "{figure}launch-2020.sverdlovsk|number раз", "{figure}launch-2020.sverdlovsk|number звонков"),
        ("en", "{figure}launch-2020.sverdlovsk|number times", "{figure}launch-2020.sverdlovsk|full calls"),
    ],
)
def test_prose_uses_the_word_of_the_source(code: str, right: str, wrong: str) -> None:
    for text, expected in ((right, []), (wrong, ["figures-other-unit"])):
        found = check_unit_words(Prose("content/x/ru.md", [text]), FIGURES, vocabulary(code))
        assert [problem.code for problem in found] == expected


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_method_page_names_every_calculation_that_cards_show(code: str) -> None:
    page = (DEMO / "about" / "how-we-count" / f"{code}.md").read_text(encoding="utf-8").casefold()
    texts = vocabulary(code).calculation
    shown = [each for card in FIGURES.cards.values() for each in (*card.all_figures, *derived_figures(card))]
    used = {figure.calculation.operator for figure in shown if figure.calculation}
    assert len(used) > 1
    assert [operator for operator in used if texts[operator] not in page] == []
    assert texts["mark"] in page
    assert RULES.claims[code].known_example in page


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_period_is_written_as_a_period(code: str) -> None:
    figure = FIGURES.figures["belgorod-2026.topics.appointments"]
    assert figure.covers is not None
    said = figure.covers.format(vocabulary(code).language).replace("\u00a0", " ")
    assert said == {"ru": "31 дек. 2025 г. – 11 янв. 2026 г.", "en": "Dec 31, 2025 – Jan 11, 2026"}[code]
    one_day = replace(figure.covers, last=figure.covers.first)
    assert "2026" not in one_day.format(vocabulary(code).language)
