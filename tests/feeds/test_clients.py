"""What stateful feed readers tell over a month of edits; `docs/feeds.md` has this table for people.

Every change that matters is new exactly once to every client that subscribes to both feeds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.feeds.clients import CLIENTS, Seen
from tests.feeds.month import STEPS, served_month

if TYPE_CHECKING:
    from pathlib import Path

MAIN, CORRECTIONS = ("ru/{}", "en/{}"), ("ru/feeds/corrections/{}", "en/feeds/corrections/{}")
FIRST, SECOND, OLD = {"Первое"}, {"Второе"}, {"Old news"}
WITHDRAWN, CORRECTED = {"Снято с публикации: Второе"}, {"Исправление: Первое"}
BEGUN = {"Срочно: Линия молчит", "Urgent: Alert: Линия молчит"}
MENDED = {"Срочно: Линия молчит до утра", "Urgent: Alert: Линия молчит до утра"}
CHANGED = {"Изменено: Линия молчит до утра", "Changed: Alert: Линия молчит до утра"}
OVER = {"Больше не действует: Линия молчит до утра", "Over: Alert: Линия молчит до утра"}
NOTHING: set[str] = set()

MAIN_NEWS = {"add": FIRST, "add_another": SECOND, "translate": OLD, "alert": BEGUN}
"""By step: what the main feeds show as new to every client."""
MAIN_CHANGES = {
    "edit": FIRST,
    "correct": FIRST,
    "correct_again": FIRST,
    "withdraw": WITHDRAWN,
    "change_alert": MENDED,
    "end_alert": OVER,
}
"""By step: what they show as changed to clients that compare items with what they know."""
NOTICES = {
    "correct": CORRECTED,
    "correct_again": CORRECTED,
    "withdraw": WITHDRAWN,
    "alert": BEGUN,
    "change_alert": CHANGED,
    "end_alert": OVER,
}
"""By step: what the corrections feeds show as new to every client."""
COMPARING = {"reader", "newsboat"}
LINKS_COUNT = {"reader"}
"""Clients to which an item has changed if its link has: of a moved item, and of all items of a moved site."""


def seen_in(folder: Path, feeds: tuple[str, ...], client: str, file: str) -> dict[str, Seen]:
    """What a client sees after every step."""
    seen = {}
    home = folder / "home"
    home.mkdir()
    with served_month(folder / "site") as month:
        month.publish()
        reader = CLIENTS[client](home, [f"{month.url}/{feed.format(file)}" for feed in feeds])
        for step in STEPS:
            step(month)
            month.publish()
            seen[step.__name__] = reader.poll()
    return seen


@pytest.mark.parametrize("file", ["rss.xml", "atom.xml"])
@pytest.mark.parametrize("client", CLIENTS)
def test_the_main_feeds_show_what_is_new_once_and_changes_to_those_who_compare(
    tmp_path: Path, client: str, file: str
) -> None:
    seen = seen_in(tmp_path, MAIN, client, file)
    steps = [step.__name__ for step in STEPS[1:]]
    assert {step: seen[step].new for step in steps} == {step: MAIN_NEWS.get(step, NOTHING) for step in steps}
    compared = steps[:-1] if client in COMPARING else []
    changes = MAIN_CHANGES | ({"move": FIRST} if client in LINKS_COUNT else {})
    expected = {step: changes.get(step, NOTHING) for step in compared}
    assert {step: seen[step].changed for step in compared} == expected


@pytest.mark.parametrize("file", ["rss.xml", "atom.xml"])
@pytest.mark.parametrize("client", CLIENTS)
def test_the_corrections_feeds_show_every_correction_withdrawal_and_step_of_an_alert_once(
    tmp_path: Path, client: str, file: str
) -> None:
    seen = seen_in(tmp_path, CORRECTIONS, client, file)
    steps = [step.__name__ for step in STEPS[1:]]
    assert {step: seen[step].new for step in steps} == {step: NOTICES.get(step, NOTHING) for step in steps}
    changed = {step: seen[step].changed for step in steps if seen[step].changed}
    assert set(changed) <= ({"move", "move_site"} if client in LINKS_COUNT else set())
