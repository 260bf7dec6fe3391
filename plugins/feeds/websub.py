"""WebSub: notify hubs of changed feeds; a failing hub is reported and never fatal."""

from __future__ import annotations

from http.client import HTTPException
from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import Request, build_opener

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
    form = urlencode([("hub.mode", "publish"), *(("hub.url", topic) for topic in topics)]).encode()
    return post(hub, form, "application/x-www-form-urlencoded", timeout)


def post(url: str, body: bytes, media_type: str, timeout: float = TIMEOUT_SECONDS) -> HubResponse:
    """Post a body; what goes wrong is the answer's reason, and never raised."""
    if urlsplit(url).scheme not in {"http", "https"}:
        return HubResponse(url, 0, "not an http address")
    try:
        request = Request(url, body, {"Content-Type": media_type})  # noqa: S310 - checked above
        with build_opener().open(request, timeout=timeout) as response:
            return HubResponse(url, response.status, response.reason)
    except HTTPError as error:
        with error:
            return HubResponse(url, error.code, str(error.reason))
    except (OSError, HTTPException) as error:
        return HubResponse(url, 0, str(error))
