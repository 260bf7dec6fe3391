"""The content folder for the desk: confined, written in one step, and never over another's change."""

from __future__ import annotations

import os
import secrets
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

from plugins.diagnostics.yaml_tree import MAX_FILE_BYTES
from plugins.editor.desk import api
from plugins.editor.desk.api import ApiError
from plugins.editor.desk.safe_path import TEXT_KINDS, RefusedPathError, safe_folder, safe_path
from plugins.editor.desk.text_file import TextFile, content_hash, decode, encode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from starlette.routing import Route

    from plugins.editor.acts.act import Act
    from plugins.editor.desk.api import ApiRequest
    from plugins.editor.desk.app import Desk

NEW = ""
"""The hash of a file that does not exist yet."""
TEMPORARY = ".desk-save-"
"""The start of the name of a file that is being written; builds and the watcher leave such files alone."""


class ChangedElsewhereError(ApiError):
    """The file on disk is not the one that was read; `current` is what it is now, None if it is gone.

    The browser is sent its text and hash, for a comparison.
    """

    def __init__(self, path: str, current: TextFile | None) -> None:
        more = {"text": current.text if current else "", "hash": current.hash if current else NEW}
        key = "errors.changed-elsewhere" if current else "errors.gone"
        super().__init__(409, key, more, path=path)
        self.path = path
        self.current = current


class Workspace:
    """Reads and writes files by their paths below the content folder; tells `listeners` what was written."""

    def __init__(self, content: Path) -> None:
        self.content = content.resolve()
        self.listeners: list[Callable[[str], None]] = []
        self._lock = threading.RLock()

    def path(self, typed: str, kinds: frozenset[str] = TEXT_KINDS) -> Path:
        """The file of a path; raises `ApiError` with 403 if the desk does not open it."""
        try:
            return safe_path(self.content, typed, kinds)
        except RefusedPathError as error:
            raise ApiError(403, f"errors.{error}", path=typed) from error

    def folder(self, typed: str) -> Path:
        """The folder of a path; raises `ApiError` with 403 if the desk does not open it."""
        try:
            return safe_folder(self.content, typed)
        except RefusedPathError as error:
            raise ApiError(403, f"errors.{error}", path=typed) from error

    def read(self, typed: str) -> TextFile:
        """A text file; raises `ApiError` with 404 or 422 if there is none that can be edited."""
        content = self.read_bytes(typed)
        try:
            return TextFile(typed, decode(content), content_hash(content))
        except UnicodeDecodeError as error:
            raise ApiError(422, "errors.not-utf8", path=typed) from error

    def read_bytes(self, typed: str, kinds: frozenset[str] = TEXT_KINDS) -> bytes:
        """The bytes of a file; raises `ApiError` with 404 if there is none."""
        try:
            return self.path(typed, kinds).read_bytes()
        except (FileNotFoundError, NotADirectoryError) as error:
            raise ApiError(404, "errors.no-file", path=typed) from error

    def write(self, typed: str, text: str, expected: str) -> TextFile:
        """Replace a file's text; all bytes that were not edited stay.

        Raises `ChangedElsewhereError` unless `expected` is the hash of the file on disk, `NEW` for none.
        """
        path = self.path(typed)
        with self._lock:
            before = self._current(path, typed, expected)
            content = _encoded(typed, text, before)
            if content != before:
                replace_file(path, content, lambda: self._current(path, typed, expected))
                self._tell(typed)
        return TextFile(typed, decode(content), content_hash(content))

    def write_bytes(self, typed: str, content: bytes, expected: str, kinds: frozenset[str]) -> str:
        """Replace or create a file of any of the kinds; returns its hash. Raises like `write`."""
        path = self.path(typed, kinds)
        with self._lock:
            if content != self._current(path, typed, expected):
                replace_file(path, content, lambda: self._current(path, typed, expected))
                self._tell(typed)
        return content_hash(content)

    def delete(self, typed: str, expected: str, kinds: frozenset[str] = TEXT_KINDS) -> None:
        """Delete a file, and its folder if nothing else is in it; raises like `write`."""
        path = self.path(typed, kinds)
        with self._lock:
            self._current(path, typed, expected)
            path.unlink()
            with suppress(OSError):
                path.parent.rmdir()
            self._tell(typed)

    def perform(self, act: Act) -> list[str]:
        """Do an act; returns the paths of its files. Raises `ContentError` if one changed, and `OSError`."""
        with self._lock:
            paths = act.perform(self.content)
            for path in paths:
                self._tell(path)
        return paths

    def _tell(self, typed: str) -> None:
        for listener in self.listeners:
            listener(typed)

    def rename(self, old: str, new: str) -> None:
        """Move an item's folder to another place, where nothing is yet; raises `ApiError`."""
        source, target = self.folder(old), self.folder(new)
        with self._lock:
            if not source.is_dir():
                raise ApiError(404, "errors.no-file", path=old)
            if target.exists():
                raise ApiError(409, "errors.taken", path=new)
            target.parent.mkdir(parents=True, exist_ok=True)
            source.rename(target)
            for file in sorted(target.iterdir()):
                self._tell(f"{new}/{file.name}")

    def remove_unfinished(self) -> None:
        """Delete what a save that was killed has left."""
        for path in self._unfinished():
            path.unlink(missing_ok=True)

    def _unfinished(self) -> Iterator[Path]:
        for folder, _, names in os.walk(self.content):
            yield from (self.content / folder / name for name in names if name.startswith(TEMPORARY))

    def _current(self, path: Path, typed: str, expected: str) -> bytes | None:
        """The bytes on disk, None if there is no file; raises `ChangedElsewhereError`."""
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            content = None
        if (NEW if content is None else content_hash(content)) != expected:
            current = None
            if content is not None:
                current = TextFile(typed, decode(content, "replace"), content_hash(content))
            raise ChangedElsewhereError(typed, current)
        return content


def _encoded(typed: str, text: str, before: bytes | None) -> bytes:
    try:
        content = text.encode() if before is None else encode(text, before)
    except UnicodeDecodeError as error:
        raise ApiError(422, "errors.not-utf8", path=typed) from error
    except UnicodeEncodeError as error:
        raise ApiError(422, "errors.not-text", path=typed) from error
    if len(content) > MAX_FILE_BYTES:
        raise ApiError(413, "errors.file-large", path=typed, most=MAX_FILE_BYTES // 1000)
    return content


def replace_file(path: Path, content: bytes, check: Callable[[], object]) -> None:
    """Replace a file in one step, its bytes on the disk; raises `OSError` with the old file untouched.

    `check` is called just before the exchange, and may raise.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{TEMPORARY}{secrets.token_hex(6)}~")
    mode = path.stat().st_mode if path.exists() else None
    try:
        with fresh.open("xb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        if mode is not None:
            fresh.chmod(mode)
        check()
        fresh.replace(path)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Have the exchange itself on the disk; not every system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def routes(desk: Desk) -> list[Route]:
    """The routes that read and save a file."""
    return [
        api.get("file", lambda asked: desk.workspace.read(asked.text("path"))),
        api.post("file", lambda asked: save(desk, asked)),
    ]


def save(desk: Desk, asked: ApiRequest) -> TextFile:
    """Save a text; raises `ChangedElsewhereError` if the text on disk is not the one that was read."""
    return desk.workspace.write(asked.text("path"), asked.text("text"), asked.text("hash"))
