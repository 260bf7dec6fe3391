"""The board: the status on one screen, or as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from msgspec.structs import asdict
from rich.console import Group
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from plugins.editor.words import read_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.console import RenderableType

    from plugins.editor.status import Waiting

MOST = 8
"""Lines of one kind on the screen; JSON has all."""
MOST_DETAILS = 6


def board(status: Mapping[str, Sequence[Waiting]], language: str, *, whole: bool = False) -> RenderableType:
    """A panel for every kind that has something; `whole` shows all of it."""
    words = read_words(language)
    panels = [
        Panel(_table(found, whole=whole), title=f"{words.text(kind)}: {len(found)}", title_align="left")
        for kind, found in status.items()
        if found
    ]
    return Group(*panels) if panels else Text(words.text("nothing"))


def board_json(status: Mapping[str, Sequence[Waiting]]) -> str:
    """The status for programs: a list for every kind."""
    told = {kind: [asdict(each) for each in found] for kind, found in status.items()}
    return json.dumps(told, ensure_ascii=False, indent=1)


def _table(found: Sequence[Waiting], *, whole: bool) -> Table:
    table = Table.grid(padding=(0, 2), expand=True)
    table.add_column(overflow="fold", ratio=3)
    table.add_column(no_wrap=True, overflow="ellipsis", ratio=2)
    table.add_column(justify="right", ratio=1)
    for each in found if whole else found[:MOST]:
        table.add_row(Text(each.path), Text(each.title, style="dim"), Text(each.note, style="bold"))
        for line in each.details if whole else each.details[:MOST_DETAILS]:
            table.add_row(Text(f"  {line}", style="green" if line.startswith("+") else "red"))
    if len(found) > MOST and not whole:
        table.add_row(Text(f"… +{len(found) - MOST}"))
    return table
