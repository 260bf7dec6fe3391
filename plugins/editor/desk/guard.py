"""The guard before the preview and the desk: which requests are answered at all, and the headers of answers.

Another site open in the editor's browser can send requests here, and load what it likes from here into its
pages. What stops it: the name in `Host` (DNS rebinding), `Origin` and `Sec-Fetch-Site`, which pages cannot
forge, and for the desk a cookie and a header of which both must be right.
"""

from __future__ import annotations

from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, PlainTextResponse

from plugins.editor.desk.api import PREFIX, ApiError
from plugins.figures.spreadsheet import MAX_BYTES as MAX_TABLE
from plugins.images.intake import MAX_UPLOAD

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from plugins.editor.desk.access import Access
    from plugins.editor.report import UiText

CSRF_HEADER = "X-Desk-Token"
MEGABYTE = 1_000_000
MAX_BODY = 2 * MEGABYTE
"""Bytes of a request with texts."""
MAX_BODIES: Mapping[str, tuple[int, str]] = {
    f"{PREFIX}/pictures": (MAX_UPLOAD, "errors.picture-large"),
    f"{PREFIX}/figures/table": (MAX_TABLE, "errors.table-large"),
}
"""Bytes of requests with more than texts, by path, and what is said of larger ones."""
FORM_TYPES = frozenset({"application/x-www-form-urlencoded", "multipart/form-data", "text/plain", ""})
"""What a foreign page's form can send without asking first."""
OPEN = frozenset({f"{PREFIX}/texts"})
"""What the desk tells everyone who may reach it: the words of its screens."""
READING = frozenset({"GET", "HEAD"})
DESK_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; font-src 'self';"
    " connect-src 'self'; frame-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)
SITE_POLICY = (
    "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'; object-src 'none'"
)
SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class _Refusal(Struct, frozen=True):
    """Why a request is not answered: its status, the key of the sentence, the most megabytes of a request."""

    status: HTTPStatus
    key: str
    most: int = 0


class Guard:
    """ASGI middleware: refuses what does not come from the desk itself or from the editor's own hand."""

    def __init__(self, app: ASGIApp, access: Access, texts: Callable[[Headers, bytes], UiText]) -> None:
        self.app = app
        self.access = access
        self.texts = texts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        texts = self.texts(headers, scope["query_string"])
        answer = _with_headers(send, is_desk=scope["path"].startswith("/desk/"))
        user = self.access.user(headers, (scope.get("client") or ("", 0))[0])
        if refusal := self._refuse(scope, headers, user):
            sentence = texts.text(refusal.key, address=self.access.address, most=refusal.most)
            response = (
                JSONResponse({"error": sentence}, refusal.status)
                if scope["path"].startswith(f"{PREFIX}/")
                else PlainTextResponse(sentence, refusal.status)
            )
            await response(scope, receive, answer)
            return
        scope.setdefault("state", {}).update(texts=texts, user=user)
        await self.app(scope, _limited(receive, scope["path"]), answer)

    def _refuse(self, scope: Scope, headers: Headers, user: str) -> _Refusal | None:
        hosts = headers.getlist("host")
        if len(hosts) != 1 or hosts[0].lower() not in self.access.hosts:
            return _Refusal(HTTPStatus.MISDIRECTED_REQUEST, "errors.host")
        if self.access.is_shared and not user:
            return _Refusal(HTTPStatus.UNAUTHORIZED, "errors.no-user")
        if self._is_foreign(scope, headers):
            return _Refusal(HTTPStatus.FORBIDDEN, "errors.foreign")
        if scope["path"].startswith(f"{PREFIX}/") and scope["path"] not in OPEN:
            return self._refuse_api(scope, headers)
        return None

    def _is_foreign(self, scope: Scope, headers: Headers) -> bool:
        """Whether another site's page asks, and not by a link that the editor followed to a page of ours."""
        origin, site = headers.get("origin"), headers.get("sec-fetch-site", "same-origin")
        if scope["method"] not in READING:
            return origin not in self.access.origins or site != "same-origin"
        if origin is not None and origin not in self.access.origins:
            return True
        if site in {"same-origin", "none"}:
            return False
        opened = (headers.get("sec-fetch-mode"), headers.get("sec-fetch-dest")) == ("navigate", "document")
        return not opened or scope["path"].startswith(f"{PREFIX}/")

    def _refuse_api(self, scope: Scope, headers: Headers) -> _Refusal | None:
        if not self.access.is_known(_cookie(headers, self.access.cookie)):
            return _Refusal(HTTPStatus.UNAUTHORIZED, "errors.no-session")
        if scope["method"] in READING:
            return None
        if not self.access.is_token(headers.get(CSRF_HEADER, "")):
            return _Refusal(HTTPStatus.FORBIDDEN, "errors.no-token")
        if headers.get("content-type", "").partition(";")[0].strip().lower() in FORM_TYPES:
            return _Refusal(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "errors.content-type")
        length = headers.get("content-length", "")
        most, key = _limit(scope["path"])
        if length and (not length.isdecimal() or int(length) > most):
            return _Refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, key, most // MEGABYTE)
        return None


def _limit(path: str) -> tuple[int, str]:
    return MAX_BODIES.get(path, (MAX_BODY, "errors.body-large"))


def _cookie(headers: Headers, name: str) -> str:
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(name)
    except CookieError:
        return ""
    return found.value if found else ""


def _limited(receive: Receive, path: str) -> Receive:
    """The messages of a request; receiving raises `ApiError` beyond the limit."""
    read = 0
    most, key = _limit(path)

    async def counted() -> Message:
        nonlocal read
        message = await receive()
        read += len(message.get("body", b""))
        if read > most:
            raise ApiError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, key, most=most // MEGABYTE)
        return message

    return counted


def _with_headers(send: Send, *, is_desk: bool) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=_raw(message))
            for name, value in SECURITY_HEADERS.items():
                headers.setdefault(name, value)
            headers.setdefault("Content-Security-Policy", DESK_POLICY if is_desk else SITE_POLICY)
            headers.setdefault("Cache-Control", "no-store")
            message = {**message, "headers": headers.raw}
        await send(message)

    return sending


def _raw(message: Message) -> list[tuple[bytes, bytes]]:
    found: Any = message.get("headers", [])
    return list(found)
