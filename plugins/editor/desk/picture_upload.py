"""Pictures that an editor drops, pastes or chooses: stored beside the item's texts, without metadata."""

from __future__ import annotations

import io
import mimetypes
from http import HTTPStatus
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from msgspec import Struct
from starlette.responses import Response

from plugins.diagnostics.problem import problem
from plugins.editor.desk import api
from plugins.editor.desk.api import ApiError, sentence
from plugins.editor.desk.safe_path import PICTURE_KINDS
from plugins.editor.desk.workspace import NEW
from plugins.editor.names import read_author
from plugins.editor.slugs import slugify
from plugins.images.intake import take_picture
from plugins.images.pictures import PictureError

if TYPE_CHECKING:
    from collections.abc import Container

    from starlette.routing import Route

    from plugins.editor.desk.api import ApiRequest
    from plugins.editor.desk.app import Desk

MAX_NUMBER = 1000


class StoredPicture(Struct, frozen=True):
    """The name of the stored file, its size in pixels and bytes, and what was done to it, in sentences.

    `author` is whose picture it is, by the data that was left out; empty if it did not say.
    """

    name: str
    width: int
    height: int
    size: int
    done: tuple[str, ...]
    author: str


def routes(desk: Desk) -> list[Route]:
    """The routes that take a picture's bytes for an item and show them: `bundle` and the file's `name`."""
    return [
        api.post("pictures", lambda asked: _store(desk, asked)),
        api.get("pictures/file", lambda asked: _show(desk, asked)),
    ]


def _show(desk: Desk, asked: ApiRequest) -> Response:
    """A stored picture as it is, for whoever describes it."""
    name = asked.text("name")
    content = desk.workspace.read_bytes(f"{asked.text('bundle')}/{name}", PICTURE_KINDS)
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return Response(content, media_type=kind, headers={"X-Content-Type-Options": "nosniff"})


def _store(desk: Desk, asked: ApiRequest) -> StoredPicture:
    bundle, typed = asked.text("bundle"), asked.text("name")
    folder = desk.workspace.folder(bundle)
    if not folder.is_dir():
        raise ApiError(HTTPStatus.NOT_FOUND, "errors.no-file", path=bundle)
    try:
        taken = take_picture(asked.body)
    except PictureError as error:
        told = problem(bundle, 0, error.code, name=typed or "—", **error.values)
        reason = sentence(told, asked.language)
        raise ApiError(HTTPStatus.UNPROCESSABLE_ENTITY, "pictures.refused", reason=reason) from error
    name = free_name(typed, taken.suffix, {each.name.lower() for each in folder.iterdir()})
    desk.workspace.write_bytes(f"{bundle}/{name}", taken.content, NEW, PICTURE_KINDS)
    done = tuple(asked.texts.text(f"pictures.{each}") for each in taken.done)
    author = read_author(io.BytesIO(asked.body))
    return StoredPicture(name, taken.width, taken.height, len(taken.content), done, author)


def free_name(typed: str, suffix: str, taken: Container[str]) -> str:
    """A name in small Latin letters that no file of the folder has."""
    stem = slugify(PurePosixPath(typed.replace("\\", "/")).stem) or "picture"
    names = (f"{stem}{number}.{suffix}" for number in ("", *(f"-{n}" for n in range(2, MAX_NUMBER))))
    return next(name for name in names if name not in taken)
