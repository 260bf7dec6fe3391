"""A figure from a table is corrected in its cell, and readers are told at every card that takes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from plugins.diagnostics.problem import ContentError
from plugins.editor.acts.figure_act import correct_figure, is_elsewhere
from tests.building import content_of
from tests.editor.acts.sample_content import load_context, perform
from tests.editor.acts.test_figure_set_act import changed
from tests.figures.samples import CALL_UNITS

if TYPE_CHECKING:
    from pathlib import Path

    from plugins.figures.model import Figure

HEAD = (
    """title: {ru: Набор, en: A set}
data: calls.csv
"""
    + CALL_UNITS
    + """sources:
  report: {publisher: {ru: Отчёт, en: A report}, url: none, date: 2026-01-31}
cards:
"""
)
CARD = """  - id: {id}
    kind: {kind}
    title: {{ru: Звонки, en: Calls}}
    unit: call
    source: report
"""
SERIES = f"""{HEAD}{CARD.format(id="topics", kind="series")}    step: month
    series:
      - {{id: a, label: {{ru: А, en: A}}, points: {{column: Звонки}}}}  # как есть
      - {{id: b, label: {{ru: Б, en: B}}, points: {{column: "Обращения", last: 12}}}}
{CARD.format(id="calls", kind="series")}    step: month
    points: {{column: звонки}}
{CARD.format(id="one", kind="number")}    value: {{column: Звонки, at: 2025-12}}
    context: {{ru: меньше прежнего, en: fewer than before}}
"""
NAMES = f"""{HEAD}{CARD.format(id="bars", kind="bars")}    bars:
      - {{id: omsk, label: {{ru: Омск, en: Omsk}}, value: {{column: Звонки, row: Омск}}}}
      - {{id: tomsk, label: {{ru: Томск, en: Tomsk}}, value: {{column: Звонки, row: томск}}}}
{CARD.format(id="table", kind="table")}    columns:
      - {{id: calls, label: {{ru: Звонки, en: Calls}}}}
    rows:
      - id: omsk
        label: {{ru: Омск, en: Omsk}}
        cells:
          calls: {{value: {{column: Звонки, row: Омск}}}}
      - id: tomsk
        label: {{ru: Томск, en: Tomsk}}
        cells: {{calls: {{value: {{column: Звонки, row: Томск}}}}}}
"""
MONTHS = "Месяц;Звонки;Обращения\n2025-11;1 200;30\n2025-12;80,5;50\n"
CITIES = "Город;Звонки\nОмск;15\nТомск;12\n"
WHY = {"ru": "Опечатка", "en": "A slip"}
NOTE = "{value: 80.5, until: 2026-11-22, why: {ru: Опечатка, en: A slip}}"


def set_of(folder: Path, text: str, table: str | bytes) -> Path:
    return content_of(folder, {"figures/own.yaml": text, "figures/calls.csv": table})


def figures_of(content: Path) -> dict[str, Figure]:
    return dict(load_context(content).loaded.content.cards.texts.figure_renderer.figures.figures)


@pytest.mark.parametrize("address", ["own.topics.a.2025-12", "own.calls.2025-12", "own.one"])
def test_one_cell_is_corrected_for_every_card_that_takes_it(address: str, tmp_path: Path) -> None:
    content = set_of(tmp_path, SERIES, MONTHS)
    context = load_context(content)
    assert not is_elsewhere(figures_of(content)[address], context)
    act = correct_figure(address, "81,5", WHY, context)
    series = "      - {id: a, label: {ru: А, en: A}, points: {column: Звонки"
    assert sorted(changed(act)) == sorted(
        [
            "-2025-12;80,5;50",
            "+2025-12;81,5;50",
            f"-{series}}}}}  # как есть",
            f"+{series}, was: {{2025-12: {NOTE}}}}}}}  # как есть",
            "-    points: {column: звонки}",
            f"+    points: {{column: звонки, was: {{2025-12: {NOTE}}}}}",
            f"+    was: {NOTE}",
        ]
    )
    perform(act, content)
    after = figures_of(content)
    for each in ("own.topics.a.2025-12", "own.calls.2025-12", "own.one"):
        correction = after[each].correction
        assert correction
        assert (str(after[each].value), str(correction.value)) == ("81.5", "80.5")
    assert after["own.topics.b.2025-12"].correction is None


def test_a_second_correction_stands_beside_the_first(tmp_path: Path) -> None:
    content = set_of(tmp_path, SERIES, MONTHS)
    perform(correct_figure("own.topics.b.2025-11", "31", WHY, load_context(content)), content)
    perform(correct_figure("own.topics.b.2025-12", "51", WHY, load_context(content)), content)
    after = figures_of(content)
    assert [str(after[f"own.topics.b.2025-{month}"].correction.value) for month in (11, 12)] == ["30", "50"]  # type: ignore[union-attr] # both were just corrected


@pytest.mark.parametrize("address", ["own.bars.omsk", "own.table.omsk.calls"])
def test_a_named_line_is_corrected(address: str, tmp_path: Path) -> None:
    content = set_of(tmp_path, NAMES, CITIES.encode("cp1251"))
    act = correct_figure(address, "16", WHY, load_context(content))
    assert act.files["figures/calls.csv"] == CITIES.replace("15", "16").encode("cp1251")
    perform(act, content)
    after = figures_of(content)
    for each in ("own.bars.omsk", "own.table.omsk.calls"):
        assert after[each].correction is not None
        assert str(after[each].value) == "16"
    assert after["own.bars.tomsk"].correction is None


ELSEWHERE = {
    "months across": "Тема;2025-11;2025-12\nЗвонки;1200;80,5\nОбращения;30;50\n",
    "a cell of two lines": 'Месяц;Звонки;Обращения\n"2025-11\n";1200;30\n2025-12;80,5;50\n',
}


@pytest.mark.parametrize("table", ELSEWHERE.values(), ids=ELSEWHERE)
def test_a_table_of_another_form_is_corrected_elsewhere(table: str, tmp_path: Path) -> None:
    content = set_of(tmp_path, SERIES, table)
    with pytest.raises(ContentError) as error:
        correct_figure("own.one", "81,5", WHY, load_context(content))
    assert [each.code for each in error.value.problems] == ["figure-elsewhere"]


@pytest.mark.parametrize("was", ["{2024-01: x}", "x", "{2025-12: {value: 1}}"])
def test_a_correction_of_no_point_is_an_error(was: str, tmp_path: Path) -> None:
    content = set_of(tmp_path, SERIES.replace("{column: звонки}", f"{{column: звонки, was: {was}}}"), MONTHS)
    assert [each.path for each in load_context(content).loaded.problems if each.path.endswith("own.yaml")]
