"""`./inv new figures --data`: one command makes a set, its cards, tables and page of a spreadsheet."""

from __future__ import annotations

import csv
import shutil
from io import StringIO
from typing import TYPE_CHECKING

import lxml.html
import pytest
from msgspec.structs import replace

from plugins.diagnostics.problem import ContentError
from plugins.editor.new import NewItem, write_files
from plugins.editor.new_figures import TableArgs, figures_from_table
from plugins.editor.new_item_args import NewItemArgs, read_new_item
from plugins.editor.report import load_ui_text
from plugins.figures.card_checks import Rules
from plugins.figures.set_reader import read_figures
from tests.building import NOW, ROOT, build_options, content_of, inv
from tests.figures.samples import RULES, WORDS
from tests.figures.spreadsheets import FORMS, MONTHS, RUSSIAN_EXCEL, TOPICS, VALUES

if TYPE_CHECKING:
    from pathlib import Path

    from plugins.diagnostics.problem import Problem
    from plugins.figures.model import Figures

TITLES = {"ru": "Звонки по темам", "en": "Calls by topic"}
SOURCE = "Колл-центр 122, https://example.org/calls"


def make(folder: Path, content: bytes | str, **more: str | int) -> tuple[Path, tuple[str, ...]]:
    """The content folder with a set made of a spreadsheet, and what the command said of it."""
    site = content_of(folder)
    (folder / "calls.csv").write_bytes(content.encode() if isinstance(content, str) else content)
    titles = {"ru": str(more.pop("title"))} if "title" in more else TITLES
    options = build_options(site)
    item = NewItem("figures", titles, NOW.date())
    args = TableArgs(str(folder / "calls.csv"), **{"source": SOURCE, **more})  # type: ignore[arg-type] # as each test asks
    found = figures_from_table(item, args, options, load_ui_text("ru"))
    write_files(found.files, options)
    return site, found.understood


def read(site: Path, languages: tuple[str, ...] = ("ru",)) -> tuple[Figures, tuple[Problem, ...]]:
    """The figures of a content folder, read in some languages."""
    rules = Rules({code: RULES.cases[code] for code in languages}, RULES.claims, NOW.date(), WORDS)
    return read_figures(site / "figures", "content/figures", languages, rules)


@pytest.mark.parametrize("content", FORMS.values(), ids=FORMS)
def test_a_spreadsheet_in_any_form_becomes_a_set(content: bytes, tmp_path: Path) -> None:
    site, understood = make(tmp_path, content)
    assert understood[0].startswith("Понято: месяцев — 12 (2025-01 – 2025-12), тем — 4: Запись к врачу")
    figures, problems = read(site)
    assert [problem.format("ru") for problem in problems] == []
    card = figures.cards["zvonki-po-temam.topics"]
    assert [row.label["ru"] for row in card.rows] == [*TOPICS]
    assert [[float(point.value) for point in row.figures if point] for row in card.rows] == [
        [*column] for column in zip(*VALUES, strict=True)
    ]
    assert {figure.source.url for figure in card.figures} == {"https://example.org/calls"}
    assert {figure.source.publisher["ru"] for figure in card.figures} == {"Колл-центр 122"}


def test_texts_in_other_languages_are_yet_to_be_written(tmp_path: Path) -> None:
    site, _ = make(tmp_path, RUSSIAN_EXCEL)
    codes = [problem.code for problem in read(site, ("ru", "en"))[1]]
    assert codes == ["field-unwritten"] * len(TOPICS)


def test_no_title_that_was_given_is_dropped(tmp_path: Path) -> None:
    site = content_of(tmp_path)
    (tmp_path / "calls.csv").write_text("Year;Calls\n2024;5\n2025;6\n", encoding="utf-8")
    options = build_options(site)
    options = replace(options, site=replace(options.site, languages=("en", "es")))
    item = NewItem("figures", {"en": "Calls", "es": "Llamadas"}, NOW.date())
    args = TableArgs(str(tmp_path / "calls.csv"), source=SOURCE)
    found = figures_from_table(item, args, options, load_ui_text("en"))
    assert 'title: {en: "Calls", es: "Llamadas"}' in found.files["figures/calls.yaml"]
    write_files(found.files, options)
    assert read(site, ("en",))[1] == ()


def test_a_set_without_a_title_is_yet_to_be_written(tmp_path: Path) -> None:
    site, _ = make(tmp_path, RUSSIAN_EXCEL, title="")
    assert (site / "figures" / "calls.yaml").is_file()
    assert {problem.code for problem in read(site)[1]} == {"field-unwritten"}


def test_the_next_month_is_one_more_line(tmp_path: Path) -> None:
    site, _ = make(tmp_path, RUSSIAN_EXCEL)
    data = site / "figures" / "zvonki-po-temam.csv"
    lines = data.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].split(";") == ["Месяц", *TOPICS]
    data.write_text("\n".join([*lines, "янв.26;6 000;1;2;3,5"]), encoding="utf-8")
    figures, problems = read(site)
    assert [problem.format("ru") for problem in problems] == []
    assert figures.figures["zvonki-po-temam.topics.zapis-k-vrachu.2026-01"].value == 6000


