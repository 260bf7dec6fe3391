from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from plugins.content.load import load_site
from plugins.figures.prose import MIN_BARE_NUMBER, Prose, check_unit_words, find_numbers
from tests.building import DEMO, build_options, content_of
from tests.figures.samples import HEAD, LANGUAGES, NUMBER, read_text, site_figures, vocabulary

if TYPE_CHECKING:
    from pathlib import Path

    from plugins.figures.model import Figures

TEXTS = sorted(path for path in DEMO.rglob("*.md") if path.stem in LANGUAGES)
FIGURES = site_figures()[0]
VALUES = {figure.value for figure in FIGURES.figures.values()}
REFERENCE = re.compile(r"\{(?:figure|card)\}([a-z0-9-]+)")


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_no_large_figure_is_typed_in_site_prose(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    typed = [each for n, line in enumerate(lines, 1) for each in find_numbers(line, n, vocabulary(path.stem))]
    assert [(each.line, each.text) for each in typed if each.certain and each.value in VALUES] == []


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_no_small_figure_is_typed_in_site_prose_that_refers_to_its_set(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    sets = [FIGURES.sets[name] for name in sorted(set(REFERENCE.findall(text)))]
    small = {figure.value for each in sets for figure in each.all_figures if figure.value < MIN_BARE_NUMBER}
    lines = enumerate(text.splitlines(), 1)
    typed = [each for number, line in lines for each in find_numbers(line, number, vocabulary(path.stem))]
    assert [(each.line, each.text) for each in typed if each.value in small] == []


def figures_of(value: str) -> Figures:
    text = HEAD + NUMBER.replace("59000000", value).replace("    approx: more\n", "")
    return read_text(text)[0]


@pytest.mark.parametrize(
    ("value", "code", "typed", "right"),
    [
        ("38605", "ru", "звонка", "звонков"),
        ("38604", "ru", "звонков", ""),
        ("38604", "ru", "звонка", ""),
        ("21", "ru", "звонков", "звонок"),
        ("21", "ru", "звонка", ""),
        ("22", "ru", "звонок", "звонка"),
        ("59000000", "ru", "звонка", "звонков"),
        ("670.0", "ru", "звонка", "звонков"),
        ("38605", "ru", "звонками", ""),
        ("38605", "ru", "**звонка**", "звонков"),
        ("38605", "ru", "\nзвонка", "звонков"),
        ("38605", "ru", "Звонка", "звонков"),
        ("1", "en", "calls", "call"),
        ("2", "en", "call", "calls"),
        ("2", "en", "calls", ""),
    ],
)
def test_the_word_after_a_number_is_in_its_form(value: str, code: str, typed: str, right: str) -> None:
    prose = Prose("content/x/ru.md", ["", *f"Было {{figure}}trial.calls|number {typed}.".split("\n")])
    found = check_unit_words(prose, figures_of(value), vocabulary(code))
    assert [(each.code, dict(each.values)["right"]) for each in found] == (
        [("figures-word-form", right)] if right else []
    )
    if found:
        assert found[0].line == 2 + typed.count("\n")


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_form_with_its_own_word_is_checked(code: str) -> None:
    for form in ("", "|natural", "|counted"):
        prose = Prose("content/x/ru.md", [f"{{figure}}trial.calls{form} hours часа"])
        assert check_unit_words(prose, figures_of("5"), vocabulary(code)) == []


@pytest.mark.parametrize(
    ("form", "code", "word", "told"),
    [
        ("", "ru", "звонков", True),
        ("|natural", "ru", "звонка", True),
        ("|counted", "en", "calls", True),
        ("|number", "en", "calls", False),
        ("", "en", "called", False),
        ("", "ru", "ответил", False),
    ],
)
def test_the_units_word_after_a_figure_that_brings_it_is_told(
    form: str, code: str, word: str, *, told: bool
) -> None:
    prose = Prose("content/x/ru.md", [f"{{figure}}trial.calls{form} {word}"])
    found = check_unit_words(prose, figures_of("5"), vocabulary(code))
    assert [each.code for each in found] == ["figures-word-twice"] * told


def test_the_word_is_checked_in_titles_and_texts_of_a_site(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "figures/trial.yaml": HEAD + NUMBER.replace("59000000", "38605").replace("    approx: more\n", ""),
        "news/2023-01-31-item/ru.md": "---\ntitle: Было {figure}trial.calls|number звонка\n"
        "summary: Пришло {figure}trial.calls|number звонка.\n---\n"
        "Пришло {figure}trial.calls|number звонка.\n",
    }
    found = load_site(build_options(content_of(tmp_path, files))).problems
    assert [each.line for each in found if each.code == "figures-word-form"] == [2, 3, 5]
