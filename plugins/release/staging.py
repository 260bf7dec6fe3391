"""The staging area of releases: `.output.releases/` beside `output`, on the same file system.

    lock        held by the running build
    incoming/   new and changed files, during a build
    staging/    the next release while it is assembled; complete only once it has its manifest
    previous/   the previous release: open readers are not disturbed

The next build turns `previous` into the next release by changing only what differs. Unchanged files are hard
links of the same file in both releases; no file is ever modified in place.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from plugins.build.errors import ForeignDirectoryError, LockedError, ReleaseError
from plugins.release.filesystem import Folder, acquire_lock, exchange_dirs, recover, release_lock, remove_tree
from plugins.release.manifest import MARKER, ManifestEntry, is_release, manifest_bytes, read_manifest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from plugins.build.snapshot import FileState

FSYNC_LIMIT = 64
"""Up to this number, files are flushed one by one; more are faster with one `sync`."""


class Staging:
    """The locked staging area of one build; raises `LockedError`, `ForeignDirectoryError` or `OSError`."""

    def __init__(self, output: Path, timeout: float) -> None:
        self._output = output
        self._root = output.with_name(f".{output.name}.releases")
        self._staging, self._previous = self._root / "staging", self._root / "previous"
        self._lock_fd = self._acquire_lock(timeout)
        self._opened: list[Folder] = []
        try:
            self._clean_up()
            _check_ownership(output)
            self._incoming_path.mkdir()
            self.incoming = self._open(self._incoming_path)
            self.published = self._open(output) if is_release(output) else None
            self.published_entries = read_manifest(output) if self.published else {}
        except BaseException:
            self.close()
            raise

    def stage(
        self, entries: Mapping[str, ManifestEntry], changed: set[str], file_states: Mapping[str, FileState]
    ) -> dict[str, FileState]:
        """Assemble the next release: `changed` files from this build, all others as published.

        `file_states` has the states of files not touched since they were published: such a file is still the
        same in both releases if it was then. Returns those still valid: a new link changes a file's state.
        """
        same: dict[str, FileState] = {}
        alone = not is_release(self._previous)
        known = self._create() if alone else self._reopen_previous()
        with Folder(self._staging) as staging:
            for path in known - entries.keys():
                staging.remove(path)
            for path in entries:
                if path in changed or not self.published:
                    continue
                state = file_states.get(path)
                if state and staging.has_inode(path, state[0]):
                    same[path] = state
                else:
                    _link_published(self.published, staging, path)
            self.incoming.write(MARKER, manifest_bytes(entries))
            for path in () if alone else (*changed, MARKER):
                staging.move_from(self.incoming, path)
            _sync(staging, [*changed, MARKER])
        return same

    def publish(self) -> None:
        """Publish the staged release."""
        if self._output.exists():
            exchange_dirs(self._output, self._staging, self._previous)
        else:
            self._staging.rename(self._output)
        with Folder(self._output.parent) as parent:
            parent.sync(".")

    def roll_back(self) -> None:
        """Publish the previous release; the one published now becomes the previous one."""
        if not is_release(self._previous):
            raise ReleaseError("rollback-nothing", place=self._output)
        self._previous.rename(self._staging)
        self.publish()

    def close(self) -> None:
        """Remove the files of this build and release the lock."""
        try:
            remove_tree(self._incoming_path)
            remove_tree(self._staging)
        finally:
            release_lock(self._lock_path, self._lock_fd)
            for folder in self._opened:
                folder.close()

    def _open(self, path: Path) -> Folder:
        folder = Folder(path)
        self._opened.append(folder)
        return folder

    @property
    def _lock_path(self) -> Path:
        return self._root / "lock"

    @property
    def _incoming_path(self) -> Path:
        return self._root / "incoming"

    def _acquire_lock(self, timeout: float) -> int:
        self._output.parent.mkdir(parents=True, exist_ok=True)
        fd = acquire_lock(self._lock_path, timeout)
        if fd is None:
            raise LockedError(
                "release-busy", folder=self._output, seconds=round(timeout), lock=self._lock_path
            )
        return fd

    def _clean_up(self) -> None:
        """Remove what a killed build left."""
        remove_tree(self._incoming_path)
        remove_tree(self._staging)
        recover(self._output, self._previous)

    def _create(self) -> set[str]:
        """Without a previous release, the incoming files are the staging folder."""
        remove_tree(self._previous)
        self._incoming_path.rename(self._staging)
        return set()

    def _reopen_previous(self) -> set[str]:
        """Turn the previous release into the staging folder; return the paths in it.

        The manifest is deleted first: the next build discards a folder without one.
        """
        known = set(read_manifest(self._previous))
        (self._previous / MARKER).unlink()
        self._previous.rename(self._staging)
        return known


def _check_ownership(output: Path) -> None:
    """Never replace files that were not built here."""
    if output.exists() and not output.is_dir():
        raise ForeignDirectoryError("release-not-a-folder", folder=output)
    if output.is_dir() and any(output.iterdir()) and not is_release(output):
        raise ForeignDirectoryError("release-not-ours", folder=output, marker=MARKER)


def _link_published(published: Folder, staging: Folder, path: str) -> None:
    """Link the published file into the staging folder, or copy it."""
    current, staged = published.stat_file(path), staging.stat_file(path)
    if current is None:
        raise FileNotFoundError(path)
    if staged and os.path.samestat(staged, current):
        return
    if staged:
        staging.remove(path)
    staging.link_from(published, path)


def _sync(staging: Folder, paths: list[str]) -> None:
    """Flush the new files before their release is published."""
    if len(paths) > FSYNC_LIMIT:
        os.sync()
        return
    for path in paths:
        staging.sync(path)
