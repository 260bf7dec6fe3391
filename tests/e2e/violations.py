"""Collects violations of the Content Security Policy: reports, events in the page, and the console."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import BrowserContext

LISTENER = """addEventListener("securitypolicyviolation", (event) =>
  reportViolation(`${event.violatedDirective} ${event.blockedURI} on ${location}`), true)"""


class Reports(NamedTuple):
    """Reports that browsers sent to `address`."""

    address: str
    received: list[str]


@contextmanager
def report_endpoint() -> Iterator[Reports]:
    """An endpoint for `report-uri` on loopback."""
    received: list[str] = []

    class Endpoint(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            received.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Keep standard error clean."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Endpoint) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield Reports(f"http://127.0.0.1:{server.server_port}/", received)
        server.shutdown()
        thread.join()


def watch(context: BrowserContext) -> list[str]:
    """A list that every violation in the context's pages is appended to."""
    found: list[str] = []
    context.expose_binding("reportViolation", lambda _source, violation: found.append(violation))
    context.add_init_script(LISTENER)
    context.on("console", lambda message: found.append(message.text) if _is_violation(message.text) else None)
    context.on("weberror", lambda error: found.append(str(error.error)))
    return found


def _is_violation(message: str) -> bool:
    return "Content Security Policy" in message or "CompileError" in message
