"""The kinds of place that a site is published to: what readers get there, and what others do to it."""

from __future__ import annotations

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

    def edit(self, path: str, content: bytes) -> None:
        """Overwrite a file in place, as editors on the host do."""

    def remove(self, path: str) -> None:
        """Delete a file."""


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
        return {path: (self.folder / path).read_bytes() for path in self.paths if path in SITE}

    def edit(self, path: str, content: bytes) -> None:
        with (self.folder / path).open("r+b") as file:
            file.truncate()
            file.write(content)

    def remove(self, path: str) -> None:
        (self.folder / path).unlink()


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
        return {path: bytes(self.store.get(path).bytes()) for path in self.paths if path in SITE}

    def edit(self, path: str, content: bytes) -> None:
        self.store.put(path, content)

    def remove(self, path: str) -> None:
        self.store.delete(path)
