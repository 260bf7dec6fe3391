"""Ordered parallel map over forked worker processes.

Workers inherit the function and the items, so that neither is pickled; results are.
"""

from __future__ import annotations

import errno
import logging
import multiprocessing
import os
import pickle
import signal
import tempfile
import threading
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import IO, TYPE_CHECKING, Any, NamedTuple, Self, TypeVar

from plugins.build import system
from plugins.build.errors import BuildError, WorkerDiedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

logger = logging.getLogger(__name__)
CHUNK_SIZE = 24
"""Items of a chunk, if each takes a millisecond or less."""
MIN_CHUNKS = 4
"""Fewer chunks are mapped in this process: forking would take longer."""
SLOT = 1 << 30
"""Bytes reserved for the results of one chunk in the sparse spool file."""
Item = TypeVar("Item")
Result = TypeVar("Result")


def worker_count() -> int:
    """CPUs that this process may use; 1 if it cannot fork, or is a worker itself.

    Also 1 beside the main thread: a fork would copy the locks that other threads hold at that moment.
    """
    alone = threading.current_thread() is threading.main_thread()
    return 1 if _inherited or not alone or system.fork_context() is None else system.cpu_count()


def parallel_map(
    function: Callable[[Item], Result], items: Sequence[Item], *, chunksize: int = CHUNK_SIZE
) -> Iterator[Result]:
    """Yield `function(item)` for each item, in order; without workers if there are few items.

    The first is done in this process: workers inherit the modules and patterns that it loads. Use a small
    `chunksize` for items that take long. An exception in `function` is raised after the results before it,
    and chunks that have not begun are cancelled. Raises `WorkerDiedError` if a worker is killed.
    """
    if len(items) < MIN_CHUNKS * chunksize or worker_count() == 1:
        yield from map(function, items)
        return
    first, others = function(items[0]), items[1:]
    try:
        pool = _Pool(function, others, chunksize)
    except OSError as error:  # no temporary folder, or the system forks no more processes
        logger.warning("work is not done in parallel: %s", error)
        yield first
        yield from map(function, others)
        return
    with pool:
        yield first
        yield from pool.results()


class _Pool:
    """Workers that map a sequence, chunk by chunk; raises `OSError` if they cannot be started.

    Results go through an unnamed temporary file, only their lengths through the executor's pipe: a worker
    killed while it writes a large result to the pipe would leave the parent waiting for the rest.
    """

    def __init__(self, function: Callable[[Any], Any], items: Sequence[Any], chunksize: int) -> None:
        spool = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - closed by `__exit__`
        self._work = _Work(function, items, chunksize, spool)
        chunks = range(-(-len(items) // chunksize))
        self._executor = ProcessPoolExecutor(
            min(worker_count(), len(chunks)),
            mp_context=system.fork_context(),
            initializer=_initialize_worker,
            initargs=(self._work,),
        )
        try:
            self._futures = [self._executor.submit(_run_chunk, number) for number in chunks]
        except BaseException as error:
            self.__exit__(type(error))
            if isinstance(error, BrokenProcessPool):
                raise WorkerDiedError("worker-died") from None
            raise

    def results(self) -> Iterator[Any]:
        """The results in order."""
        for number, future in enumerate(self._futures):
            try:
                length = future.result()
            except BrokenProcessPool:
                raise WorkerDiedError("worker-died") from None
            yield from self._work.load(number, length)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_error: object) -> None:
        """Cancel chunks that have not begun; after an interruption or `OSError` terminate the workers."""
        if kind and (issubclass(kind, OSError) or not issubclass(kind, Exception)):
            # Interrupted, abandoned, or only partly started. This process has no other children now.
            for worker in multiprocessing.active_children():
                worker.terminate()
        self._executor.shutdown(cancel_futures=True)
        self._work.spool.close()


class _Work(NamedTuple):
    """What workers inherit; the results of chunk `n` are at `n * SLOT` in the spool file."""

    function: Callable[[Any], Any]
    items: Sequence[Any]
    chunksize: int
    spool: IO[bytes]

    def store(self, number: int, results: list[Any], error: Exception | None) -> int:
        """Write the results before an error, and the error; returns the number of bytes.

        Raises `BuildError` if the disk is full, and any exception of pickling.
        """
        content = pickle.dumps((results, error), pickle.HIGHEST_PROTOCOL)
        reason: str | None = os.strerror(errno.ENOSPC)
        try:
            if system.write_at(self.spool, content, number * SLOT) == len(content):
                return len(content)
        except OSError as failure:
            reason = failure.strerror
        raise BuildError("spool-refused", folder=tempfile.gettempdir(), reason=reason)

    def load(self, number: int, length: int) -> Iterator[Any]:
        """The results of a chunk; raises the exception that ended it."""
        content = system.read_at(self.spool, length, number * SLOT)
        results, error = pickle.loads(content)
        yield from results
        if error:
            raise error


_inherited: list[_Work] = []
"""In a worker: its one function and items."""


def _initialize_worker(work: _Work) -> None:
    _inherited.append(work)
    # The parent handles Ctrl-C, and terminates its workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_exit_with_parent, daemon=True).start()


def _exit_with_parent() -> None:
    """Without this, workers of a killed parent would wait for ever."""
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os._exit(1)


def _run_chunk(number: int) -> int:
    """Map one chunk in a worker; returns the length of its pickled results."""
    (work,) = _inherited
    start = number * work.chunksize
    results: list[Any] = []
    try:
        # The results before an error stay in the list.
        results.extend(map(work.function, work.items[start : start + work.chunksize]))
        return work.store(number, results, None)
    except Exception as error:
        logger.debug("worker failed", exc_info=True)
        return _store_error(work, number, results, error)


def _store_error(work: _Work, number: int, results: list[Any], error: Exception) -> int:
    """Write an error; one that cannot be pickled is replaced by its text."""
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:  # noqa: BLE001 - pickling runs the error's own code
        error = RuntimeError(repr(error))
    try:
        return work.store(number, results, error)
    except Exception:  # noqa: BLE001 - the results cannot be pickled
        return work.store(number, [], error)
