"""The output index: each output's fingerprint in the last release, and the signature of its file.

An output is unchanged when its fingerprint is the same and its file still has the signature it was released
with. Whatever touched the file since, even with the same size and date, is made again.
"""

from __future__ import annotations

import hashlib
import os
from functools import cached_property
from typing import TYPE_CHECKING

from plugins.build.cache import EntryKind
from plugins.build.files import Signature, signature

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from plugins.build.cache import BuildCache
    from plugins.writer.lookout import Lookout

OUTPUTS: EntryKind[dict[str, tuple[str, Signature]]] = EntryKind("outputs", dict[str, tuple[str, Signature]])
"""Fingerprint and signature by path; the marker of the release has an empty fingerprint."""
KEY = b""
"""Fingerprints say themselves what they depend on."""


class OutputIndex:
    """What is known of the files in an output folder; `fingerprints` gathers those of the build at work.

    `marker` is the path of the file that every release writes anew: unless it is the one that was indexed,
    the folder holds another release, and nothing in it is known. The `lookout`, where there is one, has been
    looking at the folder since this process began.
    """

    def __init__(self, cache: BuildCache, output: Path, marker: str, lookout: Lookout | None = None) -> None:
        self._cache = cache
        self._marker = marker
        self._lookout = lookout
        self.output = output
        self.folder = f"{output}{os.sep}"
        self.scope = hashlib.sha256(str(output.resolve()).encode("utf-8", "surrogateescape")).hexdigest()[:16]
        self.fingerprints: dict[str, str] = {}
        before = cache.load(OUTPUTS, self.scope, KEY) or {}
        released = before.pop(marker, None)
        is_same = released is not None and released[1] == signature(output / marker)
        self._before = before if is_same else {}

    @cached_property
    def _signature(self) -> Callable[[str], Signature | None]:
        """The signature of a file of the output, by its whole path."""
        if self._lookout is None:
            return signature
        return dict(self._lookout.result[str(self.output)].states).get

    def unchanged(self, path: str, fingerprint: str) -> Signature | None:
        """The signature of the published file, if it was made from just this and is still that file."""
        known = self._before.get(path)
        if known is None or known[0] != fingerprint or known[1] != self._signature(f"{self.folder}{path}"):
            return None
        return known[1]

    def note(self, path: str, fingerprint: str) -> None:
        """What the output at a path is made from in the build at work."""
        self.fingerprints[path] = fingerprint

    def save(self, paths: Iterable[str], signatures: Mapping[str, Signature]) -> dict[str, Signature]:
        """Index the release that was just published, which has these files; the signature of each of them.

        `signatures` are those of files that the release has not touched.
        """
        folder, fingerprints = self.folder, {**self.fingerprints, self._marker: ""}
        found = {
            path: signatures.get(path) or signature(f"{folder}{path}") for path in (*paths, self._marker)
        }
        states = {path: state for path, state in found.items() if state}
        index = {path: (fingerprints[path], state) for path, state in states.items() if path in fingerprints}
        self._cache.store(OUTPUTS, self.scope, KEY, index)
        return states
