"""A release: what a build puts out replaces the published folder in one step, whole, or not at all.

with Release(output) as release:
    release.put("ru/index.html", page)          # new or changed, or found equal and left alone
    release.keep("ru/news/a/index.html")        # known to be unchanged: not even made
    summary = release.finish()                  # published; everything neither put nor kept is gone
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple, Self

from msgspec import Struct, field

from plugins.build.files import signature_of
from plugins.release.errors import DiskRefused
from plugins.release.manifest import Entry, entry_of, is_address
from plugins.release.sanity_checks import suspect
from plugins.release.staging import Workshop

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path
    from types import TracebackType

    from plugins.build.files import Signature
    from plugins.writer.rest import Told


class Summary(Struct, frozen=True):
    """What a release holds and did: all its paths, those written and those removed, sorted.

    `kept` is how many files stayed as they were, `looks` how those of them look that somebody has looked at.
    """

    paths: tuple[str, ...]
    written: tuple[str, ...]
    kept: int
    removed: tuple[str, ...]
    looks: Mapping[str, Signature] = field(default_factory=dict)

    @property
    def told(self) -> Told:
        """How many pages, in which editions, how many files."""
        editions = sorted({path.split("/")[0] for path in self.paths if path.endswith("/404.html")})
        return sum(path.endswith(".html") for path in self.paths), ", ".join(editions), len(self.paths)


class Written(NamedTuple):
    """What became of a file that was made: its length and digest; whether its bytes are new."""

    entry: Entry
    fresh: bool


class Release:
    """One build's output; a context manager that aborts unless `finish` was reached.

    Raises `NotOurs` when the folder holds something that we did not build, `Busy` when another build holds it
    for more than `patience` seconds, `DiskRefused` when the system does not let us write.
    """

    def __init__(self, output: Path, *, patience: float = 120) -> None:
        self._output = output.resolve()
        self._entries: dict[str, Entry] = {}
        self._claimed: set[str] = set()
        self._fresh: set[str] = set()
        self._folders: set[str] = set()
        self._looks: dict[str, Signature] = {}
        with self._told():
            self._workshop = Workshop(self._output, patience)
            self._published = self._workshop.published
            self._before = self._workshop.before
        self._open = True

    def put(self, path: str, content: bytes) -> bool:
        """One output file; True when its bytes differ from the published ones.

        Raises `ValueError` for a path that is no relative POSIX one, or was put with other bytes before.
        """
        if not self.claim(path):
            return self._put_again(path, entry_of(content))
        written = self.write(path, content)
        self.note(path, written)
        return written.fresh

    def claim(self, path: str) -> bool:
        """Take an address for a file that will be made; False when one there has been put or kept already.

        Raises `ValueError` for a path that is no relative POSIX one, or lies where no file can.
        """
        if path in self._claimed:
            return False
        if not is_address(path):
            raise ValueError(f"{path!r} is no path inside a release")
        self._claim_place(path)
        return True

    def write(self, path: str, content: bytes) -> Written:
        """Write the file of a claimed address, once; a forked process may, and its parent then notes it."""
        entry = entry_of(content)
        fresh = self._before.get(path) != entry or self.published(path) != content
        if fresh:
            with self._told():
                self._workshop.fresh.write(path, content)
        return Written(entry, fresh)

    def note(self, path: str, written: Written) -> None:
        """The file of a claimed address is part of the release."""
        self._entries[path] = written.entry
        if written.fresh:
            self._fresh.add(path)

    def keep(self, path: str, look: Signature | None = None) -> None:
        """The published file stays as it is; `look` is how it has looked ever since, where the caller knows.

        Raises `FileNotFoundError` when it is not there any more, or no longer as it was published.
        """
        if path in self._entries:
            return
        entry = self._before.get(path)
        found = look
        if look is None and self._published and (state := self._published.file(path)):
            found = signature_of(state)
        if entry is None or found is None or found[1] != entry.size:
            raise FileNotFoundError(path)
        self._claim_place(path)
        self._entries[path] = entry
        if look:
            self._looks[path] = look

    def before(self, path: str) -> Entry | None:
        """The published file's length and digest; None when there is none."""
        return self._before.get(path)

    def after(self, path: str) -> Entry:
        """The length and digest of a file that was put or kept. Raises `KeyError` when it was neither."""
        return self._entries[path]

    def published(self, path: str) -> bytes | None:
        """The published file's bytes; None when there is none."""
        return self._published.read(path) if self._published else None

    def finish(self, *, force: bool = False) -> Summary:
        """Release what was put and kept, and nothing else. Raises `SuspiciousRelease` unless forced.

        When nothing differs from what is published, the output is not touched.
        """
        removed = tuple(sorted(self._before.keys() - self._entries.keys()))
        kept = len(self._entries) - len(self._fresh)
        if removed and not force:
            suspect(self._before, self._entries)
        looks: Mapping[str, Signature] = self._looks
        if self._published is None or self._fresh or self._entries != self._before:
            with self._told():
                looks = self._workshop.stage(self._entries, self._fresh, self._looks)
                self._workshop.publish()
        self.abort()
        return Summary(tuple(sorted(self._entries)), tuple(sorted(self._fresh)), kept, removed, looks)

    def roll_back(self) -> None:
        """Publish the release before the published one. Raises `ReleaseRefused` when there is none."""
        with self._told():
            self._workshop.roll_back()
        self.abort()

    def abort(self) -> None:
        """Leave the published site as it is and no trace of this build; after `finish` it does nothing."""
        if self._open:
            self._open = False
            self._workshop.leave()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.abort()

    def _put_again(self, path: str, entry: Entry) -> bool:
        if self._entries[path] != entry:
            raise ValueError(f"two pages want the address {path} with different content")
        return path in self._fresh

    def _claim_place(self, path: str) -> None:
        """No file can lie in another one."""
        if path in self._folders:
            raise ValueError(f"{path} is wanted both as a file and as a folder")
        parent = path.rpartition("/")[0]
        while parent and parent not in self._folders:
            if parent in self._claimed:
                raise ValueError(f"{parent} is wanted both as a file and as a folder")
            self._folders.add(parent)
            parent = parent.rpartition("/")[0]
        self._claimed.add(path)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """What the operating system refuses is told as a refusal."""
        try:
            yield
        except OSError as error:
            raise DiskRefused("release-disk", folder=self._output, reason=error.strerror or error) from error
