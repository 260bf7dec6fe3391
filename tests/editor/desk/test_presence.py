from __future__ import annotations

from dataclasses import dataclass

from msgspec.structs import replace

from plugins.editor.desk.presence import (
    EXPIRY_SECONDS,
    HIDDEN_EXPIRY_SECONDS,
    MAX_WINDOWS,
    Presence,
    Visit,
)


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
    presence.enter(visit("one"))
    clock.now = EXPIRY_SECONDS
    assert presence.enter(visit("three")) == [visit("one")]
    clock.now = EXPIRY_SECONDS + 1
    assert presence.enter(visit("three")) == []


def test_a_window_that_nobody_looks_at_may_be_silent_for_longer() -> None:
    clock = Clock()
    presence = Presence(clock)
    hidden = replace(visit("one"), hidden=True)
    presence.enter(hidden)
    clock.now = HIDDEN_EXPIRY_SECONDS
    assert presence.enter(visit("two")) == [hidden]
    clock.now += 1
    assert presence.enter(visit("two")) == []
    presence.enter(hidden)
    shown = visit("one")
    presence.enter(shown)
    clock.now += EXPIRY_SECONDS + 1
    assert presence.enter(visit("two")) == []


def test_what_a_window_sent_before_it_left_does_not_bring_it_back() -> None:
    presence = Presence(Clock())
    presence.enter(replace(visit("one"), sent=10))
    presence.leave("news/a", "one", 30)
    presence.enter(replace(visit("one"), sent=20))
    assert presence.enter(visit("two")) == []
    again = replace(visit("one"), sent=40)
    presence.enter(again)
    assert presence.enter(visit("two")) == [again]


def test_no_more_windows_are_remembered_than_there_can_be() -> None:
    presence = Presence(Clock())
    for number in range(MAX_WINDOWS + 10):
        presence.enter(visit(str(number)))
    assert len(presence.all()) == MAX_WINDOWS
