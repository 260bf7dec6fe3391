"""Scans the content folder: Markdown files by content path, pictures by bundle, misplaced files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field

from plugins.build.snapshot import FileSnapshot
from plugins.diagnostics.problem import Problem, problem
from plugins.model.content_path import ContentPath, InvalidPathError, parse_content_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plugins.build.snapshot import FileState

RESERVED = frozenset(
    {
        "README.md",
        "alert.yaml",
        "feed-identities.lock",
        "figures",
        "phrases",
        "site.yaml",
        "topics.yaml",
        "words",
    }
)
PICTURES = frozenset({".jpg", ".jpeg", ".png", ".webp"})
MAX_DEPTH = 12
"""Folders in one another: an item lies two or three deep."""
LITTER = frozenset({"Thumbs.db", "desktop.ini"})


class SourceFile(Struct, frozen=True):
    """A Markdown file: its file system path and state, its path as shown to editors, its content path."""

    file: str
    state: FileState
    path: str
    content_path: ContentPath


class ContentFiles(Struct, frozen=True):
    """Markdown files in path order, pictures by bundle and name, and problems."""

    documents: list[SourceFile] = field(default_factory=list)
    pictures: dict[str, dict[str, Path]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def scan_content(content: Path, shown: str, languages: tuple[str, ...]) -> ContentFiles:
    """Scan the content folder, called `shown` in messages."""
    sources = ContentFiles()
    if not content.is_dir():
        sources.problems.append(problem(shown, 1, "content-missing"))
        return sources
    sorter = _Classifier(shown, languages, sources)
    for found in _found(FileSnapshot.at(str(content))):
        sorter.add(*found)
    return sources


def _found(snapshot: FileSnapshot) -> Iterator[tuple[str, tuple[str, ...], FileState | None]]:
    """Path, name parts and state of every file, folder by folder in a stable order."""
    start, last, is_litter = len(snapshot.folder) + 1, "", False
    folders: tuple[str, ...] = ()
    for file, state in sorted(snapshot.states, key=lambda each: each[0].replace("/", "\0")):
        folder, _, name = file[start:].rpartition("/")
        if folder != last:
            last, folders = folder, tuple(folder.split("/")) if folder else ()
            is_litter = any(map(_is_litter, folders))
        if not (is_litter or _is_litter(name)):
            yield file, (*folders, name), state


def _is_litter(name: str) -> bool:
    return name.startswith(".") or name.endswith(("~", ".swp", ".tmp", ".bak")) or name in LITTER


class _Classifier(Struct, frozen=True):
    """Sorts files by kind."""

    shown: str
    languages: tuple[str, ...]
    files: ContentFiles

    def add(self, file: str, path: tuple[str, ...], state: FileState | None) -> None:
        name, told = path[-1], f"{self.shown}/{'/'.join(path)}"
        if len(path) > MAX_DEPTH + 1:
            folder = "/".join(path[: MAX_DEPTH + 1])
            self._report(f"{self.shown}/{folder}", "folder-too-deep", most=MAX_DEPTH)
        elif state is None:
            self._report(told, "not-a-file")
        elif path[0] in RESERVED:
            return  # read by those who know it
        elif name.endswith(".md"):
            self._add_document(file, path, state, told)
        elif len(path) > 1 and name[name.rfind(".") :].lower() in PICTURES:
            self.files.pictures.setdefault("/".join(path[:-1]), {})[name] = Path(file)
        else:
            self._report(told, "file-unknown", name=name)

    def _add_document(self, file: str, path: tuple[str, ...], state: FileState, told: str) -> None:
        try:
            self.files.documents.append(
                SourceFile(file, state, told, parse_content_path(path, self.languages))
            )
        except InvalidPathError as error:
            files = " / ".join(f"{code}.md" for code in self.languages)
            folder = path[-2] if len(path) > 1 else ""
            self._report(told, str(error), name=path[-1], folder=folder, files=files)

    def _report(self, path: str, code: str, **values: object) -> None:
        self.files.problems.append(problem(path, 1, code, **values))
