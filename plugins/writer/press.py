"""The press: a page goes through it only when something that it shows has changed.

press = Press(release, memory)
press.page("ru/index.html", ground, (site, view), lambda: render(site, view))
press.run()                                  # makes what has to be made, on all processors

`ground` stands for what many pages depend on alike: templates, settings, the code, the libraries.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from plugins.editions.abreast import abreast
from plugins.writer.digest import Digester

if TYPE_CHECKING:
    from collections.abc import Callable

    from plugins.editions.kept import Signature
    from plugins.release.release import Release, WrittenFile
    from plugins.writer.memory import Memory

    Make = Callable[[], bytes]
    Page = tuple[str, Make]


SHEET = 32
"""Pages that a process makes before it hands them over."""


@dataclass
class Press:
    """Publishes pages into a release; `digester` knows what many pages have in common."""

    release: Release
    memory: Memory
    digester: Digester = field(default_factory=Digester)
    waiting: list[Page] = field(default_factory=list)

    def page(self, path: str, ground: str, shown: object, make: Make) -> None:
        """Keep the published file when it was made from the same; else its page waits for `run`."""
        fingerprint = self.digester(ground, shown)
        same = self.memory.same(path, fingerprint)
        self.memory.note(path, fingerprint)
        if not (same and self._kept(path, same)):
            self.waiting.append((path, make))

    def run(self) -> int:
        """Make everything that waits, the last first: icons and feeds take longest; how many there were."""
        waiting, self.waiting = self.waiting, []
        own: list[Page] = []
        others: list[Page] = []
        for page in reversed(waiting):
            (own if self.release.reserve(page[0]) else others).append(page)
        # All are awaited before the first is noted: nobody writes any more when one is refused.
        for (path, _), written in zip(own, list(abreast(self._made, own, SHEET)), strict=True):
            self.release.register(path, written)
        for path, make in others:
            self.release.write(path, make())
        return len(waiting)

    def _made(self, page: Page) -> WrittenFile:
        path, make = page
        return self.release.write_reserved(path, make())

    def _kept(self, path: str, look: Signature) -> bool:
        try:
            self.release.reuse(path, look)
        except FileNotFoundError:
            return False
        return True
