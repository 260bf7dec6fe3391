"""One look at a target, or one locked publishing there: its history, and what readers get."""

from __future__ import annotations

from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec.structs import replace

from plugins.build.errors import PublishError
from plugins.publish.address import parse_target
from plugins.publish.folder import FolderTarget
from plugins.publish.history import HISTORY, History, ReleaseRecord, history_bytes, parse_history
from plugins.publish.provenance import parse_release_manifest
from plugins.publish.ssh import SshTarget
from plugins.release.manifest import MARKER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plugins.publish import PublishOptions
    from plugins.publish.target import Altered, Files, ReadFile, Target


def open_target(target: str) -> Target:
    """The target of an address; raises `PublishError`. Nothing is asked or written yet."""
    address = parse_target(target)
    if address.scheme == "s3":
        # Object storage needs a library that takes a while to load.
        from plugins.publish.s3 import S3Target  # noqa: PLC0415 - see above

        return S3Target(address)
    return FolderTarget(address) if address.scheme == "file" else SshTarget(address)


class Session:
    """A target with its history; `now` is the target's time, and `read_local` has files of this machine."""

    def __init__(self, target: Target, options: PublishOptions, now: datetime) -> None:
        self.target = target
        self.options = options
        self.now = options.now or now
        self.history: History = parse_history(target.read(HISTORY))

    @cached_property
    def live(self) -> Files:
        """Every file that readers should get now."""
        record = self.history.live_release
        if record is None:
            return self.target.adopt(force=self.options.force or bool(self.history.pending))
        retained = {path: file.entry for path, file in self.history.retained.items()}
        return {**self.history.pending_assets, **retained, **self.files_of(record)}

    @cached_property
    def altered(self) -> Altered:
        """How what readers get differs from that."""
        started = self.history.pending_assets
        found = self.target.compare({path: entry for path, entry in self.live.items() if path not in started})
        return replace(found, missing=found.missing | started.keys())

    def files_of(self, record: ReleaseRecord) -> Files:
        """The files of a kept release, its manifest among them."""
        content = self.target.fetch(record.number, MARKER, record.manifest)
        manifest = parse_release_manifest(content) if content is not None else None
        if manifest is None:
            raise PublishError("publish-release-damaged", place=self.target.place, number=record.number)
        return {**manifest.files, MARKER: record.manifest}

    def save(self, history: History) -> None:
        """Store the history at the target."""
        self.target.write(HISTORY, history_bytes(history))
        self.history = history

    def stored(self, number: int, files: Files) -> ReadFile:
        """Reads the files of a kept release from the target's store."""

        def read(path: str) -> bytes:
            content = self.target.fetch(number, path, files[path])
            if content is None:
                raise PublishError("publish-unhealable", place=self.target.place, path=path, number=number)
            return content

        return read


@contextmanager
def opened(target: Target, options: PublishOptions, *, reading: bool = False) -> Iterator[Session]:
    """Look at a target, with other publishers kept out unless only `reading`."""
    locked = target.lock(options.publisher, options.lock_timeout)
    with nullcontext(datetime.now(UTC)) if reading else locked as now:
        yield Session(target, options, now)
