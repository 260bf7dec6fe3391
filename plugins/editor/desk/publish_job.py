"""One publishing that runs beside the desk, in its own process: its events, its end, and how to stop it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING

import msgspec

from plugins.editor.desk.publish_steps import WorkEvent, words
from plugins.site.run import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from plugins.editor.desk.publish_steps import WorkRequest

WAITING_SECONDS = 5.0
"""After this time without an event the editor is told that another machine has not answered yet."""
ASKS_OTHERS = frozenset({"fetch", "changes", "send", "git"})
"""Steps that wait for other machines."""
STDERR_LINES = 5


class PublishJob:
    """A publishing; `events` are those told so far."""

    def __init__(self, request: WorkRequest) -> None:
        self.request = request
        self.events: list[WorkEvent] = []
        self._last = time.monotonic()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "plugins.editor.desk.publish_worker"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            # Ctrl-C that ends the desk lets a release that is being sent arrive.
            start_new_session=True,
        )
        self._errors: deque[bytes] = deque(maxlen=STDERR_LINES)
        self._threads = [threading.Thread(target=each, daemon=True) for each in (self._drain, self._read)]
        for thread in self._threads:
            thread.start()

    @property
    def is_running(self) -> bool:
        """Whether it has not ended yet."""
        return not self.events or bool(self.events[-1].step)

    @property
    def is_waiting(self) -> bool:
        """Whether another machine has not answered for a while."""
        last = self.events[-1] if self.events else None
        is_late = time.monotonic() - self._last > WAITING_SECONDS
        return self.is_running and is_late and last is not None and last.step in ASKS_OTHERS

    def stop(self) -> None:
        """End the process and what it has started; the site that readers see stays complete."""
        with suppress(ProcessLookupError):
            if hasattr(os, "killpg"):
                os.killpg(self._process.pid, signal.SIGKILL)
            else:
                self._process.kill()
        self.wait(WAITING_SECONDS)

    def wait(self, seconds: float) -> None:
        """Wait for the end."""
        for thread in self._threads:
            thread.join(seconds)

    def _read(self) -> None:
        stdin, stdout = self._process.stdin, self._process.stdout
        if stdin is None or stdout is None:
            return
        with suppress(OSError), stdin:
            stdin.write(msgspec.json.encode(self.request) + b"\n")
        self._tell(msgspec.json.decode(line, type=WorkEvent) for line in stdout)
        self._threads[0].join()
        with self._process:
            code = self._process.wait()
        if self.is_running:
            self._tell([*self._unexpected_end(code), WorkEvent("", "failed")])

    def _tell(self, events: Iterable[WorkEvent]) -> None:
        for event in events:
            if self.events and event.state == self.events[-1].state == "progress":
                self.events.pop()
            self.events.append(event)
            self._last = time.monotonic()

    def _unexpected_end(self, code: int) -> Iterable[WorkEvent]:
        """What is told of a process that was stopped or failed."""
        last = self.events[-1].step if self.events else "check"
        if code < 0:
            yield WorkEvent(last, "failed", words("publish.stopped"), "stopped")
        else:
            said = self._errors[-1].decode(errors="replace").strip() if self._errors else f"exit {code}"
            yield WorkEvent(last, "failed", words("publish.fault", fault=said), "fault")

    def _drain(self) -> None:
        if self._process.stderr is not None:
            self._errors.extend(line for line in self._process.stderr if line.strip())
