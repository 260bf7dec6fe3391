"""Translations store the section hashes of their original; git history shows what has changed since."""

from __future__ import annotations

import difflib
import subprocess
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from plugins.diagnostics.problem import ContentError, Problem, problem
from plugins.editor.front_matter_edit import edit_front_matter
from plugins.markdown.reader import read_document
from plugins.model.document import section_hashes, text_sections

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from plugins.content.options import BuildOptions
    from plugins.i18n.phrases import Phrases
    from plugins.model.bundle import Bundle
    from plugins.model.document import Document, TextSection

FRONT_MATTER_KEY = "translated_from"


def confirm_translations(
    names: Sequence[str], bundles: Mapping[str, Bundle], options: BuildOptions
) -> list[str]:
    """Mark the bundles' translations as up to date; returns changed paths. Raises `ContentError`."""
    chosen = [bundles[name] for name in resolve_names(names, bundles, options)]
    documents = [document for bundle in chosen for document in bundle.documents.values()]
    if errors := [error for document in documents for error in _front_matter_errors(document)]:
        raise ContentError(errors)
    return [path for bundle in chosen for path in _confirm_bundle(bundle, options)]


def unconfirmed_bundles(bundles: Mapping[str, Bundle]) -> list[str]:
    """The names of bundles with a translation that was never confirmed or is outdated."""
    return [
        name
        for name, bundle in bundles.items()
        if any(_needs_confirmation(bundle, code) for code in bundle.documents)
    ]


def resolve_names(names: Sequence[str], bundles: Mapping[str, Bundle], options: BuildOptions) -> list[str]:
    """The bundles' names; raises `ContentError` with the nearest match for an unknown one."""
    found, problems = [], []
    for typed in names:
        name = _bundle_name(typed, options)
        if name in bundles:
            found.append(name)
        else:
            nearest = ", ".join(get_close_matches(name, bundles, 2, 0.4)) or "—"
            problems.append(
                problem(f"{options.display_name}/{name}", 0, "bundle-unknown", name=name, nearest=nearest)
            )
    if problems:
        raise ContentError(problems)
    return found


def _bundle_name(typed: str, options: BuildOptions) -> str:
    """A bundle's name from any path to it: absolute, with a trailing slash, with a file."""
    path = Path(typed.replace("\\", "/"))
    if path.resolve().is_relative_to(options.content.resolve()):
        path = path.resolve().relative_to(options.content.resolve())
    name = path.as_posix().removeprefix(f"{options.display_name}/").strip("/")
    return name.rpartition("/")[0] if name.endswith(".md") else name


def _front_matter_errors(document: Document) -> Iterator[Problem]:
    """Problems that make the front matter unreadable; others do not matter here."""
    if not document.matter.lines:
        yield from document.problems


def _confirm_bundle(bundle: Bundle, options: BuildOptions) -> Iterator[str]:
    for code, document in bundle.documents.items():
        if _needs_confirmation(bundle, code):
            file: Path = options.content / bundle.name / f"{code}.md"
            hashes = {FRONT_MATTER_KEY: section_hashes(bundle.primary)}
            file.write_bytes(edit_front_matter(file.read_bytes(), hashes, document.path))
            yield document.path


def _needs_confirmation(bundle: Bundle, code: str) -> bool:
    document = bundle.documents[code]
    if document is bundle.primary:
        return False
    return document.matter.translated_from != section_hashes(bundle.primary)


MAX_COMMITS = 200
"""How many commits back to look."""


class GitHistory(Struct, frozen=True):
    """The committed versions of one text; none if the file is not in a repository."""

    file: Path
    phrases: Phrases

    def find_version(self, hashes: str) -> Document | None:
        """The newest version with these section hashes."""
        return next((version for version in self.versions() if _has_hashes(version, hashes)), None)

    def versions(self) -> Iterator[Document]:
        """The committed versions, the newest first."""
        versions = (self._read_version(commit) for commit in self._commits())
        return (version for version in versions if version)

    def changes(self, hashes: str, changed: tuple[TextSection, ...], current: Document) -> list[str]:
        """The removed (`-`) and added (`+`) lines of changed sections, if a commit has the old text."""
        translated = self.find_version(hashes)
        if translated is None:
            return []
        kept = {section.digest for section in text_sections(current)}
        then = zip(hashes.split(), text_sections(translated), strict=True)
        removed = [section for digest, section in then if digest not in kept]
        old = [line for section in removed for line in section.text.split("\n")]
        new = [line for section in changed for line in section.text.split("\n")]
        return [line for line in difflib.ndiff(old, new) if line[0] in "+-" and line[2:].strip()]

    def _commits(self) -> list[str]:
        return self._run_git("log", "--format=%H", f"-{MAX_COMMITS}", "--", self.file.name).split()

    def _read_version(self, commit: str) -> Document | None:
        text = self._run_git("show", f"{commit}:./{self.file.name}")
        return read_document(text.encode(), self.file.name, self.phrases) if text else None

    def _run_git(self, *arguments: str) -> str:
        """The output of git; empty without git, a repository or history."""
        command = ["git", "-C", str(self.file.parent), *arguments]
        try:
            process = subprocess.run(command, capture_output=True, check=True)
        except (OSError, subprocess.CalledProcessError):
            return ""
        return process.stdout.decode("utf-8", "replace")


def _has_hashes(version: Document, hashes: str) -> bool:
    """Whether a version has these section hashes; figures in its title and summary had other values."""
    matter, own, wanted = version.matter, section_hashes(version).split(), hashes.split()
    names_figures = "{figure}" in f"{matter.title}{matter.summary}"
    return own == wanted or (names_figures and own[1:] == wanted[1:])
