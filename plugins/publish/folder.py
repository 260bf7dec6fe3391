"""Publish to a folder of this machine, which is exchanged atomically with the next release.

The store is beside it, in `.<name>.releases/published/`: `history.json`, and `objects/`, copies of the files
of all kept releases by their digest. They share nothing with what readers see: an edit there does not reach
them.
"""

from __future__ import annotations

import contextlib
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from plugins.build.errors import ForeignDirectoryError, LockedError, WriteFailedError
from plugins.build.files import FileSnapshot, FileState, atomic_write, file_state, listing_error
from plugins.publish.target import Altered
from plugins.release.filesystem import acquire_lock, make_readable_folder, release_lock
from plugins.release.manifest import MARKER, ManifestEntry, hash_content, is_release, read_manifest
from plugins.release.release import Release

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from plugins.publish.address import TargetAddress
    from plugins.publish.target import Files, ReadFile, ReleaseChange, StoredRelease

CHECKED = "checked.msgpack"
"""The state and digest of each file when it was last compared: only files touched since are read again."""
VOLUME_FOLDER = "lost+found/"
"""What an empty volume holds."""
Checked = dict[str, tuple[FileState, str]]
TARGET_ERRORS = {
    "release-not-ours": "publish-folder-not-ours",
    "release-not-a-folder": "publish-folder-not-a-folder",
}


