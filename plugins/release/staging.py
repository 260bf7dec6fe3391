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
from contextlib import ExitStack, closing
from typing import TYPE_CHECKING

from plugins.build import system
from plugins.build.errors import ForeignDirectoryError, LockedError
from plugins.release.filesystem import (
    Folder,
    acquire_lock,
    exchange_dirs,
    files_under,
    make_readable_folder,
    recover,
    release_lock,
    remove_tree,
)
from plugins.release.in_place import CANNOT_RENAME, move_folder, update_in_place
from plugins.release.manifest import MARKER, ManifestEntry, is_release, read_manifest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from plugins.build.files import FileState

VOLUME_FOLDER = "lost+found"
"""What an empty volume holds: the output may be its mount point."""
FSYNC_LIMIT = 64
"""Up to this number, files are flushed one by one; more are faster with one `sync`."""


class Staging:
    """The locked staging area of one build; raises `LockedError`, `ForeignDirectoryError` or `OSError`."""

    def __init__(
        self, output: Path, timeout: float, known: Mapping[str, ManifestEntry] | None = None
    ) -> None:
        self._output = output
        self._is_known = known is not None
        self._root = output.with_name(f".{output.name}.releases")
        self._staging, self._previous = self._root / "staging", self._root / "previous"
        self._incoming_path = self._root / "incoming"
        with ExitStack() as resources:
            self._acquire_lock(timeout, resources)
            for path in (self._staging, self._incoming_path):
                remove_tree(path)  # a killed build may have left it
                resources.callback(remove_tree, path)
            recover(output, self._previous)
            if known is None or not output.is_dir():
                _check_ownership(output)
            self._incoming_path.mkdir()
            self.incoming = resources.enter_context(closing(Folder(self._incoming_path)))
            is_published = output.is_dir() and (known is not None or is_release(output))
            self.published = resources.enter_context(closing(Folder(output))) if is_published else None
            self.published_entries: Mapping[str, ManifestEntry] = {}
            if is_published:
                self.published_entries = read_manifest(output) if known is None else known
            self._resources = resources.pop_all()

    def stage(
        self,
        entries: dict[str, ManifestEntry],
        changed: set[str],
        file_states: Mapping[str, FileState],
        manifest: bytes,
    ) -> dict[str, FileState]:
        """Assemble the next release: `changed` files from this build, all others as published.

        `file_states` has the states of files not touched since they were published: such a file is still the
        same in both releases if it was then. Returns those still valid: a new link changes a file's state.
        """
        same: dict[str, FileState] = {}
        alone = not is_release(self._previous)
        known = self._create() if alone else self._reopen_previous()
        with closing(Folder(self._staging)) as staging:
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
            self.incoming.write(MARKER, manifest)
            for path in () if alone else (*changed, MARKER):
                staging.move_from(self.incoming, path)
            staging.make_readable((*entries, MARKER))
            _sync(staging, [*changed, MARKER])
        return same

    def make_readable(self) -> None:
        """Heal the published release, if it was built under an umask that keeps web servers out."""
        if self.published:
            self.published.make_readable((*self.published_entries, MARKER))

    def publish(self) -> bool:
        """Publish the staged release; False if copies of its files were, as folders cannot be renamed."""
        renamed = True
        if not self._output.exists():
            self._staging.rename(self._output)
        else:
            try:
                exchange_dirs(self._output, self._staging, self._previous)
            except OSError as error:
                if error.errno not in CANNOT_RENAME:
                    raise
                update_in_place(self._output, self._staging, self._previous)
                renamed = False
        with closing(Folder(self._output.parent)) as parent:
            parent.sync(".")
        return renamed

    def close(self) -> None:
        """Remove the files of this build and release the lock."""
        self._resources.close()

    def _acquire_lock(self, timeout: float, resources: ExitStack) -> None:
        lock = self._root / "lock"
        make_readable_folder(self._output.parent)
        held = acquire_lock(lock, timeout)
        if held is None:
            raise LockedError("release-busy", folder=self._output, seconds=round(timeout), lock=lock)
        resources.callback(release_lock, lock, held)

    def _create(self) -> set[str]:
        """Without a previous release, the incoming files are the staging folder."""
        remove_tree(self._previous)
        self.incoming.rename(self._staging)
        return set()

    def _reopen_previous(self) -> set[str]:
        """Turn the previous release into the staging folder; return the paths in it.

        The manifest is deleted first: the next build discards a folder without one.
        """
        known = set(files_under(self._previous) if self._is_known else read_manifest(self._previous))
        (self._previous / MARKER).unlink()
        move_folder(self._previous, self._staging)
        return known


def _check_ownership(output: Path) -> None:
    """Never replace files that were not built here."""
    if output.exists() and not output.is_dir():
        raise ForeignDirectoryError("release-not-a-folder", folder=output)
    if is_release(output) or not output.is_dir():
        return
    if any(path.name != VOLUME_FOLDER for path in output.iterdir()):
        raise ForeignDirectoryError("release-not-ours", folder=output, marker=MARKER)


def _link_published(published: Folder, staging: Folder, path: str) -> None:
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
    if len(paths) > FSYNC_LIMIT and system.flush_all():
        return
    for path in paths:
        staging.sync(path)
