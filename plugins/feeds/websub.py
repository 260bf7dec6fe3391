"""WebSub: notify hubs of changed feeds; a failing hub is reported and never fatal."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import build_opener

from msgspec import Struct

from plugins.feeds.feed import MEDIA_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from plugins.model.urls import SiteUrls

TIMEOUT_SECONDS = 10.0


class HubResponse(Struct, frozen=True):
    """A hub's HTTP status, or 0 and the reason why there is none."""

    hub: str
    status: int
    reason: str


def changed_feeds(written: Iterable[str], urls: SiteUrls) -> tuple[str, ...]:
    """The absolute URLs of the feeds among a release's written files; archives have no hub."""
    feeds = (path for path in written if path.endswith(tuple(MEDIA_TYPES)))
    return tuple(urls.absolute(urls.url(path)) for path in feeds)


def ping_hubs(
    hubs: Iterable[str], topics: Sequence[str], timeout: float = TIMEOUT_SECONDS
) -> tuple[HubResponse, ...]:
    """Notify every hub of the feeds at these absolute URLs, if any; `timeout` is in seconds for each hub."""
    return tuple(_ping(hub, topics, timeout) for hub in hubs) if topics else ()


def _ping(hub: str, topics: Sequence[str], timeout: float) -> HubResponse:
    if urlsplit(hub).scheme not in {"http", "https"}:
        return HubResponse(hub, 0, "not an http address")
    form = urlencode([("hub.mode", "publish"), *(("hub.url", topic) for topic in topics)]).encode()
    try:
        with build_opener().open(hub, form, timeout) as response:
            return HubResponse(hub, response.status, response.reason)
    except HTTPError as error:
        with error:
            return HubResponse(hub, error.code, str(error.reason))
    except OSError as error:
        return HubResponse(hub, 0, str(error))
