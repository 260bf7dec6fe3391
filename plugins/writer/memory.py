"""What the last release was made from: each output's fingerprint, and the file that came of it.

A remembered file counts only while it is the very file that was published: a file system knows a file by its
inode, length, time of writing and time of change, and the last cannot be set by hand. Whatever touched the
output since, even with the same length and date, is made again.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from plugins.editions.kept import Signature, keep, read_kept, signature
from plugins.release.manifest import MARKER

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path


KEY = b"the outputs of the last release."


@dataclass
class Memory:
    """What is known of the outputs in a folder; `fingerprints` gathers those of the build at work."""

    file: Path
    output: Path
    before: dict[str, tuple[str, Signature]] = field(default_factory=dict)
    fingerprints: dict[str, str] = field(default_factory=dict)

    @cached_property
    def folder(self) -> str:
        """The output, as paths in it begin."""
        return f"{self.output}{os.sep}"

    @classmethod
    def of(cls, file: Path, output: Path) -> Memory:
        """The memory in a file; empty when the folder is not just as that release left it."""
        before = read_kept(file, KEY) or {}
        marker = before.pop(MARKER, None)
        if marker is None or marker[1] != signature(output / MARKER):
            before = {}
        return cls(file, output, before)

    def same(self, path: str, fingerprint: str) -> Signature | None:
        """The published file as it is, when it was made from just this and is still that file."""
        known = self.before.get(path)
        if known is None or known[0] != fingerprint or known[1] != signature(f"{self.folder}{path}"):
            return None
        return known[1]

    def fingerprint(self, path: str) -> str:
        """What the published file at a path was made from; empty where nobody knows."""
        return self.before.get(path, ("",))[0]

    def note(self, path: str, fingerprint: str) -> None:
        """What the output at a path is made from in the build at work."""
        self.fingerprints[path] = fingerprint

    def save(self, paths: Iterable[str], looks: Mapping[str, Signature]) -> dict[str, Signature]:
        """Remember the release that was just published, which has these files; how each of them looks.

        `looks` are those of files that the release has not touched.
        """
        folder, prints = self.folder, {**self.fingerprints, MARKER: ""}
        found = {path: looks.get(path) or signature(f"{folder}{path}") for path in (*paths, MARKER)}
        states = {path: state for path, state in found.items() if state}
        known = {path: (prints[path], state) for path, state in states.items() if path in prints}
        keep(self.file, KEY, known)
        return states
