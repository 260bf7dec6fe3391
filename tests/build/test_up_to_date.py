"""A build rests only while nothing that it reads, wrote or waits for has changed."""

from __future__ import annotations

import datetime as dt
import os
import time
from typing import TYPE_CHECKING

import pytest
from plugins.editions.look import SETTLED, Look
from plugins.writer.rest import Before, Rest, span

from plugins.writer import rest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FOREVER = (0.0, float("inf"))
TOLD = (92, "en, ru", 95)
COMMAND = ["build"]


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Inputs, outputs and code in one folder; the code is older than the build that loads it."""
    for name in ("content/news", "theme", "plugins", "output/ru"):
        (tmp_path / name).mkdir(parents=True)
    for name in ("content/news/ru.md", "theme/base.html", "plugins/code.py", "output/ru/index.html"):
        (tmp_path / name).write_text(name)
    for name in rest.CODE[1:]:
        (tmp_path / name).write_text(name)
    monkeypatch.setattr(rest, "ROOT", tmp_path)
    return tmp_path


def rested(site: Path, times: tuple[float, float] = FOREVER, loaded: int | None = None) -> Rest:
    """The note of a build just made."""
    later = time.time_ns() + 10 * SETTLED if loaded is None else loaded
    noted = Rest.of(COMMAND)
    before = Before.of(str(site / "content"), str(site / "theme"), later)
    noted.note(before, Look.at(str(site / "output")), times, TOLD)
    return noted


def test_the_same_command_is_told_the_same_when_nothing_changed(site: Path) -> None:
    rested(site)
    assert Rest.of(COMMAND).holds() == TOLD
    assert Rest.of([*COMMAND, "--force"]).holds() is None


def write(path: Path) -> None:
    path.write_text("other words")


def write_alike(path: Path) -> None:
    before = path.stat()
    path.write_text(path.read_text().upper())
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def link(path: Path) -> None:
    path.rename(path.with_name("elsewhere"))
    path.symlink_to("elsewhere")


CHANGES: list[Callable[[Path], None]] = [
    write,
    write_alike,
    link,
    lambda path: path.unlink(),
    lambda path: path.touch(),
    lambda path: path.with_name("more").touch(),
]
PLACES = [
    "content/news/ru.md",
    "theme/base.html",
    "plugins/code.py",
    "output/ru/index.html",
    "pelicanconf.py",
]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("change", range(len(CHANGES)))
def test_any_change_of_any_input_or_output_ends_the_rest(site: Path, place: str, change: int) -> None:
    if change == len(CHANGES) - 1 and place == "pelicanconf.py":
        return
    noted = rested(site)
    time.sleep(0.02)
    CHANGES[change](site / place)
    assert noted.holds() is None


def test_code_that_changed_since_it_was_loaded_is_not_known_at_all(site: Path) -> None:
    assert rested(site, loaded=0).holds() is None


def test_a_young_file_is_known_by_its_bytes(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    noted = rested(site)
    monkeypatch.setattr(rest, "digest", lambda _looks: "the same")
    noted = rested(site)
    (site / "content" / "news" / "ru.md").write_text("in the same moment")
    assert noted.holds() is None


def test_a_build_rests_until_something_is_due(site: Path) -> None:
    now = time.time()
    assert rested(site, (now - 60, now + 60)).holds() == TOLD
    assert rested(site, (now - 60, now - 1)).holds() is None
    assert rested(site, (now + 60, now + 90)).holds() is None


def test_a_damaged_note_is_no_note(site: Path) -> None:
    noted = rested(site)
    content = bytearray(noted.file.read_bytes())
    content[-5] ^= 1
    noted.file.write_bytes(content)
    assert noted.holds() is None


def test_the_span_lies_between_the_moments_around_the_build() -> None:
    days = [dt.datetime(2026, 1, day, tzinfo=dt.UTC) for day in (1, 5, 9)]
    assert span(days, dt.datetime(2026, 1, 6, tzinfo=dt.UTC)) == (days[1].timestamp(), days[2].timestamp())
    assert span([], dt.datetime(2026, 1, 6, tzinfo=dt.UTC)) == FOREVER