def test_an_unfinished_month_says_until_when(tmp_path: Path) -> None:
    now = f"{MONTHS[NOW.month - 1]}.{NOW.year}"
    before = f"{MONTHS[NOW.month - 2]}.{NOW.year}"
    site, _ = make(tmp_path, f"Месяц;Звонки\n{before};5\n{now};6\n")
    figures, problems = read(site)
    assert [problem.format("ru") for problem in problems] == []
    points = figures.cards["zvonki-po-temam.zvonki"].figures
    assert [str(point.counted_until or "") for point in points] == ["", str(NOW.date())]


def test_a_gap_is_a_gap(tmp_path: Path) -> None:
    site, understood = make(tmp_path, "Месяц;Звонки\n2025-01;5\n2025-02;\n2025-03;6\n2025-04;7\n")
    assert any("1" in line and "разрыв" in line for line in understood)
    figures, problems = read(site)
    assert problems == ()
    assert [str(point.covers) for point in figures.cards["zvonki-po-temam.zvonki"].figures] == [
        "2025-01",
        "2025-03",
        "2025-04",
    ]


@pytest.mark.parametrize(
    ("content", "kinds"),
    [
        ("Год;Звонки\n2024;5\n2025;6\n", {"zvonki": "series"}),
        ("Неделя;Звонки\n2025-W05;5\n2025-W06;6\n", {"zvonki": "series"}),
        ("Год;А;Б;Всего\n2024;1;2;3\n2025;3;4;7\n", {"topics": "series", "vsego": "series"}),
        ("Тема;Звонки\nСправки;5\nПрочее;6\nИтого;11\n", {"topics": "bars"}),
        ("Тема;2025\nСправки;5\nПрочее;6\n", {"topics": "bars"}),
        ("Регион;Звонки;Жалобы\nСевер;5;1\nЮг;6;\n", {"table": "table"}),
        ("Регион;а;б;в;г;д\nСевер;5;1;2;3;4\nЮг;6;1;2;3;4\n", {"table-1": "table", "table-2": "table"}),
        (
            "Год;а;б;в;г;д;е;ж\n2024;1;2;3;4;5;6;7\n2025;1;2;3;4;5;6;7\n",
            {"topics-1": "series", "topics-2": "series"},
        ),
        ("Год;Ночью\n2024;12%\n2025;12,5%\n", {"nochyu": "series"}),
    ],
)
def test_cards_fit_what_the_table_holds(content: str, kinds: dict[str, str], tmp_path: Path) -> None:
    figures, problems = read(make(tmp_path, content)[0])
    assert [problem.format("ru") for problem in problems] == []
    assert {card.address.partition(".")[2]: str(card.kind) for card in figures.cards.values()} == kinds


def test_percentages_keep_their_sign(tmp_path: Path) -> None:
    figures, _ = read(make(tmp_path, "Год;Ночью\n2024;12%\n2025;12,5%\n")[0])
    assert {figure.unit.key for figure in figures.figures.values()} == {"percent"}


@pytest.mark.parametrize(
    ("content", "units"),
    [
        ("Год;Звонки ночью\n2024;12%\n2025;12,5%\n", "%"),
        ("Год;Звонки\n2024;12\n2025;13\n", "звонок"),
        ("Год;Звонки днём;Звонки ночью\n2024;12;3\n2025;13;4\n", "звонок"),
        ("Год;Звонки;Письма\n2024;12;3\n2025;13;4\n", "—"),
        ("Год;Звонки;Доля\n2024;10;95%\n2025;11;96%\n", "звонок, %"),
        ("Тема;2025\nДоля;95%\nЗвонки;10\n", "%, звонок"),
    ],
)
def test_the_units_that_are_written_are_told(content: str, units: str, tmp_path: Path) -> None:
    site, understood = make(tmp_path, content)
    assert understood[0].endswith(f"Единица: {units}.")
    written = {figure.unit.key for figure in read(site)[0].figures.values()}
    assert ("percent" in written) is ("%" in units)
    assert len(written) == len(units.split(", "))


@pytest.mark.parametrize(
    "table",
    [
        "Год;Звонки;Часы;Доля\n2024;10;20;95%\n2025;11;21;96%\n",
        "Тема;2025\nЗвонки;10\nДоля;95%\n",
        "Край;Звонки;Доля\nСевер;10;95%\nЮг;11;96%\n",
    ],
    ids=["series", "bars", "table"],
)
def test_counts_and_percentages_are_never_in_one_card(table: str, tmp_path: Path) -> None:
    figures, problems = read(make(tmp_path, table)[0])
    assert [problem.format("ru") for problem in problems] == []
    found = {figure.address: figure.unit.key for figure in figures.figures.values()}
    assert found
    assert all((unit == "percent") is ("dolya" in address) for address, unit in found.items())


