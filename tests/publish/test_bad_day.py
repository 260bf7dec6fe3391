"""A scripted bad day at every target, under readers who poll all the while.

Each page names its release's style sheet; readers ask for all style sheets that any page has ever named.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from plugins.build.errors import PublishError, ReleaseError
from plugins.publish import PublishOptions
from plugins.publish.publish import list_releases, publish, verify
from plugins.publish.rollback import roll_back
from tests.publish.conftest import build_site
from tests.publish.site import NOON, SECRET, SITE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.publish.places import Place

PAGE, EDITED, STYLE = "ru/index.html", "en/index.html", "static/site.{:08x}.css"
HOURS = timedelta(hours=5)
KILLED = 9
PUBLISH_AND_DIE = """
import os, sys
from pathlib import Path
from plugins.publish import publish as publishing, session
kind = type(session.open_target(sys.argv[2]))
def die(self, *arguments, **options):
    if sys.argv[3] == "after":
        real(self, *arguments, **options)
    os._exit(9)
real, kind.switch = kind.switch, die
publishing.publish(Path(sys.argv[1]), sys.argv[2])
"""


def site(number: int) -> dict[str, bytes]:
    """A version of the site: its page names its style sheet."""
    plain = {path: content for path, content in SITE.items() if not path.startswith("static/")}
    style = STYLE.format(number)
    page = f"<link href=/{style}>".encode() + b"%d " % number * 1000
    return {**plain, PAGE: page, style: b"%d" % number * 2000}


class Readers:
    """Polls a page and every style sheet ever named; `wrong` is what no reader should see."""

    def __init__(self, place: Place) -> None:
        self.wrong: list[str] = []
        self.seen: set[int] = set()
        self._place = place
        self._ended = threading.Event()

    @contextmanager
    def polling(self) -> Iterator[None]:
        thread = threading.Thread(target=self._poll)
        thread.start()
        try:
            yield
        finally:
            self._ended.set()
            thread.join()

    def _poll(self) -> None:
        while not self._ended.wait(0.02):
            page = self._read(PAGE)
            number = int(page.split()[-1]) if page else 0
            if page != site(number)[PAGE]:
                self.wrong.append(f"{PAGE} of {number}")
            self.seen.add(number)
            missing = [each for each in self.seen if self._read(STYLE.format(each)) != b"%d" % each * 2000]
            self.wrong += [f"{STYLE.format(each)} after {number}" for each in missing]

    def _read(self, path: str) -> bytes:
        try:
            return self._place.read(path)
        except FileNotFoundError:
            return b""


class Day:
    """A place that a site is published to, from one machine or several."""

    def __init__(self, place: Place, folder: Path) -> None:
        self.target = place.target
        self.place = place
        self.output = folder / "output"

    def build(self, number: int, machine: str = "output") -> Path:
        output = self.output.with_name(machine)
        build_site(output, site(number))
        return output

    def publish(self, number: int, options: PublishOptions | None = None) -> int:
        return publish(self.build(number), self.target, options).release

    def shows(self, number: int) -> bool:
        return self.place.read(PAGE) == site(number)[PAGE] and not verify(self.target).wrong


@pytest.fixture
def day(place: Place, tmp_path: Path) -> Iterator[Day]:
    """A day that began well; readers poll until its end, and nothing they saw was wrong."""
    day, readers = Day(place, tmp_path), Readers(place)
    day.publish(1)
    with readers.polling():
        yield day
    assert readers.wrong == []


def test_files_edited_and_deleted_by_hand_are_restored(day: Day) -> None:
    day.publish(2)
    day.place.edit(EDITED, b"by hand")
    day.place.remove("ru/rss.xml")
    assert {*publish(day.output, day.target).healed} == {EDITED, "ru/rss.xml"}
    assert day.shows(2)


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_publisher_that_was_killed_is_followed_by_another(
    day: Day, moment: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    kill_publisher(day.build(2), day.target, moment)
    monkeypatch.setattr("plugins.publish.s3_lock.LIFETIME", timedelta(seconds=-60))
    assert day.publish(2) == 2
    assert day.shows(2)
    kill_publisher(day.build(3), day.target, moment)
    assert day.publish(4) == 3
    assert day.shows(4)
    assert list_releases(day.target).pending == ""


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_rollback_after_a_killed_publisher_leads_to_the_release_before(
    day: Day, moment: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    kill_publisher(day.build(2), day.target, moment)
    monkeypatch.setattr("plugins.publish.s3_lock.LIFETIME", timedelta(seconds=-60))
    assert roll_back(day.target).release == 1
    assert day.shows(1)
    assert publish(day.output, day.target).held_release == 2
    assert day.shows(1)


def kill_publisher(output: Path, target: str, moment: str) -> None:
    """Publish in a process that dies before or after readers see the release, and before it says so."""
    command = [sys.executable, "-c", PUBLISH_AND_DIE, str(output), target, moment]
    assert subprocess.run(command, check=False).returncode == KILLED


def test_two_publishers_at_once_publish_one_after_the_other(day: Day) -> None:
    outputs = [day.build(number, f"machine{number}") for number in (2, 3)]
    threads = [threading.Thread(target=publish, args=(output, day.target)) for output in outputs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    history = list_releases(day.target)
    assert [each.number for each in history.releases] == [1, 2, 3]
    assert day.shows(2) or day.shows(3)


def test_clocks_five_hours_off_change_no_order(day: Day) -> None:
    for number, off in enumerate((HOURS, -HOURS, 9000 * HOURS, -9000 * HOURS), 2):
        assert day.publish(number, PublishOptions(now=NOON + off)) == number
        assert day.shows(number)
    roll_back(day.target)
    assert day.shows(4)


def test_a_rollback_lasts_longer_than_the_timers_next_run(day: Day) -> None:
    for number in (2, 3):
        day.publish(number)
    roll_back(day.target)
    roll_back(day.target)
    assert day.shows(1)
    publish(day.output, day.target)
    assert day.shows(1)
    day.publish(4)
    assert day.shows(4)


@pytest.mark.parametrize("place", ["host", "storage"], indirect=True)
def test_wrong_keys_and_a_host_that_is_down_are_told_in_words(
    day: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setenv("AWS_SECRET_ACCESS_KEY", SECRET + "-wrong")
        patch.setenv("PUBLISH_SSH_CONFIG", os.devnull)
        with pytest.raises(PublishError) as refused:
            day.publish(2)
    assert refused.value.code in {"publish-denied", "publish-ssh-keys", "publish-host-key"}
    with monkeypatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
        port = day.target.rpartition("127.0.0.1:")[2].partition("/")[0]
        down = day.target.replace(f"127.0.0.1:{port}", "127.0.0.1:9") if port.isdecimal() else day.target
        with pytest.raises(PublishError) as unreachable:
            publish(day.output, down)
    assert unreachable.value.code == "publish-unreachable"
    assert "Connection refused" in str(unreachable.value)
    assert day.shows(1)
    day.publish(2)
    assert day.shows(2)


def test_a_place_that_was_emptied_is_filled_again(place: Place, tmp_path: Path) -> None:
    day = Day(place, tmp_path)
    day.publish(1)
    day.publish(2)
    place.empty()
    assert publish(day.output, day.target).release == 1
    assert day.shows(2)


@pytest.mark.parametrize("kind", ["folder", "host"])
def test_a_full_disk_leaves_the_site_and_the_same_command_goes_on(
    kind: str, small_disk: Path, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    site_folder = small_disk / "site"
    if kind == "folder":
        target, shown = f"file:{site_folder}", site_folder
    else:
        host = request.getfixturevalue("host")
        target, shown = host.replace(f"{tmp_path}/host's site", str(site_folder)), site_folder / "current"
    build_site(tmp_path / "output", site(1))
    publish(tmp_path / "output", target)
    build_site(tmp_path / "output", {**site(2), "ru/large.jpg": os.urandom(3_000_000)})
    with pytest.raises(ReleaseError, match="No space left") as caught:
        publish(tmp_path / "output", target)
    assert caught.value.code in {"publish-disk-full", "release-disk"}
    assert (shown / PAGE).read_bytes() == site(1)[PAGE]
    build_site(tmp_path / "output", site(2))
    publish(tmp_path / "output", target)
    assert (shown / PAGE).read_bytes() == site(2)[PAGE]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 4 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", folder], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)
