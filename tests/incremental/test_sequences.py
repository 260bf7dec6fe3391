"""After any edits, a build that remembers gives what a build that remembers nothing gives, byte for byte."""

from __future__ import annotations

import os
import shutil
import signal
import time
from functools import partial
from random import Random
from typing import TYPE_CHECKING

import pytest

from tests.incremental.edits import EDITS
from tests.incremental.workplace import Workplace, complaint, times, tree

if TYPE_CHECKING:
    from pathlib import Path

SEQUENCES = int(os.environ.get("HOTLINE_SEQUENCES", "2"))
FIRST = int(os.environ.get("HOTLINE_FIRST_SEQUENCE", "0"))
STEPS = 3


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Workplace:
    """The site before all edits, built once."""
    place = Workplace.made(tmp_path_factory.mktemp("site"))
    place.build()
    return place


@pytest.mark.parametrize("seed", range(FIRST, FIRST + SEQUENCES))
def test_an_incremental_build_equals_a_clean_one_after_any_edits(
    built: Workplace, tmp_path: Path, seed: int
) -> None:
    chance, place = Random(seed), Workplace(tmp_path / "site", dict(built.settings))
    shutil.copytree(built.folder, place.folder, copy_function=shutil.copy2)
    done = []
    for _ in range(STEPS):
        edit = chance.choice(EDITS)
        done.append(edit.__name__)
        before, written = tree(place.output), times(place.output)
        edit(place, chance)
        if chance.random() < 0.2:
            done.append("killed")
            kill_a_build(place, chance)
        spoilt = edit.__name__ in {"spoil_output", "lose_output"}
        wrong = complaint(place.build)
        assert wrong == complaint(partial(place.clean, tmp_path / "clean")), done
        after = tree(place.output)
        assert after == before or not wrong or spoilt, done
        if not wrong:
            clean = tree(tmp_path / "clean" / "output")
            assert differing(after, clean) == [], done
            assert after.keys() == clean.keys(), done
            now = times(place.output)
            unchanged = [path for path in before.keys() & after.keys() if before[path] == after[path]]
            rewritten = [path for path in unchanged if now[path] != written[path]]
            assert not rewritten or spoilt, (done, rewritten)


def differing(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    """The files that two sites both have and differ in."""
    return sorted(path for path in one.keys() & other.keys() if one[path] != other[path])


def kill_a_build(place: Workplace, chance: Random) -> None:
    """A build in another process, killed before it is done or just after."""
    child = os.fork()
    if child == 0:
        os.setpgid(0, 0)
        complaint(place.build)
        os._exit(0)
    time.sleep(chance.random() * 0.8)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
