"""The preview session: serves the site on loopback and rebuilds it at every save."""

from __future__ import annotations

import asyncio
import json
import socket
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import uvicorn
from msgspec import Struct
from watchfiles import DefaultFilter, awatch

from plugins.diagnostics.problem import message_languages
from plugins.editor.desk.access import loopback_access, proxied_access, stored_key
from plugins.editor.desk.app import Desk, DeskPlace
from plugins.editor.desk.guard import Guard
from plugins.editor.desk.start import note_running, open_browser
from plugins.editor.preview.preview_app import BuildProblem, Preview, PreviewResult

if TYPE_CHECKING:
    from collections.abc import Callable

    from plugins.editor.desk.access import Access
    from plugins.editor.report import UiText

ROOT = Path(__file__).parent.parent.parent.parent
LOOPBACK = "127.0.0.1"
PORTS = range(8000, 8100)
MAX_RESPONSE = 2**24
"""Bytes of a worker's response."""
MAX_STDERR = 2000
"""Characters of a dead worker's stderr that are shown."""
STEP_MS, DEBOUNCE_MS = 20, 200
"""Milliseconds without a change before a build starts, and the longest wait."""


class PreviewSession(Struct, frozen=True, dict=True):
    """What is previewed, where it is built, and where messages are printed.

    `proxy` is the address of a server with a login before the desk; `opens_browser` opens the editor's.
    """

    content: Path
    output: Path
    texts: UiText
    echo: Callable[[str], None]
    port: int = 0
    now: str = ""
    theme: Path = ROOT / "theme"
    proxy: str = ""
    opens_browser: bool = False

    def run(self) -> None:
        """Serve until interrupted; raises `OSError` where it cannot write, and exits if no port is free."""
        folder = self.output.parent
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass  # else every build would fail
        ports = range(self.port, self.port + 1) if self.port else PORTS
        try:
            listener = bind_free_port(ports)
        except (OSError, OverflowError) as error:
            message = self.texts.text("preview-no-port", first=str(ports[0]), last=str(ports[-1]))
            raise SystemExit(message) from error
        try:
            asyncio.run(self._serve(listener))
        except KeyboardInterrupt:
            self.echo(self.texts.text("preview-ended"))

    async def _serve(self, listener: socket.socket) -> None:
        port = listener.getsockname()[1]
        access = self._access(port)
        desk = Desk(self._place(access.address), access, self.texts.language.code)
        desk.workspace.remove_unfinished()
        builder = Builder(desk.settings())
        preview = Preview(self.output, desk.routes())
        app = Guard(preview.app, access, desk.texts)
        # The peer must stay the one that connects: who is logged in is told by a server on this machine only.
        config = uvicorn.Config(app, log_level="critical", timeout_graceful_shutdown=1, proxy_headers=False)
        serving = asyncio.create_task(uvicorn.Server(config).serve(sockets=[listener]))
        watching = asyncio.create_task(self._watch(builder, preview, desk))
        self.echo(self.texts.text("preview-address", address=access.address))
        self.echo(self.texts.text("preview-desk-address", address=self._entrance(access)))
        if self.opens_browser:
            note_running(self.output.parent, port, self.content)
            await asyncio.to_thread(open_browser, access.desk_address)
        try:
            await asyncio.wait({serving, watching}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            watching.cancel()  # else it outlives the build that an interruption ends
            desk.loader.first_build.set()
            await builder.stop()

    def _access(self, port: int) -> Access:
        folder = self.output.parent
        return proxied_access(self.proxy, folder) if self.proxy else loopback_access(port, stored_key(folder))

    @staticmethod
    def _entrance(access: Access) -> str:
        """The address that is printed: behind a login it needs no key."""
        return f"{access.address}/desk/" if access.is_shared else access.desk_address

    def _place(self, address: str) -> DeskPlace:
        cache = self.output.with_name("preview-cache")
        return DeskPlace(self.content, self.theme, self.output, cache, address, self.now)

    async def _watch(self, builder: Builder, preview: Preview, desk: Desk) -> None:
        desk.loader.first_build.clear()
        await self._build(builder, preview)
        desk.loader.first_build.set()
        reading = asyncio.create_task(asyncio.to_thread(desk.loader.prefetch))
        watched = [self.content, self.theme, ROOT / "plugins", ROOT / "pelicanconf.py"]
        async for changes in awatch(
            *watched, watch_filter=DefaultFilter(), step=STEP_MS, debounce=DEBOUNCE_MS
        ):
            if any(self.needs_restart(Path(path)) for _, path in changes):
                await builder.stop()
            await self._build(builder, preview)
            await asyncio.gather(reading, return_exceptions=True)  # the desk tells what failed
            reading = asyncio.create_task(asyncio.to_thread(desk.loader.prefetch))

    async def _build(self, builder: Builder, preview: Preview) -> None:
        result = await builder.build()
        await preview.publish(result)
        self.echo(self._result_text(result))

    def needs_restart(self, path: Path) -> bool:
        """Whether a change needs a new worker: code, settings, and messages are read once."""
        return path.suffix in {".py", ".toml"} and not path.is_relative_to(self.theme)

    def _result_text(self, result: PreviewResult) -> str:
        code = self.texts.language.code
        lines = [f"{problem.where}: {problem.what[code]}" for problem in result.problems]
        return "\n".join(lines) or self.texts.text("preview-built", seconds=f"{result.seconds:.2f}")


class Builder:
    """Builds in a worker process, which is replaced when its code has changed or it has died."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self.request = json.dumps({"settings": settings}) + "\n"
        self.number = 0
        self.worker: asyncio.subprocess.Process | None = None

    async def build(self) -> PreviewResult:
        """Build once; if the worker dies, the end of its stderr is the problem."""
        worker = self.worker or await self.start()
        self.number += 1
        line = await self._request(worker)
        if not line:
            what = dict.fromkeys(message_languages(), await self._stderr_tail(worker))
            return PreviewResult(self.number, (BuildProblem("plugins", what),), 0)
        response = json.loads(line)
        if response["must_restart"]:
            await self.stop()
            await self.start()
        problems = tuple(BuildProblem(**each) for each in response["problems"])
        return PreviewResult(self.number, problems, response["seconds"])

    async def start(self) -> asyncio.subprocess.Process:
        """Start a worker."""
        self.worker = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "plugins.editor.preview.worker",
            cwd=ROOT,
            limit=MAX_RESPONSE,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        return self.worker

    async def stop(self) -> None:
        """End the worker: the next build starts one, with the code as it is then."""
        worker, self.worker = self.worker, None
        if worker and worker.returncode is None:
            worker.kill()
            await worker.wait()

    async def _request(self, worker: asyncio.subprocess.Process) -> bytes:
        if not worker.stdin or not worker.stdout:
            return b""
        try:
            worker.stdin.write(self.request.encode())
            await worker.stdin.drain()
            return await worker.stdout.readline()
        except (BrokenPipeError, ConnectionResetError):
            return b""

    async def _stderr_tail(self, worker: asyncio.subprocess.Process) -> str:
        text = await worker.stderr.read() if worker.stderr else b""
        await self.stop()
        return text.decode("utf-8", "replace")[-MAX_STDERR:]


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
