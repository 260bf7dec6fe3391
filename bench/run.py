"""What `./inv bench` measures, by name; each prints its table."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class Asked(NamedTuple):
    """What a bench of the project at `root` is asked for; `n` is how many articles, empty: its own number."""

    root: Path
    n: str
    rounds: int
    save: bool


def run(what: str, root: Path, n: str, rounds: int, *, save: bool) -> None:
    """Run one bench of the project at `root`."""
    BENCHES[what](Asked(root, n, rounds, save))


def site(asked: Asked) -> None:
    """Whole builds, beside Hugo, stock Pelican and Pelican with its i18n plugin."""
    from bench import report  # noqa: PLC0415 - a bench loads what it measures
    from bench.peers import MANY, OURS, forgotten, peers  # noqa: PLC0415
    from bench.rounds import measure  # noqa: PLC0415
    from bench.stages import stage_tables  # noqa: PLC0415

    results = []
    place = asked.root / ".cache" / "bench"
    numbers = [int(each) for each in (asked.n or "100,1000").split(",")]
    for articles in numbers:
        for result in measure(peers(place, articles), articles, asked.rounds):
            print(report.line(result), flush=True)
            results.append(result)
    tables = stage_tables(place, max((each for each in numbers if each <= MANY), default=numbers[0]))
    page = report.page(results, asked.rounds, tables, OURS)
    print(page)
    if asked.save:
        (asked.root / "docs" / "benchmarks.md").write_text(page, encoding="utf-8")
    shutil.rmtree(forgotten(place / "sites"))


def stages(asked: Asked) -> None:
    """Where this project's time goes, from nothing and after an edit."""
    from bench.peers import forgotten  # noqa: PLC0415 - as above
    from bench.stages import stage_tables  # noqa: PLC0415

    place = asked.root / ".cache" / "bench"
    print(stage_tables(place, int(asked.n or 1000)))
    shutil.rmtree(forgotten(place / "sites"))


def cards(asked: Asked) -> None:
    """Cards a second, beside other ways to draw them."""
    from bench.cards import main  # noqa: PLC0415

    main(asked.root / ".bench")


def feeds(asked: Asked) -> None:
    """All feeds of a large corpus."""
    from bench.feeds import main  # noqa: PLC0415

    main(asked.root / ".cache" / "bench" / "feeds", int(asked.n or 5000))


def serve(asked: Asked) -> None:
    """From a saved file to the changed page in the browser."""
    from bench.serve import main  # noqa: PLC0415

    main(asked.root / ".cache" / "bench" / "serve", int(asked.n or 1000))


def load(asked: Asked) -> None:
    """The shipped nginx configuration under load, beside a bare file."""
    from tests.deploy.load import load_table  # noqa: PLC0415

    print(load_table(asked.root / "output"))


def lighthouse(asked: Asked) -> None:
    """What a phone on a slow line gets; the table of docs/reader.md."""
    from bench.lighthouse import lighthouse_table  # noqa: PLC0415

    print(lighthouse_table(asked.rounds))


BENCHES: dict[str, Callable[[Asked], None]] = {
    each.__name__: each for each in (site, stages, cards, feeds, serve, load, lighthouse)
}
