"""Apart: which files the published release and the one before do not have in common.

Noted when a release is published, so that the next one need not look at every file of both. The note is
believed only between the two very releases it was made for: as long as both lists of files are those files.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from plugins.editions.kept import keep, read_kept, signature
from plugins.release.manifest import MARKER

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def read_apart(file: Path, published: Path, previous: Path) -> Mapping[str, bool] | None:
    """The paths of files that differ, or are in one of the two only; None where nobody knows.

    With each path goes whether the release before has a file there.
    """
    paths: dict[str, bool] | None = read_kept(file, _key(published, previous))
    return paths


def note_apart(file: Path, published: Path, previous: Path, paths: Mapping[str, bool]) -> None:
    """Note them for the next build; a disk that refuses only costs it time."""
    keep(file, _key(published, previous), paths)


def _key(*folders: Path) -> bytes:
    lists = repr([signature(folder / MARKER) for folder in folders])
    return hashlib.blake2b(lists.encode(), digest_size=32).digest()
