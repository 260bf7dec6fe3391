"""The preview's web application: serves the built files, with a script that listens for the next build."""

from __future__ import annotations

import asyncio
import json
import mimetypes
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from starlette.applications import Starlette
from starlette.responses import FileResponse, Response, StreamingResponse
from starlette.routing import Route

from plugins.editor.report import load_ui_text

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable

    from starlette.requests import Request
    from starlette.routing import BaseRoute

    from plugins.editor.report import UiText

HERE = Path(__file__).parent
ICON = HERE.parent / "desk" / "static" / "icon.svg"
FRESH = {"Cache-Control": "no-store"}


class BuildProblem(Struct, frozen=True):
    """Where a build found something, and what is wrong there by language."""

    where: str
    what: dict[str, str]


class PreviewResult(Struct, frozen=True):
    """The number of a build, its problems (if empty, it is what is served), and how many seconds it took."""

    number: int
    problems: tuple[BuildProblem, ...]
    seconds: float


class Preview:
    """Serves the files of `output`, the result of the last build as an event, and the routes of the desk.

    The guard before it says in which language an editor is answered.
    """

    def __init__(self, output: Path, desk: Iterable[BaseRoute] = ()) -> None:
        self.output = output
        self.last = PreviewResult(0, (), 0)
        self.changed = asyncio.Condition()
        routes = [
            Route("/.preview/events", self.events),
            Route("/.preview/client.js", self.client),
            Route("/favicon.ico", self.icon),
        ]
        self.app = Starlette(routes=[*routes, *desk, Route("/{path:path}", self.page)])

    async def publish(self, result: PreviewResult) -> None:
        """Send a result to every browser. A failed build keeps the number of the one that is served."""
        async with self.changed:
            self.last = (
                PreviewResult(self.last.number, result.problems, result.seconds)
                if result.problems
                else result
            )
            self.changed.notify_all()

    async def events(self, request: Request) -> Response:
        """Server-sent events: the current state, then the state after every build."""
        states = self._states(_editors_texts(request))
        return StreamingResponse(states, media_type="text/event-stream", headers=FRESH)

    async def _states(self, texts: UiText) -> AsyncIterator[str]:
        code = texts.language.code
        while True:
            last = self.last
            state = {
                "build": last.number,
                "language": code,
                "problems": [{"where": each.where, "what": each.what[code]} for each in last.problems],
                "heading": texts.text("preview-heading"),
                "desk": texts.text("preview-desk"),
            }
            yield f"data: {json.dumps(state)}\n\n"
            async with self.changed:
                await self.changed.wait_for(lambda last=last: self.last is not last)  # type: ignore[misc] # a default binds it

    async def client(self, _request: Request) -> Response:
        """The client script."""
        return FileResponse(HERE / "client.js", media_type="text/javascript", headers=FRESH)

    async def icon(self, _request: Request) -> Response:
        """The desk's icon: browsers ask for one, and the preview builds none."""
        return FileResponse(ICON, media_type="image/svg+xml", headers=FRESH)

    async def page(self, request: Request) -> Response:
        """A file of the site, or the site's 404 page."""
        path = request.path_params["path"]
        try:
            file = self._file(path)
            content = file.read_bytes()
        except (OSError, RuntimeError, ValueError):
            return self._html(self._not_found(path, _editors_texts(request)), 404)
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

    def _not_found(self, path: str, texts: UiText) -> str:
        """The edition's 404 page; before the first build, an empty page."""
        pages = {file.parent.name: file for file in sorted(self.output.glob("*/404.html"))}
        for edition in (path.partition("/")[0], *pages):
            with suppress(KeyError, OSError):
                return pages[edition].read_text(encoding="utf-8")
        empty = (HERE / "empty.html").read_text(encoding="utf-8")
        return empty.format(language=texts.language.code, heading=texts.text("preview-first"))

    def _html(self, text: str, status: int) -> Response:
        script = f'<script src="/.preview/client.js?build={self.last.number}"></script>'
        before, body, after = text.rpartition("</body>")
        page = f"{before}{script}{body}{after}" if body else text + script
        return Response(page, status, headers=FRESH, media_type="text/html")


def _editors_texts(request: Request) -> UiText:
    """The texts in the language of the editor who asks."""
    return load_ui_text(request.state.texts.language.code)
