"""The content folder as it would be after an act: hard links to its files, and the act's files among them."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

from msgspec.structs import replace

from plugins.model.content_path import is_litter

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from plugins.content.options import BuildOptions
    from plugins.editor.acts.act import Act

FOLDER = "acts"


def overlay_options(act: Act, options: BuildOptions, folder: str = FOLDER) -> BuildOptions:
    """The options to load the content with as it would be after the act; raises `OSError`.

    The files lie in a folder of the cache, which the next act's take.
    """
    content = options.cache / folder / options.cache_id / options.content.name
    shutil.rmtree(content, ignore_errors=True)
    shutil.copytree(options.content, content, copy_function=link_file, ignore=_litter)
    _perform(act, content)
    return replace(options, content=content)


def _litter(_folder: str, names: list[str]) -> set[str]:
    return {name for name in names if is_litter(name)}


def link_file(source: str, target: str) -> None:
    """A hard link, which costs nothing; a copy where there can be none, and of a link."""
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:
        shutil.copy2(source, target, follow_symlinks=False)


def _perform(act: Act, content: Path) -> None:
    if act.moved:
        old, new = (content / name for name in act.moved)
        new.parent.mkdir(parents=True, exist_ok=True)
        old.rename(new)
    put_files({act.moved_path(path): text for path, text in act.files.items()}, content)


def put_files(files: Mapping[str, bytes | None], content: Path) -> None:
    """Put files in place of links, never through them: those are the real files. None deletes one."""
    for path, text in files.items():
        file = content / path
        file.unlink(missing_ok=True)
        if text is not None:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text)
