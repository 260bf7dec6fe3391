"""The output index: each output's fingerprint in the last release, and the state of its file.

An output is unchanged when its fingerprint is the same and its file still has the state it was released with.
Whatever touched the file since, even with the same size and date, is made again.
"""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING

from plugins.build.cache import EntryKind
from plugins.build.snapshot import FileState, file_state

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from plugins.build.cache import BuildCache

Index = dict[str, tuple[str, FileState]]
"""Fingerprint and file state by path; the fingerprint of the marker is empty."""
OUTPUTS: EntryKind[Index] = EntryKind("outputs", Index)
KEY = b""
"""Fingerprints say themselves what they depend on."""


class OutputIndex:
    """What is known of the files in an output folder; `fingerprints` gathers those of the build at work.

    `marker` is the path of the file that every release writes anew: unless it is the one that was indexed,
    the folder holds another release, and nothing in it is known.
    """

    def __init__(self, cache: BuildCache, output: Path, marker: str) -> None:
        self._cache = cache
        self._marker = marker
        self.output = output
        self.folder = f"{output}{os.sep}"
        self.scope = hashlib.sha256(str(output.resolve()).encode("utf-8", "surrogateescape")).hexdigest()[:16]
        self.fingerprints: dict[str, str] = {}
        before = cache.load(OUTPUTS, self.scope, KEY) or {}
        released = before.pop(marker, None)
        is_same = released is not None and released[1] == file_state(f"{self.folder}{marker}")
        self._before = before if is_same else {}

    def unchanged(self, path: str, fingerprint: str) -> FileState | None:
        """The state of the published file, if it was made from just this and is still that file."""
        known = self._before.get(path)
        if known is None or known[0] != fingerprint or known[1] != file_state(f"{self.folder}{path}"):
            return None
        return known[1]

    def fingerprint(self, path: str) -> str:
        """What the published file at a path was made from; empty where that is not known."""
        return self._before[path][0] if path in self._before else ""

    def set_fingerprint(self, path: str, fingerprint: str) -> None:
        """What the output at a path is made from in the build at work."""
        self.fingerprints[path] = fingerprint

    def save(self, paths: Iterable[str], untouched: Mapping[str, FileState]) -> dict[str, FileState]:
        """Index the release that was just published, which has these files; the state of each of them.

        `untouched` are the states of files that the release has not touched.
        """
        folder, fingerprints = self.folder, {**self.fingerprints, self._marker: ""}
        found = {
            path: untouched.get(path) or file_state(f"{folder}{path}") for path in (*paths, self._marker)
        }
        states = {path: state for path, state in found.items() if state}
        index = {path: (fingerprints[path], state) for path, state in states.items() if path in fingerprints}
        self._cache.store(OUTPUTS, self.scope, KEY, index)
        return states
