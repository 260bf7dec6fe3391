"""A set of figures may be a draft; a published one has nothing left of the template."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml

from plugins.content.load import load_site
from plugins.editor.new import SAMPLES
from plugins.editor.report import load_ui_text
from plugins.figures.set_reader import TEMPLATE_TEXTS
from tests.building import build_options, content_of, inv
from tests.content.test_links import FIGURES

if TYPE_CHECKING:
    from pathlib import Path

DRAFT = f"status: draft\n{FIGURES}"
PATH = "figures/results.yaml"
ITEM = "news/2023-01-31-item/ru.md"
TEXT = "---\ntitle: Новость\nsummary: Коротко.\n{}---\n\nБыло {{figure}}results.calls.\n"


def told(folder: Path, files: dict[str, str | bytes], **changes: object) -> list[str]:
    problems = load_site(build_options(content_of(folder, files), **changes)).problems
    return [f"{each.path.partition('/')[2]}:{each.line} {each.code}" for each in problems]


def test_a_draft_is_not_published_and_the_preview_shows_it(tmp_path: Path) -> None:
    content = content_of(tmp_path, {PATH: DRAFT})
    for preview in (False, True):
        loaded = load_site(build_options(content, preview=preview))
        assert loaded.ok
        assert ("results" in loaded.content.cards.texts.figure_renderer.figures.sets) is preview
        assert ("figures/results/data.csv" in dict(loaded.content.data())) is preview


def test_a_text_that_shows_a_figure_of_a_draft_is_told(tmp_path: Path) -> None:
    assert told(tmp_path, {PATH: DRAFT, ITEM: TEXT.format("")}) == [f"{ITEM}:6 figures-draft"]


def test_a_published_set_that_borrows_from_a_draft_is_told(tmp_path: Path) -> None:
    borrowing = FIGURES.partition("units:")[0] + (
        "cards:\n  - {id: both, kind: bars, title: {ru: Всё, en: All}, bars: [{figure: results.calls}]}\n"
    )
    assert "figures/more.yaml:3 figures-draft" in told(
        tmp_path, {PATH: DRAFT, "figures/more.yaml": borrowing}
    )


@pytest.mark.parametrize("typed", sorted(TEMPLATE_TEXTS))
def test_a_published_set_has_nothing_left_of_the_template(typed: str, tmp_path: Path) -> None:
    key = "https://news.example/" if typed.startswith("http") else "Газета"
    text = FIGURES.replace(key, typed)
    assert told(tmp_path, {PATH: text}) == [f"{PATH}:7 figures-template-text"]
    assert told(tmp_path / "draft", {PATH: f"status: draft\n{text}"}) == []


def test_the_texts_of_the_template_are_those_that_are_recognized() -> None:
    texts = {load_ui_text(code).text(f"sample-{name}") for code in ("ru", "en") for name in SAMPLES[:2]}
    assert texts | {"https://example.org/"} == TEMPLATE_TEXTS


def test_a_new_set_is_a_draft_and_only_a_finished_one_is_published(tmp_path: Path) -> None:
    content = content_of(tmp_path)
    assert (
        inv("new", "figures", "--title", "ru=Итоги", "--date", "2026-11-20", "--content", content).returncode
        == 0
    )
    file = next((content / "figures").glob("*.yaml"))
    made = yaml.safe_load(file.read_text(encoding="utf-8"))
    assert (made["status"], made["title"]) == ("draft", {"ru": "Итоги", "en": "…"})
    assert load_site(build_options(content)).ok
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("status: draft", "status: published"), encoding="utf-8")
    codes = {each.code for each in load_site(build_options(content)).problems}
    assert {"figures-template-text", "field-unwritten"} <= codes


@pytest.mark.parametrize("bars", ["[results.calls]", "[]", "[{label: {ru: А, en: A}}]"])
def test_a_card_without_a_figure_is_told_and_not_drawn(bars: str, tmp_path: Path) -> None:
    card = f"cards:\n  - {{id: both, kind: bars, title: {{ru: Всё, en: All}}, bars: {bars}}}\n"
    text = FIGURES.partition("units:")[0] + card
    assert any(
        each.startswith("figures/more.yaml:3 ") for each in told(tmp_path, {"figures/more.yaml": text})
    )


@pytest.mark.parametrize("broken", ["<<<<<<< HEAD\n", "cards: [", "- a list\n"])
def test_figures_of_a_set_that_cannot_be_read_are_not_told_as_unknown(broken: str, tmp_path: Path) -> None:
    found = told(tmp_path, {PATH: f"{FIGURES}{broken}", ITEM: TEXT.format("")})
    assert len(found) == 1
    assert found[0].startswith(f"{PATH}:")
    other = told(
        tmp_path / "other", {PATH: f"{FIGURES}{broken}", ITEM: TEXT.replace("results", "nothing").format("")}
    )
    assert [each for each in other if each.startswith(ITEM)]
