"""A served desk on a copy of the valid site, as a browser and as a program would use it."""

from __future__ import annotations

import http.client
import json
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from plugins.editor.desk.access import loopback_access
from tests.building import ROOT, content_of
from tests.servers import free_port, running

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext

SERVER = """
import asyncio, sys
from pathlib import Path
from plugins.editor.preview.preview_session import PreviewSession
from plugins.editor.report import load_ui_text

class Idle(PreviewSession):
    async def _watch(self, builder, preview, desk):
        await asyncio.Event().wait()

folder, port, now = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
sys.stderr = open(folder / "log", "w", buffering=1)
kind = Idle if sys.argv[4] == "idle" else PreviewSession
kind(folder / "content", folder / "preview", load_ui_text("ru"), print, port, now).run()
"""
NOW = "2026-11-22T12:00+09:00"


@dataclass(frozen=True)
class ServedDesk:
    """A running desk of `folder / "content"`; standard error goes to `folder / "log"`."""

    folder: Path
    port: int

    @property
    def content(self) -> Path:
        return self.folder / "content"

    @property
    def key(self) -> str:
        return (self.folder / "desk-key").read_text(encoding="ascii")

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def entrance(self) -> str:
        """The address that opens the desk."""
        return loopback_access(self.port, self.key).desk_address

    def headers(self) -> dict[str, str]:
        """The headers of the desk's own requests."""
        access = loopback_access(self.port, self.key)
        return {
            "Cookie": f"{access.cookie}={access.session}",
            "X-Desk-Token": access.token,
            "Origin": self.address,
            "Sec-Fetch-Site": "same-origin",
            "Content-Type": "application/json",
        }

    def ask(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> tuple[int, str]:
        """The status and the text of the answer to a request with these headers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        connection.request(method, path, body, dict(headers or {}))
        response = connection.getresponse()
        answer = response.status, response.read().decode()
        connection.close()
        return answer

    def get(self, path: str) -> Any:  # noqa: ANN401 - what JSON holds
        """What the API answers."""
        status, text = self.ask("GET", f"/desk/api/{path}", headers=self.headers())
        assert status == 200, text
        return json.loads(text)

    def post(self, path: str, **data: object) -> tuple[int, Any]:
        """The status and the answer of the API to a change."""
        body = json.dumps(data).encode()
        status, text = self.ask("POST", f"/desk/api/{path}", body, self.headers())
        return status, json.loads(text)

    def log(self) -> str:
        return (self.folder / "log").read_text(encoding="utf-8")


@contextmanager
def desk_server(
    folder: Path, files: dict[str, str | bytes] | None = None, *, builds: bool = False
) -> Iterator[ServedDesk]:
    """A desk on the valid site with more files; without builds its preview stays empty."""
    content_of(folder, files)
    port = free_port()
    mode = "building" if builds else "idle"
    command = (sys.executable, "-c", SERVER, str(folder), str(port), NOW, mode)
    with running(*command, port=port, environment={"PYTHONPATH": str(ROOT)}):
        desk = ServedDesk(folder, port)
        desk.ask("GET", "/desk/api/texts")  # the port is bound before the key is written
        yield desk


def editors_browser(browser: Browser, desk: ServedDesk, **asked: Any) -> BrowserContext:
    """A browser that was opened with the desk's address, in Russian; nothing moves while a test looks."""
    defaults = {"locale": "ru", "reduced_motion": "reduce"}
    context = browser.new_context(base_url=desk.address, **{**defaults, **asked})
    page = context.new_page()
    page.goto(desk.entrance)
    page.locator("h1").wait_for()
    page.close()
    return context
