"""What makes the pages beside the content: this code and the libraries, as one digest.

Whatever an earlier build kept was made by these; when any of them changes it is made anew.
"""

from __future__ import annotations

import hashlib
import os
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PLUGINS = Path(__file__).parent.parent
NOT_CODE = frozenset({"__pycache__"})


@cache
def makers() -> bytes:
    """Thirty-two bytes that change with a line of the code, a version of a library, or of Python."""
    told = hashlib.blake2b(f"{sys.version}\n{sorted(libraries(sys.path))}\n".encode(), digest_size=32)
    told.update(digest_of_files(PLUGINS))
    return told.digest()


def libraries(folders: Iterable[str]) -> Iterator[str]:
    """Every installed library as its folder of metadata is called, such as `jinja2-3.1.6.dist-info`."""
    for folder in folders:
        if Path(folder).is_dir():
            yield from (path.name for path in Path(folder).glob("*.dist-info"))


def digest_of_files(folder: Path) -> bytes:
    """A digest of all files below a folder, their names and their bytes."""
    told = hashlib.blake2b(digest_size=32)
    for path in sorted(files_below(str(folder))):
        content = Path(path).read_bytes()
        told.update(f"{path[len(str(folder)) :]}\n{len(content)}\n".encode() + content)
    return told.digest()


def files_below(folder: str) -> Iterator[str]:
    """The path of every file below a folder, compiled code left out."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                if entry.name not in NOT_CODE:
                    yield from files_below(entry.path)
            else:
                yield entry.path
