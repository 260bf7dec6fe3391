from __future__ import annotations

import pytest

from plugins.diagnostics.problem import message_languages
from tests.figures.samples import HEAD, NUMBER, read_text

BARS = """\
  - id: bars
    kind: bars
    title: {ru: Столбцы, en: Bars}
    unit: call
    covers: 2022
    source: paper
    bars:
      - {id: one, value: 5, label: {ru: Один, en: One}}
      - {id: two, value: 7, label: {ru: Два, en: Two}}
"""
SERIES = """\
  - id: row
    kind: series
    step: month
    title: {ru: Ряд, en: Row}
    unit: call
    source: paper
    points:
      - [2022-01, 5]
      - [2022-02, 7]
"""
SHARE = """\
  - id: share
    kind: share
    title: {ru: Доли, en: Shares}
    unit: call
    source: paper
    total: {value: 10, label: {ru: Всего, en: All}}
    parts:
      - {id: one, value: 4, label: {ru: Один, en: One}}
      - {id: rest, rest: true, label: {ru: Прочее, en: Rest}}
"""
GRID = """\
  - id: grid
    kind: grid
    title: {ru: Сетка, en: Grid}
    source: paper
    figures:
      - {figure: trial.calls, label: {ru: Всего, en: All}}
      - {id: two, value: 7, unit: hour, label: {ru: Часов, en: Hours}}
"""
SEVERAL = """\
  - id: topics
    kind: series
    step: month
    stack: true
    accent: [first]
    title: {ru: Ряды, en: Several series}
    unit: call
    source: paper
    series:
      - {id: first, label: {ru: Первый, en: First}, points: [[2022-01, 15], [2022-02, 17]]}
      - {id: second, label: {ru: Второй, en: Second}, points: [[2022-01, 25], [2022-02, 27]]}
"""
SHARES = """\
  - id: shares
    kind: shares
    title: {ru: Доли по годам, en: Shares by year}
    unit: call
    source: paper
    part: {ru: ночью, en: by night}
    rest: {ru: днём, en: by day}
    rows:
      - {at: 2021, part: {value: 3}, whole: {value: 8}}
      - {id: here, label: {ru: Здесь, en: Here}, part: {figure: trial.row.2022-01}, whole: {value: 9}}
"""
TABLE = """\
  - id: table
    kind: table
    title: {ru: Таблица, en: Table}
    source: paper
    unit: call
    columns:
      - {id: all, label: {ru: всего, en: all}}
      - {id: wait, unit: hour, label: {ru: ожидание, en: wait}}
    rows:
      - {id: north, label: {ru: Север, en: North}, cells: {all: {value: 30, approx: about}, wait: {value: 3}}}
      - {id: south, label: {ru: Юг, en: South}, cells: {all: {figure: trial.calls}}}
"""
GOOD = HEAD + NUMBER + BARS + SERIES + SHARE + GRID + SEVERAL + SHARES + TABLE

