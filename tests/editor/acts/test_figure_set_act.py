"""A set of figures is edited key by key: one key is one line, and what stands around it stays."""

from __future__ import annotations

import shutil
from codecs import BOM_UTF8
from difflib import unified_diff
from typing import TYPE_CHECKING

import pytest

from plugins.diagnostics.problem import ContentError
from plugins.editor.acts.figure_rows import NewRow
from plugins.editor.acts.figure_set_act import (
    TABLE,
    FigureSetFile,
    SetChanges,
    source_key,
)
from tests.building import DEMO, build_options
from tests.figures.samples import CALL_UNITS

if TYPE_CHECKING:
    from pathlib import Path

    from plugins.editor.acts.act import Act
    from plugins.editor.acts.figure_set_act import Fields

SETS = sorted(file.stem for file in (DEMO / "figures").glob("*.yaml") if file.stem != "units")
SET = (
    """# Набор для проверки
title: {ru: Набор, en: A set}
data: calls.csv
"""
    + CALL_UNITS
    + """
sources:
  report: {publisher: {ru: Отчёт, en: A report}, url: none, date: 2026-01-15}  # как есть
  paper:
    publisher: {ru: 'Газета', en: "Paper"}
    url: https://paper.example/a
    date: 2026-01

cards:
  # по месяцам
  - id: months
    kind: series
    step: month
    title: {ru: Звонки по месяцам, en: Calls by month}
    unit: call
    as_of: 2026-01-15
    source: report
    points: [[2025-10, 15], [2025-11, 15], {at: 2025-12, value: 17}]  # как есть
  - id: topics
    kind: series
    step: month
    title: {ru: По темам, en: By topic}
    unit: call
    source: report
    series:
      - {id: a, label: {ru: А, en: A}, points: [[2025-10, 1], [2025-11, 2]]}
      - id: b
        label: {ru: Б, en: B}
        points:
          - [2025-10, 3]
          - [2025-11, 4]
  - id: parts
    kind: bars
    title: {ru: Два, en: Two}
    unit: call
    source: report
    accent: [omsk]
    bars:
      - {id: omsk, value: 3, label: {ru: Омск, en: Omsk}}
      - id: tomsk  # рядом
        value: 4
        label: {ru: Томск, en: Tomsk}
  - id: main
    kind: grid
    title: {ru: Главное, en: The main}
    source: report
    figures: [{id: all, value: 7, unit: call, label: {ru: всё, en: all}}, {figure: own.one}]
  - id: shares
    kind: shares
    title: {ru: Доли, en: Shares}
    unit: call
    source: report
    part: {ru: днём, en: by day}
    rest: {ru: ночью, en: at night}
    rows:
      - {at: 2025-10, part: {value: 1}, whole: {value: 2}}
      - {at: 2025-11, part: {value: 1}, whole: {value: 2}}
  - id: table
    kind: table
    title: {ru: Таблица, en: A table}
    unit: call
    source: report
    columns:
      - {id: day, label: {ru: днём, en: by day}}
      - {id: night, label: {ru: ночью, en: at night}}
    rows:
      - {id: a, label: {ru: А, en: A}, cells: {day: {value: 1}}}
      - {id: b, label: {ru: Б, en: B}, cells: {day: {value: 1}, night: {value: 2}}}
  - id: one
    kind: number
    title: {ru: Семь звонков, en: Seven calls}
    label: {ru: "Звонки, всего", en: "Calls, in all"}
    unit: call
    value: 7
    source: paper"""
)
MONTHS = "Месяц;Звонки\n2025-10;1 200\n2025-11;1,5\n"
TITLE = {"ru": "Другое, новое", "en": "Other: new"}


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = shutil.copytree(DEMO, tmp_path_factory.mktemp("set") / "content")
    (copy / "figures" / "own.yaml").write_text(SET, encoding="utf-8")
    (copy / "figures" / "calls.csv").write_text(
        "Месяц;Звонки\n2025-10;1 200\n2025-11;1,5\n", encoding="utf-8"
    )
    return copy


def opened(content: Path, name: str = "own") -> FigureSetFile:
    return FigureSetFile(name, build_options(content))


