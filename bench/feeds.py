"""What the feeds cost: all documents of a content folder composed, and none of them, beside a build.

    ./inv bench feeds -n 5000

The build is the project's own command on the same content, without the search, in a process of its own.
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
from plugins.content.read import read_content
from plugins.feeds.files import feed_files
from plugins.feeds.plugin import publishing_of
from plugins.feeds.source import Source
from plugins.site.plugin import brief_of

Result = TypeVar("Result")

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from plugins.content.brief import Brief
    from plugins.feeds.files import FeedFile
    from plugins.feeds.publishing import Publishing
    from plugins.model.edition import Edition


@dataclass(frozen=True, slots=True)
class FeedCosts:
    """CPU seconds to read the content, fingerprint all feeds and compose them; how many, and their bytes."""

    read: float
    fingerprint: float
    compose: float
    documents: int
    length: int

    def told(self, build: float) -> str:
        """The costs as shares of a whole build's CPU seconds."""
        unchanged, cold = self.fingerprint, self.fingerprint + self.compose
        return (
            f"{self.documents} feed documents, {self.length / 1e6:.1f} MB:"
            f" all composed in {cold:.2f} s ({cold / build:.0%} of a build),"
            f" nothing changed in {unchanged:.2f} s ({unchanged / build:.1%})"
        )


def main(place: Path, articles: int) -> None:
    """Make the corpus, build it, compose its feeds, print."""
    shutil.rmtree(place, ignore_errors=True)
    write_corpus(place / "content", articles, ours)
    build = build_seconds(place)
    folders = {"PATH": str(place / "content"), "CACHE_PATH": str(place / "cache"), "NOW": NOW}
    settings = read_settings(str(ROOT / "pelicanconf.py"), override=folders)
    brief = brief_of(settings)
    costs = measure_feeds(brief, publishing_of(settings, brief.addresses))
    print(f"{articles} articles in two languages, a build of {build:.1f} s of CPU: {costs.told(build)}")


def build_seconds(place: Path) -> float:
    """Seconds of CPU of one build, whichever processes it takes."""
    folders = [f"--{name}={place / name}" for name in ("content", "output", "cache")]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [str(ROOT / "inv"), "build", *folders, "--no-search", f"--now={NOW}"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measure_feeds(brief: Brief, publishing: Publishing) -> FeedCosts:
    """Reads the brief's content and composes every feed of every edition once, in this process."""
    read, content = _timed(partial(read_content, brief))
    fingerprint, files = _timed(partial(_planned, content.editions, brief, publishing))
    compose, length = _timed(lambda: sum(len(file.compose()) for file in files))
    return FeedCosts(read, fingerprint, compose, len(files), length)


def _planned(editions: tuple[Edition, ...], brief: Brief, publishing: Publishing) -> list[FeedFile]:
    sources = (Source(edition, brief.addresses, publishing) for edition in editions)
    return [file for source in sources for file in feed_files(source, brief.now)]


def _timed(work: Callable[[], Result]) -> tuple[float, Result]:
    started = time.process_time()
    result = work()
    return time.process_time() - started, result
