"""The style sheets as they are published: minifying leaves every selector what it was."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import rcssmin

FOLDER = Path(__file__).parents[2] / "theme" / "static" / "css"
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
DESCENDANT = re.compile(r"[\w\])*]\s+:[a-z]")


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.css")), ids=lambda path: path.stem)
def test_minifying_joins_no_descendant_to_its_ancestor(path: Path) -> None:
    """Within a condition the minifier takes `a :is(b)` for a declaration and joins it."""
    source = COMMENT.sub("", path.read_text(encoding="utf-8"))
    assert len(DESCENDANT.findall(str(rcssmin.cssmin(source)))) == len(DESCENDANT.findall(source))
