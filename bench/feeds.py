"""Cost of the feeds: time to compose and fingerprint them, their share of the output, and of a release.

    ./inv bench feeds -n 5000

The build runs as a separate process on the same content, without search.
"""

from __future__ import annotations

import datetime as dt
import resource
import shutil
import subprocess
import time
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from msgspec.structs import replace
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
    """CPU seconds to read the content, fingerprint and compose all feeds; their number and total bytes.

    `rewritten` is the number of feed documents that one item dated back changes.
    """

    read: float
    fingerprint: float
    compose: float
    documents: int
    length: int
    rewritten: int

    def summary(self, build: float, output: int) -> str:
        """The costs as shares of a whole build's CPU seconds and of the bytes of its output."""
        unchanged, cold = self.fingerprint, self.fingerprint + self.compose
        return (
            f"{self.documents} feed documents, {self.length / 1e6:.1f} MB"
            f" ({self.length / output:.1%} of the output):"
            f" all composed in {cold:.2f} s ({cold / build:.0%} of a build),"
            f" nothing changed in {unchanged:.2f} s ({unchanged / build:.1%});"
            f" an item dated back rewrites {self.rewritten}"
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
    output = sum(file.stat().st_size for file in (place / "output").rglob("*") if file.is_file())
    told = costs.summary(build, output)
    print(f"{articles} articles in two languages, a build of {build:.1f} s of CPU: {told}")


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
    dated_back = _list_files(tuple(map(_with_old_item, content.editions)), options)
    before = {file.url: file.fingerprint for file in files}
    rewritten = sum(before.get(file.url) != file.fingerprint for file in dated_back)
    return FeedCosts(read, fingerprint, compose, len(files), length, rewritten)


def _with_old_item(edition: Edition) -> Edition:
    """The edition with one more news item, dated a day before one in the middle."""
    item = edition.news[len(edition.news) // 2]
    published = item.published and item.published - dt.timedelta(days=1)
    name = f"{item.bundle}-dated-back"
    return replace(
        edition, news=(*edition.news, replace(item, bundle=name, identity=name, published=published))
    )


def _list_files(editions: tuple[Edition, ...], options: BuildOptions) -> list[FeedFile]:
    contexts = (FeedContext(edition, options.urls, options.site.feeds) for edition in editions)
    return [file for context in contexts for file in feed_files(context, options.now)]


def _timed(work: Callable[[], Result]) -> tuple[float, Result]:
    started = time.process_time()
    result = work()
    return time.process_time() - started, result
