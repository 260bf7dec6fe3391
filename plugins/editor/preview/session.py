"""The preview session: serves the site on loopback and rebuilds it at every save."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path
from typing import TYPE_CHECKING

import uvicorn
from msgspec import Struct
from watchfiles import DefaultFilter, awatch

from plugins.editor.builder import Builder
from plugins.editor.preview.app import Preview
from plugins.editor.preview.hosts import AllowedHosts

if TYPE_CHECKING:
    from collections.abc import Callable

    from plugins.editor.builder import Built
    from plugins.editor.report import UiText

ROOT = Path(__file__).parent.parent.parent.parent
LOOPBACK = "127.0.0.1"
PORTS = range(8000, 8100)
STEP_MS, DEBOUNCE_MS = 20, 200
"""Milliseconds without a change before a build starts, and the longest wait."""


class Session(Struct, frozen=True, dict=True):
    """What is previewed, where it is built, and where messages are printed."""

    content: Path
    output: Path
    words: UiText
    echo: Callable[[str], None]
    port: int = 0
    now: str = ""
    theme: Path = ROOT / "theme"

    def run(self) -> None:
        """Serve until interrupted."""
        listener = bind_free_port(range(self.port, self.port + 1) if self.port else PORTS)
        try:
            asyncio.run(self._serve(listener))
        except KeyboardInterrupt:
            self.echo(self.words.text("preview-ended"))

    async def _serve(self, listener: socket.socket) -> None:
        port = listener.getsockname()[1]
        address = f"http://{LOOPBACK}:{port}"
        builder = Builder(self._settings(address), self.words.language.code)
        preview = Preview(self.output, self.words)
        app = AllowedHosts(preview.app, port, self.words.text("preview-host", address=address))
        config = uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=1)
        serving = asyncio.create_task(uvicorn.Server(config).serve(sockets=[listener]))
        watching = asyncio.create_task(self._watch(builder, preview))
        self.echo(self.words.text("preview-address", address=address))
        try:
            await asyncio.wait({serving, watching}, return_when=asyncio.FIRST_COMPLETED)
            watching.cancel()
        finally:
            await builder.dismiss()

    def _settings(self, address: str) -> dict[str, object]:
        """Overrides for a build with drafts at this address, apart from the published output."""
        return {
            "PATH": str(self.content),
            "THEME": str(self.theme),
            "OUTPUT_PATH": str(self.output),
            "CACHE_PATH": str(self.output.with_name("preview-cache")),
            "SITEURL": address,
            "PREVIEW": True,
            "FORCE_RELEASE": True,
            "SEARCH": False,
            **({"NOW": self.now} if self.now else {}),
        }

    async def _watch(self, builder: Builder, preview: Preview) -> None:
        await self._build(builder, preview)
        watched = [self.content, self.theme, ROOT / "plugins", ROOT / "pelicanconf.py"]
        async for changes in awatch(
            *watched, watch_filter=DefaultFilter(), step=STEP_MS, debounce=DEBOUNCE_MS
        ):
            if any(self.needs_restart(Path(path)) for _, path in changes):
                await builder.dismiss()
            await self._build(builder, preview)

    async def _build(self, builder: Builder, preview: Preview) -> None:
        built = await builder.build()
        await preview.tell(built)
        self.echo(self._result_text(built))

    def needs_restart(self, path: Path) -> bool:
        """Whether a change needs a new worker: code, settings, and messages are read once."""
        return path.suffix in {".py", ".toml"} and not path.is_relative_to(self.theme)

    def _result_text(self, built: Built) -> str:
        lines = [f"{problem['where']}: {problem['what']}" for problem in built.problems]
        return "\n".join(lines) or self.words.text("preview-built", seconds=f"{built.seconds:.2f}")


def bind_free_port(ports: range) -> socket.socket:
    """Listen on the first free port; raises `OSError` if there is none."""
    for port in ports:
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((LOOPBACK, port))
            # With SO_REUSEADDR a port that is only bound can be bound again.
            listener.listen()
        except OSError:
            listener.close()
            if port == ports[-1]:
                raise
        else:
            return listener
    raise OSError("no ports to try")
