"""Deleted pictures are set aside for a while, apart from the content, so that they can be brought back."""

from __future__ import annotations

import datetime as dt
import re
import secrets
import shutil
from contextlib import suppress
from http import HTTPStatus
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from plugins.editor.desk import api
from plugins.editor.desk.api import ApiError
from plugins.editor.desk.picture_upload import free_name
from plugins.editor.desk.safe_path import PICTURE_KINDS
from plugins.editor.desk.workspace import NEW, replace_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from starlette.routing import Route

    from plugins.editor.desk.api import ApiRequest
    from plugins.editor.desk.app import Desk

FOLDER = "deleted-pictures"
MAX_DAYS = 30
MAX_BYTES = 300_000_000
"""Of all pictures that are set aside for a content folder: the oldest ones go first."""
ID = re.compile(r"[0-9a-f]{16}")
RECORD, PICTURE = "record.json", "picture"


class DeletedPicture(Struct, frozen=True):
    """A picture that was deleted: its item, its name there, when, and its size in bytes."""

    id: str
    bundle: str
    name: str
    at: dt.datetime
    size: int


class DeletedPictures:
    """The pictures that are set aside for a content folder; `now` is the moment of the request."""

    def __init__(self, folder: Path, now: dt.datetime) -> None:
        self.folder = folder
        self.now = now

    def keep(self, bundle: str, name: str, content: bytes) -> DeletedPicture:
        """Set a picture aside; raises `OSError` if it cannot be written."""
        kept = DeletedPicture(secrets.token_hex(8), bundle, name, self.now, len(content))
        place = self.folder / kept.id
        replace_file(place / PICTURE, content, lambda: None)
        replace_file(place / RECORD, msgspec.json.encode(kept), lambda: None)
        self._prune()
        return kept

    def of(self, bundle: str) -> list[DeletedPicture]:
        """The pictures of an item that can be brought back, the last deleted one first."""
        return [each for each in self._known() if each.bundle == bundle and not self._is_old(each)]

    def find(self, bundle: str, typed: str) -> tuple[DeletedPicture, bytes]:
        """A picture of an item and its bytes; raises `ApiError` with 404 if there is none."""
        found = next((each for each in self.of(bundle) if each.id == typed), None)
        if not found:
            raise ApiError(HTTPStatus.NOT_FOUND, "pictures.not-kept")
        return found, (self.folder / found.id / PICTURE).read_bytes()

    def follow(self, old: str, new: str) -> None:
        """Note that an item's folder has another name; what cannot be written stays with the old one."""
        for kept in self._known():
            if kept.bundle == old:
                record = msgspec.json.encode(replace(kept, bundle=new))
                with suppress(OSError):
                    replace_file(self.folder / kept.id / RECORD, record, lambda: None)

    def forget(self, kept: DeletedPicture) -> None:
        """Keep a picture no longer."""
        shutil.rmtree(self.folder / kept.id, ignore_errors=True)

    def _known(self) -> list[DeletedPicture]:
        return sorted(self._read(), key=lambda each: (each.at, each.id), reverse=True)

    def _read(self) -> Iterator[DeletedPicture]:
        """What is recorded; a record that cannot be read is as good as none."""
        for file in self.folder.glob(f"*/{RECORD}"):
            with suppress(OSError, msgspec.DecodeError):
                kept = msgspec.json.decode(file.read_bytes(), type=DeletedPicture)
                if kept.id == file.parent.name and ID.fullmatch(kept.id):
                    yield kept

    def _is_old(self, kept: DeletedPicture) -> bool:
        return self.now - kept.at > dt.timedelta(days=MAX_DAYS)

    def _prune(self) -> None:
        """Forget what is too old or too much; the picture that was deleted last stays."""
        size = 0
        for place, kept in enumerate(self._known()):
            size += kept.size
            if place and (self._is_old(kept) or size > MAX_BYTES):
                self.forget(kept)


def deleted_pictures(desk: Desk) -> DeletedPictures:
    """Those of the desk's content folder."""
    options = desk.options()
    return DeletedPictures(options.cache / FOLDER / options.cache_id, options.now)


def routes(desk: Desk) -> list[Route]:
    """The routes that list an item's deleted pictures and bring one back."""
    return [
        api.get("pictures/deleted", lambda asked: _list(desk, asked)),
        api.post("pictures/restore", lambda asked: _restore(desk, asked)),
    ]


def _list(desk: Desk, asked: ApiRequest) -> dict[str, object]:
    return {"pictures": deleted_pictures(desk).of(asked.text("bundle")), "days": MAX_DAYS}


def _restore(desk: Desk, asked: ApiRequest) -> dict[str, str]:
    """Bring a picture back, under another name if its own is taken by now."""
    bundle = asked.text("bundle")
    pictures, folder = deleted_pictures(desk), desk.workspace.folder(bundle)
    if not folder.is_dir():
        raise ApiError(HTTPStatus.NOT_FOUND, "errors.no-file", path=bundle)
    kept, content = pictures.find(bundle, asked.text("id"))
    taken = {each.name.lower() for each in folder.iterdir()}
    name = kept.name
    if name.lower() in taken:
        name = free_name(name, PurePosixPath(name).suffix.removeprefix("."), taken)
    desk.workspace.write_bytes(f"{bundle}/{name}", content, NEW, PICTURE_KINDS)
    pictures.forget(kept)
    return {"name": name}
