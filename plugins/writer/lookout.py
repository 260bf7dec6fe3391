"""A lookout: another process looks at folders' files while this one does something else.

Most of an edit's time only one processor works, and looking at ten thousand files mostly waits for the disk.
"""

from __future__ import annotations

import marshal
import os
import select
from functools import cached_property
from typing import TYPE_CHECKING

from plugins.editions.look import Look
from plugins.editions.plain import written
from plugins.editions.processors import processors

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import NoReturn


class Lookout:
    """Looks at folders from now on; nothing is lost when nobody asks what was seen."""

    def __init__(self, *folders: str) -> None:
        self._folders = folders
        self._process = self._pipe = -1
        if processors() > 1:
            self._pipe, told = os.pipe()
            self._process = os.fork()
            if self._process == 0:
                self._tell(told)
            os.close(told)

    @property
    def is_back(self) -> bool:
        """Whether asking for what was seen needs no waiting for another process."""
        return self._process < 0 or "seen" in vars(self) or bool(select.select([self._pipe], [], [], 0)[0])

    @cached_property
    def seen(self) -> Mapping[str, Look]:
        """What the other process saw, by folder; where there is none, what is seen now."""
        if self._process < 0:
            return self._looked()
        with open(self._pipe, "rb") as pipe:  # noqa: PTH123 - a descriptor
            told = pipe.read()
        os.waitpid(self._process, 0)
        try:
            looks = [Look(*look) for look in marshal.loads(told)]  # noqa: S302 - our own process's bytes
        except (EOFError, ValueError, TypeError):
            return self._looked()
        return {look.folder: look for look in looks}

    def _looked(self) -> dict[str, Look]:
        return {folder: Look.at(folder) for folder in self._folders}

    def _tell(self, pipe: int) -> NoReturn:
        """All that the other process does. It keeps nothing of its parent's open that others wait for."""
        try:
            os.closerange(0, pipe)
            looks = [(look.folder, look.moment, look.states) for look in self._looked().values()]
            with open(pipe, "wb") as told:
                told.write(written(looks))
        finally:
            os._exit(0)
