"""Cost of the feeds: all documents composed, and only fingerprinted, compared with a build.

    ./inv bench feeds -n 5000

The build runs as a separate process on the same content, without search.
"""

from __future__ import annotations

import resource
import shutil
import subprocess
import time
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from pelican.settings import read_settings

from bench.formats import ours, write_corpus
from bench.peers import NOW, ROOT
from plugins.content.load import load_content
from plugins.content.options import build_options
from plugins.feeds.feed import FeedContext
from plugins.feeds.feed_files import feed_files

Result = TypeVar("Result")

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from plugins.content.options import BuildOptions
    from plugins.feeds.feed_files import FeedFile
    from plugins.model.edition import Edition


@dataclass(frozen=True, slots=True)
class FeedCosts:
    """CPU seconds to read the content, fingerprint and compose all feeds; their number and total bytes."""

    read: float
    fingerprint: float
    compose: float
    documents: int
    length: int

    def summary(self, build: float) -> str:
        """The costs as shares of a whole build's CPU seconds."""
        unchanged, cold = self.fingerprint, self.fingerprint + self.compose
        return (
            f"{self.documents} feed documents, {self.length / 1e6:.1f} MB:"
            f" all composed in {cold:.2f} s ({cold / build:.0%} of a build),"
            f" nothing changed in {unchanged:.2f} s ({unchanged / build:.1%})"
        )


def main(place: Path, articles: int) -> None:
    """Write the corpus, build it, compose its feeds, print the costs."""
    shutil.rmtree(place, ignore_errors=True)
    write_corpus(place / "content", articles, ours)
    build = build_seconds(place)
    folders = {"PATH": str(place / "content"), "CACHE_PATH": str(place / "cache"), "NOW": NOW}
    settings = read_settings(str(ROOT / "pelicanconf.py"), override=folders)
    options = build_options(settings)
    costs = measure_feeds(options)
    print(f"{articles} articles in two languages, a build of {build:.1f} s of CPU: {costs.summary(build)}")


def build_seconds(place: Path) -> float:
    """CPU seconds of one build, in all its processes."""
    folders = [f"--{name}={place / name}" for name in ("content", "output", "cache")]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [str(ROOT / "inv"), "build", *folders, "--no-search", f"--now={NOW}"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measure_feeds(options: BuildOptions) -> FeedCosts:
    """Read the content and composes every feed of every edition once, in this process."""
    read, content = _timed(partial(load_content, options))
    fingerprint, files = _timed(partial(_list_files, content.editions, options))
    compose, length = _timed(lambda: sum(len(file.compose()) for file in files))
    return FeedCosts(read, fingerprint, compose, len(files), length)


def _list_files(editions: tuple[Edition, ...], options: BuildOptions) -> list[FeedFile]:
    contexts = (FeedContext(edition, options.urls, options.site.feeds) for edition in editions)
    return [file for context in contexts for file in feed_files(context, options.now)]


def _timed(work: Callable[[], Result]) -> tuple[float, Result]:
    started = time.process_time()
    result = work()
    return time.process_time() - started, result
