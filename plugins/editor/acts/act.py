"""An act: the files that it would write, from the state that it was made from."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from typing import TYPE_CHECKING

from msgspec import Struct

from plugins.build.files import atomic_write
from plugins.content.ledger import FILE as LEDGER
from plugins.diagnostics.problem import ContentError, problem

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


class Act(Struct, frozen=True, kw_only=True):
    """Files of the content folder by path, None for one that goes; `moved` is a folder's old and new name.

    `before` are the bytes of the same files as they were read (None: there was none).
    """

    bundle: str = ""
    files: Mapping[str, bytes | None]
    before: Mapping[str, bytes | None]
    moved: tuple[str, str] | None = None

    @property
    def state(self) -> str:
        """A digest of what the act was made from: another one means that somebody else changed it since.

        The ledger is not counted: publishing writes it.
        """
        digest = hashlib.sha256()
        for path, content in sorted(self.before.items()):
            if path != LEDGER:
                digest.update(f"{path}\0{content is not None}\0".encode() + (content or b"") + b"\0")
        return digest.hexdigest()

    def perform(self, content: Path) -> list[str]:
        """Write the files; returns their paths. Raises `ContentError` if one changed since, and `OSError`."""
        changed = {path: found for path, found in self.before.items() if read(content / path) != found}
        if changed:
            raise ContentError(
                problem(path, 0, "new-taken" if found is None else "act-changed-elsewhere")
                for path, found in changed.items()
            )
        if self.moved:
            old, new = (content / name for name in self.moved)
            if new.exists():
                raise ContentError([problem(self.moved[1], 0, "new-taken")])
            old.rename(new)
        for path, text in self.files.items():
            target = content / self.moved_path(path)
            if text is None:
                target.unlink(missing_ok=True)
                with suppress(OSError):  # an item's folder goes with its last file
                    target.parent.rmdir()
            else:
                atomic_write(target, text)
        return [self.moved_path(path) for path in self.files]

    def moved_path(self, path: str) -> str:
        """Where a file is after the act."""
        old, new = self.moved or ("", "")
        return f"{new}{path.removeprefix(old)}" if old and path.startswith(f"{old}/") else path


def read(file: Path) -> bytes | None:
    """The bytes of a file; None if there is none."""
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return None
