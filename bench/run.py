"""What `./inv bench` measures, by name; each prints its table."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def run(what: str, root: Path, n: str, rounds: int, *, save: bool) -> None:
    """Run one bench of the project at `root`; `n` is how many articles, empty for the bench's own number."""
    if what == "site":
        site(root, n or "100,1000", rounds, save=save)
    else:
        BENCHES[what](root, n)


def site(root: Path, n: str, rounds: int, *, save: bool) -> None:
    """Whole builds, beside Hugo, stock Pelican and Pelican with its i18n plugin."""
    from bench import report  # noqa: PLC0415 - a bench loads what it measures
    from bench.peers import peers  # noqa: PLC0415
    from bench.rounds import measure  # noqa: PLC0415

    results = []
    for articles in map(int, n.split(",")):
        for result in measure(peers(root / ".cache" / "bench", articles), articles, rounds):
            print(report.line(result), flush=True)
            results.append(result)
    page = report.page(results, rounds)
    print(page)
    if save:
        (root / "docs" / "benchmarks.md").write_text(page, encoding="utf-8")


def cards(root: Path, _n: str) -> None:
    """Cards a second, beside other ways to draw them."""
    from bench.cards import main  # noqa: PLC0415

    main(root / ".bench")


def feeds(root: Path, n: str) -> None:
    """All feeds of a large corpus."""
    from bench.feeds import main  # noqa: PLC0415

    main(root / ".cache" / "bench" / "feeds", int(n or 5000))


def serve(root: Path, n: str) -> None:
    """From a saved file to the changed page in the browser."""
    from bench.serve import main  # noqa: PLC0415

    main(root / ".cache" / "bench" / "serve", int(n or 1000))


def load(root: Path, _n: str) -> None:
    """The shipped nginx configuration under load, beside a bare file."""
    from tests.deploy.load import load_table  # noqa: PLC0415

    print(load_table(root / "output"))


BENCHES: dict[str, Callable[[Path, str], None]] = {
    "site": lambda root, n: site(root, n, 3, save=False),
    "cards": cards,
    "feeds": feeds,
    "serve": serve,
    "load": load,
}
