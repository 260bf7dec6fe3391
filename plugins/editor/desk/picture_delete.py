"""Deletes a stored picture that nothing uses; where it is used, says so and leaves it."""

from __future__ import annotations

import re
import unicodedata
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import unquote

from msgspec import Struct

from plugins.editor.desk import api
from plugins.editor.desk.api import ApiError, read_json
from plugins.editor.desk.deleted_pictures import deleted_pictures
from plugins.editor.desk.safe_path import PICTURE_KINDS, TEXT_KINDS
from plugins.editor.desk.text_file import content_hash

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from starlette.routing import Route

    from plugins.editor.desk.api import ApiRequest
    from plugins.editor.desk.app import Desk
    from plugins.editor.desk.deleted_pictures import DeletedPicture


class DeleteArgs(Struct, frozen=True):
    """The picture, and the item's texts by language as they stand in the editor, saved or not."""

    bundle: str
    name: str
    texts: dict[str, str] = {}


class PictureUse(Struct, frozen=True):
    """A line that names a picture."""

    path: str
    line: int


def routes(desk: Desk) -> list[Route]:
    """The route that deletes a picture."""
    return [api.post("pictures/delete", lambda asked: _delete(desk, asked))]


def _delete(desk: Desk, asked: ApiRequest) -> DeletedPicture:
    """Delete a picture of an item, and set its bytes aside; 422 with the lines that name it."""
    args, loaded = read_json(asked, DeleteArgs), desk.loader.load()
    name = unicodedata.normalize("NFC", args.name)
    path = f"{args.bundle}/{name}"
    content = desk.workspace.read_bytes(path, PICTURE_KINDS)
    if name not in loaded.result.pictures.get(args.bundle, {}):
        raise ApiError(HTTPStatus.NOT_FOUND, "errors.no-file", path=path)
    typed = {f"{args.bundle}/{code}.md": text for code, text in args.texts.items()}
    if uses := picture_uses(desk.workspace.content, path, typed):
        records = [{"path": f"{loaded.options.display_name}/{use.path}", "line": use.line} for use in uses]
        raise ApiError(HTTPStatus.UNPROCESSABLE_ENTITY, "pictures.in-use", {"errors": records})
    pictures = deleted_pictures(desk)
    kept = pictures.keep(args.bundle, name, content)
    try:
        desk.workspace.delete(path, content_hash(content), PICTURE_KINDS)
    except (ApiError, OSError):
        pictures.forget(kept)
        raise
    return kept


def picture_uses(content: Path, path: str, typed: dict[str, str]) -> tuple[PictureUse, ...]:
    """The lines below a content folder, and in typed texts by path, that name a picture.

    Texts are searched as they stand: drafts and files that cannot be read use their pictures as well. An
    item's own texts name the file alone, others its folder as well.
    """
    folder, _, name = path.rpartition("/")
    found = set()
    for file, text in (*_files(content), *typed.items()):
        sought = name if file.startswith(f"{folder}/") else f"{folder.rpartition('/')[2]}/{name}"
        pattern = re.compile(rf"(?<![\w-]){re.escape(_plain(sought))}(?!\w)")
        if pattern.search(_plain(text)):
            lines = enumerate(text.splitlines(), 1)
            found |= {(file, number) for number, line in lines if pattern.search(_plain(line))}
    return tuple(PictureUse(*each) for each in sorted(found))


def _files(content: Path) -> Iterator[tuple[str, str]]:
    for file in sorted(content.rglob("*")):
        if file.suffix.lower() in TEXT_KINDS and file.is_file():
            yield file.relative_to(content).as_posix(), file.read_text(encoding="utf-8", errors="replace")


def _plain(text: str) -> str:
    """A text without the ways in which Markdown and addresses write a name otherwise."""
    return unicodedata.normalize("NFC", unquote(text).replace("\\", "")).casefold()
