"""Figures in the desk: listed by title, corrected, and made of tables that were pasted or sent."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest
from openpyxl import Workbook

from plugins.figures.spreadsheet import MAX_BYTES
from tests.editor.desk.desk_server import ServedDesk, desk_server
from tests.figures.samples import CALL_UNITS

if TYPE_CHECKING:
    from collections.abc import Iterator

SET = (
    """title: {ru: Звонки в январе, en: Calls in January}
"""
    + CALL_UNITS
    + """sources:
  report: {publisher: {ru: Отчёт, en: A report}, url: none, date: 2026-01-31}
cards:
  - id: all
    kind: number
    title: {ru: В январе 120 звонков, en: 120 calls in January}
    label: {ru: Звонки, en: Calls}
    context: {ru: Это первый месяц работы., en: It was the first month.}
    unit: call
    value: 120  # из отчёта
    as_of: 2026-01-31
    source: report
"""
)
TEXT = "---\ntitle: Январь\nsummary: Итоги января.\n---\nВ январе было {figure}january.all.\n"
WHY = {"ru": "Опечатка", "en": "A slip"}
TABLE = "Месяц\tЗвонки\tОбращения\n2025-01\t120\t30\n2025-02\t240\t50\n2025-03\t180\t20\n"
GAPS = "Месяц\tЗвонки\tОбращения\n2025-01\t120\t30\n2025-02\t240\t\n"
WORDS = {
    "titles": {"ru": "В феврале звонков вдвое больше", "en": "Twice as many calls in February"},
    "source": "Мэрия, https://example.org/report",
    "day": "2025-04-01",
    "labels": {"Звонки": {"en": "Calls"}, "Обращения": {"en": "Requests"}},
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedDesk]:
    files: dict[str, str | bytes] = {"figures/january.yaml": SET, "news/2026-02-01-january/ru.md": TEXT}
    with desk_server(tmp_path_factory.mktemp("figures"), files) as desk:
        yield desk


def test_a_figure_is_listed_and_corrected_once(desk: ServedDesk) -> None:
    ((entry,),) = [each["cards"] for each in desk.get("figures")["sets"] if each["name"] == "january"]
    (figure,) = entry["figures"]
    assert entry["titles"]["ru"] == "В январе 120 звонков"
    assert (figure["value"], figure["computed"]) == ("120", False)
    assert figure["words"]["ru"].replace("\u00a0", " ") == "120 звонков"
    asked = {"address": figure["address"], "value": "121", "why": WHY}
    status, found = desk.post("figures/look", **asked)
    assert (status, found["errors"]) == (200, [])
    assert {page["title"] for page in found["pages"]} == {"Январь", "Звонки в январе", "Calls in January"}
    assert {card["address"] for card in found["cards"]} == {"january.all"}
    assert desk.post("figures/correct", **asked, state="other")[0] == 409
    file = desk.content / "figures" / "january.yaml"
    assert file.read_text(encoding="utf-8") == SET
    assert desk.post("figures/correct", **asked, state=found["state"])[0] == 200
    was = "    was: {value: 120, until: 2026-11-22, why: {ru: Опечатка, en: A slip}}\n"
    right = SET.replace("value: 120  # из отчёта\n", f"value: 121  # из отчёта\n{was}")
    assert file.read_text(encoding="utf-8") == right


def test_a_wrong_number_is_refused_in_a_sentence(desk: ServedDesk) -> None:
    status, answer = desk.post("figures/look", address="january.all", value="много", why=WHY)
    assert status == 422
    assert "«много»" in answer["error"]


def send(desk: ServedDesk, content: bytes, name: str, words: object = None, **query: str) -> tuple[int, Any]:
    """The answer to a table."""
    asked = {"name": name, "words": json.dumps(words or {}), **query}
    headers = {**desk.headers(), "Content-Type": "application/octet-stream"}
    status, text = desk.ask("POST", f"/desk/api/figures/table?{urlencode(asked)}", content, headers)
    return status, json.loads(text)


def workbook() -> bytes:
    book, file = Workbook(), io.BytesIO()
    assert book.active
    for line in TABLE.splitlines():
        book.active.append([int(cell) if cell.isdecimal() else cell for cell in line.split("\t")])
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (TABLE.encode(), "table.csv"),
        (TABLE.replace("\t", ";").encode("cp1251"), "звонки.csv"),
        (TABLE.replace("\t", ";").encode("utf-8-sig"), "calls.CSV"),
        (workbook(), "calls.xlsx"),
    ],
    ids=["pasted", "cp1251", "utf-8", "xlsx"],
)
def test_what_was_understood_is_told_before_anything_is_written(
    desk: ServedDesk, content: bytes, name: str
) -> None:
    before = sorted(path.name for path in (desk.content / "figures").iterdir())
    status, plan = send(desk, content, name)
    assert status == 200
    assert plan["labels"] == ["Звонки", "Обращения"]
    assert "Звонки, Обращения" in plan["understood"][0]
    assert plan["lacking"].startswith("Напишите на каждом языке")
    assert send(desk, content, name, {**WORDS, "source": ""})[1]["lacking"].startswith("Укажите, кто")
    assert send(desk, content, name, {**WORDS, "day": ""})[1]["lacking"].startswith("Укажите, в какой день")
    assert send(desk, content, name, {**WORDS, "day": "завтра"})[0] == 422
    assert send(desk, content, name, {**WORDS, "labels": {}})[1]["lacking"].startswith("Напишите каждое")
    assert send(desk, content, name, WORDS, write="")[1]["lacking"] == ""
    assert sorted(path.name for path in (desk.content / "figures").iterdir()) == before


def test_a_set_is_written_whole_and_has_no_errors(desk: ServedDesk) -> None:
    status, plan = send(desk, TABLE.encode(), "table.csv", WORDS, write="yes")
    assert (status, plan["written"]) == (200, True)
    assert all((desk.content / path).is_file() for path in plan["files"])
    written = (desk.content / plan["files"][0]).read_text(encoding="utf-8")
    assert (written.count("date: 2025-04-01"), written.count("as_of: 2025-04-01")) == (1, 1)
    name = plan["files"][0].removeprefix("figures/").removesuffix(".yaml")
    (made,) = [each for each in desk.get("figures")["sets"] if each["name"] == name]
    assert made["titles"] == WORDS["titles"]
    assert send(desk, TABLE.encode(), "table.csv", WORDS, write="yes")[0] == 422


def test_a_figure_from_a_table_is_corrected_in_its_cell(desk: ServedDesk) -> None:
    send(desk, TABLE.encode(), "table.csv", WORDS, write="yes")
    (cards,) = [each["cards"] for each in desk.get("figures")["sets"] if each["name"] != "january"]
    figure = cards[0]["figures"][0]
    assert (figure["value"], figure["tabular"]) == ("120", False)
    months = ["январь 2025 г.", "февраль 2025 г.", "март 2025 г."]
    named = [each["labels"]["ru"].replace("\u00a0", " ") for each in cards[0]["figures"]]
    assert named == [f"{label}, {month}" for label in ("Звонки", "Обращения") for month in months]
    silent = {"address": figure["address"], "value": "121", "why": {}}
    assert desk.post("figures/look", **silent)[0] == 200
    asked = {"address": figure["address"], "value": "121", "why": WHY}
    status, found = desk.post("figures/look", **asked)
    assert (status, found["errors"]) == (200, [])
    assert desk.post("figures/correct", **asked, state=found["state"])[0] == 200
    (table,) = (desk.content / "figures").glob("*.csv")
    assert "2025-01\t121\t30" in table.read_text(encoding="utf-8")
    table.write_text(
        "Тема\t2025-01\t2025-02\t2025-03\nЗвонки\t1\t2\t3\nОбращения\t1\t2\t3\n", encoding="utf-8"
    )
    (cards,) = [each["cards"] for each in desk.get("figures")["sets"] if each["name"] != "january"]
    assert {each["tabular"] for each in cards[0]["figures"]} == {True}


def test_a_set_that_would_stop_the_site_is_not_written(desk: ServedDesk) -> None:
    before = sorted((desk.content / "figures").iterdir())
    words = {**WORDS, "titles": {"ru": "Обращений мало", "en": "Few requests"}}
    status, answer = send(desk, GAPS.encode(), "table.csv", words, write="yes")
    assert status == 422
    assert "1" in answer["error"]
    assert sorted((desk.content / "figures").iterdir()) == before


@pytest.mark.parametrize(
    ("content", "status"),
    [(b"", 422), (b"\xd0\xcf\x11\xe0 old", 422), (bytes(MAX_BYTES + 1), 413)],
    ids=["empty", "old Excel", "large"],
)
def test_a_table_that_cannot_be_read_is_refused_with_its_cell(
    desk: ServedDesk, content: bytes, status: int
) -> None:
    answer = send(desk, content, "table.csv")
    assert (answer[0], bool(answer[1]["error"])) == (status, True)
