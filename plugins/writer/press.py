"""The press: a page goes through it only when something that it shows has changed.

press = Press(release, memory)
press.page("ru/index.html", ground, (site, view), lambda: render(site, view), template)
press.run()                                  # makes what has to be made, on all processors

`ground` stands for what many pages depend on alike: settings, the code, the libraries; `template` is the
digest of a page's template.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from plugins.build.parallel import parallel_map
from plugins.writer.digest import Digester

if TYPE_CHECKING:
    from collections.abc import Callable

    from plugins.editions.kept import Signature
    from plugins.release.release import Release, WrittenFile
    from plugins.writer.memory import Memory

    Make = Callable[[], bytes]
    Page = tuple[str, Make]


logger = logging.getLogger(__name__)

CHUNK_SIZE = 32
"""Pages that a worker makes before it returns."""


SHORT = 8
"""Digits of a part of a fingerprint."""


@dataclass
class Press:
    """Publishes pages into a release; `digester` knows what many pages have in common."""

    release: Release
    memory: Memory
    digester: Digester = field(default_factory=Digester)
    waiting: list[Page] = field(default_factory=list)
    shortened: dict[str, str] = field(default_factory=dict)

    def page(self, path: str, ground: str, shown: object, make: Make, template: str = "") -> None:
        """Keep the published file when it was made from the same; else its page waits for `run`."""
        whole = self.digester(ground, template, shown)
        fingerprint = f"{whole}{self._short(ground)}{self._short(template)}"
        same = self.memory.same(path, fingerprint)
        self.memory.note(path, fingerprint)
        if not (same and self._kept(path, same)):
            logger.info("output %s: %s", path, difference(self.memory.fingerprint(path), fingerprint))
            self.waiting.append((path, make))

    def run(self) -> int:
        """Make everything that waits, the last first: icons and feeds take longest; how many there were."""
        waiting, self.waiting = self.waiting, []
        own: list[Page] = []
        others: list[Page] = []
        for page in reversed(waiting):
            (own if self.release.reserve(page[0]) else others).append(page)
        made = list(parallel_map(self._made, own, chunksize=CHUNK_SIZE))
        # All are awaited before the first is noted: nobody writes any more when one is refused.
        for (path, _), written in zip(own, made, strict=True):
            self.release.register(path, written)
        for path, make in others:
            self.release.write(path, make())
        return len(waiting)

    def _short(self, part: str) -> str:
        """It tells why two fingerprints differ; whether they do, the digest of the whole does."""
        if part not in self.shortened:
            self.shortened[part] = self.digester(part)[:SHORT]
        return self.shortened[part]

    def _made(self, page: Page) -> WrittenFile:
        path, make = page
        return self.release.write_reserved(path, make())

    def _kept(self, path: str, look: Signature) -> bool:
        try:
            self.release.reuse(path, look)
        except FileNotFoundError:
            return False
        return True


def difference(before: str, fingerprint: str) -> str:
    """Why an output is made again, by its fingerprint in the last release and its new one."""
    if not before:
        return "new"
    if before == fingerprint:
        return "the published file was touched or is missing"
    if before[-2 * SHORT : -SHORT] != fingerprint[-2 * SHORT : -SHORT]:
        return "code, libraries or settings changed"
    return "template changed" if before[-SHORT:] != fingerprint[-SHORT:] else "inputs changed"
