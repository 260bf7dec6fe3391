"""Serves the preview's files; every page gets the script that listens for the next build."""

from __future__ import annotations

import asyncio
import json
import mimetypes
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.responses import FileResponse, Response, StreamingResponse
from starlette.routing import Route

from plugins.editor.builder import Built

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import Request

    from plugins.editor.report import UiText

HERE = Path(__file__).parent
FRESH = {"Cache-Control": "no-store"}


class Preview:
    """What browsers are shown: the files of `output`, and what came of the last build."""

    def __init__(self, output: Path, words: UiText) -> None:
        self.output = output
        self.words = words
        self.last = Built(0, (), 0)
        self.news = asyncio.Condition()
        routes = [Route("/.preview/events", self.events), Route("/.preview/client.js", self.client)]
        self.app = Starlette(routes=[*routes, Route("/{path:path}", self.page)])

    async def tell(self, built: Built) -> None:
        """A build is done: every browser learns of it. A failed one leaves the number of what is shown."""
        async with self.news:
            self.last = Built(self.last.number, built.problems, built.seconds) if built.problems else built
            self.news.notify_all()

    async def events(self, _request: Request) -> Response:
        """Server-sent events: the state now, and after every build."""
        return StreamingResponse(self._states(), media_type="text/event-stream", headers=FRESH)

    async def _states(self) -> AsyncIterator[str]:
        while True:
            last = self.last
            state = {
                "build": last.number,
                "problems": last.problems,
                "heading": self.words.text("preview-heading"),
            }
            yield f"data: {json.dumps(state, ensure_ascii=False)}\n\n"
            async with self.news:
                await self.news.wait_for(lambda last=last: self.last is not last)  # type: ignore[misc] # a default binds it

    async def client(self, _request: Request) -> Response:
        """The script."""
        return FileResponse(HERE / "client.js", media_type="text/javascript", headers=FRESH)

    async def page(self, request: Request) -> Response:
        """A file of the site; an address without one shows the site's own page for that."""
        path = request.path_params["path"]
        try:
            file = self._file(path)
            content = file.read_bytes()
        except (OSError, RuntimeError, ValueError):
            return self._html(self._not_found(path), 404)
        if file.suffix == ".html":
            return self._html(content.decode(errors="replace"), 200)
        return Response(content, headers=FRESH, media_type=mimetypes.guess_type(file.name)[0])

    def _file(self, path: str) -> Path:
        """The file of a path. Raises `OSError`, `RuntimeError` (a loop of links) or `ValueError` (NUL)."""
        found = (self.output / path).resolve()
        found = found / "index.html" if found.is_dir() else found
        if not found.is_relative_to(self.output.resolve()):
            raise FileNotFoundError(path)
        return found

    def _not_found(self, path: str) -> str:
        """The edition's own page, or where nothing has been built yet an empty one."""
        pages = {file.parent.name: file for file in sorted(self.output.glob("*/404.html"))}
        for edition in (path.partition("/")[0], *pages):
            with suppress(KeyError, OSError):
                return pages[edition].read_text(encoding="utf-8")
        empty = (HERE / "empty.html").read_text(encoding="utf-8")
        return empty.format(language=self.words.language.code, heading=self.words.text("preview-first"))

    def _html(self, text: str, status: int) -> Response:
        script = f'<script src="/.preview/client.js?build={self.last.number}"></script>'
        before, body, after = text.rpartition("</body>")
        page = f"{before}{script}{body}{after}" if body else text + script
        return Response(page, status, headers=FRESH, media_type="text/html")
