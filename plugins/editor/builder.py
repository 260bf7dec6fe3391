"""The builder: the worker process that builds the preview, started anew when its code changed or it died."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

from msgspec import Struct

ROOT = Path(__file__).parent.parent.parent
LONGEST_ANSWER = 2**24
LAST_WORDS = 2000
"""Characters of what a dying worker said that are shown."""


class Built(Struct, frozen=True):
    """What came of a build: its number, what went wrong (nothing: it is what is shown), and its seconds."""

    number: int
    problems: tuple[dict[str, str], ...]
    seconds: float


class Builder:
    """Builds with the same settings again and again."""

    def __init__(self, settings: dict[str, Any], language: str) -> None:
        self.order = json.dumps({"settings": settings, "language": language}) + "\n"
        self.number = 0
        self.worker: asyncio.subprocess.Process | None = None

    async def build(self) -> Built:
        """Build once; a worker that dies of it is told as a problem."""
        worker = self.worker or await self._hire()
        assert worker.stdin  # noqa: S101 - it was asked for
        assert worker.stdout  # noqa: S101 - the same
        try:
            worker.stdin.write(self.order.encode())
            await worker.stdin.drain()
            line = await worker.stdout.readline()
        except (BrokenPipeError, ConnectionResetError):
            line = b""
        self.number += 1
        if not line:
            return Built(self.number, (await self._last_words(worker),), 0)
        answer = json.loads(line)
        if answer["spent"]:
            await self.dismiss()
            await self._hire()
        return Built(self.number, tuple(answer["problems"]), answer["seconds"])

    async def dismiss(self) -> None:
        """Let the worker go: the next build reads the code anew."""
        worker, self.worker = self.worker, None
        if worker and worker.returncode is None:
            worker.kill()
            await worker.wait()

    async def _hire(self) -> asyncio.subprocess.Process:
        self.worker = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "plugins.editor.plugin",
            cwd=ROOT,
            limit=LONGEST_ANSWER,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        return self.worker

    async def _last_words(self, worker: asyncio.subprocess.Process) -> dict[str, str]:
        said = await worker.stderr.read() if worker.stderr else b""
        await self.dismiss()
        return {"where": "plugins", "what": said.decode("utf-8", "replace")[-LAST_WORDS:]}
