"""Reads and saves the text of one file, with the hash of what the editor has read as the precondition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plugins.editor.desk import api

if TYPE_CHECKING:
    from starlette.routing import Route

    from plugins.editor.desk.api import ApiRequest
    from plugins.editor.desk.app import Desk
    from plugins.editor.desk.text_file import TextFile


def routes(desk: Desk) -> list[Route]:
    """The routes that read and save a file."""
    return [
        api.get("file", lambda asked: desk.workspace.read(asked.text("path"))),
        api.post("file", lambda asked: save(desk, asked)),
    ]


def save(desk: Desk, asked: ApiRequest) -> TextFile:
    """Save a text; raises `ChangedElsewhereError` if the text on disk is not the one that was read."""
    return desk.workspace.write(asked.text("path"), asked.text("text"), asked.text("hash"))
