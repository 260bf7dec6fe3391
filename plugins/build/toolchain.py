"""The toolchain (this code, the libraries and Python) as one digest: cached results are valid for one."""

from __future__ import annotations

import hashlib
import os
import sys
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PLUGINS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


@cache
def toolchain_digest() -> bytes:
    """Thirty-two bytes that change with a line of the code, a version of a library, or of Python."""
    versions = f"{sys.version}\n{sorted(installed_libraries(sys.path))}\n"
    digest = hashlib.blake2b(versions.encode(), digest_size=32)
    digest.update(digest_of_files(PLUGINS))
    return digest.digest()


def installed_libraries(folders: Iterable[str]) -> Iterator[str]:
    """The metadata folder of every installed library, such as `jinja2-3.1.6.dist-info`."""
    for folder in folders:
        if os.path.isdir(folder):
            yield from (name for name in os.listdir(folder) if name.endswith(".dist-info"))


def digest_of_files(folder: str) -> bytes:
    """A digest of all files below a folder, their names and their bytes."""
    digest = hashlib.blake2b(digest_size=32)
    for path in sorted(files_below(folder)):
        with open(path, "rb") as file:
            content = file.read()
        digest.update(f"{path[len(folder) :]}\n{len(content)}\n".encode() + content)
    return digest.digest()


def files_below(folder: str) -> Iterator[str]:
    """The path of every file below a folder, compiled code left out."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                if entry.name != "__pycache__":
                    yield from files_below(entry.path)
            else:
                yield entry.path
