"""Lighthouse on a phone, over its slow 4G, on the shipped content behind the shipped nginx: medians.

The machine must be quiet: Lighthouse multiplies by four what the browser's main thread waits for.
"""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tqdm import tqdm

from tests.browser.lighthouse import PAGES, Report, measure, packed_site

if TYPE_CHECKING:
    from collections.abc import Sequence

HEAD = "| page | performance | accessibility | best practices | SEO | LCP, s | blocked, ms | CLS | KB |"


def lighthouse_table(rounds: int) -> str:
    """The table of docs/reader.md; each round measures every page, so that a bad moment hits all."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        place.chmod(0o755)  # nginx reads it as another user
        with packed_site(place) as address:
            taken = [measure(address, tuple(PAGES.values())) for _ in tqdm(range(rounds), unit="round")]
    rows = [_row(name, runs) for name, *runs in zip(PAGES, *taken, strict=True)]
    return "\n".join([HEAD, "|---|---|---|---|---|---|---|---|---|", *rows])


def _row(name: str, runs: Sequence[Report]) -> str:
    """A page's medians, scores with the worst run beside them where it differs."""
    scores = " | ".join(_score([run.scores[category] for run in runs]) for category in runs[0].scores)
    paint, blocked, shift, transferred = (
        statistics.median(values)
        for values in zip(
            *((run.paint, run.blocked, run.shift, run.transferred) for run in runs), strict=True
        )
    )
    times = f"{paint / 1000:.2f} | {blocked:.0f}"
    return f"| {name} | {scores} | {times} | {shift:.3f} | {transferred / 1000:.1f} |"


def _score(runs: Sequence[int]) -> str:
    median, worst = statistics.median_low(runs), min(runs)
    return f"{median}" if median == worst else f"{median} (worst {worst})"
