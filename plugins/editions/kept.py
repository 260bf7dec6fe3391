"""What one build keeps for the next: a value in a file, believed only when nothing about it is doubtful.

The file begins with a key (whatever the value depends on, as a digest) and a checksum. A file that is
missing, damaged, foreign, or made under another key is the same as none; the next good build replaces it in
one step, so that two builds at once do not hurt each other.
"""

from __future__ import annotations

import contextlib
import io
import os
import pickle
import re
import shutil
import time
import zlib
from enum import Enum
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import astuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

MARK = b"kept 1\n"
KEY = 32
CHECKSUM = 4
OURS = ("plugins.editions.kept", "plugins.model.", "plugins.diagnostics.", "plugins.i18n.")
"""Only classes of these modules are read back, and of those below."""
BUILT_IN = {("datetime", "date"), ("datetime", "time")}

DAY = 86_400
"""Seconds; a build at work elsewhere has used what it needs since."""

Signature = tuple[int, int, int, int]


def signature(path: str | Path) -> Signature | None:
    """Inode, length, time of writing and time of change of a file, in nanoseconds; None when there is none.

    The last cannot be set by hand: a file with the same signature holds the same bytes.
    """
    try:
        found = os.stat(path, follow_symlinks=False)  # noqa: PTH116 - no `Path` is made for a thousand files
    except OSError:
        return None
    return signature_of(found)


def signature_of(found: os.stat_result) -> Signature:
    """The signature of a file that was looked at."""
    return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def read_kept(file: Path, key: bytes) -> Any | None:  # noqa: ANN401 - the caller knows what it kept
    """The value that was kept under a key of 32 bytes; None when there is none to be trusted."""
    try:
        with file.open("rb") as opened:
            if opened.read(len(MARK) + KEY) != MARK + key:
                return None
            checksum, content = opened.read(CHECKSUM), opened.read()
        return unpacked(content) if zlib.crc32(content) == int.from_bytes(checksum) else None
    except Exception:  # noqa: BLE001 - whatever is wrong with what was kept, the build makes it anew
        return None


def keep(file: Path, key: bytes, value: object) -> None:
    """Keep a value under a key of 32 bytes; a disk that refuses only costs the next build time."""
    content = packed(value)
    with contextlib.suppress(OSError):
        write_whole(file, (MARK + key + zlib.crc32(content).to_bytes(CHECKSUM), content))


def write_whole(file: Path, contents: Iterable[bytes]) -> Signature:
    """Write a file anew in one step; how it looks then, even if another build replaces it at once.

    Raises `OSError` where the disk refuses.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        with fresh.open("wb") as opened:
            opened.writelines(contents)
            opened.flush()
            fresh.replace(file)
            return signature_of(os.fstat(opened.fileno()))
    finally:
        fresh.unlink(missing_ok=True)


def retire(folder: Path, used: Collection[str], most: int) -> None:
    """Delete what builds left in a folder and none has used for a day, but for the `most` newest of it.

    What belongs together begins with one name, up to a hyphen or a dot; `used` are those of this build.
    """
    with contextlib.suppress(OSError):
        left: dict[str, list[Path]] = {}
        for path in sorted(folder.iterdir()):
            if not path.name.startswith("."):  # somebody may be writing it
                left.setdefault(re.split("[-.]", path.name)[0], []).append(path)
        for name in left.keys() & used:
            os.utime(left.pop(name)[0])
        seen = {name: paths[0].stat().st_mtime for name, paths in left.items()}
        for name in sorted(seen, key=lambda name: -seen[name])[most:]:
            if seen[name] < time.time() - DAY:
                for path in left[name]:
                    _delete(path)


def _delete(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()


def packed(value: object) -> bytes:
    """A value of plain types and our own dataclasses as bytes."""
    content = io.BytesIO()
    _Pickler(content, pickle.HIGHEST_PROTOCOL).dump(value)
    return content.getvalue()


def unpacked(content: bytes) -> Any:  # noqa: ANN401 - the caller knows what it packed
    """The value in such bytes; raises whatever may be wrong with them."""
    return _Unpickler(io.BytesIO(content)).load()


class _Pickler(pickle.Pickler):
    """Dataclasses as the tuple of their fields, which is read back several times faster than by name.

    Members of an enumeration as their values: Pythons differ in what they make of them.
    """

    def reducer_override(self, value: object) -> Any:  # noqa: ANN401 - pickle's own protocol
        kind = type(value)
        if isinstance(value, Struct):
            return made, (kind, astuple(value))
        if isinstance(value, Enum):
            return kind, (value.value,)
        return NotImplemented


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401 - pickle's own protocol
        if (module.startswith(OURS) and "." not in name) or (module, name) in BUILT_IN:
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name}")


def made(kind: type[Struct], values: tuple[object, ...]) -> object:
    """A struct from its fields' values."""
    return kind(**dict(zip(kind.__struct_fields__, values, strict=True)))
