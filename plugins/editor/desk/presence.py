"""Who has which item open, in which window: told to the others, and never a lock."""

from __future__ import annotations

import datetime as dt
import threading
import time
from typing import TYPE_CHECKING

from msgspec import Struct

from plugins.editor.desk import api

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.routing import Route

    from plugins.editor.desk.api import ApiRequest
    from plugins.editor.desk.app import Desk

EXPIRY_SECONDS = 45
"""How long a window is remembered that says nothing: three times the interval of `presence.js`."""
MAX_WINDOWS = 1000
MAX_ID = 64


class Visit(Struct, frozen=True):
    """An item open in a window: whose, since when (ISO 8601), and whether something in it is not saved."""

    item: str
    window: str
    user: str
    since: str
    unsaved: bool


class Presence:
    """The windows that have said within the last seconds which item they show."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._visits: dict[tuple[str, str], tuple[float, Visit]] = {}

    def enter(self, visit: Visit) -> list[Visit]:
        """Note that a window shows an item; the other windows that show it."""
        with self._lock:
            self._forget_old()
            key = (visit.window, visit.item)
            known = self._visits.get(key)
            since = known[1].since if known else visit.since
            if known or len(self._visits) < MAX_WINDOWS:
                noted = Visit(visit.item, visit.window, visit.user, since, visit.unsaved)
                self._visits[key] = (self._clock(), noted)
            return [each for _, each in self._visits.values() if self._is_other(each, visit)]

    def leave(self, item: str, window: str) -> None:
        """Note that a window shows an item no longer."""
        with self._lock:
            self._visits.pop((window, item), None)

    def all(self) -> list[Visit]:
        """All visits."""
        with self._lock:
            self._forget_old()
            return [visit for _, visit in self._visits.values()]

    def _forget_old(self) -> None:
        oldest = self._clock() - EXPIRY_SECONDS
        self._visits = {key: each for key, each in self._visits.items() if each[0] >= oldest}

    @staticmethod
    def _is_other(each: Visit, visit: Visit) -> bool:
        return each.item == visit.item and each.window != visit.window


def routes(desk: Desk) -> list[Route]:
    """The routes by which windows tell what they show, and are told what others do."""
    presence = Presence()

    def enter(asked: ApiRequest) -> dict[str, object]:
        item, window = asked.text("item")[:400], asked.window[:MAX_ID]
        if asked.data.get("left"):
            presence.leave(item, window)
            return {"others": []}
        now = dt.datetime.now(desk.options().zone).isoformat(timespec="seconds")
        visit = Visit(item, window, asked.user, now, bool(asked.data.get("unsaved")))
        return {"others": presence.enter(visit)}

    return [api.get("presence", lambda _: {"visits": presence.all()}), api.post("presence", enter)]
