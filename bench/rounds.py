"""The measuring: alternating rounds, in each of which every generator builds once, Hugo first.

Ratios are taken within a round, so that a change in the machine's speed cancels. Times are of the whole
process and its children (`wait4`); memory is the peak of the largest process.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bench.peers import Peer


class Mode(StrEnum):
    """What has happened since the build before."""

    COLD = "cold"
    NOTHING = "nothing changed"
    EDIT = "one edit"


@dataclass(frozen=True, slots=True)
class Run:
    """One build: seconds on the clock, seconds of processor time, mebibytes."""

    wall: float
    cpu: float
    memory: float


@dataclass(frozen=True, slots=True)
class Result:
    """The medians of a generator's builds; `ratio` is to the measure in the same round."""

    articles: int
    mode: Mode
    peer: str
    wall: float
    cpu: float
    memory: float
    ratio: float


class BuildError(RuntimeError):
    """A generator did not build its site; carries what it said."""


def measure(peers: Sequence[Peer], articles: int, rounds: int) -> Iterator[Result]:
    """Every mode in turn; the caches are warm before the modes that need them."""
    for mode in Mode:
        if mode is not Mode.COLD:
            for peer in peers:
                build(peer)
        runs: dict[str, list[Run]] = {peer.name: [] for peer in peers}
        for number in range(rounds):
            for peer in peers:
                runs[peer.name].append(_round(peer, mode, number))
        for peer in peers:
            yield _result(articles, mode, peer.name, runs[peer.name], runs[peers[0].name])


def _round(peer: Peer, mode: Mode, number: int) -> Run:
    if mode is Mode.COLD:
        peer.forget()
    elif mode is Mode.EDIT:
        peer.edit(f"Добавлено {'ещё ' * number}одно предложение.")
    # Nobody waits for the disk on behalf of whoever wrote before.
    os.sync()
    return build(peer)


def build(peer: Peer) -> Run:
    """One build, measured; raises `BuildError`."""
    log = peer.folder / "bench.log"
    with log.open("wb") as said:
        started = time.perf_counter()
        process = subprocess.Popen(peer.command, cwd=peer.folder, stdout=said, stderr=said)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise BuildError(f"{peer.name}: {log.read_text(encoding='utf-8', errors='replace')[-2000:]}")
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def _result(articles: int, mode: Mode, peer: str, runs: Sequence[Run], measure: Sequence[Run]) -> Result:
    ratios = [run.wall / other.wall for run, other in zip(runs, measure, strict=True)]
    wall, cpu, memory = (
        statistics.median(getattr(run, name) for run in runs) for name in ("wall", "cpu", "memory")
    )
    return Result(articles, mode, peer, wall, cpu, memory, statistics.median(ratios))
