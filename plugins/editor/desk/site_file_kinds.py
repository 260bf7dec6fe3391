"""The files of the content that are no items: what each decides, which there are or could be."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from plugins.model.content_path import is_litter

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path


class SiteFileKind(StrEnum):
    """What a file decides."""

    SITE = "site"
    TOPICS = "topics"
    SOURCES = "sources"
    ALERT = "alert"
    QUESTIONS = "questions"
    REGION = "region"
    WORDS = "words"
    SYNONYMS = "synonyms"
    PHRASES = "phrases"
    FIGURE_PHRASES = "figure-phrases"
    UNITS = "units"
    FIGURES = "figures"
    TABLE = "table"


NAME = r"[^/.][^/]*"
PATHS: Mapping[SiteFileKind, str] = {
    SiteFileKind.SITE: r"site\.yaml",
    SiteFileKind.TOPICS: r"topics\.yaml",
    SiteFileKind.SOURCES: r"sources\.yaml",
    SiteFileKind.ALERT: r"alert\.yaml",
    SiteFileKind.QUESTIONS: r"regions/questions\.yaml",
    SiteFileKind.REGION: rf"regions/{NAME}\.yaml",
    SiteFileKind.WORDS: rf"words/{NAME}\.txt",
    SiteFileKind.SYNONYMS: rf"synonyms/{NAME}\.txt",
    SiteFileKind.FIGURE_PHRASES: rf"phrases/figures/{NAME}\.toml",
    SiteFileKind.PHRASES: rf"phrases/{NAME}\.toml",
    SiteFileKind.UNITS: r"figures/units\.yaml",
    SiteFileKind.FIGURES: rf"figures/{NAME}\.yaml",
    SiteFileKind.TABLE: rf"figures/{NAME}\.csv",
}
"""The paths of each kind; the first kind that fits is that of a file."""
PATTERNS: Mapping[SiteFileKind, re.Pattern[str]] = {kind: re.compile(each) for kind, each in PATHS.items()}
NEEDED = (SiteFileKind.SITE, SiteFileKind.TOPICS)
"""Without these no site is built: they are never deleted."""
SINGLE: Mapping[SiteFileKind, str] = {
    SiteFileKind.SITE: "site.yaml",
    SiteFileKind.TOPICS: "topics.yaml",
    SiteFileKind.SOURCES: "sources.yaml",
    SiteFileKind.QUESTIONS: "regions/questions.yaml",
    SiteFileKind.UNITS: "figures/units.yaml",
}
"""Files that every site can have."""
PER_LANGUAGE: Mapping[SiteFileKind, str] = {
    SiteFileKind.WORDS: "words/{}.txt",
    SiteFileKind.SYNONYMS: "synonyms/{}.txt",
    SiteFileKind.PHRASES: "phrases/{}.toml",
    SiteFileKind.FIGURE_PHRASES: "phrases/figures/{}.toml",
}
"""Files that a site can have for each of its languages."""
FOLDERS = ("*.yaml", "regions/*.yaml", "words/*.txt", "synonyms/*.txt", "phrases/*.toml")
MORE_FOLDERS = ("phrases/figures/*.toml", "figures/*.yaml", "figures/*.csv")


class SiteFile(Struct, frozen=True):
    """A file by its path below the content folder; `language` is that of its words, if they are in one."""

    path: str
    kind: SiteFileKind
    exists: bool
    language: str = ""


def site_file_kind(path: str) -> SiteFileKind | None:
    """The kind of a file; None if it is an item's, or no file that people write."""
    return next((kind for kind, pattern in PATTERNS.items() if pattern.fullmatch(path)), None)


def site_file(content: Path, path: str) -> SiteFile | None:
    """The file of a path, whether there is one or not; None for a path of no kind."""
    kind = site_file_kind(path)
    if kind is None:
        return None
    stem = path.rpartition("/")[2].rpartition(".")[0]
    return SiteFile(path, kind, (content / path).is_file(), stem if kind in PER_LANGUAGE else "")


def site_files(content: Path, languages: Sequence[str]) -> tuple[SiteFile, ...]:
    """The files that there are and those that there could be, by kind and path; no links."""
    paths = {*SINGLE.values(), *_found(content)}
    paths |= {path.format(code) for path in PER_LANGUAGE.values() for code in languages}
    files = (site_file(content, path) for path in sorted(paths))
    kinds = list(SiteFileKind)
    return tuple(sorted(filter(None, files), key=lambda each: kinds.index(each.kind)))


def _found(content: Path) -> Iterator[str]:
    for pattern in (*FOLDERS, *MORE_FOLDERS):
        for file in content.glob(pattern):
            if file.is_file() and not file.is_symlink() and not is_litter(file.name):
                yield file.relative_to(content).as_posix()