@pytest.mark.parametrize(
    ("content", "more", "code"),
    [
        ("Год;Звонки\n2024;пять\n2025;6\n", {}, "figures-data-number"),
        ("Год;Звонки\n2024;5\n2025;6\n", {"unit": "cal"}, "new-unit"),
        ("Год;Звонки\n2024;5\n2025;6\n", {"title": "!!!"}, "new-title"),
        ("Тема;Звонки\n" + "".join(f"Тема {n};{n}\n" for n in range(1, 15)), {}, "figures-data-many"),
        ("Тема;З;Ж\n" + "".join(f"Тема {n};{n};1\n" for n in range(1, 15)), {}, "figures-data-many"),
    ],
)
def test_what_cannot_become_a_set_is_told(
    content: str, more: dict[str, str], code: str, tmp_path: Path
) -> None:
    with pytest.raises(ContentError) as caught:
        make(tmp_path, content, **more)
    assert [problem.code for problem in caught.value.problems] == [code]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("data: other.csv", "figures-data-missing"),
        ("data: ../calls.csv", "figures-data-missing"),
        ("points: {column: Справка}", "figures-data-column"),
        ("points: {colum: Справки}", "field-not-a-list"),
    ],
)
def test_a_set_that_does_not_find_its_data_is_told(line: str, code: str, tmp_path: Path) -> None:
    site, _ = make(tmp_path, "Год;Справки\n2024;5\n2025;6\n")
    file = site / "figures" / "zvonki-po-temam.yaml"
    key = line.partition(":")[0]
    lines = [
        f"{each[: len(each) - len(each.lstrip())]}{line}" if each.strip().startswith(f"{key}:") else each
        for each in file.read_text().splitlines()
    ]
    file.write_text("\n".join(lines))
    problems = read(site)[1]
    assert code in {problem.code for problem in problems}


def test_a_spoilt_table_beside_a_set_is_told_by_its_cell(tmp_path: Path) -> None:
    site, _ = make(tmp_path, "Год;Справки\n2024;5\n2025;6\n")
    (site / "figures" / "zvonki-po-temam.csv").write_text("Год;Справки\n2024;5\n2025;шесть\n")
    told = [problem.format("ru") for problem in read(site)[1]]
    assert len(told) == 1
    assert told[0].startswith("content/figures/zvonki-po-temam.csv:3: B3: «шесть» — не число.")


def test_the_day_of_a_source_is_asked_for(tmp_path: Path) -> None:
    site = content_of(tmp_path)
    (tmp_path / "calls.csv").write_text(RUSSIAN_EXCEL, encoding="utf-8")
    command = ("new", "figures", "--data", str(tmp_path / "calls.csv"), "--title", "Calls by topic")
    made = inv(*command, "--content", str(site), "--lang", "en")
    assert made.returncode == 1
    assert "Add the day that the source names: --date 2026-01-31." in made.stdout + made.stderr
    assert not (site / "figures" / "calls-by-topic.yaml").exists()
    options, args = build_options(site), NewItemArgs("figures", ["Calls"], of_table=True)
    typed = read_new_item(args, options, load_ui_text("en"), lambda _: "2026-01-31")
    assert str(typed.day) == "2026-01-31"


def test_one_command_makes_cards_tables_and_a_page(tmp_path: Path) -> None:
    content, output = tmp_path / "content", tmp_path / "out"
    shutil.copytree(ROOT / "examples" / "211", content)
    (tmp_path / "calls.csv").write_bytes(FORMS["Excel in Russian, Windows-1251"])
    made = inv(
        *("new", "figures", "--data", str(tmp_path / "calls.csv"), "--title", "Calls by topic"),
        *("--source", SOURCE, "--date", "2026-01-31", "--content", str(content), "--lang", "en"),
    )
    assert made.returncode == 0, made.stderr
    assert "12 months" in made.stdout
    built = inv(
        *("build", "--content", str(content), "--output", str(output), "--cache", str(tmp_path / "cache")),
        "--no-search",
    )
    assert built.returncode == 0, built.stdout + built.stderr
    pages = sorted(output.glob("*/figures/calls-by-topic/index.html"))
    assert pages
    expected = sorted(value for values in VALUES for value in values)
    for page in pages:
        tree = lxml.html.fromstring(page.read_bytes())
        assert sorted(float(value) for value in tree.xpath("//table//data/@value")) == expected
    folder = output / "figures" / "calls-by-topic"
    rows = csv.DictReader(StringIO((folder / "data.csv").read_text(encoding="utf-8-sig"), newline=""))
    assert sorted(float(row["value"]) for row in rows) == expected
    assert len(list(folder.glob("topics.share.light.*.png"))) >= 1
