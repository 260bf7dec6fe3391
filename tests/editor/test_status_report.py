"""The table of open tasks: paths that can be read at any width."""

from __future__ import annotations

import io
import re

import pytest
from rich.console import Console

from plugins.editor.status import TodoItem
from plugins.editor.status_report import broken_path, status_table

PATHS = (
    "content/news/2026-11-20-a-new-timetable-of-the-night-line-for-the-holidays/ru.md",
    "content/figures/years.yaml:12",
    "content/faq/calling/is-it-free/",
    "content/site.yaml",
)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("width", range(10, 90, 3))
def test_a_path_is_broken_between_words_only(path: str, width: int) -> None:
    lines = broken_path(path, width)
    assert "".join(lines) == path
    assert all(line.endswith(("/", "-")) for line in lines[:-1])
    assert all(len(line) <= width or re.fullmatch(r"[^/-]+[/-]?", line) for line in lines)
    # A name that fits a line stands in one.
    for name in re.findall(r"[^/]+/?", path):
        assert len(name) > width or any(name in line for line in lines)


@pytest.mark.parametrize("width", [60, 80, 100])
def test_status_breaks_paths_where_they_can_be_read(width: int) -> None:
    stream = io.StringIO()
    items = [TodoItem(path, "Новый график ночной линии в праздничные дни", "2026-11-20") for path in PATHS]
    Console(file=stream, width=width).print(status_table({"drafts": items}, "ru"))
    cells = [line.strip("│ ").split("  ")[0] for line in stream.getvalue().splitlines()[1:-1]]
    assert "".join(cells) == "".join(PATHS)
    assert all(cell.endswith(("/", "-")) or any(path.endswith(cell) for path in PATHS) for cell in cells)
