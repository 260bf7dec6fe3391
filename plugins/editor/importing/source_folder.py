"""The source of an import: a file, a folder or a ZIP archive, none of which can reach outside of itself."""

from __future__ import annotations

import os
import stat
import zipfile
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from unicodedata import normalize
from urllib.parse import unquote, urlsplit

from msgspec import Struct, field

from plugins.build.errors import BuildError
from plugins.model.content_path import is_litter

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_FILE_BYTES = 300_000_000
"""Of an export in one file."""
MAX_TEXT_BYTES = 1_000_000
"""Of one article."""
MAX_UNPACKED_BYTES = 4_000_000_000
MAX_FILES = 200_000
SKIPPED_FOLDERS = frozenset(
    {"node_modules", "public", "_site", "output", "resources", "vendor", "__pycache__"}
)
"""What generators write, and libraries."""


PICTURE_FOLDERS = frozenset(
    {"files", "images", "img", "media", "photos", "pictures", "uploads", "wp-content"}
)
"""Where pictures of a single file may be, beside it."""


class SourceError(BuildError):
    """The source cannot be read; nothing was written."""


class SourceFolder(Struct, frozen=True, dict=True):
    """The folder of a source; `file` is the path in it of the one file that was named, if one was."""

    root: Path
    shown: str
    file: str = ""
    by_name: dict[str, list[str]] = field(default_factory=dict)

    def texts(self, *suffixes: str) -> list[str]:
        """The paths of files with these suffixes, sorted; only the named file if one was named."""
        if self.file:
            return [self.file]
        return [path for path in self.files() if path.lower().endswith(suffixes)]

    def files(self) -> list[str]:
        """The paths of all files but hidden ones and links to outside, sorted."""
        return sorted(path for paths in self._index().values() for path in paths)

    def _index(self) -> dict[str, list[str]]:
        """The paths by name, read once."""
        if not self.by_name:
            for path in self._walk():
                self.by_name.setdefault(path.rpartition("/")[2].casefold(), []).append(path)
        return self.by_name

    def _walk(self) -> Iterator[str]:
        found = 0
        for folder, folders, names in os.walk(self.root, onerror=self._fail):
            beside_file = self.file and Path(folder) == self.root
            folders[:] = sorted(
                each
                for each in folders
                if not is_litter(each)
                and each not in SKIPPED_FOLDERS
                and (each.lower() in PICTURE_FOLDERS or not beside_file)
            )
            for name in sorted(names):
                file = Path(folder, name)
                if is_litter(name) or not self._is_inside(file):
                    continue
                found += 1
                if found > MAX_FILES:
                    raise SourceError("import-too-many", path=self.shown, most=MAX_FILES)
                yield file.relative_to(self.root).as_posix()

    def _fail(self, error: OSError) -> None:
        """Raise `SourceError` for a folder that cannot be listed, whose articles would be left out unsaid."""
        path = Path(error.filename or self.root)
        shown = self.shown if path == self.root else path.relative_to(self.root).as_posix()
        raise SourceError("import-unreadable", path=shown, reason=error.strerror or error) from error

    def _is_inside(self, file: Path) -> bool:
        return file.is_file() and file.resolve().is_relative_to(self.root.resolve())

    def exists(self, *paths: str) -> bool:
        """Whether one of the paths exists."""
        return not self.file and any((self.root / path).exists() for path in paths)

    def read_bytes(self, path: str, most: int = MAX_FILE_BYTES) -> bytes:
        """The bytes of a file; raises `SourceError` if it is too large or cannot be read."""
        file = self.root / path
        try:
            if file.stat().st_size > most:
                raise SourceError("import-too-large", path=path, most=most // 1_000_000)
            return file.read_bytes()
        except OSError as error:
            raise SourceError("import-unreadable", path=path, reason=error.strerror or error) from error

    def read(self, path: str, most: int = MAX_TEXT_BYTES) -> str:
        """The text of a file in UTF-8; raises `SourceError`."""
        try:
            text = self.read_bytes(path, most).decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise SourceError("import-not-utf8", path=path) from error
        return normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))

    def find(self, reference: str, folder: str = "") -> Path | None:
        """The file that an address or a name in a text of `folder` means; None if the source has none.

        The longest end of the path that the source has decides: exports put uploads into other folders.
        """
        path = normalize(
            "NFC", unquote(urlsplit(reference).path if "://" in reference else reference.partition("?")[0])
        )
        parts = [
            part for part in PurePosixPath(path.replace("\\", "/")).parts if part not in {"/", ".", ".."}
        ]
        if not parts:
            return None
        beside = self.root / folder / "/".join(parts)
        if not reference.startswith(("/", "http:", "https:")) and self._is_inside(beside):
            return beside
        candidates = self._index().get(parts[-1].casefold(), [])
        scored = [(_shared_end(each, parts), each) for each in candidates]
        best = max((score for score, _ in scored), default=0)
        likely = [each for score, each in scored if score == best]
        return self.root / likely[0] if best and len(likely) == 1 else None


def _shared_end(path: str, parts: list[str]) -> int:
    """How many names at the end of two paths are the same."""
    pairs = zip(
        reversed(path.casefold().split("/")), (part.casefold() for part in reversed(parts)), strict=False
    )
    count = 0
    for one, other in pairs:
        if one != other:
            break
        count += 1
    return count


@contextmanager
def open_source(typed: str) -> Iterator[SourceFolder]:
    """The source at a path as typed; raises `SourceError`."""
    path = Path(typed)
    if not typed or not path.exists():
        raise SourceError("import-missing", path=typed)
    if path.is_dir():
        yield SourceFolder(path, typed)
    elif zipfile.is_zipfile(path):
        with TemporaryDirectory(prefix="import-") as folder:
            _unpack(path, Path(folder), typed)
            yield SourceFolder(Path(folder), typed)
    else:
        yield SourceFolder(path.parent, typed, path.name)


def _unpack(archive: Path, folder: Path, shown: str) -> None:
    """Unpack the regular files whose names stay inside the folder."""
    try:
        with zipfile.ZipFile(archive) as packed:
            members = [each for each in packed.infolist() if not each.is_dir()]
            if len(members) > MAX_FILES:
                raise SourceError("import-too-many", path=shown, most=MAX_FILES)
            if sum(each.file_size for each in members) > MAX_UNPACKED_BYTES:
                raise SourceError("import-too-large", path=shown, most=MAX_UNPACKED_BYTES // 1_000_000)
            for member in members:
                _unpack_member(packed, member, folder)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise SourceError("import-broken", path=shown, reason=error) from error


def _unpack_member(packed: zipfile.ZipFile, member: zipfile.ZipInfo, folder: Path) -> None:
    name = PurePosixPath(member.filename.replace("\\", "/"))
    is_link = stat.S_ISLNK(member.external_attr >> 16)
    if is_link or name.is_absolute() or ".." in name.parts or ":" in member.filename:
        raise SourceError("import-unsafe-name", path=member.filename)
    target = folder.joinpath(*name.parts)
    target.parent.mkdir(parents=True, exist_ok=True)
    with packed.open(member) as content, target.open("wb") as file:
        # The size that an archive states can be false.
        for written in iter(lambda: content.read(1_000_000), b""):
            file.write(written)
            if file.tell() > member.file_size:
                raise SourceError("import-unsafe-name", path=member.filename)
