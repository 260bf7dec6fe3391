from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from plugins.figures.contradictions import typed_numbers
from tests.figures.shelf import LANGUAGES, ROOT, real, words

if TYPE_CHECKING:
    from pathlib import Path

TEXTS = sorted(path for path in (ROOT / "content").rglob("*.md") if path.stem in LANGUAGES)
VALUES = {figure.value for figure in real()[0].figures.values()}


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_no_figure_of_a_source_is_typed_in_prose(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    typed = [each for n, line in enumerate(lines, 1) for each in typed_numbers(line, n, words(path.stem))]
    assert [(each.line, each.text) for each in typed if each.certain and each.value in VALUES] == []
