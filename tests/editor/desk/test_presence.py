from __future__ import annotations

from dataclasses import dataclass

from plugins.editor.desk.presence import EXPIRY_SECONDS, MAX_WINDOWS, Presence, Visit


@dataclass
class Clock:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


def visit(window: str, item: str = "news/a", *, unsaved: bool = False, since: str = "10:00") -> Visit:
    return Visit(item, window, f"editor of {window}", since, unsaved)


def test_a_window_is_told_of_the_others_that_show_the_item_and_never_of_itself() -> None:
    presence = Presence(Clock())
    assert presence.enter(visit("one")) == []
    assert presence.enter(visit("one")) == []
    assert presence.enter(visit("two")) == [visit("one")]
    assert presence.enter(visit("three", "news/b")) == []
    assert presence.enter(visit("one", unsaved=True)) == [visit("two")]
    assert presence.enter(visit("two")) == [visit("one", unsaved=True)]


def test_the_moment_of_opening_stays_while_the_window_is_open() -> None:
    presence = Presence(Clock())
    presence.enter(visit("one", since="10:00"))
    presence.enter(visit("one", since="10:30"))
    assert [each.since for each in presence.enter(visit("two"))] == ["10:00"]


def test_a_window_that_leaves_or_says_nothing_is_forgotten() -> None:
    clock = Clock()
    presence = Presence(clock)
    presence.enter(visit("one"))
    presence.enter(visit("two"))
    presence.leave("news/a", "two")
    presence.leave("news/a", "nobody")
    assert presence.all() == [visit("one")]
    clock.now = EXPIRY_SECONDS
    assert presence.enter(visit("three")) == [visit("one")]
    clock.now = EXPIRY_SECONDS + 1
    assert presence.enter(visit("three")) == []


def test_no_more_windows_are_remembered_than_there_can_be() -> None:
    presence = Presence(Clock())
    for number in range(MAX_WINDOWS + 10):
        presence.enter(visit(str(number)))
    assert len(presence.all()) == MAX_WINDOWS
