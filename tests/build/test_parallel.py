"""A parallel map gives the results of `map`, and ends even if its workers are killed."""

from __future__ import annotations

import os
import pickle
import select
import signal
import subprocess
import sys
import tempfile
import textwrap
from typing import TYPE_CHECKING

import pytest

from plugins.build import parallel
from plugins.build.errors import BuildError, WorkerDiedError
from plugins.build.parallel import MIN_CHUNKS, parallel_map, worker_count
from plugins.diagnostics.problem import ContentError, problem
from tests.building import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable

HERE = os.getpid()
MANY = range(500)


@pytest.fixture(autouse=True)
def two_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "worker_count", lambda: 2)


def in_a_worker(act: Callable[[], object], item: int) -> int:
    if item == 300:
        assert os.getpid() != HERE
        act()
    return item


@pytest.mark.parametrize("chunksize", [1, 24, 100])
@pytest.mark.parametrize("items", [0, 1, 95, 96, 97, 500])
def test_results_are_in_the_order_of_the_items(items: int, chunksize: int) -> None:
    doubled = list(parallel_map(lambda item: item * 2, range(items), chunksize=chunksize))
    assert doubled == [item * 2 for item in range(items)]


def test_few_items_are_mapped_in_this_process() -> None:
    assert set(parallel_map(lambda _: os.getpid(), range(MIN_CHUNKS * 24 - 1))) == {HERE}


def test_all_but_the_first_of_many_items_are_mapped_by_workers() -> None:
    first, *others = parallel_map(lambda _: os.getpid(), MANY)
    assert first == HERE
    assert HERE not in others


def test_a_map_within_a_worker_forks_no_further_workers() -> None:
    def nested(item: int) -> bool:
        if item == 0:  # in this process
            return True
        parallel.worker_count = worker_count
        return set(parallel_map(lambda _: os.getpid(), MANY)) == {os.getpid()}

    assert all(parallel_map(nested, range(MIN_CHUNKS), chunksize=1))


def test_results_may_be_larger_than_a_pipe_buffer() -> None:
    texts = parallel_map(lambda item: str(item % 10) * 1_000_000, range(8), chunksize=1)
    assert [(len(text), text[-1]) for text in texts] == [(1_000_000, str(item)) for item in range(8)]


def fail() -> None:
    raise ContentError([problem("ru.md", 3, "title-missing")])


def test_an_error_is_raised_unchanged_after_the_results_before_it() -> None:
    results = parallel_map(lambda item: in_a_worker(fail, item), MANY)
    assert [next(results) for _ in range(300)] == list(range(300))
    with pytest.raises(ContentError) as raised:
        next(results)
    assert [(found.path, found.line) for found in raised.value.problems] == [("ru.md", 3)]


class LocalError(Exception):
    def __reduce__(self) -> str:
        raise TypeError("not to be pickled")


def raise_unpicklable() -> None:
    raise LocalError("broken")


def test_an_error_that_cannot_be_pickled_is_raised_with_its_text() -> None:
    with pytest.raises(RuntimeError, match="broken"):
        list(parallel_map(lambda item: in_a_worker(raise_unpicklable, item), MANY))


def test_a_result_that_cannot_be_pickled_is_an_error() -> None:
    with pytest.raises((pickle.PicklingError, TypeError, AttributeError)):
        list(parallel_map(lambda item: lambda: item, MANY))


DEATHS: dict[str, Callable[[], object]] = {
    "killed": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "terminated": lambda: os.kill(os.getpid(), signal.SIGTERM),
    "ended by a library": lambda: os._exit(0),
}


@pytest.mark.parametrize("death", DEATHS)
def test_a_worker_that_dies_ends_the_map_with_an_error(death: str) -> None:
    with pytest.raises(WorkerDiedError, match="memory"):
        list(parallel_map(lambda item: in_a_worker(DEATHS[death], item), MANY))
    assert list(parallel_map(str, MANY)) == [str(item) for item in MANY]


def test_an_abandoned_map_does_not_wait_for_its_workers() -> None:
    results = parallel_map(lambda item: in_a_worker(signal.pause, item), MANY)
    assert next(results) == 0
    results.close()  # type: ignore[attr-defined] # it is a generator


def interrupt(_result: int) -> None:
    signal.raise_signal(signal.SIGINT)


def test_an_interrupt_does_not_wait_for_workers() -> None:
    results = parallel_map(lambda item: in_a_worker(signal.pause, item), MANY)
    with pytest.raises(KeyboardInterrupt):
        list(map(interrupt, results))


def refuse(*_arguments: object, **_named: object) -> int:
    raise BlockingIOError(11, "Resource temporarily unavailable")


@pytest.mark.parametrize(("module", "name"), [(os, "fork"), (tempfile, "TemporaryFile")])
def test_items_are_mapped_in_this_process_if_workers_cannot_be_started(
    module: object, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, name, refuse)
    assert set(parallel_map(lambda _: os.getpid(), MANY)) == {HERE}


def test_a_full_temporary_folder_is_an_error_with_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "pwrite", lambda *_: 1)
    with pytest.raises(BuildError, match=tempfile.gettempdir()):
        list(parallel_map(str, MANY))


@pytest.mark.parametrize("sent", [signal.SIGKILL, signal.SIGTERM])
def test_workers_end_when_their_parent_is_killed(sent: signal.Signals) -> None:
    code = """
    import os, signal
    from plugins.build import parallel
    parallel.worker_count = lambda: 2
    def work(item):
        os.write(1, b"x")
        signal.pause()
    list(parallel.parallel_map(work, range(8), chunksize=1))
    """
    open_while_they_live, theirs = os.pipe()
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code)], cwd=ROOT, stdout=subprocess.PIPE, pass_fds=[theirs]
    ) as parent:
        os.close(theirs)
        assert parent.stdout
        assert parent.stdout.read(1) == b"x"
        parent.send_signal(sent)
    assert select.select([open_while_they_live], [], [], 20)[0]
    os.close(open_while_they_live)
