"""The open tasks as tables in a terminal, and as JSON."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import asdict
from rich.console import Group
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from plugins.editor.report import load_ui_text
from plugins.editor.status import MAX_DETAILS, MAX_ROWS, TodoItem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rich.console import Console, ConsoleOptions, RenderableType


class PathCell(Struct, frozen=True):
    """A path that is broken after its slashes, or after hyphens if that is not enough."""

    path: str

    def __rich_console__(self, _console: Console, options: ConsoleOptions) -> Iterator[Text]:
        yield Text("\n".join(broken_path(self.path, options.max_width)), overflow="fold")


def broken_path(path: str, width: int) -> list[str]:
    """The lines of a path; only a word that is longer than the width is longer."""
    lines = [""]
    for part in re.findall(r"[^/]*/|[^/]+", path):
        for piece in [part] if len(part) <= width else re.findall(r"[^-]*-|[^-]+", part):
            if lines[-1] and len(lines[-1]) + len(piece) > width:
                lines.append("")
            lines[-1] += piece
    return lines


def status_table(
    status: Mapping[str, Sequence[TodoItem]], language: str, *, show_all: bool = False
) -> RenderableType:
    """A panel for every kind that has tasks; `show_all` prints every row."""
    texts = load_ui_text(language)
    panels = [
        Panel(
            _panel_table(found, show_all=show_all),
            title=f"{texts.text(kind)}: {len(found)}",
            title_align="left",
        )
        for kind, found in status.items()
        if found
    ]
    return Group(*panels) if panels else Text(texts.text("nothing"))


def status_json(status: Mapping[str, Sequence[TodoItem]]) -> str:
    """The status as JSON: a list for every kind."""
    items = {kind: [asdict(each) for each in found] for kind, found in status.items()}
    return json.dumps(items, indent=1)


def _panel_table(found: Sequence[TodoItem], *, show_all: bool) -> Table:
    table = Table.grid(padding=(0, 2), expand=True)
    table.add_column(overflow="fold", ratio=3)
    table.add_column(no_wrap=True, overflow="ellipsis", ratio=2)
    table.add_column(justify="right", ratio=1)
    for each in found if show_all else found[:MAX_ROWS]:
        table.add_row(PathCell(each.path), Text(each.title, style="dim"), Text(each.note, style="bold"))
        for line in each.details if show_all else each.details[:MAX_DETAILS]:
            table.add_row(Text(f"  {line}", style="green" if line.startswith("+") else "red"))
    if len(found) > MAX_ROWS and not show_all:
        table.add_row(Text(f"… +{len(found) - MAX_ROWS}"))
    return table
