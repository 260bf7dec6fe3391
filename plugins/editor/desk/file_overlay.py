"""The content folder with files that are not saved yet; its links are kept between checks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from plugins.build.files import FileSnapshot
from plugins.editor.acts.act import Act
from plugins.editor.acts.content_overlay import link_file, overlay_options, put_files

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from plugins.content.options import BuildOptions

FOLDER = "desk-files"
"""Of the cache."""


class FileOverlay:
    """Hard links to the content's files, with others laid over; one use at a time."""

    def __init__(self) -> None:
        self._linked: tuple[object, ...] = ()
        self._laid: set[str] = set()

    def lay(self, files: Mapping[str, bytes | None], options: BuildOptions) -> BuildOptions:
        """The options to load the content with other files by path, or without them; raises `OSError`."""
        present = _identities(options.content)
        content = options.cache / FOLDER / options.cache_id / options.content.name
        if present != self._linked or not content.is_dir():
            self._linked, self._laid = (), set()
            overlay_options(Act(files={}, before={}), options, FOLDER)
            self._linked = present
        for path in self._laid - files.keys():
            (content / path).unlink(missing_ok=True)
            if (options.content / path).is_file():
                link_file(str(options.content / path), str(content / path))
        self._laid = {*files}
        put_files(files, content)
        return replace(options, content=content)


def _identities(content: Path) -> tuple[object, ...]:
    """The folder's files with inode, size and time of the last change; links change nothing of these."""
    states = FileSnapshot.at(str(content)).states
    return tuple(sorted((path, state[:3]) if state else (path, ()) for path, state in states))
