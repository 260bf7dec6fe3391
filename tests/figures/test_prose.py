from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from plugins.figures.prose import MIN_BARE_NUMBER, find_numbers
from tests.building import DEMO
from tests.figures.samples import LANGUAGES, site_figures, vocabulary

if TYPE_CHECKING:
    from pathlib import Path

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
