"""A figure is corrected line by line; what changes with it is told, and no correction stops a build."""

from __future__ import annotations

import datetime as dt
import shutil
from difflib import unified_diff
from typing import TYPE_CHECKING

import pytest

from plugins.diagnostics.problem import ContentError
from plugins.editor.acts.figure_act import correct_figure
from plugins.editor.acts.figure_effects import compare_figures
from plugins.figures.figure_text import format_decimal
from tests.building import DEMO, NOW
from tests.editor.acts.sample_content import load_context, stamp
from tests.figures.samples import CALL_UNITS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from plugins.editor.acts.act import Act
    from plugins.editor.acts.item_edit import ActContext
    from plugins.figures.model import Figure

WHY = {"ru": "Опечатка: в источнике иначе", "en": "A slip: the source says something else"}
LONG = {code: f"{text}, {'и мы это проверили, ' * 6}" for code, text in WHY.items()}
CALLS = "russia-2022.calls"
OWN = (
    """title: {ru: Набор, en: A set}
"""
    + CALL_UNITS
    + """sources:
  report: {publisher: {ru: Отчёт, en: A report}, url: none, date: 2026-01-15}
cards:
  - id: months
    kind: series
    step: month
    title: {ru: Звонки по месяцам, en: Calls by month}
    unit: call
    as_of: 2026-01-15
    source: report
    points: [[2025-01, 15], [2025-02, 15], {at: 2025-03, value: 17}]  # как есть
"""
)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the shipped content, with a set of points on one line; released."""
    copy = shutil.copytree(DEMO, tmp_path_factory.mktemp("figures") / "content")
    (copy / "figures" / "own.yaml").write_text(OWN, encoding="utf-8")
    stamp(copy)
    return copy


@pytest.fixture(scope="module")
def context(demo: Path) -> ActContext:
    """A day after the release, so that what is corrected has another moment."""
    return load_context(demo, NOW + dt.timedelta(days=1))


def figures_of(context: ActContext) -> Mapping[str, Figure]:
    return context.loaded.content.cards.texts.figure_renderer.figures.figures


def changed_lines(act: Act) -> list[str]:
    """The lines that an act takes away and adds."""
    ((path, after),) = act.files.items()
    assert after is not None
    old, new = (text.decode().splitlines() for text in (act.before[path] or b"", after))
    diff = unified_diff(old, new, n=0, lineterm="")
    return [line for line in diff if not line.startswith(("---", "+++", "@@"))]


def test_every_figure_that_states_a_number_is_corrected_on_its_own_line(context: ActContext) -> None:
    stated = [each for each in figures_of(context).values() if not (each.remainder or each.calculation)]
    assert len(stated) > 50
    for figure in stated:
        typed = format_decimal(figure.value + 1)
        lines = changed_lines(correct_figure(figure.address, typed, WHY, context))
        assert sum(line.startswith("-") for line in lines) == 1, figure.address
        assert sum(line.startswith("+") for line in lines) <= 2, figure.address
        assert f"was: {{value: {format_decimal(figure.value)}" in lines[-1]


def test_a_computed_figure_is_not_corrected(context: ActContext) -> None:
    computed = next(each for each in figures_of(context).values() if each.remainder)
    with pytest.raises(ContentError) as refused:
        correct_figure(computed.address, "1", WHY, context)
    assert [found.code for found in refused.value.problems] == ["figure-elsewhere"]


@pytest.mark.parametrize(
    ("address", "right"),
    [
        ("own.months.2025-01", "{at: 2025-01, value: 16, was: {value: 15, "),
        ("own.months.2025-02", "{at: 2025-02, value: 16, was: {value: 15, "),
        ("own.months.2025-03", "{at: 2025-03, value: 16, was: {value: 17, "),
    ],
)
def test_points_on_one_line_are_told_apart(address: str, right: str, context: ActContext) -> None:
    lines = changed_lines(correct_figure(address, "16", WHY, context))
    assert right in lines[1]
    assert lines[1].endswith("# как есть")


def test_a_corrected_figure_can_be_corrected_again(demo: Path, context: ActContext) -> None:
    act = correct_figure(CALLS, "60000000", WHY, context)
    ((path, after),) = act.files.items()
    before = (demo / path).read_bytes()
    try:
        (demo / path).write_bytes(after or b"")
        context = load_context(demo)
        assert format_decimal(figures_of(context)[CALLS].value) == "60000000"
        again = changed_lines(correct_figure(CALLS, "61 000 000", WHY, context))
        assert [line[:1] for line in again] == ["-", "-", "+", "+"]
        assert "was: {value: 60000000, " in again[-1]
    finally:
        (demo / path).write_bytes(before)


@pytest.mark.parametrize(
    ("address", "typed", "why", "code"),
    [
        ("nothing.at-all", "5", WHY, "figure-unknown"),
        (CALLS, "", WHY, "figure-number"),
        (CALLS, "много", WHY, "figure-number"),
        (CALLS, "-5", WHY, "figure-number"),
        (CALLS, "5,402", WHY, "figure-ambiguous"),
        (CALLS, "59 000 000", WHY, "figure-same"),
        (CALLS, "60000000", {"ru": "Опечатка"}, "figure-why"),
        (CALLS, "60000000", {**WHY, "en": "  "}, "figure-why"),
    ],
)
def test_what_cannot_be_written_is_told(
    address: str, typed: str, why: dict[str, str], code: str, context: ActContext
) -> None:
    with pytest.raises(ContentError) as refused:
        correct_figure(address, typed, why, context)
    assert [found.code for found in refused.value.problems] == [code]


@pytest.mark.parametrize(
    ("address", "right"),
    [
        ("fresh.months.2025-01", "points: [[2025-01, 16], [2025-02, 15], {at: 2025-03, value: 17}]"),
        ("fresh.months.2025-03", "points: [[2025-01, 15], [2025-02, 15], {at: 2025-03, value: 16}]"),
    ],
)
def test_a_number_that_no_release_had_changes_without_a_note(
    address: str, right: str, tmp_path: Path
) -> None:
    copy = shutil.copytree(DEMO, tmp_path / "content")
    stamp(copy)
    (copy / "figures" / "fresh.yaml").write_text(OWN, encoding="utf-8")
    context = load_context(copy, NOW + dt.timedelta(days=1))
    lines = changed_lines(correct_figure(address, "16", {}, context))
    assert [line[:1] for line in lines] == ["-", "+"]
    assert lines[1].strip("+ ").startswith(right)
    assert "was: {value: " in changed_lines(correct_figure(address, "16", WHY, context))[-1]
    with pytest.raises(ContentError):
        correct_figure(address, "16", {"ru": "Опечатка"}, context)


def test_pages_cards_and_feeds_that_change_are_told(context: ActContext) -> None:
    effects = compare_figures(correct_figure(CALLS, "60000000", LONG, context), context.options)
    assert effects.errors == ()
    assert {"russia-2022.calls", "regions-2022.named"} <= {card.address for card in effects.cards}
    urls = {page.url for page in effects.pages}
    assert {
        f"https://122.example/{code}/{path}/"
        for code in ("ru", "en")
        for path in ("news/2022-12-27-russia-59-million", "summaries/2022", "figures/russia-2022")
    } <= urls
    assert {(each.feed, each.kind) for each in effects.feeds} == {("news", "changed"), ("corrections", "new")}