class FolderTarget:
    """A folder that becomes the site."""

    def __init__(self, address: TargetAddress) -> None:
        self.place = str(address)
        self._folder = Path(address.path)
        self._private = self._folder.with_name(f".{self._folder.name}.releases") / "published"
        self._live: dict[str, ManifestEntry] = {}
        self._foreign: frozenset[str] = frozenset()
        self._states: dict[str, FileState] = {}

    def takes(self, _path: str) -> bool:
        """Hidden files are for the server."""
        return True

    @contextmanager
    def lock(self, publisher: str, timeout: float) -> Iterator[datetime]:
        """A lock of the system, which ends with its process; the name of the publisher is beside it."""
        lock, named = self._private / "lock", self._private / "publisher"
        with self._errors():
            make_readable_folder(self._private)
            held = acquire_lock(lock, timeout)
            if held is None:
                other = (self.read(named.name) or b"").decode(errors="replace")
                raise LockedError(
                    "publish-busy", place=self.place, publisher=other or "?", seconds=round(timeout)
                )
            self.write(named.name, publisher.encode())
        try:
            yield datetime.now(UTC)
        finally:
            named.unlink(missing_ok=True)
            release_lock(lock, held)
            with contextlib.suppress(OSError):
                self._private.parent.rmdir()

    def read(self, name: str) -> bytes | None:
        """A file of the store."""
        with self._errors(), contextlib.suppress(FileNotFoundError, NotADirectoryError):
            return (self._private / name).read_bytes()
        return None

    def write(self, name: str, content: bytes) -> None:
        """Replace a file of the store."""
        with self._errors():
            atomic_write(self._private / name, content)

    def adopt(self, *, force: bool) -> Files:  # noqa: ARG002 - a folder of others is never replaced
        """What the folder's own manifest lists."""
        if not is_release(self._folder):
            if self._folder.exists() and not self._folder.is_dir():
                raise ForeignDirectoryError("publish-folder-not-a-folder", folder=self._folder)
            if self._paths() and not self._is_empty_volume():
                raise ForeignDirectoryError("publish-folder-not-ours", folder=self._folder, marker=MARKER)
            return {}
        with self._errors():
            marker = (self._folder / MARKER).read_bytes()
            return {**read_manifest(self._folder), MARKER: hash_content(marker)}

    def compare(self, live: Files) -> Altered:
        """Hash what was touched since it was last compared."""
        found, checked = self._paths(), self._checked()
        changed, missing = set[str](), live.keys() - found.keys()
        for path in live.keys() & found.keys():
            state = found[path]
            if state is None or (
                checked.get(path) != (state, live[path].sha256) and not self._is_intact(path, live[path])
            ):
                changed.add(path)
            else:
                self._states[path] = state
        self._live = dict(live)
        self._foreign = frozenset(found.keys() - live.keys())
        return Altered(frozenset(changed), frozenset(missing), self._foreign)

    def store(self, release: StoredRelease, base: tuple[int, Files], read: ReadFile) -> None:
        """Add the objects that are not there yet."""
        known = {entry.sha256 for entry in base[1].values()}
        with self._errors():
            for path, entry in release.files.items():
                if entry.sha256 not in known and not (release.resume and self._has_object(entry)):
                    atomic_write(self._object(entry), read(path))

    def fetch(self, _number: int, _path: str, entry: ManifestEntry) -> bytes | None:
        """An object's bytes."""
        content = self.read(f"objects/{_object_name(entry)}")
        return content if content is not None and hash_content(content) == entry else None

    def switch(self, change: ReleaseChange, read: ReadFile) -> None:
        """Exchange the folder with one that has the changes."""
        writes = {*change.write}
        manifest = read(MARKER)
        with self._errors(), Release(self._folder, known=self._known()) as release:
            for path in change.files.keys() - writes - {MARKER}:
                release.reuse(path, self._states.get(path))
            for path in change.write:
                if path != MARKER:
                    release.write(path, read(path))
            states = release.commit(force=True, manifest=manifest).file_states
        self._forget_foreign()
        fresh = {path: states.get(path) or file_state(str(self._folder / path)) for path in change.files}
        checked = {path: (state, change.files[path].sha256) for path, state in fresh.items() if state}
        self.write(CHECKED, msgspec.msgpack.encode(checked))

    def prune(self, _numbers: Collection[int], digests: Collection[str]) -> None:
        """Delete objects."""
        with self._errors():
            for digest in digests:
                self._object(ManifestEntry(0, digest)).unlink(missing_ok=True)

    def _known(self) -> Files | None:
        """What the folder holds for sure; None where no release was ever found."""
        if not self._live:
            return None
        return {path: entry for path, entry in self._live.items() if path in self._states and path != MARKER}

    def _forget_foreign(self) -> None:
        """Others' files must not come back with the folder that was published before."""
        previous = self._private.parent / "previous"
        with self._errors():
            for path in self._foreign:
                (previous / path).unlink(missing_ok=True)

    def _paths(self) -> dict[str, FileState | None]:
        start = len(str(self._folder)) + 1
        snapshot = FileSnapshot.at(str(self._folder))
        return {
            path[start:]: state
            for path, state in snapshot.states
            if len(path) >= start and (state is not None or not listing_error(path))
        }

    def _is_empty_volume(self) -> bool:
        return all(path.startswith(VOLUME_FOLDER) for path in self._paths())

    def _checked(self) -> Checked:
        try:
            return msgspec.msgpack.decode(self.read(CHECKED) or b"\x80", type=Checked)
        except (msgspec.DecodeError, UnicodeError):
            return {}

    def _is_intact(self, path: str, entry: ManifestEntry) -> bool:
        try:
            return hash_content((self._folder / path).read_bytes()) == entry
        except OSError:
            return False

    def _has_object(self, entry: ManifestEntry) -> bool:
        """Whether an interrupted publishing has stored it: objects are written in one step."""
        state = file_state(str(self._object(entry)))
        return state is not None and state[1] == entry.size

    def _object(self, entry: ManifestEntry) -> Path:
        return self._private / "objects" / _object_name(entry)

    @contextmanager
    def _errors(self) -> Iterator[None]:
        """Give errors about the folder the remedy of publishing: `--output` is the source here."""
        try:
            yield
        except ForeignDirectoryError as error:
            raise ForeignDirectoryError(TARGET_ERRORS.get(error.code, error.code), **error.values) from error
        except OSError as error:
            reason = error.strerror or error
            raise WriteFailedError("release-disk", folder=self._folder, reason=reason) from error


def _object_name(entry: ManifestEntry) -> str:
    return f"{entry.sha256[:2]}/{entry.sha256[2:]}"
