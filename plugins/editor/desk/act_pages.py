"""Pages as they will be after an act: the site is really built with it, apart from the preview."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from typing import TYPE_CHECKING, Any

from starlette.responses import HTMLResponse, PlainTextResponse, Response

from plugins.editor.acts.content_overlay import overlay_options
from plugins.site.run import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.requests import Request

    from plugins.editor.acts.act import Act
    from plugins.editor.acts.item_edit import ActContext
    from plugins.editor.desk.app import Desk

BUILD_SECONDS = 300
ADDRESS = "/.preview/acts/"


class ActPages:
    """Builds the site as an act would leave it, one build at a time, and shows its pages."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._lock = threading.Lock()

    @property
    def output(self) -> Path:
        """Where such builds are written."""
        return self.desk.place.cache / "act-output"

    def build(self, act: Act, context: ActContext, language: str) -> dict[str, Any]:
        """Build; the addresses of the pages by language, or the problems in the editor's language."""
        with self._lock:
            options = overlay_options(act, context.options)
            settings = self.desk.settings() | {
                "PATH": str(options.content),
                "OUTPUT_PATH": str(self.output),
                "PREVIEW": False,
            }
            answer = _run_worker({"settings": settings})
        if answer["problems"]:
            told = [{"where": each["where"], "what": each["what"][language]} for each in answer["problems"]]
            return {"problems": told, "pages": []}
        return {"problems": [], "pages": self._pages(act, context), "seconds": answer["seconds"]}

    def _pages(self, act: Act, context: ActContext) -> list[dict[str, str]]:
        """The act's pages: those of its item in every language, else the front pages."""
        options, bundle = context.options, context.loaded.content.bundles.get(act.bundle)
        name = act.moved[1] if act.moved else act.bundle
        codes = tuple(bundle.documents) if bundle else options.languages
        found = []
        for code in codes:
            url = options.urls.item(code, bundle.section, name) if bundle else options.urls.front(code)
            if (self.output / options.urls.output_path(url)).is_file():
                found.append({"language": code, "url": ADDRESS + url.lstrip("/")})
        return found

    async def show(self, request: Request) -> Response:
        """A page of the last such build; what it loads comes from the preview."""
        path = request.path_params["path"]
        file = (self.output / path / "index.html").resolve()
        if not file.is_relative_to(self.output.resolve()) or not file.is_file():
            return PlainTextResponse("404", 404)
        return HTMLResponse(file.read_bytes())


def _run_worker(request: dict[str, Any]) -> dict[str, Any]:
    """One build in a process of its own; raises `OSError` if it dies."""
    done = subprocess.run(
        [sys.executable, "-m", "plugins.editor.preview.worker"],
        cwd=ROOT,
        input=json.dumps(request) + "\n",
        capture_output=True,
        text=True,
        timeout=BUILD_SECONDS,
        check=False,
    )
    if not done.stdout.strip():
        raise OSError(0, done.stderr[-2000:] or "the build ended without an answer")
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer
