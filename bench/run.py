"""The benchmarks of `./inv bench`, by name; each prints its table."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, NamedTuple

from bench import cards, feeds, lighthouse, report, rounds, serve, stages
from bench.peers import MANY, OURS, peers, searching_peers, trash_dir
from tests.deploy.load import load_table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from bench.peers import Peer
    from bench.rounds import Result

MAX_ARTICLES = 100_000


class BenchOptions(NamedTuple):
    """The project at `root`; `counts` are numbers of articles (empty: the benchmark's own)."""

    root: Path
    counts: tuple[int, ...]
    rounds: int
    save: bool

    @property
    def folder(self) -> Path:
        """Where corpora and sites are made."""
        return self.root / ".cache" / "bench"


def parse_counts(typed: str) -> tuple[int, ...]:
    """Numbers of articles with commas between; raises `ValueError` for anything else."""
    counts = tuple(int(each) for each in typed.split(",")) if typed else ()
    if not all(0 < count <= MAX_ARTICLES for count in counts):
        raise ValueError(typed)
    return counts


def run_site(options: BenchOptions) -> None:
    """Whole builds, beside Hugo and two kinds of Pelican; with search, beside Hugo and Pagefind."""
    counts = options.counts or (100, 1000)
    plain = [result for n in counts for result in _measured(peers(options.folder, n), n, options.rounds)]
    searching = [
        result for n in counts for result in _measured(searching_peers(options.folder, n), n, options.rounds)
    ]
    tables = stages.stage_tables(options.folder, max((n for n in counts if n <= MANY), default=counts[0]))
    page = report.page(plain, searching, options.rounds, tables, OURS)
    print(page)
    if options.save:
        (options.root / "docs" / "benchmarks.md").write_text(page, encoding="utf-8")
    shutil.rmtree(trash_dir(options.folder / "sites"))


def _measured(compared: Sequence[Peer], articles: int, repetitions: int) -> list[Result]:
    results = []
    for result in rounds.measure(compared, articles, repetitions):
        print(report.line(result), flush=True)
        results.append(result)
    return results


def run_stages(options: BenchOptions) -> None:
    """Where this project's time goes, from nothing and after an edit."""
    for articles in options.counts or (1000,):
        print(stages.stage_tables(options.folder, articles))
    shutil.rmtree(trash_dir(options.folder / "sites"))


def run_cards(options: BenchOptions) -> None:
    """Cards per second, beside other ways to draw them."""
    cards.main(options.root / ".bench")


def run_feeds(options: BenchOptions) -> None:
    """All feeds of a large corpus."""
    for articles in options.counts or (5000,):
        feeds.main(options.folder / "feeds", articles)


def run_serve(options: BenchOptions) -> None:
    """From a saved file to the changed page in the browser."""
    for articles in options.counts or (1000,):
        serve.main(options.folder / "serve", articles)


def run_load(options: BenchOptions) -> None:
    """The shipped nginx configuration under load, beside a bare file."""
    print(load_table(options.root / "output"))


def run_lighthouse(options: BenchOptions) -> None:
    """What a phone on a slow connection gets; the table of docs/reader.md."""
    print(lighthouse.lighthouse_table(options.rounds))


BENCHMARKS: dict[str, Callable[[BenchOptions], None]] = {
    "site": run_site,
    "stages": run_stages,
    "cards": run_cards,
    "feeds": run_feeds,
    "serve": run_serve,
    "load": run_load,
    "lighthouse": run_lighthouse,
}