def changed(act: Act) -> list[str]:
    """The lines that an act takes away and adds."""
    lines = []
    for path, after in act.files.items():
        old, new = ((text or b"").decode().splitlines() for text in (act.before[path], after))
        lines += [*unified_diff(old, new, n=0, lineterm="")]
    return [line for line in lines if not line.startswith(("---", "+++", "@@"))]


@pytest.mark.parametrize("name", [*SETS, "own"])
def test_a_set_that_is_opened_and_saved_stays_as_it_is(content: Path, name: str) -> None:
    file = opened(content, name)
    values = file.values
    assert values.cards
    assert file.edit(SetChanges(values.title, values.sources, values.cards)).files == {}


@pytest.mark.parametrize("name", [*SETS, "own"])
def test_one_key_is_one_line(content: Path, name: str) -> None:
    file = opened(content, name)
    edits = [SetChanges(title=TITLE)]
    for key, fields in file.values.sources.items():
        said = {each: text for each, text in fields.items() if text}
        edits += [SetChanges(sources={key: {each: other(text)}}) for each, text in said.items()]
    for card, fields in file.values.cards.items():
        said = {each: text for each, text in fields.items() if text and each != "kind"}
        edits += [SetChanges(cards={card: {each: other(text)}}) for each, text in said.items()]
    for edit in edits:
        minus, plus = changed(file.edit(edit))
        assert (minus[0], plus[0]) == ("-", "+"), edit
        before, after = minus[1:], plus[1:]
        assert before.partition(":")[0] == after.partition(":")[0]
        assert before.rpartition("#")[1:] == after.rpartition("#")[1:] or "#" not in before


def other(value: str | dict[str, str]) -> str | dict[str, str]:
    """Another value; an address without encryption stays one."""
    if isinstance(value, str):
        return "http://other.example/" if value.startswith("http:") else "2026-01-02"
    return dict.fromkeys(value, "Другое, новое: да")


def edited(changes: SetChanges, content: Path) -> list[str]:
    return changed(opened(content).edit(changes))


def test_keys_come_in_their_order_and_go(content: Path) -> None:
    note = {"ru": "Заметка", "en": "A note"}
    assert edited(SetChanges(cards={"one": {"note": note}}), content) == [
        "+    note: {ru: Заметка, en: A note}",
    ]
    assert edited(SetChanges(cards={"one": {"label": {"ru": "", "en": ""}}}), content) == [
        '-    label: {ru: "Звонки, всего", en: "Calls, in all"}',
    ]


def test_an_address_without_encryption_is_marked_and_unmarked(content: Path) -> None:
    url: Fields = {"url": "http://paper.example/a"}
    assert edited(SetChanges(sources={"paper": url}), content) == [
        "-    url: https://paper.example/a",
        "+    url: http://paper.example/a",
        "+    insecure: true",
    ]
    assert edited(SetChanges(sources={"paper": {"url": ""}}), content) == [
        "-    url: https://paper.example/a",
        "+    url: none",
    ]


def test_a_source_is_added_with_a_key_of_its_own(content: Path) -> None:
    fields: Fields = {"publisher": {"ru": "Мэрия", "en": "City Hall"}, "url": "", "date": "2026-02-01"}
    assert source_key(fields, {}) == "meriya-2026"
    assert source_key(fields, {"meriya-2026": 1}) == "meriya-2026-2"
    assert edited(SetChanges(sources={"meriya-2026": fields}), content) == [
        "+  meriya-2026: {publisher: {ru: Мэрия, en: City Hall}, url: none, date: 2026-02-01}",
    ]


def test_kinds_that_list_the_same_change_the_name_of_the_list(content: Path) -> None:
    file = opened(content)
    assert file.kinds("parts") == ("bars", "grid")
    assert (file.kinds("main"), file.kinds("months")) == (("grid",), ("series",))
    assert changed(file.edit(SetChanges(cards={"parts": {"kind": "grid"}}))) == [
        "-    kind: bars",
        "+    kind: grid",
        "-    accent: [omsk]",
        "-    bars:",
        "+    figures:",
    ]


