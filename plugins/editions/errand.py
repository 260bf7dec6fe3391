"""An errand: something done by a forked process, while this one does something else.

errand = Errand(partial(look_at, folders))      # begins at once
…
seen = errand.result                            # waits for it

It needs no thread, so that other processes may be forked meanwhile.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import select
from functools import cached_property
from typing import TYPE_CHECKING, Generic, TypeVar

from plugins.editions.processors import processors

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import NoReturn

Done = TypeVar("Done")


class Errand(Generic[Done]):
    """What `work` gives, which must be picklable; nothing is lost when nobody asks for it.

    Where no process can be spared, or the one that was sent comes back with nothing, the work is done here
    when its result is asked for; so a fault in it is raised here too.
    """

    def __init__(self, work: Callable[[], Done]) -> None:
        self._work = work
        self._process = -1
        if processors() > 1:
            self._pipe, told = os.pipe()
            try:
                self._process = os.fork()
            except OSError:  # no more processes may be
                os.close(self._pipe)
            if self._process == 0:
                self._run(told)
            os.close(told)

    def __del__(self) -> None:
        """Nobody asks any more: the other process finds its pipe closed, and ends."""
        if self._process > 0:
            os.close(self._pipe)
            with contextlib.suppress(ChildProcessError):  # forked beside it, and not its parent
                os.waitpid(self._process, os.WNOHANG)

    @property
    def is_back(self) -> bool:
        """Whether asking for the result needs no waiting for another process."""
        return self._process < 0 or bool(select.select([self._pipe], [], [], 0)[0])

    @cached_property
    def result(self) -> Done:
        """What the work gives, once it is done; raises what the work raises."""
        if self._process < 0:
            return self._work()
        process, self._process = self._process, -1
        with open(self._pipe, "rb") as pipe:  # noqa: PTH123 - a descriptor
            told = pipe.read()
        os.waitpid(process, 0)
        try:
            found: Done = pickle.loads(told)  # noqa: S301 - our own process's bytes
        except (EOFError, pickle.UnpicklingError):
            return self._work()
        return found

    def _run(self, pipe: int) -> NoReturn:
        """All that the other process does. It keeps nothing of its parent's open that others wait for.

        Its own end for reading neither: when its parent has gone, it would wait for itself to read.
        """
        try:
            os.closerange(0, 3)
            os.close(self._pipe)
            told = pickle.dumps(self._work(), pickle.HIGHEST_PROTOCOL)
            with open(pipe, "wb") as back:
                back.write(told)
        finally:
            os._exit(0)
