"""The index of a shard, made by Pagefind's program (from PyPI) and kept by what went into it."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from pagefind_bin import get_executable

from plugins.search.shard import ANSWERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from plugins.search.shard import Shard

# Pagefind's own user interfaces are not used.
INTERFACES = ("pagefind-ui", "pagefind-modular-ui", "pagefind-component-ui", "pagefind-highlight")
# The engine comes with the answers; the browser gives it to the other shards.
ENGINE = ("pagefind.js", "pagefind-worker.js", "wasm.")


def indexes(shards: Iterable[Shard], kept: Path) -> dict[Shard, Mapping[str, bytes]]:
    """Every shard's files by their paths in it; what was indexed before is read from the folder `kept`."""
    made: dict[Shard, Mapping[str, bytes]] = {}
    for shard in shards:
        folder = kept / fingerprint(shard)
        if not folder.is_dir():
            _index(shard, folder)
        made[shard] = _files(folder)
    return made


def fingerprint(shard: Shard) -> str:
    """What the index depends on: the pages, their language, and Pagefind's version."""
    told = [version("pagefind-bin"), shard.language, shard.name, *shard.pages]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:32]


def _index(shard: Shard, folder: Path) -> None:
    """Run Pagefind over the shard's pages; the folder appears whole or not at all.

    Raises `CalledProcessError`, Pagefind's own words on the terminal.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as place:
        pages, made = Path(place, "pages"), Path(place, "index")
        pages.mkdir()
        for number, page in enumerate(shard.pages):
            (pages / f"{number:06}.html").write_text(page, encoding="utf-8")
        command = [get_executable(), "--site", pages, "--output-path", made]
        subprocess.run([*command, "--force-language", shard.language, "--quiet"], check=True)  # noqa: S603 - our own words
        _drop_unused(made, shard)
        shutil.rmtree(folder, ignore_errors=True)
        made.rename(folder)


def _drop_unused(made: Path, shard: Shard) -> None:
    unused = INTERFACES if shard.name == ANSWERS else (*INTERFACES, *ENGINE)
    for path in made.iterdir():
        if path.name.startswith(unused):
            path.unlink()


def _files(folder: Path) -> dict[str, bytes]:
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
