"""Work done abreast: many small pieces on all processors, the results in order, as if one had done them."""

from __future__ import annotations

import multiprocessing
import os
import pickle
from typing import TYPE_CHECKING, ClassVar, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

ENOUGH = 4
"""Sheets from which a second process pays for itself."""
SHEET = 24
"""Pieces that a process does before it hands them over, where each takes a millisecond or less."""

Piece = TypeVar("Piece")
Done = TypeVar("Done")


def abreast(work: Callable[[Piece], Done], pieces: Sequence[Piece], sheet: int = SHEET) -> Iterator[Done]:
    """What `work` makes of each piece, in their order; results must be picklable, pieces need not.

    A process does `sheet` pieces before it hands them over: few where each takes long.
    """
    if len(pieces) < ENOUGH * sheet or processors() == 1:
        yield from map(work, pieces)
        return
    sheets = [pieces[start : start + sheet] for start in range(0, len(pieces), sheet)]
    _Forked.work, _Forked.sheets = work, sheets
    try:
        with multiprocessing.get_context("fork").Pool(processors()) as pool:
            for done in pool.imap(_Forked.do, range(len(sheets))):
                if isinstance(done, Exception):
                    raise done
                yield from done  # type: ignore[misc] # a class variable cannot know `Done`
    finally:
        del _Forked.work, _Forked.sheets


class _Forked:
    """What a forked process finds in its memory: neither the work nor its pieces need be sent to it."""

    work: ClassVar[Callable[..., object]]
    sheets: ClassVar[Sequence[Sequence[object]]]

    @classmethod
    def do(cls, number: int) -> list[object] | Exception:
        try:
            return [cls.work(piece) for piece in cls.sheets[number]]
        except Exception as error:  # noqa: BLE001 - raised again where the results are awaited
            return _sendable(error)


def _sendable(error: Exception) -> Exception:
    """The error, or its words where it cannot be sent: one lost on the way would be awaited for ever."""
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - our own error
    except Exception:  # noqa: BLE001 - pickling runs code of the error's own
        return RuntimeError(repr(error))
    return error


def processors() -> int:
    """How many processes may work at once; one where a process cannot be forked."""
    if "fork" not in multiprocessing.get_all_start_methods():
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1)
