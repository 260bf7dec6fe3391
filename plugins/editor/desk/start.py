"""The start from a double click: opens the browser at the desk, at one that runs already if there is one."""

from __future__ import annotations

import http.client
import webbrowser
from contextlib import suppress
from http import HTTPStatus
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from plugins.build.files import atomic_write
from plugins.editor.desk.access import loopback_access, stored_key
from plugins.editor.desk.api import PREFIX

if TYPE_CHECKING:
    from pathlib import Path

    from plugins.editor.desk.access import Access

FILE = "desk-running.json"
ANSWER_SECONDS = 3.0


class RunningDesk(Struct, frozen=True):
    """Where a desk serves which content."""

    port: int
    content: str


def note_running(folder: Path, port: int, content: Path) -> None:
    """Note that a desk serves a content folder; where that fails, the next start opens a second desk."""
    with suppress(OSError):
        atomic_write(folder / FILE, msgspec.json.encode(RunningDesk(port, str(content.resolve()))))


def find_running(folder: Path, content: Path) -> Access | None:
    """The access of a desk that serves the content and answers to this user's key; None if there is none."""
    with suppress(OSError, msgspec.DecodeError, UnicodeError):
        noted = msgspec.json.decode((folder / FILE).read_bytes(), type=RunningDesk)
        access = loopback_access(noted.port, stored_key(folder))
        if noted.content == str(content.resolve()) and _answers(access, noted.port):
            return access
    return None


def open_browser(address: str) -> bool:
    """Open the editor's browser; whether there is one."""
    try:
        return webbrowser.open(address)
    except webbrowser.Error:
        return False


def _answers(access: Access, port: int) -> bool:
    """Whether the desk at a port lets this user in."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=ANSWER_SECONDS)
    try:
        connection.request(
            "GET", f"{PREFIX}/session", headers={"Cookie": f"{access.cookie}={access.session}"}
        )
        return connection.getresponse().status == HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
