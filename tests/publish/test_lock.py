"""One publisher works on a target at a time; who waits in vain is told who publishes."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import obstore
import pytest

from plugins.build.errors import LockedError, PublishError
from plugins.publish import PublishOptions
from plugins.publish.address import parse_target
from plugins.publish.publish import publish
from plugins.publish.s3_client import open_store
from plugins.publish.session import open_target
from tests.publish.places import FolderPlace, StoragePlace
from tests.publish.site import SITE

if TYPE_CHECKING:
    from pathlib import Path

    from tests.publish.places import Place

IMPATIENT = PublishOptions(lock_timeout=0)


def test_the_loser_is_told_who_is_publishing_and_then_takes_its_turn(place: Place, output: Path) -> None:
    with (
        open_target(place.target).lock("anna@laptop", 5),
        pytest.raises(LockedError, match="anna@laptop has been publishing to") as caught,
    ):
        publish(output, place.target, IMPATIENT)
    assert caught.value.code == "publish-busy"
    assert publish(output, place.target, IMPATIENT).release == 1
    assert place.seen == SITE


def test_looking_needs_no_lock(place: Place, output: Path) -> None:
    publish(output, place.target)
    with open_target(place.target).lock("anna@laptop", 5):
        assert publish(output, place.target, PublishOptions(dry_run=True)).sent == ()


def test_the_lock_of_a_storage_is_never_held_twice(storage: str) -> None:
    holders: list[int] = []

    def work(number: int) -> None:
        with open_target(storage).lock(f"publisher {number}", 60):
            holders.append(number)
            assert len(holders) == 1
            ended.wait(0.05)
            holders.remove(number)
            done.append(number)

    ended, done = threading.Event(), list[int]()
    threads = [threading.Thread(target=work, args=(number,)) for number in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == [0, 1, 2, 3, 4]


def test_a_lock_of_a_dead_publisher_ends_by_itself(
    storage: str, output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_store(parse_target(storage)).put(".publish/locks/dead", b"boris@laptop")
    with pytest.raises(LockedError, match="boris@laptop"):
        publish(output, storage, IMPATIENT)
    monkeypatch.setattr("plugins.publish.s3_lock.LIFETIME", timedelta(seconds=-60))
    assert publish(output, storage, IMPATIENT).release == 1


@pytest.mark.parametrize("place", ["host", "storage"], indirect=True)
def test_a_publisher_that_lost_its_lock_does_not_switch(
    place: Place, output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind = type(open_target(place.target))
    store = kind.store

    def lose(*arguments: Any, **options: Any) -> None:
        store(*arguments, **options)
        if isinstance(place, StoragePlace):
            locks = [meta for page in obstore.list(place.store, ".publish/locks") for meta in page]
            place.store.delete([meta["path"] for meta in locks])
        elif isinstance(place, FolderPlace):
            (place.folder.parent / ".publish/publisher").write_text("boris@laptop")

    monkeypatch.setattr(kind, "store", lose)
    with pytest.raises((LockedError, PublishError), match=r"lock lost|was away from"):
        publish(output, place.target)
    assert place.paths == set()
