"""Confirming a translation: it keeps the prints of the text it was made from, in its front matter."""

from __future__ import annotations

import difflib
import subprocess
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from plugins.diagnostics.problem import ContentError, Problem, problem
from plugins.markdown.reader import read_document
from plugins.model.sections import section_hashes, text_sections

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from plugins.content.brief import Brief
    from plugins.i18n.phrases import Phrases
    from plugins.model.bundle import Bundle
    from plugins.model.document import Document
    from plugins.model.sections import TextSection


KEY = "translated_from"


def confirm(names: Sequence[str], bundles: Mapping[str, Bundle], brief: Brief) -> list[str]:
    """Mark the translations of the named bundles as up to date; the paths of the files that changed.

    Raises `ContentError` when a name is no bundle's, or a text cannot be read.
    """
    chosen = [bundles[name] for name in _checked(names, bundles, brief)]
    broken = [
        wrong for bundle in chosen for document in bundle.documents.values() for wrong in _errors(document)
    ]
    if broken:
        raise ContentError(broken)
    return [path for bundle in chosen for path in _confirmed(bundle, brief)]


def unconfirmed(bundles: Mapping[str, Bundle]) -> list[str]:
    """The bundles with a translation that was never confirmed, or is outdated."""
    return [
        name for name, bundle in bundles.items() if any(_stale(bundle, code) for code in bundle.documents)
    ]


def with_key(text: str, key: str, value: str, document: Document) -> str:
    """A file's text with a key of its front matter set: in its own place, or as the last one."""
    lines = text.split("\n")
    end = "\r" if lines[0].endswith("\r") else ""
    new = f"{key}: {value}{end}"
    closing = document.source_line - 1
    if key in document.matter.lines:
        first = document.matter.lines[key] - 1
        later = [line - 1 for line in document.matter.lines.values() if line - 1 > first]
        return "\n".join([*lines[:first], new, *lines[min([*later, closing]) :]])
    return "\n".join([*lines[:closing], new, *lines[closing:]])


def _checked(names: Sequence[str], bundles: Mapping[str, Bundle], brief: Brief) -> list[str]:
    """The bundles' names; one that is none is told with the nearest."""
    found, problems = [], []
    for typed in names:
        name = _name(typed, brief)
        if name in bundles:
            found.append(name)
        else:
            nearest = ", ".join(get_close_matches(name, bundles, 2, 0.4)) or "—"
            problems.append(problem(f"{brief.shown}/{name}", 1, "bundle-unknown", name=name, nearest=nearest))
    if problems:
        raise ContentError(problems)
    return found


def _name(typed: str, brief: Brief) -> str:
    """A bundle's name, however its path was typed: from anywhere, with a slash, with a file."""
    path = Path(typed.replace("\\", "/"))
    if path.resolve().is_relative_to(brief.content.resolve()):
        path = path.resolve().relative_to(brief.content.resolve())
    name = path.as_posix().removeprefix(f"{brief.shown}/").strip("/")
    return name.rpartition("/")[0] if name.endswith(".md") else name


def _errors(document: Document) -> Iterator[Problem]:
    """What keeps a front matter from being read; other problems do not matter here."""
    if not document.matter.lines:
        yield from document.problems


def _confirmed(bundle: Bundle, brief: Brief) -> Iterator[str]:
    for code, document in bundle.documents.items():
        if _stale(bundle, code):
            file: Path = brief.content / bundle.name / f"{code}.md"
            # Bytes, so that line ends and a byte order mark stay as they are.
            text = with_key(file.read_bytes().decode(), KEY, section_hashes(bundle.primary), document)
            file.write_bytes(text.encode())
            yield document.path


def _stale(bundle: Bundle, code: str) -> bool:
    document = bundle.documents[code]
    return document is not bundle.primary and document.matter.translated_from != section_hashes(
        bundle.primary
    )


VERSIONS = 200
"""How far back to look."""


class History(Struct, frozen=True):
    """The versions of one text in git; none where the file is not kept there."""

    file: Path
    phrases: Phrases

    def when(self, kept: str) -> Document | None:
        """The newest version whose parts have these prints."""
        versions = (self._read(commit) for commit in self._commits())
        return next((version for version in versions if version and section_hashes(version) == kept), None)

    def changes(self, kept: str, changed: tuple[TextSection, ...], now: Document) -> list[str]:
        """The lines that went (`-`) and came (`+`) in the changed parts; empty where history does not say."""
        before = self.when(kept)
        if before is None:
            return []
        still = {part.digest for part in text_sections(now)}
        old = [
            line
            for part in text_sections(before)
            if part.digest not in still
            for line in part.text.split("\n")
        ]
        new = [line for part in changed for line in part.text.split("\n")]
        return [line for line in difflib.ndiff(old, new) if line[0] in "+-" and line[2:].strip()]

    def _commits(self) -> list[str]:
        return self._git("log", "--format=%H", f"-{VERSIONS}", "--", self.file.name).split()

    def _read(self, commit: str) -> Document | None:
        text = self._git("show", f"{commit}:./{self.file.name}")
        path, typography = self.file.name, self.phrases.typography
        language = self.phrases.language
        return read_document(text.encode(), path, typography=typography, language=language) if text else None

    def _git(self, *arguments: str) -> str:
        """What git says, or nothing: no git, no repository and no history are all the same here."""
        command = ["git", "-C", str(self.file.parent), *arguments]
        try:
            done = subprocess.run(command, capture_output=True, check=True)  # noqa: S603 - git, with a file's own name
        except (OSError, subprocess.CalledProcessError):
            return ""
        return done.stdout.decode("utf-8", "replace")
