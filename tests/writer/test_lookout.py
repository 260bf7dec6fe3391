"""Another process sees folders as this one would."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from plugins.editions import errand
from plugins.editions.look import Look
from plugins.writer.lookout import look_out

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True, params=[1, 2])
def processors(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    number: int = request.param
    monkeypatch.setattr(errand, "processors", lambda: number)
    return number


def test_it_sees_what_a_look_sees(tmp_path: Path) -> None:
    # More than a pipe holds at once: whoever tells it must wait for whoever asks.
    for number in range(2_000):
        (tmp_path / f"a page with a rather long name, and its number {number}.html").touch()
    (tmp_path / "link").symlink_to(tmp_path)
    file = str(tmp_path / "link.html")
    (tmp_path / "link.html").touch()
    seen = look_out(str(tmp_path), file).result
    for each in (str(tmp_path), file):
        look = Look.at(each)
        assert (seen[each].states, seen[each].digest) == (look.states, look.digest)


def test_a_folder_that_is_not_there_is_seen_as_such(tmp_path: Path) -> None:
    gone = str(tmp_path / "gone")
    assert look_out(gone).result[gone].states == Look.at(gone).states
