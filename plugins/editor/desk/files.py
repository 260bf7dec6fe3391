"""Reads and saves the text of one file, with the hash of what the editor has read as the precondition."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from plugins.editor.desk import api
from plugins.editor.desk.api import ApiError
from plugins.editor.desk.workspace import ChangedElsewhereError

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
    """Save a text; raises `ApiError` with 409 and the text on disk if it is not the one that was read."""
    path, text, expected = asked.text("path"), asked.text("text"), asked.text("hash")
    try:
        return desk.workspace.write(path, text, expected)
    except ChangedElsewhereError as error:
        raise conflict(error) from error


def conflict(error: ChangedElsewhereError) -> ApiError:
    """The refusal to write over another's change, with what is there now for a comparison."""
    current = error.current
    more: dict[str, Any] = {"text": current.text if current else "", "hash": current.hash if current else ""}
    key = "errors.changed-elsewhere" if current else "errors.gone"
    return ApiError(HTTPStatus.CONFLICT, key, more, path=error.path)
