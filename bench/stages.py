"""Where a build's time goes: seconds by stage, on the clock and of all processors.

The product knows nothing of this: each stage is a function of it that is wrapped while the build runs.
A stage's own time is without that of the stages within it.
"""

from __future__ import annotations

import gc
import importlib
import os
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bench.peers import ROOT, options, ours

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from bench.peers import Peer

STAGES = (
    ("looking for files", "plugins.content.load", "scan_content"),
    ("phrases, topics, figures", "plugins.content.load", "_phrases"),
    ("phrases, topics, figures", "plugins.content.load", "read_topics"),
    ("phrases, topics, figures", "plugins.content.load", "load_figures"),
    ("Markdown", "plugins.content.load", "read_documents"),
    ("figures in texts", "plugins.content.figure_renderer", "FigureRenderer.resolve_front_matter"),
    ("building editions", "plugins.content.load", "group_bundles"),
    ("building editions", "plugins.content.edition_builder", "EditionBuilder.build"),
    ("links and pictures", "plugins.content.reference_resolver", "ReferenceResolver.resolve"),
    ("cards", "plugins.content.card_registry", "CardRegistry.draw"),
    ("comparing languages", "plugins.content.load", "check_parity"),
    ("checks", "plugins.content.load", "validate_bundles"),
    ("pages: what each shows", "plugins.site.build", "render_pages"),
    ("fingerprints", "plugins.build.digest", "Digester.__call__"),
    ("rendering, composing", "plugins.release.incremental_writer", "IncrementalWriter.flush"),
    ("feeds", "plugins.site.build", "compose_feeds"),
    ("search index", "plugins.site.build", "index_search"),
    ("icons, worker", "plugins.site.build", "write_app"),
    ("release", "plugins.release.staging", "Staging.__init__"),
    ("release", "plugins.release.release", "Release.write"),
    ("release", "plugins.release.release", "Release.commit"),
    ("remembering", "plugins.release.incremental_writer", "OutputIndex.__init__"),
    ("remembering", "plugins.release.incremental_writer", "OutputIndex.save"),
)
REST = "starting, loading libraries, the rest"


@dataclass
class Stopwatch:
    """Gathers each stage's own seconds: on the clock, and of this process and those it has waited for."""

    spent: dict[str, tuple[float, float]] = field(default_factory=dict)
    open: list[list[float]] = field(default_factory=list)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time what happens inside, without the stages within."""
        began = moment()
        self.open.append([0.0, 0.0])
        try:
            yield
        finally:
            whole = [now - then for now, then in zip(moment(), began, strict=True)]
            within = self.open.pop()
            wall, cpu = self.spent.get(name, (0.0, 0.0))
            self.spent[name] = (wall + whole[0] - within[0], cpu + whole[1] - within[1])
            if self.open:
                self.open[-1] = [sum(pair) for pair in zip(self.open[-1], whole, strict=True)]

    def watch(self, name: str, module: str, path: str) -> None:
        """Time every call of a function or a method from now on."""
        owner: Any = importlib.import_module(module)
        *owners, attribute = path.split(".")
        for each in owners:
            owner = getattr(owner, each)
        raw = vars(owner)[attribute]
        timed = self.stage(name)(raw.__func__ if isinstance(raw, classmethod) else raw)
        setattr(owner, attribute, classmethod(timed) if isinstance(raw, classmethod) else timed)


def moment() -> tuple[float, float]:
    """Seconds on the clock; seconds of processor time, of this process and those it has waited for."""
    spent = os.times()
    return time.perf_counter(), sum(spent[:4])


def table(spent: dict[str, tuple[float, float]]) -> str:
    """The stages, the longest first, as Markdown."""
    rows = ["| stage | seconds | processor |", "| --- | --: | --: |"]
    ordered = sorted(spent.items(), key=lambda stage: -stage[1][0])
    rows += [f"| {name} | {wall:.2f} | {cpu:.2f} |" for name, (wall, cpu) in ordered]
    wall, cpu = (sum(each) for each in zip(*spent.values(), strict=True))
    return "\n".join([*rows, f"| all | {wall:.2f} | {cpu:.2f} |"])


def stage_tables(place: Path, articles: int) -> str:
    """The stages of our builds of the corpus, search index and all: from nothing, and after an edit."""
    site = ours(place, articles)
    site.forget()
    cold = _measured(site)
    site.edit("Ещё одно предложение.")
    edited = _measured(site)
    return f"{articles:,} articles, from nothing:\n\n{cold}\nafter one edit:\n\n{edited}"


def _measured(site: Peer) -> str:
    """A build in a process of its own; its table."""
    command = [sys.executable, "-m", "bench.stages", *options(site.folder)]
    printed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return printed[printed.index("| stage") :]


def main(arguments: Sequence[str]) -> None:
    """Run `./inv build` with these options in this process and print its stages."""
    gc.disable()
    watch = Stopwatch()
    with watch.stage(REST):
        # Loading is part of what is measured.
        build = importlib.import_module("plugins.editor.build_command").main
        for stage in STAGES:
            watch.watch(*stage)
        build(arguments, time.time_ns())
    print(table(watch.spent))


if __name__ == "__main__":
    main(sys.argv[1:])
