"""Adds outputs to a release, and renders only those whose inputs changed.

`base_key` stands for what many outputs depend on: code, libraries, settings.
"""

from __future__ import annotations

import hashlib
import logging
import os
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from plugins.build.cache import EntryKind
from plugins.build.digest import Digester
from plugins.build.files import FileState, file_state
from plugins.build.parallel import parallel_map
from plugins.release.manifest import MARKER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from plugins.build.cache import BuildCache
    from plugins.release.release import Release, WrittenFile

    Render = Callable[[], bytes]
    Output = tuple[str, Render, str]
    """The path, what renders it, and the digest of its template; empty if it has none."""

logger = logging.getLogger(__name__)
CHUNK_SIZE = 32
"""Outputs that a worker renders before it returns."""
PART_DIGITS = 8
"""Digits of the base key and of the template in a fingerprint."""


@dataclass
class IncrementalWriter:
    """Adds outputs to a release; `digester` knows the values that many outputs share."""

    release: Release
    index: OutputIndex
    digester: Digester = field(default_factory=Digester)
    _pending: list[Output] = field(default_factory=list)
    _part_digests: dict[str, str] = field(default_factory=dict)

    def write(self, path: str, content: bytes) -> None:
        """Write an output that is not worth a fingerprint."""
        self.release.write(path, content)

    def add(self, path: str, base_key: str, inputs: object, render: Render, template: str = "") -> None:
        """Reuse the published file if its fingerprint is the same; else render it in `flush`."""
        digest = self.digester(base_key, template, inputs)
        fingerprint = f"{digest}{self._part_digest(base_key)}{self._part_digest(template)}"
        unchanged = self.index.unchanged(path, fingerprint)
        self.index.fingerprints[path] = fingerprint
        if unchanged:
            with suppress(FileNotFoundError):
                self.release.reuse(path, unchanged)
                return
        logger.info("output %s: %s", path, reason(self.index.fingerprint(path), fingerprint))
        self._pending.append((path, render, template))

    def flush(self) -> None:
        """Render pending outputs, the last first: icons and feeds take longest.

        The first page of each template is rendered here: workers inherit the compiled templates.
        """
        pending, self._pending = self._pending, []
        firsts: dict[str, Output] = {}
        others: list[Output] = []
        repeated: list[Output] = []
        for output in reversed(pending):
            path, _, template = output
            if not self.release.reserve(path):
                repeated.append(output)
            elif not template or firsts.setdefault(template, output) is not output:
                others.append(output)
        outputs, early = [*firsts.values(), *others], max(0, len(firsts) - 1)
        # Registered only after all workers have returned: if one fails, none is still writing.
        rendered = [*map(self._render, outputs[:early])]
        rendered += parallel_map(self._render, outputs[early:], chunksize=CHUNK_SIZE)
        for (path, _, _), written in zip(outputs, rendered, strict=True):
            self.release.register(path, written)
        for path, render, _ in repeated:
            self.release.write(path, render())

    def _part_digest(self, part: str) -> str:
        """A short digest of the base key or template, from which `reason` sees what changed."""
        if part not in self._part_digests:
            self._part_digests[part] = self.digester(part)[:PART_DIGITS]
        return self._part_digests[part]

    def _render(self, output: Output) -> WrittenFile:
        path, render, _ = output
        return self.release.write_reserved(path, render())


def reason(before: str, fingerprint: str) -> str:
    """Why an output is rendered, from its fingerprints in the last release and now."""
    if not before:
        return "new"
    if before == fingerprint:
        return "the published file was touched or is missing"
    if before[-2 * PART_DIGITS : -PART_DIGITS] != fingerprint[-2 * PART_DIGITS : -PART_DIGITS]:
        return "code, libraries or settings changed"
    return "template changed" if before[-PART_DIGITS:] != fingerprint[-PART_DIGITS:] else "inputs changed"


Index = dict[str, tuple[str, FileState]]
"""Fingerprint and file state by path; the fingerprint of the marker is empty."""
OUTPUTS: EntryKind[Index] = EntryKind("outputs", Index)
KEY = b""
"""Empty: fingerprints contain all that they depend on."""


class OutputIndex:
    """Each output's fingerprint in the last release, and the state of its file; `fingerprints` are new ones.

    An output is unchanged if its fingerprint is the same and its file still has the state it was released
    with. Every release writes the marker anew: if its state differs, the folder holds another release.
    """

    def __init__(self, cache: BuildCache, output: Path) -> None:
        self._cache = cache
        self.output = output
        self.folder = f"{output}{os.sep}"
        self.scope = hashlib.sha256(str(output.resolve()).encode("utf-8", "surrogateescape")).hexdigest()[:16]
        self.fingerprints: dict[str, str] = {}
        before = cache.load(OUTPUTS, self.scope, KEY) or {}
        released = before.pop(MARKER, None)
        is_same = released is not None and released[1] == file_state(f"{self.folder}{MARKER}")
        self._before = before if is_same else {}

    def unchanged(self, path: str, fingerprint: str) -> FileState | None:
        """The state of the published file; None if its fingerprint or its state is not the one indexed."""
        known = self._before.get(path)
        if known is None or known[0] != fingerprint or known[1] != file_state(f"{self.folder}{path}"):
            return None
        return known[1]

    def fingerprint(self, path: str) -> str:
        """The fingerprint of the published file; empty if there is none."""
        return self._before[path][0] if path in self._before else ""

    def save(self, paths: Iterable[str], untouched: Mapping[str, FileState]) -> dict[str, FileState]:
        """Index the files of the release just published; returns their states, `untouched` ones as known."""
        folder, fingerprints = self.folder, {**self.fingerprints, MARKER: ""}
        found = {path: untouched.get(path) or file_state(f"{folder}{path}") for path in (*paths, MARKER)}
        states = {path: state for path, state in found.items() if state}
        index = {path: (fingerprints[path], state) for path, state in states.items() if path in fingerprints}
        self._cache.store(OUTPUTS, self.scope, KEY, index)
        return states
