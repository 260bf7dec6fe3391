"""The press: a page goes through it only when something that it shows has changed.

press = Press(release, memory, ground)
press.page("ru/index.html", (site, view), lambda: render(site, view))
press.run()                                  # makes what has to be made, on all processors

`ground` stands for what every page depends on alike: templates, settings, the code, the libraries.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from plugins.editions.abreast import abreast
from plugins.writer.digest import Digester

if TYPE_CHECKING:
    from collections.abc import Callable

    from plugins.writer.memory import Memory
    from plugins.writer.release import Release, Written

    Make = Callable[[], bytes]
    Page = tuple[str, Make]


@dataclass
class Press:
    """Publishes pages into a release; `digester` knows what many pages have in common."""

    release: Release
    memory: Memory
    ground: str
    digester: Digester = field(default_factory=Digester)
    waiting: list[Page] = field(default_factory=list)

    def page(self, path: str, shown: object, make: Make) -> None:
        """Keep the published file when it was made from the same; else its page waits for `run`."""
        fingerprint = self.digester(self.ground, shown)
        same = self.memory.same(path, fingerprint)
        self.memory.note(path, fingerprint)
        if not (same and self._kept(path, size=same[1])):
            self.waiting.append((path, make))

    def run(self) -> int:
        """Make everything that waits; how many pages that were."""
        waiting, self.waiting = self.waiting, []
        own: list[Page] = []
        others: list[Page] = []
        for page in waiting:
            (own if self.release.claim(page[0]) else others).append(page)
        # All are awaited before the first is noted: nobody writes any more when one is refused.
        for (path, _), written in zip(own, list(abreast(self._made, own)), strict=True):
            self.release.note(path, written)
        for path, make in others:
            self.release.put(path, make())
        return len(waiting)

    def _made(self, page: Page) -> Written:
        path, make = page
        return self.release.write(path, make())

    def _kept(self, path: str, size: int) -> bool:
        try:
            self.release.keep(path, size)
        except FileNotFoundError:
            return False
        return True
