"""Ask a web server as a reader does: whole files, no redirects followed, no compression."""

from __future__ import annotations

from http.client import HTTPException
from typing import TYPE_CHECKING, NamedTuple
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from plugins.build.errors import PublishError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from email.message import Message

TIMEOUT_SECONDS = 20.0
MAX_BYTES = 256 * 1024 * 1024
HEADERS = {"User-Agent": "hotline-site", "Accept-Encoding": "identity", "Cache-Control": "no-cache"}


class Response(NamedTuple):
    """A status, headers by lower-case name, and the body."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class _NoRedirects(HTTPRedirectHandler):
    """A redirect is an answer like any other."""

    def redirect_request(self, *_arguments: object) -> None:
        """Follow nothing."""


def site_address(typed: str) -> str:
    """The address of a site without the slash at its end; raises `PublishError` for anything else."""
    try:
        parts = urlsplit(typed)
        known = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:
        known = False
    if not known or set("?#@ ") & set(typed):
        raise PublishError("live-address", url=typed)
    return typed.rstrip("/")


def fetch(address: str, path: str, query: str = "") -> Response:
    """What a site answers for a path; raises `PublishError` if it does not answer."""
    url = f"{address}/{quote(path)}{query}"
    request = Request(url, headers=HEADERS)  # noqa: S310 - `site_address` lets only http and https through
    try:
        with build_opener(_NoRedirects).open(request, timeout=TIMEOUT_SECONDS) as answer:
            return Response(answer.status, _by_name(answer.headers), answer.read(MAX_BYTES))
    except HTTPError as error:
        with error:
            return Response(error.code, _by_name(error.headers), error.read(MAX_BYTES))
    except (OSError, HTTPException) as error:
        reason = error.reason if isinstance(error, URLError) else error
        raise PublishError("live-unreachable", url=url, reason=reason) from error


def _by_name(headers: Message) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}
