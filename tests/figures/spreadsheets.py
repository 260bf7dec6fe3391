"""Spreadsheets for the tests: one table of twelve months and four topics in every form it is saved in."""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from typing import TYPE_CHECKING

from openpyxl import Workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

TOPICS = ("Запись к врачу", "Вызов врача на дом", "Справки", "Прочее")
VALUES = [[5402 + month, 1200 - 3 * month, 310 + month, 98.5 + month] for month in range(12)]
MONTHS = ("янв", "фев", "мар", "апр", "май", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
FULL_MONTHS = (
    *("Январь", "Февраль", "Март", "Апрель", "Май", "Июнь"),
    *("Июль", "Август", "Сентябрь", "Октябрь", "Ноябрь", "Декабрь"),
)
ENGLISH_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
Rows = list[list[str]]


def typed(months: Sequence[str], number: Callable[[float], str], corner: str = "Месяц") -> Rows:
    """The table with its months and numbers as somebody types them."""
    lines = [
        [month, *(number(value) for value in values)] for month, values in zip(months, VALUES, strict=True)
    ]
    return [[corner, *TOPICS], *lines]


def turned(rows: Rows) -> Rows:
    """The table with its months across."""
    return [list(line) for line in zip(*rows, strict=True)]


def text_of(rows: Rows, delimiter: str, *, quoted: bool = False, end: str = "\r\n") -> str:
    """The rows as CSV."""
    cells = [[f'"{cell}"' if quoted else cell for cell in row] for row in rows]
    return end.join([*(delimiter.join(row) for row in cells), ""])


def excel_of(
    rows: Sequence[Sequence[object]], formats: dict[int, str] | None = None, **more: object
) -> bytes:
    """The rows as XLSX; `formats` are the number formats of columns, `more` are sheets beside it."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    for column, number_format in (formats or {}).items():
        for cell in sheet[chr(ord("A") + column)]:
            cell.number_format = number_format
    for name, cells in more.items():
        other = book.create_sheet(name)
        for row in cells if isinstance(cells, list) else []:
            other.append(row)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def russian(value: float) -> str:
    """`5 402` and `98,5`, as Excel writes them with Russian settings."""
    return f"{value:,}".replace(",", "\u00a0").replace(".", ",")


def narrow(value: float) -> str:
    """A narrow space between thousands, as in texts."""
    return f"{value:,}".replace(",", "\u202f").replace(".", ",")


def english(value: float) -> str:
    """`5,402` and `98.5`."""
    return f"{value:,}"


RUSSIAN_EXCEL = text_of(typed([f"{month}.25" for month in MONTHS], russian), ";")
FORMS: dict[str, bytes] = {
    "Excel in Russian, Windows-1251": RUSSIAN_EXCEL.encode("cp1251"),
    "Excel in Russian, CSV UTF-8": RUSSIAN_EXCEL.encode("utf-8-sig"),
    "Excel, Unicode text": text_of(typed([f"{month}.25" for month in MONTHS], russian), "\t").encode(
        "utf-16"
    ),
    "Excel with its note of the delimiter": ("sep=;\r\n" + RUSSIAN_EXCEL).encode("utf-8-sig"),
    "Excel in English": text_of(
        typed([f"{month}-25" for month in ENGLISH_MONTHS], english), ",", quoted=True
    ).encode(),
    "a program": text_of(typed([f"2025-{n:02}" for n in range(1, 13)], str), ",", end="\n").encode(),
    "tabs and narrow spaces": text_of(typed([f"{n:02}.2025" for n in range(1, 13)], narrow), "\t").encode(),
    "full months with years": text_of(
        typed([f"{each} 2025 г." for each in FULL_MONTHS], russian), ";"
    ).encode(),
    "months across": text_of(turned(typed([f"{each} 2025" for each in FULL_MONTHS], russian)), ";").encode(),
    "the last month first": text_of(
        [typed(MONTHS, russian)[0], *reversed(typed([f"{month}.25" for month in MONTHS], russian)[1:])], ";"
    ).encode(),
    "a title above and empty columns beside": (
        "Обращения за год;;;;;\r\n;;;;;\r\n"
        + text_of(typed([f"{month}.25" for month in MONTHS], russian), ";")
    ).encode(),
    "XLSX with dates": excel_of(
        [
            ["Месяц", *TOPICS],
            *([dt.date(2025, n, 1), *values] for n, values in enumerate(VALUES, 1)),
        ],
        {0: "mmm yy"},
    ),
    "XLSX with words": excel_of(typed([f"{each} 2025" for each in FULL_MONTHS], russian)),
    "XLSX with years as numbers across": excel_of(
        [
            ["Тема", *(f"{month} 2025" for month in FULL_MONTHS)],
            *([topic, *(values[place] for values in VALUES)] for place, topic in enumerate(TOPICS)),
        ]
    ),
    "XLSX with a total": excel_of(
        [
            ["Месяц", *TOPICS, "Всего"],
            *(
                [f"{month} 2025", *values, sum(values)]
                for month, values in zip(FULL_MONTHS, VALUES, strict=True)
            ),
            ["Итого", *(sum(column) for column in zip(*VALUES, strict=True)), None],
        ]
    ),
}
