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
CHECKED, CONFIRMED = {"Проверяется: Первое"}, {"Проверено, всё верно: Первое"}
OUTDATED = {"Устарело: Первое"}
MERGED = {"Вошло в другой материал: Старое", "Moved into another text: Old news"}
NOTHING: set[str] = set()

MAIN_NEWS = {"add": FIRST, "add_another": SECOND, "translate": OLD, "alert": BEGUN}
"""By step: what the main feeds show as new to every client."""
MAIN_CHANGES = {
    "edit": FIRST,
    "correct": FIRST,
    "correct_again": FIRST,
    "withdraw": WITHDRAWN,
    "correct_figure": {"Старое"},
    "change_alert": MENDED,
    "end_alert": OVER,
    "hold": CHECKED,
    "confirm": FIRST,
    "mend_typo": FIRST,
    "outdate": OUTDATED,
    "merge": MERGED,
}
"""By step: what they show as changed to clients that compare items with what they know."""
NOTICES = {
    "correct": CORRECTED,
    "correct_again": CORRECTED,
    "withdraw": WITHDRAWN,
    "correct_figure": {"Исправление: Звонки", "Correction: Calls"},
    "alert": BEGUN,
    "change_alert": CHANGED,
    "end_alert": OVER,
    "hold": CHECKED,
    "confirm": CONFIRMED,
    "outdate": OUTDATED,
    "merge": MERGED,
}
"""By step: what the corrections feeds show as new to every client."""
COMPARING = {"reader", "newsboat"}
LINK_CHANGES = {"move", "move_site"}
"""Steps that change links, which some clients show as a change of the item."""


@pytest.mark.parametrize("file", ["rss.xml", "atom.xml"])
@pytest.mark.parametrize("client", CLIENTS)
def test_every_change_is_seen_once_by_each_client_that_can(tmp_path: Path, client: str, file: str) -> None:
    with served_month(tmp_path / "site") as month:
        month.publish()
        main, corrections = (
            CLIENTS[client](_home(tmp_path / name), [f"{month.url}/{feed.format(file)}" for feed in feeds])
            for name, feeds in (("main", MAIN), ("corrections", CORRECTIONS))
        )
        main.poll(), corrections.poll()
        for step in STEPS:
            name = step.__name__
            step(month)
            month.publish()
            seen, told = main.poll(), corrections.poll()
            assert (name, set(seen.new)) == (name, MAIN_NEWS.get(name, NOTHING))
            assert (name, set(told.new)) == (name, NOTICES.get(name, NOTHING))
            if name not in LINK_CHANGES or client not in COMPARING:
                changes = MAIN_CHANGES.get(name, NOTHING) if client in COMPARING else NOTHING
                assert (name, set(seen.changed), set(told.changed)) == (name, changes, NOTHING)


def _home(folder: Path) -> Path:
    folder.mkdir()
    return folder


def test_a_program_that_compares_links_sees_a_moved_item_as_changed(tmp_path: Path) -> None:
    with served_month(tmp_path / "site") as month:
        month.add()
        month.publish()
        client = CLIENTS["reader"](_home(tmp_path / "home"), [f"{month.url}/ru/rss.xml"])
        client.poll()
        month.move()
        month.publish()
        assert client.poll() == Seen(frozenset(), frozenset(FIRST))
