"""A lookout: another process looks at a folder's files while this one reads the content.

Most of an edit's time only one processor works, and looking at ten thousand files mostly waits for the disk.
"""

from __future__ import annotations

import marshal
import os
from functools import cached_property
from typing import TYPE_CHECKING

from plugins.editions.look import Look
from plugins.editions.plain import written
from plugins.editions.processors import processors

if TYPE_CHECKING:
    from typing import NoReturn


class Lookout:
    """Looks at a folder from now on; nothing is lost when nobody asks what was seen."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._process = self._pipe = -1
        if processors() > 1:
            self._pipe, told = os.pipe()
            self._process = os.fork()
            if self._process == 0:
                self._tell(told)
            os.close(told)

    @cached_property
    def seen(self) -> Look:
        """What the other process saw, once it has; where there is none, what is seen now."""
        if self._process < 0:
            return Look.at(self._folder)
        with open(self._pipe, "rb") as pipe:  # noqa: PTH123 - a descriptor
            told = pipe.read()
        os.waitpid(self._process, 0)
        try:
            return Look(self._folder, *marshal.loads(told))  # noqa: S302 - our own process's bytes
        except (EOFError, ValueError, TypeError):
            return Look.at(self._folder)

    def _tell(self, pipe: int) -> NoReturn:
        """All that the other process does. It keeps nothing of its parent's open that others wait for."""
        try:
            os.closerange(0, pipe)
            look = Look.at(self._folder)
            with open(pipe, "wb") as told:
                told.write(written((look.moment, look.states)))
        finally:
            os._exit(0)
