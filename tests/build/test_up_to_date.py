"""A build is skipped only while its inputs, outputs and due moments are unchanged."""

from __future__ import annotations

import datetime as dt
import os
import sys
import time
from types import ModuleType
from typing import TYPE_CHECKING

import pytest

from plugins.build import up_to_date
from plugins.build.cache import FILE
from plugins.build.files import MTIME_RESOLUTION, FileSnapshot
from plugins.build.up_to_date import MAX_RECENT, UpToDateCheck, validity

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FOREVER = (0.0, float("inf"))
COUNTS = (92, "en, ru", 95)
ZONE = "Asia/Yakutsk"
LATER = 10 * MTIME_RESOLUTION


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Inputs, outputs and code in one folder, and a module and a library that the build has loaded."""
    for name in ("content/news/ru.md", "theme/base.html", "plugins/code.py", "output/ru/index.html"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    for name in ("site_settings", "library"):
        (tmp_path / f"{name}.py").write_text("A = 1")
        module = ModuleType(name)
        module.__file__ = str(tmp_path / f"{name}.py")
        monkeypatch.setitem(sys.modules, name, module)
    monkeypatch.setattr(up_to_date, "PLUGINS", str(tmp_path / "plugins"))
    return tmp_path


def check(site: Path, loaded: int | None = None, **more: object) -> UpToDateCheck:
    """The check of a process that loaded its code later than the code was written."""
    folders = {name: str(site / name.split("_")[0].lower()) for name in ("OUTPUT_PATH", "CACHE_PATH")}
    settings: dict[str, object] = {"PATH": str(site / "content"), "THEME": str(site / "theme"), **folders}
    settings |= {"NOW": "", **more}
    return UpToDateCheck(settings, time.time_ns() + LATER if loaded is None else loaded)


def build(
    site: Path, valid: tuple[float, float] = FOREVER, loaded: int | None = None, **more: object
) -> UpToDateCheck:
    """Record a build that was just checked."""
    checked = check(site, loaded, **more)
    checked.record(checked.input_snapshot(), FileSnapshot.at(str(site / "output")), valid, COUNTS, ZONE)
    return checked


def is_current(site: Path, **more: object) -> bool:
    return check(site, None, **more).is_current()


def test_a_build_with_the_same_settings_is_skipped_when_nothing_changed(site: Path) -> None:
    build(site, SITEURL="https://a.example")
    again = check(site, SITEURL="https://a.example")
    assert again.is_current()
    assert (again.counts, again.reason) == (COUNTS, "")
    assert not is_current(site, SITEURL="https://b.example")
    assert not is_current(site)


def test_settings_that_cannot_be_compared_are_never_current(site: Path) -> None:
    build(site, JINJA_FILTERS={"a": lambda: 1})
    assert not is_current(site, JINJA_FILTERS={"a": lambda: 1})
    build(site, NOW=None)
    assert not is_current(site, NOW=None)


def write(path: Path) -> None:
    path.write_text("other words")


def write_alike(path: Path) -> None:
    before = path.stat()
    path.write_text(path.read_text().upper())
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def link(path: Path) -> None:
    path.rename(path.with_name("elsewhere"))
    path.symlink_to("elsewhere")


CHANGES: dict[str, Callable[[Path], object]] = {
    "written": write,
    "written with the same length and time": write_alike,
    "replaced by a link": link,
    "deleted": lambda path: path.unlink(),
    "touched": lambda path: path.touch(),
    "joined by another": lambda path: path.with_name("more").touch(),
}
FILES = ("content/news/ru.md", "theme/base.html", "plugins/code.py", "output/ru/index.html")
MODULES = ("site_settings.py", "library.py")


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("place", FILES)
def test_a_changed_input_or_output_is_detected(site: Path, place: str, change: str) -> None:
    build(site)
    time.sleep(0.02)
    CHANGES[change](site / place)
    assert not is_current(site)


@pytest.mark.parametrize("change", [name for name in CHANGES if "joined" not in name])
@pytest.mark.parametrize("module", MODULES)
def test_a_changed_module_is_detected(site: Path, module: str, change: str) -> None:
    build(site)
    time.sleep(0.02)
    CHANGES[change](site / module)
    assert not is_current(site)


def test_an_updated_library_is_detected(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(site)
    (site / "library-1.0.dist-info").mkdir()
    build(site)
    assert is_current(site)
    (site / "library-1.0.dist-info").rename(site / "library-1.1.dist-info")
    assert not is_current(site)


def test_a_change_during_a_build_is_detected_by_the_next_one(site: Path) -> None:
    checked = check(site)
    inputs = checked.input_snapshot()
    (site / "content" / "news" / "ru.md").write_text("in the middle")
    checked.record(inputs, FileSnapshot.at(str(site / "output")), FOREVER, COUNTS, ZONE)
    assert not is_current(site)


def test_code_that_changed_since_it_was_loaded_is_not_recorded(site: Path) -> None:
    build(site, loaded=0)
    assert not is_current(site)


def test_a_recently_modified_file_is_compared_by_its_bytes(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FileSnapshot, "digest", lambda _snapshot: "the same times")
    build(site)
    assert is_current(site)
    (site / "content" / "news" / "ru.md").write_text("in the same moment")
    assert not is_current(site)


def test_a_build_with_too_many_recent_files_is_not_recorded(site: Path) -> None:
    for number in range(MAX_RECENT):
        (site / "content" / f"{number}.md").touch()
    build(site)
    assert not is_current(site)


def test_a_build_is_skipped_only_until_something_is_due(site: Path) -> None:
    now = time.time()
    for valid, expected in (
        ((now - 60, now + 60), True),
        ((now - 60, now - 1), False),
        ((now + 60, now + 90), False),
    ):
        build(site, valid)
        assert is_current(site) == expected
    build(site, (now - 60, now - 1), NOW="2026-01-01")
    assert is_current(site, NOW="2026-01-01")


def test_a_truncated_cache_gives_the_whole_record_or_none(site: Path) -> None:
    build(site)
    file = site / "cache" / FILE
    content = file.read_bytes()
    for length in range(0, len(content), 97):
        file.write_bytes(content[:length])
        cut = check(site)
        assert cut.is_current() == (cut.counts == COUNTS)


def test_a_cache_that_cannot_be_written_costs_only_the_check(site: Path) -> None:
    (site / "cache").write_text("a file in its place")
    build(site)
    assert not is_current(site)


def test_a_site_is_valid_between_the_moments_around_the_build() -> None:
    days = [dt.datetime(2026, 1, day, tzinfo=dt.UTC) for day in (1, 5, 9)]
    now = dt.datetime(2026, 1, 6, tzinfo=dt.UTC)
    assert validity(days, now) == (days[1].timestamp(), days[2].timestamp())
    assert validity([], now) == FOREVER
