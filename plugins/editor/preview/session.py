"""A session of writing: builds, serves on loopback, and builds again whenever something is saved."""

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
    from plugins.editor.report import Words

ROOT = Path(__file__).parent.parent.parent.parent
LOOPBACK = "127.0.0.1"
PORTS = range(8000, 8100)
STEP, GATHER = 20, 200
"""Milliseconds without another change after which one build is begun, and the most it waits."""


class Session(Struct, frozen=True, dict=True):
    """What is previewed, where it is built, and who is told."""

    content: Path
    output: Path
    words: Words
    tell: Callable[[str], None]
    port: int = 0
    now: str = ""
    theme: Path = ROOT / "theme"

    def run(self) -> None:
        """Serve until somebody ends it."""
        listening = listen(range(self.port, self.port + 1) if self.port else PORTS)
        try:
            asyncio.run(self._serve(listening))
        except KeyboardInterrupt:
            self.tell(self.words.text("preview-ended"))

    async def _serve(self, listening: socket.socket) -> None:
        port = listening.getsockname()[1]
        address = f"http://{LOOPBACK}:{port}"
        builder = Builder(self._settings(address), self.words.language.code)
        preview = Preview(self.output, self.words)
        app = AllowedHosts(preview.app, port, self.words.text("preview-host", address=address))
        config = uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=1)
        serving = asyncio.create_task(uvicorn.Server(config).serve(sockets=[listening]))
        watching = asyncio.create_task(self._watch(builder, preview))
        self.tell(self.words.text("preview-address", address=address))
        try:
            await asyncio.wait({serving, watching}, return_when=asyncio.FIRST_COMPLETED)
            watching.cancel()
        finally:
            await builder.dismiss()

    def _settings(self, address: str) -> dict[str, object]:
        """The site as it is, with drafts, at this address, apart from what is published."""
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
        async for changes in awatch(*watched, watch_filter=DefaultFilter(), step=STEP, debounce=GATHER):
            if any(self.is_code(Path(path)) for _, path in changes):
                await builder.dismiss()
            await self._build(builder, preview)

    async def _build(self, builder: Builder, preview: Preview) -> None:
        built = await builder.build()
        await preview.tell(built)
        self.tell(self._summary(built))

    def is_code(self, path: Path) -> bool:
        """Whether a change needs a new process: code, settings, and messages that are read once."""
        return path.suffix in {".py", ".toml"} and not path.is_relative_to(self.theme)

    def _summary(self, built: Built) -> str:
        told = [f"{problem['where']}: {problem['what']}" for problem in built.problems]
        return "\n".join(told) or self.words.text("preview-built", seconds=f"{built.seconds:.2f}")


def listen(ports: range) -> socket.socket:
    """The first free port; raises `OSError` when none is."""
    for port in ports:
        listening = socket.socket()
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((LOOPBACK, port))
            # A port that is only bound can be bound once more.
            listening.listen()
        except OSError:
            listening.close()
            if port == ports[-1]:
                raise
        else:
            return listening
    raise OSError("no port was asked for")
