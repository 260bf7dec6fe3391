"""Every target keeps the same promises: what readers get is true, goes back, and heals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from plugins.build.errors import PublishError
from plugins.publish import PublishOptions
from plugins.publish.history import HISTORY, parse_history
from plugins.publish.publish import list_releases, publish, verify
from plugins.publish.rollback import roll_back
from plugins.publish.session import open_target
from plugins.release.manifest import MARKER
from tests.publish.site import CHANGED, CHANGED_VARIANTS, SITE, on_day

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from tests.publish.places import Place

PAGE = "en/index.html"
STYLE = "static/site.0123abcd.css"


def site(number: int) -> dict[str, bytes]:
    return {**SITE, PAGE: SITE[PAGE] + b"%d" % number}


@pytest.mark.parametrize("edited", [SITE[PAGE] + b"longer", SITE[PAGE][::-1], b""])
def test_a_file_edited_by_hand_is_seen_and_healed(place: Place, output: Path, edited: bytes) -> None:
    publish(output, place.target)
    assert not verify(place.target).wrong
    place.edit(PAGE, edited)
    place.remove(STYLE)
    assert verify(place.target).changed == {PAGE}
    assert verify(place.target).missing == {STYLE}
    assert place.seen != SITE
    healed = publish(output, place.target)
    assert set(healed.healed) == {PAGE, STYLE}
    assert healed.release == 1
    assert place.seen == SITE
    assert not verify(place.target).wrong
    assert publish(output, place.target).healed == ()


def test_a_file_edited_by_hand_is_replaced_by_the_next_release(
    place: Place, output: Path, rebuild: Callable[[Mapping[str, bytes]], None]
) -> None:
    publish(output, place.target)
    place.edit(PAGE, SITE[PAGE][::-1])
    place.edit("ru/rss.xml", b"x")
    place.edit(MARKER, b"{}")
    rebuild({**SITE, "ru/news/a/index.html": b"another"})
    done = publish(output, place.target)
    assert {PAGE, "ru/rss.xml"} < {*done.healed}
    assert place.seen == {**SITE, "ru/news/a/index.html": b"another"}
    roll_back(place.target)
    assert place.seen == SITE


def test_a_page_edited_where_the_release_before_has_it_too_does_not_come_back(
    place: Place, output: Path, rebuild: Callable[[Mapping[str, bytes]], None]
) -> None:
    publish(output, place.target)
    place.edit(PAGE, b"by hand")
    rebuild(CHANGED)
    publish(output, place.target)
    assert place.seen == CHANGED
    roll_back(place.target)
    assert place.seen == SITE


def test_a_release_taken_back_stays_away_until_there_is_new_content(
    place: Place, output: Path, rebuild: Callable[[Mapping[str, bytes]], None]
) -> None:
    publish(output, place.target)
    rebuild(CHANGED)
    assert publish(output, place.target).release == 2
    assert roll_back(place.target).release == 1
    assert place.seen == SITE
    for _ in range(2):
        held = publish(output, place.target)
        assert (held.held_release, held.release, held.sent) == (2, 1, ())
        assert place.seen == SITE
    rebuild(site(3))
    assert publish(output, place.target).release == 3
    assert place.seen == site(3)
    rebuild(CHANGED)
    assert publish(output, place.target).held_release == 0
    assert place.seen == CHANGED


def test_a_hold_can_be_ended(
    place: Place, output: Path, rebuild: Callable[[Mapping[str, bytes]], None]
) -> None:
    publish(output, place.target)
    rebuild(CHANGED)
    publish(output, place.target)
    roll_back(place.target)
    assert publish(output, place.target, on_day(0, resume=True)).release == 3
    assert place.seen == CHANGED
    assert publish(output, place.target).held_release == 0


def test_two_releases_taken_back_are_both_held(
    place: Place, output: Path, rebuild: Callable[[Mapping[str, bytes]], None]
) -> None:
    for number in range(3):
        rebuild(site(number))
        publish(output, place.target)
    roll_back(place.target)
    roll_back(place.target)
    assert place.seen == site(0)
    with pytest.raises(PublishError, match="no earlier release"):
        roll_back(place.target)
    for number in (1, 2):
        rebuild(site(number))
        assert publish(output, place.target).held_release == number + 1
    assert place.seen == site(0)


def test_releases_are_listed_and_can_be_named(
    place: Place, output: Path, rebuild: Callable[[Mapping[str, bytes]], None]
) -> None:
    assert list_releases(place.target).releases == ()
    for number in range(5):
        rebuild(site(number))
        publish(output, place.target, PublishOptions(keep=3))
    history = list_releases(place.target)
    assert [each.number for each in history.releases] == [3, 4, 5]
    assert {each.pages for each in history.releases} == {5}
    assert history.live == 5
    for number in (3, 5, 4):
        roll_back(place.target, number=number)
        assert place.seen == site(number - 1)
        assert list_releases(place.target).live == number
    with pytest.raises(PublishError, match="does not keep a release 2; it keeps 3, 4, 5"):
        roll_back(place.target, number=2)
    assert not verify(place.target).wrong


def test_the_order_is_the_targets_and_not_that_of_clocks(
    place: Place, output: Path, rebuild: Callable[[Mapping[str, bytes]], None]
) -> None:
    for number, day in enumerate((0, 900, -900, 1)):
        rebuild(site(number))
        publish(output, place.target, on_day(day))
    assert [each.number for each in list_releases(place.target).releases] == [1, 2, 3, 4]
    roll_back(place.target)
    assert place.seen == site(2)


def test_rolling_back_where_nothing_was_published_leaves_nothing(place: Place, tmp_path: Path) -> None:
    before = {*tmp_path.rglob("*")}
    with pytest.raises(PublishError, match="no earlier release"):
        roll_back(place.target)
    assert {*tmp_path.rglob("*")} == before


def test_verifying_where_nothing_was_published_is_an_error(place: Place) -> None:
    with pytest.raises(PublishError, match="nothing has been published"):
        verify(place.target)


def test_fingerprinted_files_outlive_their_release(
    place: Place, output: Path, rebuild: Callable[[Mapping[str, bytes]], None]
) -> None:
    def styled(number: int) -> dict[str, bytes]:
        plain = {path: content for path, content in SITE.items() if path != STYLE}
        return {**plain, f"static/site.0000000{number}.css": b"%d" % number, "index.html": b"%d" % number}

    def styles() -> set[str]:
        return {path[12:20] for path in place.paths if path.endswith(".css")}

    for number in range(4):
        rebuild(styled(number))
        publish(output, place.target, on_day(number * 10, keep=2))
    assert len(styles()) == 4
    roll_back(place.target, on_day(30))
    assert len(styles()) == 4
    assert not verify(place.target).wrong
    rebuild({**styled(4), "ru/rss.xml": b"new"})
    publish(output, place.target, on_day(101, keep=2))
    assert styles() == {f"0000000{number}" for number in range(1, 5)}
    rebuild({**styled(4), "ru/rss.xml": b"newer"})
    publish(output, place.target, on_day(300, keep=2))
    assert styles() == {"00000004"}


def test_a_damaged_history_is_begun_anew_without_touching_the_site(place: Place, output: Path) -> None:
    publish(output, place.target)
    open_target(place.target).write(HISTORY, b"{")
    assert publish(output, place.target).release == 1
    assert place.seen == SITE
    assert parse_history(open_target(place.target).read(HISTORY)).live == 1


def test_only_what_changed_is_sent(
    place: Place, output: Path, rebuild: Callable[[Mapping[str, bytes]], None]
) -> None:
    publish(output, place.target)
    rebuild(CHANGED)
    assert {*publish(output, place.target, on_day(0, dry_run=True)).sent} == CHANGED_VARIANTS
    assert place.seen == SITE
    done = publish(output, place.target)
    assert {*done.sent} == CHANGED_VARIANTS
    assert done.verified == done.unchanged + len(CHANGED_VARIANTS) + 2
