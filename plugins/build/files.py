"""Files in a cache folder: atomic writes, eviction by age."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

DAY = 86_400
"""Seconds; what was used within them is not evicted, as a concurrent build may need it."""


def atomic_write(file: Path, content: bytes) -> None:
    """Replace a file in one step; concurrent writers do not mix their bytes.

    Raises `OSError` and leaves the old file if the new one cannot be written.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    fresh = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        fresh.chmod(0o644)
        fresh.replace(file)
    except BaseException as error:
        fresh.unlink(missing_ok=True)
        if isinstance(error, OSError) and not error.filename:
            error.filename = str(file)  # a write names none
        raise


def evict_files(folder: Path, used: Collection[str], limit: int) -> None:
    """Delete entries of a cache folder that no build has used for a day, except the `limit` newest.

    Files and folders whose names share the part before the first hyphen or dot form one entry; `used` are the
    names of this build's entries. Errors of the file system are ignored.
    """
    with contextlib.suppress(OSError):
        entries: dict[str, list[Path]] = {}
        for path in sorted(folder.iterdir()):
            if not path.name.startswith("."):  # a concurrent build may be writing it
                entries.setdefault(re.split("[-.]", path.name)[0], []).append(path)
        for name in entries.keys() & used:
            os.utime(entries.pop(name)[0])
        last_used = {name: paths[0].stat().st_mtime for name, paths in entries.items()}
        for name in sorted(last_used, key=lambda name: -last_used[name])[limit:]:
            if last_used[name] < time.time() - DAY:
                for path in entries[name]:
                    _delete(path)


def _delete(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()