LABEL = {"ru": "Омск", "en": "Omsk"}
ROWS = {
    "the next point": (
        "months",
        NewRow({"value": "18"}, at="2026-01", source="paper"),
        "{at: 2025-12, value: 17}, {at: 2026-01, value: 18, source: paper}]  # как есть",
    ),
    "an unfinished point": (
        "months",
        NewRow({"value": "18"}, at="2026-01"),
        "{at: 2025-12, value: 17}, {at: 2026-01, value: 18, until: 2026-01-15}]  # как есть",
    ),
    "a point after a gap": (
        "months",
        NewRow({"value": "18"}, at="2026-03", source="paper"),
        "{at: 2026-03, value: 18, source: paper, gap: true}]  # как есть",
    ),
    "a bar": (
        "parts",
        NewRow({"value": "1 200"}, label=LABEL, approx="about"),
        "      - {id: omsk-2, label: {ru: Омск, en: Omsk}, value: 1200, approx: about}",
    ),
    "a figure with its unit": (
        "main",
        NewRow({"value": "2,5"}, label=LABEL, unit="call"),
        ", {id: omsk, label: {ru: Омск, en: Omsk}, value: 2.5, unit: call}]",
    ),
    "a share of a time": (
        "shares",
        NewRow({"part": "1", "whole": "3"}, at="2025-12"),
        "      - {at: 2025-12, part: {value: 1}, whole: {value: 3}}",
    ),
    "a line of a table": (
        "table",
        NewRow({"day": "", "night": "5"}, label=LABEL),
        "      - {id: omsk, label: {ru: Омск, en: Omsk}, cells: {night: {value: 5}}}",
    ),
}


@pytest.mark.parametrize(("card", "row", "line"), ROWS.values(), ids=ROWS)
def test_a_row_is_a_line_in_the_form_of_the_others(card: str, row: NewRow, line: str, content: Path) -> None:
    lines = edited(SetChanges(rows={card: (row,)}), content)
    assert len([each for each in lines if each[0] == "+"]) == 1
    assert lines[-1].endswith(line)


def test_a_point_of_several_series_is_one_each(content: Path) -> None:
    row = NewRow({"a": "5", "b": "6"}, at="2025-12", source="paper")
    lines = edited(SetChanges(rows={"topics": (row,)}), content)
    new = "{at: 2025-12, value: 5, source: paper}"
    assert [line for line in lines if line[0] == "+"] == [
        f"+      - {{id: a, label: {{ru: А, en: A}}, points: [[2025-10, 1], [2025-11, 2], {new}]}}",
        "+          - {at: 2025-12, value: 6, source: paper}",
    ]


def test_what_a_row_is_asked_for_follows_from_its_card(content: Path) -> None:
    file = opened(content)
    forms = {card: file.row_form(card) for card in [*file.card_ids(), TABLE]}
    assert forms["one"] is None
    told = {card: (form.timed, [*form.values], form.next, form.units) for card, form in forms.items() if form}
    assert told == {
        "months": (True, ["value"], "2026-01", False),
        "topics": (True, ["a", "b"], "2025-12", False),
        "parts": (False, ["value"], "", False),
        "main": (False, ["value"], "", True),
        "shares": (True, ["part", "whole"], "", False),
        "table": (False, ["day", "night"], "", False),
        TABLE: (True, ["Звонки"], "2025-12", False),
    }


CSVS = {
    "semicolons": (MONTHS.encode(), b"2025-12;2,5\n"),
    "no last end": (b"Month,Calls\n2025-10,3\n2025-11,1.5", b"\n2025-12,2.5\n"),
    "Windows-1251": ("Месяц;Звонки\r\n2025-10;3\r\n2025-11;4\r\n".encode("cp1251"), b"2025-12;2,5\r\n"),
    "UTF-16": (
        "Месяц\tЗвонки\n2025-10\t3\n2025-11\t4\n".encode("utf-16"),
        "2025-12\t2,5\n".encode("utf-16-le"),
    ),
    "UTF-8 with a mark": (BOM_UTF8 + "Месяц;Звонки\n2025-10;3%\n2025-11;4%\n".encode(), b"2025-12;2,5%\n"),
}


