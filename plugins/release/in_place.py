"""Publishing where a folder cannot be renamed: the published folder is updated file by file.

That is so where the output is a mount point (`EBUSY`), or lies in a lower layer of an overlay file system,
such as that of a container image (`EXDEV`). Readers never see half a file, a page whose files are missing, or
a listing of pages that are not there yet: files are replaced in one step each, pages after what they show,
and nothing is removed before the end.
"""

from __future__ import annotations

import errno
import shutil
from contextlib import closing
from typing import TYPE_CHECKING

from plugins.build.errors import WriteFailedError
from plugins.release.filesystem import Folder, files_under, flush_files
from plugins.release.manifest import MARKER, hash_content, is_release, read_manifest

if TYPE_CHECKING:
    from pathlib import Path

CANNOT_RENAME = {errno.EXDEV, errno.EBUSY}


def update_in_place(published: Path, staged: Path, previous: Path) -> None:
    """Publish `staged` without renaming a folder; `previous`, which must not exist yet, becomes a copy.

    A kill leaves old and new files, all of them whole; the next release replaces or removes the rest. Raises
    `WriteFailedError` if the system refuses a file, and `OSError` if nothing has been published by then.
    """
    if is_release(published):
        copy_release(published, previous)
    with closing(Folder(published)) as current, closing(Folder(staged)) as new:
        paths = sorted(files_under(staged), key=_publication_order)
        try:
            for path in paths:
                _replace(current, new, path)
            for path in set(files_under(published)) - set(paths):
                current.remove(path)
            current.make_readable(paths)
        except OSError as error:
            reason = error.strerror or error
            raise WriteFailedError("release-in-place", folder=published, reason=reason) from error
    flush_files(published, paths)


def copy_release(source: Path, target: Path) -> None:
    """Make `target` a copy of a release, of hard links where these can be made; its manifest comes last.

    If a file is not as it was released, because an update was interrupted, no copy is made.
    """
    target.mkdir()
    entries = read_manifest(source)
    with closing(Folder(source)) as old, closing(Folder(target)) as copy:
        if any(hash_content(old.read(path) or b"") != entry for path, entry in entries.items()):
            return
        for path in (*entries, MARKER):
            copy.link_from(old, path)


def move_folder(source: Path, target: Path) -> None:
    """Rename a folder; where that cannot be, copy it and remove it."""
    try:
        source.rename(target)
    except OSError as error:
        if error.errno not in CANNOT_RENAME:
            raise
        copy_release(source, target)
        shutil.rmtree(source)


def _publication_order(path: str) -> tuple[int, int, str]:
    """Files that pages show, then pages, the deepest first, then what lists all pages, then the manifest."""
    is_page = path.endswith(".html")
    rank = 3 if path == MARKER else 2 if path in {"sitemap.xml", "worker.js"} else int(is_page)
    return rank, -path.count("/") if is_page else 0, path


def _replace(current: Folder, new: Folder, path: str) -> None:
    """Replace one file in a single step, unless it is the same."""
    content = new.read(path)
    if content is not None and current.read(path) != content:
        current.replace(path, content)
