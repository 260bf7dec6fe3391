"""Who has which item open, in which window: told to the others, and never a lock."""

from __future__ import annotations

import datetime as dt
import threading
import time
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from plugins.editor.desk import api
from plugins.editor.desk.api import read_json

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.routing import Route

    from plugins.editor.desk.api import ApiRequest
    from plugins.editor.desk.app import Desk

EXPIRY_SECONDS = 20
"""How long a window is remembered that says nothing: four times the interval of `presence.js`."""
HIDDEN_EXPIRY_SECONDS = 80
"""The same for one that nobody looks at: browsers let its timers run once in a minute only."""
MAX_WINDOWS = 1000
MAX_ID, MAX_ITEM = 64, 400


class Visit(Struct, frozen=True):
    """An item open in a window: whose, since when (ISO 8601), and whether something in it is not saved.

    `hidden` if nobody looks at the window; `sent` is the browser's time in milliseconds.
    """

    item: str
    window: str
    user: str
    since: str
    unsaved: bool
    hidden: bool = False
    sent: float = 0


class PresenceArgs(Struct, frozen=True):
    """What a window tells of itself, and `dead` windows of its browser, which are closed or have crashed."""

    item: str
    unsaved: bool = False
    hidden: bool = False
    left: bool = False
    sent: float = 0
    dead: tuple[str, ...] = ()


class Presence:
    """The windows that have said within the last seconds which item they show."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._visits: dict[tuple[str, str], tuple[float, Visit]] = {}
        self._left: dict[tuple[str, str], tuple[float, float]] = {}

    def enter(self, visit: Visit) -> list[Visit]:
        """Note that a window shows an item; the other windows that show it.

        What was sent before the window left, and is answered after that, is not noted.
        """
        with self._lock:
            self._forget_old()
            key = (visit.window, visit.item)
            known = self._visits.get(key)
            has_left = key in self._left and visit.sent <= self._left[key][1]
            if not has_left and (known or len(self._visits) < MAX_WINDOWS):
                self._visits[key] = (self._clock(), replace(visit, since=known[1].since) if known else visit)
            return [each for _, each in self._visits.values() if self._is_other(each, visit)]

    def leave(self, item: str, window: str, sent: float = 0) -> None:
        """Note that a window shows an item no longer."""
        with self._lock:
            self._forget_old()
            if self._visits.pop((window, item), None):
                self._left[window, item] = (self._clock(), sent)

    def all(self) -> list[Visit]:
        """All visits."""
        with self._lock:
            self._forget_old()
            return [visit for _, visit in self._visits.values()]

    def _forget_old(self) -> None:
        now = self._clock()
        limits = {False: EXPIRY_SECONDS, True: HIDDEN_EXPIRY_SECONDS}
        self._visits = {
            key: (seen, each)
            for key, (seen, each) in self._visits.items()
            if now - seen <= limits[each.hidden]
        }
        self._left = {key: each for key, each in self._left.items() if now - each[0] <= EXPIRY_SECONDS}

    @staticmethod
    def _is_other(each: Visit, visit: Visit) -> bool:
        return each.item == visit.item and each.window != visit.window


def routes(desk: Desk) -> list[Route]:
    """The routes by which windows tell what they show, and are told what others do."""
    presence = Presence()

    def enter(asked: ApiRequest) -> dict[str, object]:
        args, window = read_json(asked, PresenceArgs), asked.window[:MAX_ID]
        item = args.item[:MAX_ITEM]
        if args.left:
            presence.leave(item, window, args.sent)
            return {"others": []}
        for other in args.dead:
            presence.leave(item, other)
        now = dt.datetime.now(desk.loader.known().options.zone).isoformat(timespec="seconds")
        visit = Visit(item, window, asked.user, now, args.unsaved, args.hidden, args.sent)
        return {"others": presence.enter(visit)}

    return [api.get("presence", lambda _: {"visits": presence.all()}), api.post("presence", enter)]
