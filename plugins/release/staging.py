"""Where a release is made: `.output.releases/` beside `output`, on the same file system.

    lock        held by the build at work
    fresh/      files whose bytes are new, each at its own path, while a build runs
    staging/    the next release, while it is put together; whole only once it has its list
    previous/   the release before: whoever was reading it reads on undisturbed

The next build makes `previous` into the next release by changing only what differs, so that a release costs
what changed, not what is there. Files that did not change are the same files (hard links) in both releases;
no file is ever written in place.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from plugins.release.errors import Busy, NotOurs, ReleaseRefused
from plugins.release.exchange import mend, swap
from plugins.release.folder import Folder, empty_out
from plugins.release.lock import give_turn, take_turn
from plugins.release.manifest import MARKER, Entry, is_ours, manifest_bytes, read_manifest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from plugins.build.files import Signature

FEW_FILES = 64
"""So many files are sent to the disk one by one; more are cheaper all together."""


class Workshop:
    """The place, taken for one build; raises `Busy`, `NotOurs` or `OSError`."""

    def __init__(self, output: Path, patience: float) -> None:
        self._output = output
        self._place = output.with_name(f".{output.name}.releases")
        self._staging, self._previous = self._place / "staging", self._place / "previous"
        self._turn = self._take_turn(patience)
        self._opened: list[Folder] = []
        try:
            self._clean_up()
            _refuse_strangers(output)
            self._fresh_path.mkdir()
            self.fresh = self._open(self._fresh_path)
            self.published = self._open(output) if is_ours(output) else None
            self.before = read_manifest(output) if self.published else {}
        except BaseException:
            self.leave()
            raise

    def stage(
        self, entries: Mapping[str, Entry], fresh: set[str], looks: Mapping[str, Signature]
    ) -> dict[str, Signature]:
        """Put the next release together: `fresh` files as this build wrote them, all others as published.

        `looks` are those of files that nobody touched since they were published: such a file is still in both
        releases when it was then. Given back are those that stay true: a link changes a file's.
        """
        same: dict[str, Signature] = {}
        alone = not is_ours(self._previous)
        known = self._start_anew() if alone else self._reopen_previous()
        with Folder(self._staging) as staging:
            for path in known - entries.keys():
                staging.remove(path)
            for path in entries:
                if path in fresh or not self.published:
                    continue
                look = looks.get(path)
                if look and staging.has(path, look[0]):
                    same[path] = look
                else:
                    _share(self.published, staging, path)
            self.fresh.write(MARKER, manifest_bytes(entries))
            for path in () if alone else (*fresh, MARKER):
                staging.take(self.fresh, path)
            _sync(staging, [*fresh, MARKER])
        return same

    def publish(self) -> None:
        """Swap the staged release in; from here on it is the published one, whatever happens."""
        if self._output.exists():
            swap(self._output, self._staging, self._previous)
        else:
            self._staging.rename(self._output)
        with Folder(self._output.parent) as parent:
            parent.sync(".")

    def roll_back(self) -> None:
        """Publish the release before; the one published now becomes the release before."""
        if not is_ours(self._previous):
            raise ReleaseRefused("rollback-nothing", place=self._output)
        self._previous.rename(self._staging)
        self.publish()

    def leave(self) -> None:
        """Take away what this build made and let the next one in."""
        try:
            empty_out(self._fresh_path)
            empty_out(self._staging)
        finally:
            give_turn(self._lock, self._turn)
            for folder in self._opened:
                folder.close()

    def _open(self, path: Path) -> Folder:
        folder = Folder(path)
        self._opened.append(folder)
        return folder

    @property
    def _lock(self) -> Path:
        return self._place / "lock"

    @property
    def _fresh_path(self) -> Path:
        return self._place / "fresh"

    def _take_turn(self, patience: float) -> int:
        self._output.parent.mkdir(parents=True, exist_ok=True)
        turn = take_turn(self._lock, patience)
        if turn is None:
            raise Busy("release-busy", folder=self._output, seconds=round(patience), lock=self._lock)
        return turn

    def _clean_up(self) -> None:
        """Leave nothing of a build that was killed."""
        empty_out(self._fresh_path)
        empty_out(self._staging)
        mend(self._output, self._previous)

    def _start_anew(self) -> set[str]:
        """Where there is no release before, the fresh files lie in their places already."""
        empty_out(self._previous)
        self._fresh_path.rename(self._staging)
        return set()

    def _reopen_previous(self) -> set[str]:
        """Make the release before into the staging folder; which files it has.

        Its list goes first: a folder without a list is half-made, and the next build throws it away.
        """
        known = set(read_manifest(self._previous))
        (self._previous / MARKER).unlink()
        self._previous.rename(self._staging)
        return known


def _refuse_strangers(output: Path) -> None:
    """Never replace what we did not build."""
    if output.exists() and not output.is_dir():
        raise NotOurs("release-not-a-folder", folder=output)
    if output.is_dir() and any(output.iterdir()) and not is_ours(output):
        raise NotOurs("release-not-ours", folder=output, marker=MARKER)


def _share(published: Folder, staging: Folder, path: str) -> None:
    """Give the staging folder the published file itself, not that of an older release."""
    theirs, ours = published.file(path), staging.file(path)
    if theirs is None:
        raise FileNotFoundError(path)
    if ours and os.path.samestat(ours, theirs):
        return
    if ours:
        staging.remove(path)
    staging.share(published, path)


def _sync(staging: Folder, paths: list[str]) -> None:
    """The disk has the new files for good before their release is published."""
    if len(paths) > FEW_FILES:
        os.sync()
        return
    for path in paths:
        staging.sync(path)
