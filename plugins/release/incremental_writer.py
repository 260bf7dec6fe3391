"""The incremental writer: adds outputs to a release, and renders only those whose inputs changed.

writer = IncrementalWriter(release, index)
writer.add("ru/index.html", base_key, (site, view), partial(render, site, view), template_digest)
writer.flush()

`base_key` stands for what many outputs depend on: code, libraries, settings.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from plugins.build.digest import Digester
from plugins.build.parallel import parallel_map

if TYPE_CHECKING:
    from collections.abc import Callable

    from plugins.build.output_index import OutputIndex
    from plugins.release.release import Release, WrittenFile

    Render = Callable[[], bytes]
    Output = tuple[str, Render]

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
        self.index.set_fingerprint(path, fingerprint)
        if unchanged:
            with suppress(FileNotFoundError):
                self.release.reuse(path, unchanged)
                return
        logger.info("output %s: %s", path, reason(self.index.fingerprint(path), fingerprint))
        self._pending.append((path, render))

    def flush(self) -> None:
        """Render pending outputs, the last first: icons and feeds take longest."""
        pending, self._pending = self._pending, []
        reserved: list[Output] = []
        repeated: list[Output] = []
        for output in reversed(pending):
            (reserved if self.release.reserve(output[0]) else repeated).append(output)
        # Registered only after all workers have returned: if one fails, none is still writing.
        rendered = list(parallel_map(self._render, reserved, chunksize=CHUNK_SIZE))
        for (path, _), written in zip(reserved, rendered, strict=True):
            self.release.register(path, written)
        for path, render in repeated:
            self.release.write(path, render())

    def _part_digest(self, part: str) -> str:
        """A short digest of the base key or template, from which `reason` sees what changed."""
        if part not in self._part_digests:
            self._part_digests[part] = self.digester(part)[:PART_DIGITS]
        return self._part_digests[part]

    def _render(self, output: Output) -> WrittenFile:
        path, render = output
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
