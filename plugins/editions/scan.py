"""What lies in the content folder: Markdown files by place, pictures by bundle, and what may not be there."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from plugins.editions.errors import Problem, problem
from plugins.editions.place import MisplacedError, Place, place

if TYPE_CHECKING:
    from collections.abc import Iterator

RESERVED = frozenset({"README.md", "topics.yaml", "figures", "alert.yaml", "feed-identities.lock", "words"})
PICTURES = frozenset({".jpg", ".jpeg", ".png", ".webp"})
DEEPEST = 12
"""Folders in one another: an item lies two or three deep."""
LITTER = frozenset({"Thumbs.db", "desktop.ini"})


@dataclass(frozen=True, slots=True)
class Source:
    """A Markdown file: where it is, what editors call it, and what its place says."""

    file: Path
    path: str
    place: Place


@dataclass(frozen=True, slots=True)
class Sources:
    """All that was found: Markdown files in the order of their paths, each bundle's pictures by name."""

    documents: list[Source] = field(default_factory=list)
    pictures: dict[str, dict[str, Path]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def scan(content: Path, shown: str, languages: tuple[str, ...]) -> Sources:
    """Everything in the content folder, which editors call `shown`."""
    sources = Sources()
    if not content.is_dir():
        sources.problems.append(problem(shown, 1, "content-missing"))
        return sources
    for entry, path in _walk(str(content), ()):
        if path[0] not in RESERVED:
            _sort_in(entry, path, f"{shown}/{'/'.join(path)}", languages, sources)
        elif not entry.is_file(follow_symlinks=False):  # what it holds is read by those who know it
            sources.problems.append(problem(f"{shown}/{'/'.join(path)}", 1, "not-a-file"))
    return sources


def _walk(folder: str, path: tuple[str, ...]) -> Iterator[tuple[os.DirEntry[str], tuple[str, ...]]]:
    """Every file and every symbolic link below a folder, in a stable order; links are never followed.

    Each comes with the names that lead to it: no `Path` is made for ten thousand. A folder that lies too deep
    comes as it is.
    """
    with os.scandir(folder) as entries:
        found = sorted(entries, key=lambda entry: entry.name)
    for entry in found:
        if _is_litter(entry.name):
            continue
        if entry.is_dir(follow_symlinks=False) and len(path) < DEEPEST:
            yield from _walk(entry.path, (*path, entry.name))
        else:
            yield entry, (*path, entry.name)


def _is_litter(name: str) -> bool:
    """What operating systems and text editors leave behind."""
    return name.startswith(".") or name.endswith(("~", ".swp", ".tmp", ".bak")) or name in LITTER


def _sort_in(
    entry: os.DirEntry[str], path: tuple[str, ...], shown: str, languages: tuple[str, ...], sources: Sources
) -> None:
    suffix = os.path.splitext(path[-1])[1]  # noqa: PTH122 - as in `_walk`
    if entry.is_dir(follow_symlinks=False):
        sources.problems.append(problem(shown, 1, "folder-too-deep", most=DEEPEST))
    elif not entry.is_file(follow_symlinks=False):
        sources.problems.append(problem(shown, 1, "not-a-file"))
    elif suffix == ".md":
        _sort_in_document(Path(entry.path), path, shown, languages, sources)
    elif suffix.lower() in PICTURES and len(path) > 1:
        sources.pictures.setdefault("/".join(path[:-1]), {})[path[-1]] = Path(entry.path)
    else:
        sources.problems.append(problem(shown, 1, "file-unknown", name=path[-1]))


def _sort_in_document(
    file: Path, path: tuple[str, ...], shown: str, languages: tuple[str, ...], sources: Sources
) -> None:
    try:
        sources.documents.append(Source(file, shown, place(path, languages)))
    except MisplacedError as error:
        files = " / ".join(f"{code}.md" for code in languages)
        folder = path[-2] if len(path) > 1 else ""
        sources.problems.append(problem(shown, 1, str(error), name=path[-1], folder=folder, files=files))
