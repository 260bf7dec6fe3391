"""Scans the content folder: Markdown files by content path, pictures by bundle, misplaced files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import normalize

from msgspec import Struct, field

from plugins.build.files import FileSnapshot, listing_error
from plugins.diagnostics.problem import Problem, advice, problem
from plugins.model.content_path import (
    ContentPath,
    InvalidPathError,
    is_litter,
    is_windows_name,
    parse_content_path,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plugins.build.files import FileState

RESERVED = frozenset(
    {
        "README.md",
        "alert.yaml",
        "feed-identities.lock",
        "figures",
        "ledger.jsonl",
        "phrases",
        "public",
        "reviews.jsonl",
        "site.yaml",
        "sources.yaml",
        "synonyms",
        "topics.yaml",
        "words",
    }
)
FOLDERS = frozenset({"figures", "phrases", "public", "synonyms", "words"})
"""Of the reserved names: a file of such a name is not read."""
PICTURES = frozenset({".jpg", ".jpeg", ".png", ".webp"})
RESERVED_DEPTH = 2
FIGURE_PHRASES = ("phrases", "figures")
"""A folder within a reserved one whose files are read too."""
MAX_DEPTH = 12
"""Folders in one another: an item lies two or three deep."""
READ_ENDINGS = {"figures": (".yaml", ".csv"), "synonyms": (".txt",), "words": (".txt",)}
"""Of the files that are read in a reserved folder."""


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
        sources.problems.append(problem(shown, 0, "content-missing"))
        return sources
    sorter = _Classifier(shown, languages, sources)
    for found in _found(FileSnapshot.at(str(content))):
        sorter.add(*found)
    sorter.find_folders(content)
    return sources


def _found(snapshot: FileSnapshot) -> Iterator[tuple[str, tuple[str, ...], FileState | None]]:
    """Path, name parts (in NFC) and state of every file, folder by folder in a stable order."""
    start, last, in_litter = len(snapshot.folder) + 1, "", False
    folders: tuple[str, ...] = ()
    for file, state in sorted(snapshot.states, key=lambda each: each[0].replace("/", "\0")):
        folder, _, name = file[start:].rpartition("/")
        if folder != last:
            last, folders = folder, tuple(normalize("NFC", folder).split("/")) if folder else ()
            in_litter = any(map(is_litter, folders))
        if not in_litter:
            yield file, (*folders, normalize("NFC", name)), state


def _is_region(path: tuple[str, ...]) -> bool:
    """Whether a file tells of regions; a page of the folder's name may lie beside it."""
    return path[0] == "regions" and len(path) == RESERVED_DEPTH and path[-1].endswith(".yaml")


def _is_read(path: tuple[str, ...]) -> bool:
    """Whether somebody reads this file of a reserved name, and tells what is wrong in it."""
    first, name = path[0], path[-1]
    if len(path) == 1:
        return first not in FOLDERS
    if first == "public" or name == "README.md" or _is_region(path):
        return True
    depth = RESERVED_DEPTH + (path[:RESERVED_DEPTH] == FIGURE_PHRASES)
    return name.endswith(READ_ENDINGS.get(first, ("",))) and len(path) <= depth


class _Classifier(Struct, frozen=True):
    """Sorts files by kind."""

    shown: str
    languages: tuple[str, ...]
    files: ContentFiles
    seen: dict[str, str] = field(default_factory=dict)
    """Paths as file systems that ignore case and normalization compare them, and as they are shown."""

    def add(self, file: str, path: tuple[str, ...], state: FileState | None) -> None:
        name, told = path[-1], f"{self.shown}/{'/'.join(path)}"
        if is_litter(name):
            stem, _, ending = name.partition(".")
            if stem.casefold() in map(str.casefold, self.languages) and not ending.startswith("md"):
                self._advise(told, "file-ignored", name=name)
            return
        self._check_portable(path, told)
        if len(path) > MAX_DEPTH + 1:
            folder = "/".join(path[: MAX_DEPTH + 1])
            self._report(f"{self.shown}/{folder}", "folder-too-deep", most=MAX_DEPTH)
        elif state is None:
            self._report_unread(file, told)
        elif path[0] in RESERVED or _is_region(path):  # read by those who know it
            if not _is_read(path):
                self._advise(told, "file-ignored", name=name)
        elif name.endswith(".md"):
            self._add_document(file, path, state, told)
        elif len(path) > 1 and name[name.rfind(".") :].lower() in PICTURES:
            self.files.pictures.setdefault("/".join(path[:-1]), {})[name] = Path(file)
        else:
            self._report(told, "file-unknown", name=name)

    def find_folders(self, content: Path) -> None:
        """Report folders with the name of a text beside other texts and pictures."""
        texts = {Path(source.file) for source in self.files.documents}
        pictures = {file for names in self.files.pictures.values() for file in names.values()}
        folders = {file.parent for file in texts | pictures}
        for text in (folder / f"{code}.md" for folder in sorted(folders) for code in self.languages):
            if text not in texts and text.is_dir():
                self._report(f"{self.shown}/{text.relative_to(content).as_posix()}", "not-a-file")

    def _add_document(self, file: str, path: tuple[str, ...], state: FileState, told: str) -> None:
        try:
            self.files.documents.append(
                SourceFile(file, state, told, parse_content_path(path, self.languages))
            )
        except InvalidPathError as error:
            files = " / ".join(f"{code}.md" for code in self.languages)
            folder = path[-2] if len(path) > 1 else ""
            self._report(told, str(error), name=path[-1], folder=folder, files=files)

    def _check_portable(self, path: tuple[str, ...], told: str) -> None:
        for part in path:
            if not is_windows_name(part):
                self._report(told, "file-name-windows", name=part)
        first = self.seen.setdefault(told.casefold(), told)
        if first is not told:
            self._report(told, "file-names-equal", other=first)

    def _report_unread(self, file: str, told: str) -> None:
        if reason := listing_error(file):
            self._report(told.rstrip("/"), "folder-unreadable", reason=reason)
        else:
            self._report(told, "not-a-file")

    def _advise(self, path: str, code: str, **values: object) -> None:
        self.files.problems.append(advice(path, 1, code, **values))

    def _report(self, path: str, code: str, **values: object) -> None:
        self.files.problems.append(problem(path, 1, code, **values))
