"""A site of some sixty items with its own theme, output and cache, and clean builds to compare it with."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pelican import Pelican, console
from pelican.settings import read_settings

from bench.corpus import TOPICS, texts
from bench.formats import ours
from plugins.diagnostics.problem import ContentError

if TYPE_CHECKING:
    from collections.abc import Callable

    from plugins.release.release import ReleaseSummary
    from plugins.site.build import BuildResult

from tests.building import DEMO

ROOT = Path(__file__).parent.parent.parent
ARTICLES = 24
TREE = dict[str, bytes]


@dataclass
class Workplace:
    """The site in a folder; `settings` are those that edits change."""

    folder: Path
    settings: dict[str, object] = field(default_factory=dict)

    @classmethod
    def made(cls, folder: Path) -> Workplace:
        """The project's own content and theme, and two dozen articles more."""
        shutil.copytree(DEMO, folder / "content")
        shutil.copytree(ROOT / "theme", folder / "theme")
        for text in texts(ARTICLES):
            path, content = ours(text)
            if text.kind == "news":
                file = folder / "content" / path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(content, encoding="utf-8")
        topics = folder / "content" / "topics.yaml"
        named = topics.read_text(encoding="utf-8")
        more = [f"{slug}: {{ru: {names['ru']}, en: {names['en']}}}\n" for slug, names in TOPICS.items()]
        topics.write_text(named + "".join(line for line in more if f"\n{line.split(':')[0]}:" not in named))
        return cls(folder, {"SITEURL": "https://122.example", "DEFAULT_PAGINATION": 20})

    @property
    def content(self) -> Path:
        return self.folder / "content"

    @property
    def output(self) -> Path:
        return self.folder / "output"

    @property
    def cache(self) -> Path:
        return self.folder / "cache"

    def build(self) -> ReleaseSummary:
        """A build that may use what it remembers."""
        return run(self.folder, self.output, self.cache, self.settings)

    def clean(self, beside: Path) -> None:
        """A build of the same that remembers nothing but its drawings, in a folder of its own."""
        shutil.rmtree(beside, ignore_errors=True)
        for drawings in ("cards", "pictures"):
            if (self.cache / drawings).is_dir():
                shutil.copytree(self.cache / drawings, beside / "cache" / drawings)
        run(self.folder, beside / "output", beside / "cache", self.settings)


def run(site: Path, output: Path, cache: Path, settings: dict[str, object]) -> ReleaseSummary:
    """One run of Pelican in this process; raises `ContentError`."""
    from plugins.site.plugin import site_released  # noqa: PLC0415 - Pelican loads it its own way first

    summaries: list[ReleaseSummary] = []

    def keep(_generator: object, result: BuildResult) -> None:
        summaries.append(result.summary)

    folders = {"PATH": site / "content", "THEME": site / "theme", "OUTPUT_PATH": output, "CACHE_PATH": cache}
    asked = {**settings, **{name: str(path) for name, path in folders.items()}}
    asked |= {"NOW": "2026-11-22T12:00:00+00:00", "SEARCH": False, "FORCE_RELEASE": True}
    console.quiet = True
    with site_released.connected_to(keep):
        Pelican(read_settings(str(ROOT / "pelicanconf.py"), override=asked)).run()
    return summaries[0]


def complaint(build: Callable[[], object]) -> str:
    """What is wrong with the content, where something is: the same for every build of it."""
    try:
        build()
    except ContentError as error:
        return str(error)
    return ""


def tree(folder: Path) -> TREE:
    """Every file of a folder with its bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def times(folder: Path) -> dict[str, int]:
    """When every file of a folder was written."""
    return {
        path.relative_to(folder).as_posix(): path.stat().st_mtime_ns
        for path in folder.rglob("*")
        if path.is_file()
    }