@pytest.mark.parametrize(("table", "line"), CSVS.values(), ids=CSVS)
def test_a_line_is_added_to_a_table_in_its_own_form(table: bytes, line: bytes, content: Path) -> None:
    file = content / "figures" / "calls.csv"
    kept = file.read_bytes()
    file.write_bytes(table)
    form = opened(content).row_form(TABLE)
    assert form
    row = NewRow(dict.fromkeys(form.values, "2.5"), at=form.next)
    act = opened(content).edit(SetChanges(rows={TABLE: (row,)}))
    assert act.files == {"figures/calls.csv": table + line}
    file.write_bytes(kept)


def test_a_table_with_months_across_gets_no_line(content: Path) -> None:
    file = content / "figures" / "calls.csv"
    kept = file.read_bytes()
    for text in ("Тема;2025-10;2025-11\nЗвонки;3;4\n", "Месяц;Звонки\n2025-10;3\n2025-11;4\nИтого;7\n", "x"):
        file.write_text(text, encoding="utf-8")
        assert opened(content).row_form(TABLE) is None
        with pytest.raises(ContentError):
            opened(content).edit(SetChanges(rows={TABLE: (NewRow({}, at="2025-12"),)}))
    file.write_bytes(kept)


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", BOM_UTF8])
def test_line_ends_and_marks_stay(mark: bytes, ending: str, content: Path) -> None:
    file = content / "figures" / "ends.yaml"
    file.write_bytes(mark + SET.replace("\n", ending).encode())
    rows: dict[str, tuple[NewRow, ...]] = {"parts": (NewRow({"value": "5"}, label=LABEL),)}
    act = opened(content, "ends").edit(SetChanges(title=TITLE, cards={"one": {"unit": "none"}}, rows=rows))
    after = act.files["figures/ends.yaml"] or b""
    assert after.startswith(mark + "# Набор".encode())
    assert after.count(b"\n") == after.count(ending.encode()) == SET.count("\n") + 1
    assert after.endswith(b"source: paper")
    file.unlink()


def test_a_card_goes_with_its_lines_and_a_set_with_its_table(content: Path) -> None:
    lines = changed(opened(content).delete("parts"))
    assert (lines[0], lines[-1], {line[0] for line in lines}) == (
        "-  - id: parts",
        "-        label: {ru: Томск, en: Tomsk}",
        {"-"},
    )
    assert opened(content).delete("").files == {"figures/own.yaml": None, "figures/calls.csv": None}


def test_cards_are_added_as_they_stand_in_the_file(content: Path) -> None:
    lines = ["  - id: more", "    kind: number"]
    assert changed(opened(content).add_cards(lines))[-2:] == ["+  - id: more", "+    kind: number"]
    assert (
        opened(content).add_cards(lines).files["figures/own.yaml"]
        == f"{SET}\n{chr(10).join(lines)}\n".encode()
    )


WRONG = {
    "no set": lambda content: opened(content, "nowhere"),
    "another folder": lambda content: opened(content, "../site"),
    "no card": lambda content: opened(content).edit(SetChanges(cards={"x": {"unit": "call"}})),
    "a row of no card": lambda content: edited(SetChanges(rows={"x": (NewRow({"value": "1"}),)}), content),
    "a row of a number": lambda content: edited(SetChanges(rows={"one": (NewRow({"value": "1"}),)}), content),
    "the last card": lambda content: opened(content, "yakutia-covid").delete("requests"),
    "no number": lambda content: edited(SetChanges(rows={"parts": (NewRow({"value": "много"}),)}), content),
    "thousands or decimals": lambda content: edited(
        SetChanges(rows={"parts": (NewRow({"value": "5,402"}),)}), content
    ),
    "no time": lambda content: edited(
        SetChanges(rows={"months": (NewRow({"value": "5"}, at="январь"),)}), content
    ),
    "another step": lambda content: edited(
        SetChanges(rows={"months": (NewRow({"value": "5"}, at="2026"),)}), content
    ),
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_what_cannot_be_is_refused_in_a_sentence(wrong: object, content: Path) -> None:
    assert callable(wrong)
    with pytest.raises(ContentError) as error:
        wrong(content)
    assert all(each.message("en") and each.message("ru") for each in error.value.problems)
