"""Work done abreast: many small pieces on all processors, the results in order, as if one had done them."""

from __future__ import annotations

import multiprocessing
import pickle
from typing import TYPE_CHECKING, Any, TypeVar

from plugins.editions.processors import processors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

ENOUGH = 4
"""Sheets from which a second process pays for itself."""
SHEET = 24
"""Pieces that a process does before it hands them over, where each takes a millisecond or less."""

Piece = TypeVar("Piece")
Done = TypeVar("Done")


def abreast(
    work: Callable[[Piece], Done],
    pieces: Sequence[Piece],
    sheet: int = SHEET,
    meanwhile: Callable[[], object] | None = None,
) -> Iterator[Done]:
    """What `work` makes of each piece, in their order; results must be picklable, pieces need not.

    A process does `sheet` pieces before it hands them over: few where each takes long. This one does
    something else `meanwhile`, where others are at work.
    """
    if len(pieces) < ENOUGH * sheet or processors() == 1:
        yield from map(work, pieces)
        return
    sheets = [pieces[start : start + sheet] for start in range(0, len(pieces), sheet)]
    # Forked processes are given neither the work nor its pieces: they find them in their memory.
    with multiprocessing.get_context("fork").Pool(processors(), _take, (work, sheets)) as pool:
        coming = pool.imap(_do, range(len(sheets)))
        if meanwhile:
            meanwhile()
        for done in coming:
            if isinstance(done, Exception):
                raise done
            yield from done


_taken: tuple[Callable[..., Any], Sequence[Sequence[object]]]
"""In a forked process: the work, and the sheets of pieces."""


def _take(work: Callable[..., Any], sheets: Sequence[Sequence[object]]) -> None:
    global _taken  # noqa: PLW0603 - a process of its own has nothing else
    _taken = work, sheets


def _do(number: int) -> list[Any] | Exception:
    work, sheets = _taken
    try:
        return [work(piece) for piece in sheets[number]]
    except Exception as error:  # noqa: BLE001 - raised again where the results are awaited
        return _sendable(error)


def _sendable(error: Exception) -> Exception:
    """The error, or its words where it cannot be sent: one lost on the way would be awaited for ever."""
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - our own error
    except Exception:  # noqa: BLE001 - pickling runs code of the error's own
        return RuntimeError(repr(error))
    return error
