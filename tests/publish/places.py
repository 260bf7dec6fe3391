"""The kinds of place that a site is published to: what readers get there, and what others do to it."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Protocol

import obstore

from plugins.publish.address import parse_target
from plugins.publish.s3_client import open_store
from plugins.release.filesystem import files_under
from tests.publish.site import SITE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


class Place(Protocol):
    """A target as others than its publishers use it."""

    target: str

    @property
    def paths(self) -> set[str]:
        """What readers may ask for, and hidden files."""

    @property
    def seen(self) -> Mapping[str, bytes]:
        """The site's own files that readers get."""

    def read(self, path: str) -> bytes:
        """What a reader gets; raises `FileNotFoundError`."""

    def edit(self, path: str, content: bytes) -> None:
        """Overwrite a file in place, as editors on the host do."""

    def remove(self, path: str) -> None:
        """Delete a file."""

    def empty(self) -> None:
        """Delete everything, as who mistakes the place for another one."""


class FolderPlace:
    """A folder of a host or of this machine."""

    def __init__(self, target: str, folder: Path) -> None:
        self.target = target
        self.folder = folder

    @property
    def paths(self) -> set[str]:
        return {*files_under(self.folder)}

    @property
    def seen(self) -> Mapping[str, bytes]:
        return {path: self.read(path) for path in self.paths if path in SITE}

    def read(self, path: str) -> bytes:
        return (self.folder / path).read_bytes()

    def edit(self, path: str, content: bytes) -> None:
        with (self.folder / path).open("r+b") as file:
            file.truncate()
            file.write(content)

    def remove(self, path: str) -> None:
        (self.folder / path).unlink()

    def empty(self) -> None:
        for path in self.folder.parent.iterdir():
            if path.name in {self.folder.name, f".{self.folder.name}.releases", ".publish", "releases"}:
                shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()


class StoragePlace:
    """Object storage."""

    def __init__(self, target: str) -> None:
        self.target = target
        self.store = open_store(parse_target(target))

    @property
    def paths(self) -> set[str]:
        found = {meta["path"] for page in obstore.list(self.store) for meta in page}
        return {path for path in found if not path.startswith(".publish/")}

    @property
    def seen(self) -> Mapping[str, bytes]:
        return {path: self.read(path) for path in self.paths if path in SITE}

    def read(self, path: str) -> bytes:
        return bytes(self.store.get(path).bytes())

    def edit(self, path: str, content: bytes) -> None:
        self.store.put(path, content)

    def remove(self, path: str) -> None:
        self.store.delete(path)

    def empty(self) -> None:
        for path in [meta["path"] for page in obstore.list(self.store) for meta in page]:
            self.store.delete(path)
