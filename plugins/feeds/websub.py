"""WebSub: tells hubs that feeds changed, so that subscribers need not wait for their next look.

The request is the one hubs agree on (pubsubhubbub.appspot.com, Superfeedr): a form with `hub.mode=publish`
and a `hub.url` for every changed feed. A hub that fails is told of, never fatal: the site is out already.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import Request, urlopen

from msgspec import Struct

from plugins.feeds.feed import TYPES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from plugins.model.urls import SiteUrls

SECONDS_TO_WAIT = 10.0
ALL_WELL = range(200, 300)


class Answer(Struct, frozen=True):
    """What a hub answered: an HTTP status, or 0 and the reason why there was none."""

    hub: str
    status: int
    reason: str

    @property
    def accepted(self) -> bool:
        """Whether the hub will fetch the feeds."""
        return self.status in ALL_WELL


def changed_feeds(written: Iterable[str], addresses: SiteUrls) -> tuple[str, ...]:
    """The absolute addresses of the feeds among a release's written files; archives have no hub."""
    feeds = (path for path in written if path.endswith(tuple(TYPES)) and "/archive/" not in path)
    return tuple(addresses.absolute(addresses.url(path)) for path in feeds)


def ping_hubs(
    hubs: Iterable[str], topics: Sequence[str], wait: float = SECONDS_TO_WAIT
) -> tuple[Answer, ...]:
    """Tell every hub of the feeds at these absolute addresses; `wait` is in seconds, a hub each.

    Without a changed feed nobody is asked anything.
    """
    return tuple(_ping(hub, topics, wait) for hub in hubs) if topics else ()


def _ping(hub: str, topics: Sequence[str], wait: float) -> Answer:
    if urlsplit(hub).scheme not in {"http", "https"}:
        return Answer(hub, 0, "not an http address")
    form = urlencode([("hub.mode", "publish"), *(("hub.url", topic) for topic in topics)]).encode()
    request = Request(hub, data=form, method="POST")  # noqa: S310 - the scheme is checked above
    try:
        with urlopen(request, timeout=wait) as response:  # noqa: S310 - the same
            return Answer(hub, response.status, response.reason)
    except HTTPError as error:
        with error:
            return Answer(hub, error.code, str(error.reason))
    except OSError as error:
        return Answer(hub, 0, str(error))
