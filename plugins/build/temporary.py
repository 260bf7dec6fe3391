"""Folders that a command needs while it runs; they are removed before `os._exit`, which removes nothing."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_folders = ExitStack()


def temporary_folder() -> Path:
    """A new empty folder, until `remove_temporary_folders`."""
    from pathlib import Path
    from tempfile import TemporaryDirectory

    return Path(_folders.enter_context(TemporaryDirectory(prefix="hotline-", ignore_cleanup_errors=True)))


def remove_temporary_folders() -> None:
    """Remove all of them."""
    _folders.close()
