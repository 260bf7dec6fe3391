"""Spreadsheets: what is understood in which form, and what is said of the spoilt ones."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.diagnostics.problem import message_languages, problem
from plugins.figures.spreadsheet import MAX_BYTES, Cell, TableError, read_csv
from plugins.figures.table_reader import read_table
from plugins.figures.time_labels import parse_time_label
from plugins.figures.typed_numbers import Marks, find_marks, is_ambiguous, parse_number
from plugins.figures.workbook import read_table_file
from plugins.model.partial_date import PartialDate, Step
from tests.figures.samples import WORDS
from tests.figures.spreadsheets import FORMS, FULL_MONTHS, TOPICS, VALUES, excel_of

if TYPE_CHECKING:
    from pathlib import Path

    from plugins.figures.data_table import DataTable


def read(
    folder: Path, content: bytes | str, year: int = 0, sheet: str = ""
) -> tuple[DataTable | None, list[TableError]]:
    """A file of these bytes, read as the command reads it."""
    file = folder / "table"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    try:
        return read_table(read_table_file(file, sheet), WORDS, year)
    except TableError as error:
        return None, [error]


@pytest.mark.parametrize("content", FORMS.values(), ids=FORMS)
def test_the_same_table_is_understood_in_every_form(content: bytes, tmp_path: Path) -> None:
    table, problems = read(tmp_path, content)
    assert problems == []
    assert table is not None
    assert (table.step, table.times) == (Step.MONTH, tuple(PartialDate(2025, n) for n in range(1, 13)))
    assert [column.name for column in table.columns] == [*TOPICS]
    assert [[*map(float, column.values)] for column in table.columns] == [  # type: ignore[arg-type] # none is missing
        [*column] for column in zip(*VALUES, strict=True)
    ]


@pytest.mark.parametrize(
    ("text", "marks", "number"),
    [
        ("5402", Marks.UNKNOWN, "5402"),
        ("5 402", Marks.UNKNOWN, "5402"),
        ("5\u00a0402", Marks.COMMA, "5402"),
        ("1\u202f005\u2009402", Marks.COMMA, "1005402"),
        ("5'402", Marks.POINT, "5402"),
        ("1,5", Marks.COMMA, "1.5"),
        ("1.5", Marks.POINT, "1.5"),
        ("5,402", Marks.POINT, "5402"),
        ("5.402", Marks.COMMA, "5402"),
        ("1.005.402,75", Marks.COMMA, "1005402.75"),
        ("12%", Marks.COMMA, "12"),
        ("12,5 %", Marks.COMMA, "12.5"),
        ("\u22125", Marks.COMMA, "-5"),
        ("1,2,3", Marks.COMMA, None),
        ("54,02", Marks.POINT, "54.02"),
        ("около 5", Marks.COMMA, None),
        ("5 тыс.", Marks.COMMA, None),
        ("", Marks.COMMA, None),
    ],
)
def test_numbers_are_read_as_people_type_them(text: str, marks: Marks, number: str | None) -> None:
    assert parse_number(text, marks) == (Decimal(number) if number else None)


@pytest.mark.parametrize(
    ("texts", "delimiter", "marks"),
    [
        (["5 402", "1,5"], ";", Marks.COMMA),
        (["5,402", "1.5"], "\t", Marks.POINT),
        (["5,402", "1,005,402"], "\t", Marks.POINT),
        (["5.402,75"], ";", Marks.COMMA),
        (["5,402"], ",", Marks.POINT),
        (["1,5"], ",", Marks.UNKNOWN),
        (["5,402"], ";", Marks.UNKNOWN),
        (["1,5", "1.5"], ";", Marks.UNKNOWN),
        (["5402", "12"], ";", Marks.UNKNOWN),
    ],
)
def test_the_decimal_mark_is_found_in_the_whole_file(texts: list[str], delimiter: str, marks: Marks) -> None:
    found = find_marks(texts, delimiter)
    assert found is marks or (marks is Marks.UNKNOWN and found is Marks.COMMA and delimiter == ",")


def test_only_three_digits_after_a_lone_mark_are_ambiguous() -> None:
    assert is_ambiguous("5,402", Marks.UNKNOWN)
    assert is_ambiguous("5.402", Marks.UNKNOWN)
    assert not is_ambiguous("5,402", Marks.POINT)
    assert not any(
        is_ambiguous(text, Marks.UNKNOWN) for text in ("5402", "5,40", "5 402", "0,402", "5402,000")
    )


@pytest.mark.parametrize(
    ("text", "step", "date"),
    [
        ("январь 2026", Step.MONTH, PartialDate(2026, 1)),
        ("Январь 2026 г.", Step.MONTH, PartialDate(2026, 1)),
        ("января 2026 года", Step.MONTH, PartialDate(2026, 1)),
        ("сен.26", Step.MONTH, PartialDate(2026, 9)),
        ("Sep-26", Step.MONTH, PartialDate(2026, 9)),
        ("September 2026", Step.MONTH, PartialDate(2026, 9)),
        ("2026-09", Step.MONTH, PartialDate(2026, 9)),
        ("09.2026", Step.MONTH, PartialDate(2026, 9)),
        ("9/2026", Step.MONTH, PartialDate(2026, 9)),
        ("2026", Step.YEAR, PartialDate(2026)),
        ("2026 год", Step.YEAR, PartialDate(2026)),
        ("неделя 5 2026", Step.WEEK, PartialDate(2026, 1, 26)),
        ("5 неделя 2026", Step.WEEK, PartialDate(2026, 1, 26)),
        ("2026-W05", Step.WEEK, PartialDate(2026, 1, 26)),
        ("Week 5, 2026", Step.WEEK, PartialDate(2026, 1, 26)),
        ("26.01–01.02.2026", Step.WEEK, PartialDate(2026, 1, 26)),
        ("29.12.2025–04.01.2026", Step.WEEK, PartialDate(2025, 12, 29)),
        ("26.01.2026", Step.DAY, PartialDate(2026, 1, 26)),
        ("26.01.26", Step.DAY, PartialDate(2026, 1, 26)),
        ("2026-01-26", Step.DAY, PartialDate(2026, 1, 26)),
        ("26 января 2026 г.", Step.DAY, PartialDate(2026, 1, 26)),
        ("май", Step.MONTH, PartialDate(2030, 5)),
        ("неделя 1", Step.WEEK, PartialDate(2029, 12, 31)),
    ],
)
def test_times_are_read_as_people_write_them(text: str, step: Step, date: PartialDate) -> None:
    label = parse_time_label(Cell(text, 1, 1), WORDS)
    assert label is not None
    assert (label.step, label.date(2030)) == (step, date)


@pytest.mark.parametrize(
    "text",
    ["", "Запись к врачу", "122", "13.2026", "31.02.2026", "26.01–28.01.2026", "мартышка", "5", "неделя"],
)
def test_what_is_no_time_is_a_topic(text: str) -> None:
    assert parse_time_label(Cell(text, 1, 1), WORDS) is None


def test_a_date_of_a_workbook_is_a_day() -> None:
    label = parse_time_label(Cell("2026-01-26", 1, 1, day=dt.date(2026, 1, 26)), WORDS)
    assert label is not None
    assert label.date() == PartialDate(2026, 1, 26)


def test_years_beside_months_make_one_series(tmp_path: Path) -> None:
    lines = [f"{month};{100 + n};{200 + n if n < 10 else ''}" for n, month in enumerate(FULL_MONTHS)]
    table, problems = read(tmp_path, "\n".join(["Звонки;2025;2026", *lines]))
    assert problems == []
    assert table is not None
    assert (len(table.times), table.times[-1], len(table.columns)) == (22, PartialDate(2026, 10), 1)
    assert table.columns[0].values[-1] == 209


def test_months_take_the_year_that_is_given(tmp_path: Path) -> None:
    table, problems = read(tmp_path, "Месяц;Звонки\nянварь;5\nфевраль;6\nмарт;\n", year=2026)
    assert problems == []
    assert table is not None
    assert table.times == (PartialDate(2026, 1), PartialDate(2026, 2))


def test_missing_values_stay_missing(tmp_path: Path) -> None:
    table, problems = read(tmp_path, "Год;А;Б\n2021;1;н/д\n2022;—;3\n2023;4;5\n")
    assert problems == []
    assert table is not None
    assert [*table.columns[0].values, *table.columns[1].values] == [1, None, 4, None, 3, 5]


def test_percentages_of_a_workbook_are_percentages(tmp_path: Path) -> None:
    table, problems = read(tmp_path, excel_of([["Год", "Ночью"], [2024, 0.125], [2025, 0.1]], {1: "0.0%"}))
    assert problems == []
    assert table is not None
    assert table.columns[0] == ("Ночью", (Decimal("12.5"), Decimal(10)), True)


def test_topics_without_times_are_rows(tmp_path: Path) -> None:
    table, problems = read(tmp_path, "Тема,Calls,Wait\nA,5,1.5\nB,6,2\nTotal,11,\n")
    assert problems == []
    assert table is not None
    assert (table.step, table.rows, len(table.columns), table.checked_totals) == (None, ("A", "B"), 2, 1)


def formula_book() -> bytes:
    """A workbook that was written by a program, with a formula that nothing computed."""
    return excel_of([["Год", "Звонки"], [2024, 5], [2025, "=B2*2"]])


SPOILT: dict[str, tuple[bytes | str, str, str]] = {
    "nothing": ("", "figures-data-empty", ""),
    "blank lines": ("\n;;\n\n", "figures-data-empty", ""),
    "one column": ("Звонки\n5\n6\n", "figures-data-empty", ""),
    "headers only": ("Месяц;Звонки\n", "figures-data-no-rows", "A1"),
    "months without values": ("Месяц;Звонки\n2026-01;\n2026-02;\n", "figures-data-no-rows", "A1"),
    "words for a number": ("Месяц;Звонки\n2026-01;пять\n2026-02;6\n", "figures-data-number", "B2"),
    "thousands in words": ("Месяц;Звонки\n2026-01;5\n2026-02;6 тыс.\n", "figures-data-number", "B3"),
    "two numbers in a cell": ("Месяц;Звонки\n2026-01;5/6\n2026-02;6\n", "figures-data-number", "B2"),
    "a comma twice": ("Месяц;Звонки\n2026-01;5,4,1\n2026-02;6.1\n", "figures-data-number", "B2"),
    "a lone comma": ("Месяц;Звонки\n2026-01;5,402\n2026-02;612\n", "figures-data-ambiguous", "B2"),
    "a minus": ("Месяц;Звонки\n2026-01;-5\n2026-02;6\n", "figures-data-negative", "B2"),
    "an error of a formula": ("Месяц;Звонки\n2026-01;#ДЕЛ/0!\n2026-02;6\n", "figures-data-error", "B2"),
    "a month twice": ("Месяц;Звонки\nянв.26;5\nянварь 2026;6\n", "figures-data-twice", "A2"),
    "a topic twice": ("Месяц;Звонки;звонки\n2026-01;5;6\n2026-02;5;6\n", "figures-data-twice", "B1"),
    "months out of order": ("Месяц;З\n2026-01;5\n2026-03;6\n2026-02;7\n", "figures-data-order", "A4"),
    "a misspelt month": ("Месяц;Звонки\n2026-01;5\nфервраль 2026;6\n2026-03;7\n", "figures-data-time", "A3"),
    "the thirteenth month": ("Месяц;Звонки\n12.2025;5\n11.2025;6\n13.2025;7\n", "figures-data-time", "A4"),
    "months without a year": ("Месяц;Звонки\nянварь;5\nфевраль;6\n", "figures-data-year", "A2"),
    "months and a quarter": ("Период;З\n2026-01;5\n2026-02;6\nI квартал;11\n", "figures-data-time", "A4"),
    "months and a year": ("Период;З\n2025-11;5\n2025-12;6\n2025;11\n", "figures-data-steps", "A4"),
    "a week that does not exist": ("Неделя;З\n2026-W52;5\n2026-W60;6\n", "figures-data-time", "A3"),
    "a column without a name": ("Месяц;Звонки;\n2026-01;5;6\n2026-02;5;6\n", "figures-data-no-name", "C1"),
    "a row without a name": ("Месяц;Звонки\n2026-01;5\n;6\n", "figures-data-no-name", "A3"),
    "a comma too many": ("Month,Calls\n2026-01,5,402\n2026-02,6\n", "figures-data-no-name", "C1"),
    "two tables": ("Месяц;З\n2026-01;5\n2026-02;6\n\nТема;З\nА;5\n", "figures-data-two-tables", "A5"),
    "a total that is not the sum": ("Год;А;Б;Всего\n2024;1;2;3\n2025;3;4;8\n", "figures-data-sum", "D3"),
    "a total line that is not the sum": ("Тема;З\nА;1\nБ;2\nИтого;4\n", "figures-data-sum", "B4"),
    "per cent and numbers": ("Год;Ночью\n2024;12%\n2025;13\n", "figures-data-percent", "B3"),
    "an open quotation mark": ('Год;З\n2024;"5\n2025;6\n', "figures-data-quotes", ""),
    "letters of a code page that is not known": (
        "Año;Llamadas según línea\n2024;5\n".encode("cp1252"),
        "figures-data-encoding",
        "",
    ),
    "letters of no encoding": (b"\x98\x00\x01;\x02\n1;2\n", "figures-data-encoding", ""),
    "an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "figures-data-old-excel", ""),
    "half a workbook": (excel_of([["Год", "З"], [2024, 5]])[:900], "figures-data-damaged", ""),
    "a zip that is no workbook": (b"PK\x03\x04 not at all", "figures-data-damaged", ""),
    "an empty workbook": (excel_of([]), "figures-data-empty", ""),
    "two sheets": (
        excel_of([["Год", "З"], [2024, 5]], B=[["Год", "З"], [2024, 5]]),
        "figures-data-sheets",
        "",
    ),
    "a formula without a value": (formula_book(), "figures-data-formula", "B3"),
    "far too much": (b"a;b\n" * (MAX_BYTES // 4 + 1), "figures-data-large", ""),
    "far too many lines": ("a;1\n" * 2001, "figures-data-large", ""),
}


@pytest.mark.parametrize(("content", "code", "cell"), SPOILT.values(), ids=SPOILT)
def test_a_spoilt_table_is_told_with_cell_cause_and_remedy(
    content: bytes | str, code: str, cell: str, tmp_path: Path
) -> None:
    table, problems = read(tmp_path, content)
    assert table is None
    assert problems
    assert (problems[0].code, problems[0].values["cell"]) == (code, cell)
    for language in message_languages():
        said = problem("calls.csv", problems[0].row, code, **problems[0].values).format(language)
        assert cell in said
        assert len(said.split()) > 8


def test_a_sheet_is_chosen_by_name(tmp_path: Path) -> None:
    book = excel_of([["Год", "З"], [2024, 5]], Второй=[["Год", "З"], [2025, 6], [2026, 7]])
    table, problems = read(tmp_path, book, sheet="второй")
    assert problems == []
    assert table is not None
    assert table.times == (PartialDate(2025), PartialDate(2026))
    assert [each.code for each in read(tmp_path, book, sheet="Третий")[1]] == ["figures-data-no-sheet"]


def test_every_wrong_cell_is_told_at_once(tmp_path: Path) -> None:
    problems = read(tmp_path, "Месяц;А;Б\n2026-01;x1;5\n2026-02;6;y2\n")[1]
    assert [each.values["cell"] for each in problems] == ["B2", "C3"]


CELLS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["январь 2026", "2026", "1,5", "5 402", "12%", "Итого", "-", "#REF!", "неделя 5", "1e9", "٣"]
    ),
    st.integers(-(10**20), 10**20).map(str),
)


def understood(content: bytes) -> tuple[DataTable | None, list[str]]:
    """What a CSV file of these bytes is taken for, and what is said of it."""
    try:
        table, problems = read_table(read_csv(content), WORDS)
    except TableError as error:
        table, problems = None, [error]
    return table, [problem("calls.csv", each.row, each.code, **each.values).format("ru") for each in problems]


@given(st.lists(st.lists(CELLS, max_size=5), max_size=6), st.sampled_from(";,\t"))
def test_any_table_is_understood_or_told(rows: list[list[str]], delimiter: str) -> None:
    table, said = understood("\n".join(delimiter.join(row) for row in rows).encode("utf-8", "replace"))
    assert (table is None) == bool(said)


@given(st.binary(max_size=300))
def test_any_bytes_are_understood_or_told(content: bytes) -> None:
    table, said = understood(content)
    assert (table is None) == bool(said)


@pytest.mark.parametrize("value", [1e300, -1e300, 10**18, True, dt.time(1, 2), dt.timedelta(hours=5)])
def test_what_a_workbook_holds_besides_numbers_is_told(value: object, tmp_path: Path) -> None:
    problems = read(tmp_path, excel_of([["Год", "З"], [2024, value], [2025, 5]]))[1]
    assert [(each.code, each.values["cell"]) for each in problems] == [("figures-data-number", "B2")]
