"""The words figures are spoken with: what a language's file lacks is told before anything speaks."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from plugins.diagnostics.problem import ContentError
from tests.building import ROOT, content_of, read

if TYPE_CHECKING:
    from pathlib import Path


def test_a_language_whose_words_for_figures_lack_one_is_told_which(tmp_path: Path) -> None:
    theme = tmp_path / "theme"
    shutil.copytree(ROOT / "theme", theme)
    file = theme / "phrases" / "figures" / "en.toml"
    written = file.read_text(encoding="utf-8")
    file.write_text(
        "".join(line for line in written.splitlines(keepends=True) if not line.startswith("as_of = ")),
        encoding="utf-8",
    )
    with pytest.raises(ContentError, match=r"theme/phrases/figures/en\.toml:1: .*page\.as_of"):
        read(content_of(tmp_path), theme=theme)
