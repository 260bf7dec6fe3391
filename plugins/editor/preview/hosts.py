"""Allows only requests for the host that the preview was started for.

Another site can point its own name at 127.0.0.1 (DNS rebinding), and its pages could then read drafts; their
requests carry that name in `Host`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

NAMES = ("127.0.0.1", "localhost", "[::1]")
HTTP_PORT = 80


class AllowedHosts:
    """ASGI middleware: answers 421 with a sentence unless `Host` is a loopback name with this port.

    Starlette's `TrustedHostMiddleware` compares no ports and answers 400 in English only.
    """

    def __init__(self, app: ASGIApp, port: int, sentence: str) -> None:
        self.app = app
        self.sentence = sentence
        self.allowed = {f"{name}:{port}" for name in NAMES} | ({*NAMES} if port == HTTP_PORT else set())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        hosts = [] if scope["type"] == "lifespan" else Headers(scope=scope).getlist("host")
        if scope["type"] == "lifespan" or (len(hosts) == 1 and hosts[0].lower() in self.allowed):
            await self.app(scope, receive, send)
        else:
            await PlainTextResponse(self.sentence, 421)(scope, receive, send)