BROKEN = [
    ("    source: paper\n    bars", "    bars", "figures-no-source"),
    ("source: paper\n    points", "source: papr\n    points", "figures-unknown-source"),
    ("https://paper.example/a", "http://paper.example/a", "figures-url"),
    ("date: 2022-12-27", "date: 27.12.2022", "figures-not-a-date"),
    ("date: 2022-12-27", "date: 2022-02-30", "figures-not-a-date"),
    ("covers: 2022\n    value", "covers: 2024\n    value", "figures-too-early"),
    ("id: bars\n", "id: calls\n", "figures-duplicate-id"),
    ("accent: [first]", "accent: [third]", "figures-accent"),
    ("[[2022-01, 25], [2022-02, 27]]", "[[2022-01, 25], [2022-03, 27]]", "figures-gap"),
    ("[[2022-01, 25], [2022-02, 27]]", "[[2022-02, 25], [2022-03, 27]]", "figures-stack"),
    ("id: second", "id: first", "figures-duplicate-row"),
    ("      - {id: second, label: {ru: Второй, en: Second}", "      # one", "figures-series-count"),
    ("[[2022-01, 25], [2022-02, 27]]", "[[2022-01, 25]]", "figures-count"),
    ("part: {value: 3}", "part: {value: 9}", "figures-whole"),
    ("part: {figure: trial.row.2022-01}", "part: {figure: trial.row.2022}", "figures-unknown-figure"),
    ("part: {ru: ночью, en: by night}", "part: {ru: ночью}", "field-missing-language"),
    ("      - {id: south", "      # one", "figures-count"),
    ("      - {id: all, label: {ru: всего, en: all}}\n", "", "key-unknown"),
    ("cells: {all: {figure: trial.calls}}", "cells: {al: {figure: trial.calls}}", "key-renamed"),
    ("    context: {ru: по всей стране, en: all over the country}\n", "", "figures-bare-number"),
    ("id: bars\n", "id: Столбцы\n", "field-bad-id"),
    (
        "title: {ru: Звонков — больше 59 млн, en: Over 59 million calls}",
        "title: {ru: Звонков много}",
        "field-missing-language",
    ),
    (
        "title: {ru: Звонков — больше 59 млн, en",
        "title: {ru: Звонков, как ни считай, en",
        "field-not-a-language",
    ),
    (
        "label: {ru: Один, en: One}}\n      - {id: two",
        "label: {en: One}}\n      - {id: two",
        "field-missing-language",
    ),
    ("{id: one, value: 4", "{id: one, value: 14", "figures-sum"),
    ("{id: rest, rest: true", "{id: rest, value: 5", "figures-sum"),
    ("{id: rest, rest: true", "{id: rest, value: 6, rest: true", "figures-rest-value"),
    ("approx: more", "approx: more\n    whole: {value: 5, label: {ru: Всего, en: All}}", "figures-whole"),
    ("- [2022-02, 7]", "- [2022-03, 7]", "figures-gap"),
    ("- [2022-02, 7]", "- [2021-12, 7]", "figures-gap"),
    ("- [2022-02, 7]", "- [2022, 7]", "figures-wrong-step"),
    ("- [2022-02, 7]", "- [2022-02, 7, 8]", "figures-bad-point"),
    ("      - [2022-02, 7]", "      - [2022-02, 7]\n    as_of: 2022-02-15", "figures-unfinished"),
    ("- [2022-02, 7]", "- {at: 2022-02, value: 7, until: 2022-03-05}", "figures-until"),
    ("value: 59000000", "value: -5", "field-negative"),
    ("value: 59000000", "value: 59 млн", "field-not-a-number"),
    ("value: 59000000", "value: 59137152", "figures-hedge"),
    ("approx: more", "approx: over", "field-not-a-choice"),
    ("kind: number", "kind: pie", "field-not-a-choice"),
    ("    unit: call\n    period", "    unit: cal\n    period", "figures-unknown-unit"),
    ("{id: one, value: 5,", "{id: one, value: 5, covers: 2021,", "figures-periods"),
    (
        "    covers: 2022\n    source: paper\n    bars",
        "    comparable: false\n    source: paper\n    bars",
        "figures-no-note",
    ),
    ("{id: one, value: 5,", "{id: one, value: 5, unit: hour,", "figures-units-differ"),
    ("{ru: Звонков — больше 59 млн,", "{ru: А б в г д е ж з и к л м н о п р,", "figures-long-title"),
    ("{figure: trial.calls,", "{figure: trial.cals,", "figures-unknown-figure"),
    ("      - [2022-02, 7]\n", "", "figures-count"),
    ("    period: {", "    perod: {", "key-renamed"),
    (", gen: {one: звонка, other: звонков}", "", "figures-unit-case"),
    ("one: call, other", "other", "field-missing"),
    ("    points:\n      - [2022-01, 5]\n      - [2022-02, 7]\n", "    points: many\n", "field-not-a-list"),
    ("sources:\n  paper: {", "sources:\n  paper: {{", "yaml-key"),
    ("covers: 2022\n    value", "covers: 2022/2021\n    value", "figures-span-backwards"),
    ("    value: 59000000\n", "", "field-missing"),
]


def test_valid_file_has_no_problems() -> None:
    assert [problem.format("en") for problem in read_text(GOOD)[1]] == []


@pytest.mark.parametrize(
    ("good", "broken", "code"), BROKEN, ids=[f"{n}-{row[2]}" for n, row in enumerate(BROKEN)]
)
def test_problems_have_file_line_and_remedy_in_every_language(good: str, broken: str, code: str) -> None:
    assert GOOD.count(good) >= 1
    problems = [
        problem
        for problem in read_text(GOOD.replace(good, broken, 1))[1]
        if problem.code.startswith(code[:4])
    ]
    assert code in {problem.code for problem in problems}
    for problem in problems:
        assert problem.path == "content/figures/trial.yaml"
        assert 1 <= problem.line <= GOOD.count("\n") + 3
        assert all(len(problem.format(language)) > len(problem.path) for language in message_languages())


def test_problem_is_reported_on_its_line() -> None:
    text = GOOD.replace("{id: one, value: 5,", "{id: one, value: five,")
    line = next(n for n, row in enumerate(text.splitlines(), start=1) if "five" in row)
    assert [problem.line for problem in read_text(text)[1]] == [line]
