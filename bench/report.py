"""The results as tables: for the terminal, for `docs/benchmarks.md` and for the README."""

from __future__ import annotations

import os
import platform
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bench.rounds import Result

CPUINFO = Path("/proc/cpuinfo")


def line(result: Result) -> str:
    """One result on a line of the terminal."""
    return (
        f"{result.articles:6d} {result.mode:16s} {result.peer:24s} {result.wall:8.2f} s"
        f" {result.cpu:8.2f} s cpu {result.memory:6.0f} MiB   × {result.ratio:.2f}"
    )


def table(results: Iterable[Result], first: str) -> str:
    """All results as Markdown: seconds, ratio to the generator that was measured first, processor, memory."""
    rows = [
        f"| articles | | generator | seconds | to {first} | processor | memory |",
        "|--:|---|---|--:|--:|--:|--:|",
    ]
    rows += [
        f"| {result.articles} | {result.mode} | {result.peer} | {result.wall:.2f} | {result.ratio:.2f}"
        f" | {result.cpu:.2f} s | {result.memory:.0f} MiB |"
        for result in results
    ]
    return "\n".join(rows)


def growth(results: Iterable[Result], peer: str) -> str:
    """How a generator's time grows with the articles, as Markdown: milliseconds for each of them."""
    walls = {(result.articles, result.mode): result.wall for result in results if result.peer == peer}
    modes = list(dict.fromkeys(mode for _, mode in walls))
    rows = [f"| articles | {' | '.join(modes)} |", f"|--:|{'--:|' * len(modes)}"]
    for articles in dict.fromkeys(articles for articles, _ in walls):
        each = (f"{walls[articles, mode] * 1000 / articles:.2f} ms" for mode in modes)
        rows.append(f"| {articles} | {' | '.join(each)} |")
    return "\n".join(rows)


def page(results: Sequence[Result], searching: Sequence[Result], rounds: int, stages: str, ours: str) -> str:
    """`docs/benchmarks.md`; `ours` is what this project is called among the peers."""
    return "\n".join(
        [
            "# Benchmarks",
            "",
            f"Made by `./inv bench` on {machine()}: {rounds} alternating rounds, medians,",
            "the ratio to Hugo taken within each round. Every article is in two languages. Our own builds do",
            "all their work but the search index, which no other makes.",
            "",
            table(results, "Hugo"),
            "",
            "## With search",
            "",
            "Hugo, and Pagefind after it, which indexes the articles; our builds with the index.",
            "",
            table(searching, "Hugo, Pagefind"),
            "",
            "## How our time grows",
            "",
            "Time on the clock for each article, of the medians above.",
            "",
            growth(results, ours),
            "",
            "## Where our time goes",
            "",
            "Seconds on the clock and of all processors, here with the search index. A stage's time is",
            "without that of the stages within it.",
            "",
            stages,
        ]
    )


def machine() -> str:
    """Processor, cores, system and Python, as the reader of the results needs them."""
    named = [row.partition(":")[2].strip() for row in _cpuinfo() if row.startswith("model name")]
    processor = named[0] if named else platform.machine()
    system = f"{platform.system()} {platform.release().partition('-')[0]}"
    return f"{processor}, {os.cpu_count()} cores, {system}, Python {platform.python_version()}"


def _cpuinfo() -> list[str]:
    return CPUINFO.read_text(encoding="utf-8").splitlines() if CPUINFO.is_file() else []
