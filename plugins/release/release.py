"""A release: the files of one build replace the published folder atomically, or not at all."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple, Self

from msgspec import Struct, field

from plugins.build.errors import WriteFailedError
from plugins.build.files import state_of
from plugins.release.manifest import (
    ManifestEntry,
    check_lost_pages,
    hash_content,
    is_safe_path,
    manifest_bytes,
)
from plugins.release.staging import Staging

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path
    from types import TracebackType

    from plugins.build.files import FileState
    from plugins.build.up_to_date import Counts


class ReleaseSummary(Struct, frozen=True):
    """Sorted paths of a release; `file_states` has those of the `unchanged` files that are known."""

    paths: tuple[str, ...]
    written: tuple[str, ...]
    unchanged: int
    removed: tuple[str, ...]
    file_states: Mapping[str, FileState] = field(default_factory=dict)

    @property
    def totals(self) -> Counts:
        """The number of pages, the editions, and the number of files."""
        editions = sorted({path.split("/")[0] for path in self.paths if path.endswith("/404.html")})
        return sum(path.endswith(".html") for path in self.paths), ", ".join(editions), len(self.paths)


class WrittenFile(NamedTuple):
    """The manifest entry of a written file, and whether its bytes differ from the published ones."""

    entry: ManifestEntry
    changed: bool


class Release:
    """The output of one build; a context manager that aborts unless `commit` was called.

    Raises `ForeignDirectoryError` if the folder holds files not built here, `LockedError` if another build
    holds the lock for more than `timeout` seconds, `WriteFailedError` if the system fails to write.
    """

    def __init__(
        self, output: Path, *, timeout: float = 120, known: Mapping[str, ManifestEntry] | None = None
    ) -> None:
        """`known` are the files that the folder is known to hold, if its own manifest may be wrong."""
        self._output = output.resolve()
        self._entries: dict[str, ManifestEntry] = {}
        self._reserved: set[str] = set()
        self._changed: set[str] = set()
        self._folders: set[str] = set()
        self._file_states: dict[str, FileState] = {}
        with self._translate_errors():
            self._staging = Staging(self._output, timeout, known)
            self._published = self._staging.published
            self._before = self._staging.published_entries

    def write(self, path: str, content: bytes) -> bool:
        """Add an output file; return whether its bytes differ from the published ones.

        Raises `ValueError` for a path that is not relative POSIX, or was written with other bytes before.
        """
        if not self.reserve(path):
            return self._check_same_content(path, hash_content(content))
        written = self.write_reserved(path, content)
        self.register(path, written)
        return written.changed

    def reserve(self, path: str) -> bool:
        """Reserve the path of a file to be written, and make its folder; False if the release has the path.

        Raises `ValueError` for a path that is not relative POSIX, or is both a file and a folder.
        """
        if path in self._reserved:
            return False
        if not is_safe_path(path):
            raise ValueError(f"{path!r} is not a path inside a release")
        self._reserve_path(path)
        # Workers that made folders in one folder would wait for each other, at full load.
        with self._translate_errors():
            self._staging.incoming.make_parents(path)
        return True

    def write_reserved(self, path: str, content: bytes) -> WrittenFile:
        """Write the file of a reserved path, once; a forked process may, and its parent registers it then."""
        entry = hash_content(content)
        fresh = self._before.get(path) != entry or self.read_published(path) != content
        if fresh:
            with self._translate_errors():
                self._staging.incoming.write(path, content)
        return WrittenFile(entry, fresh)

    def register(self, path: str, written: WrittenFile) -> None:
        """Add the written file of a reserved path to the release."""
        self._entries[path] = written.entry
        if written.changed:
            self._changed.add(path)

    def reuse(self, path: str, state: FileState | None = None) -> None:
        """Add the published file unchanged; `state` is its state, if the caller knows it.

        Raises `FileNotFoundError` if it is missing or was altered after its publication.
        """
        if path in self._entries:
            return
        entry = self._before.get(path)
        found = state
        if found is None and self._published and (status := self._published.stat_file(path)):
            found = state_of(status)
        if entry is None or found is None or found[1] != entry.size:
            raise FileNotFoundError(path)
        self._reserve_path(path)
        self._entries[path] = entry
        if state:
            self._file_states[path] = state

    def entry(self, path: str) -> ManifestEntry:
        """The length and digest of a file of the release. Raises `KeyError` if there is none."""
        return self._entries[path]

    def has(self, path: str) -> bool:
        """Whether the release has a file."""
        return path in self._entries

    def read_published(self, path: str) -> bytes | None:
        """The published file's bytes; None if there is none."""
        return self._published.read(path) if self._published else None

    @property
    def published_paths(self) -> Iterable[str]:
        """The paths of the published release."""
        return self._before

    def commit(self, *, force: bool = False, manifest: bytes | None = None) -> ReleaseSummary:
        """Publish the written and reused files, and no others. Raises `SuspiciousReleaseError` unless forced.

        If nothing differs from the published release, the output is not touched. `manifest` are the bytes of
        a manifest that says more than which files there are.
        """
        removed = tuple(sorted(self._before.keys() - self._entries.keys()))
        unchanged = len(self._entries) - len(self._changed)
        if removed and not force:
            check_lost_pages(self._before, self._entries)
        file_states: Mapping[str, FileState] = self._file_states
        if self._published is None or self._changed or self._entries != self._before or manifest is not None:
            with self._translate_errors():
                marker = manifest_bytes(self._entries) if manifest is None else manifest
                file_states = self._staging.stage(self._entries, self._changed, self._file_states, marker)
                if not self._staging.publish():
                    file_states = {}
        else:
            with self._translate_errors():
                self._staging.make_readable()
        self.abort()
        return ReleaseSummary(
            tuple(sorted(self._entries)), tuple(sorted(self._changed)), unchanged, removed, file_states
        )

    def abort(self) -> None:
        """Remove the files of this build; the published site stays. After `commit` it does nothing."""
        self._staging.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.abort()

    def _check_same_content(self, path: str, entry: ManifestEntry) -> bool:
        if self._entries[path] != entry:
            raise ValueError(f"two pages have the address {path} and different content")
        return path in self._changed

    def _reserve_path(self, path: str) -> None:
        """Raises `ValueError` if a path is used both as a file and as a folder."""
        if path in self._folders:
            raise ValueError(f"{path} is used both as a file and as a folder")
        parent = path.rpartition("/")[0]
        while parent and parent not in self._folders:
            if parent in self._reserved:
                raise ValueError(f"{parent} is used both as a file and as a folder")
            self._folders.add(parent)
            parent = parent.rpartition("/")[0]
        self._reserved.add(path)

    @contextmanager
    def _translate_errors(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise WriteFailedError(
                "release-disk", folder=self._output, reason=error.strerror or error
            ) from error
