"""What whoever waits sees while cards are drawn: a bar on a terminal, nothing anywhere else."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from tqdm import tqdm

    from plugins.content.card_registry import Progress

BAR = "{percentage:3.0f}%|{bar}| {n_fmt}/{total_fmt}"


def drawing_bar() -> Progress:
    """What to call after each drawn card; `None` where nobody looks."""
    if not sys.stderr.isatty():
        return None
    bars: list[tqdm[NoReturn]] = []

    def show(done: int, of: int) -> None:
        if not bars:
            bars.append(_bar(of))
        bars[0].update()
        if done == of:
            bars.pop().close()

    return show


def _bar(of: int) -> tqdm[NoReturn]:
    from tqdm import tqdm  # noqa: PLC0415 - most builds draw nothing

    # tqdm watches over its bars from a thread, and a process with threads must not be forked.
    tqdm.monitor_interval = 0
    bar: tqdm[NoReturn] = tqdm(total=of, bar_format=BAR, leave=False, file=sys.stderr)
    return bar
