"""The index of a shard, made by Pagefind's program (from PyPI) and kept by what went into it."""

from __future__ import annotations

import asyncio
import hashlib
import json
import shutil
from importlib.metadata import version
from typing import TYPE_CHECKING

from pagefind.index import IndexConfig
from pagefind.service import PagefindService

from plugins.search.shard import ANSWERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from plugins.search.shard import Shard

# Pagefind's own user interfaces are not used.
INTERFACES = ("pagefind-ui", "pagefind-modular-ui", "pagefind-component-ui", "pagefind-highlight")
# The engine comes with the answers; the browser gives it to the other shards.
ENGINE = ("pagefind.js", "pagefind-worker.js", "wasm.")


def indexes(shards: Iterable[Shard], kept: Path) -> dict[Shard, Mapping[str, bytes]]:
    """Every shard's files by their paths in it; what was indexed before is read from the folder `kept`."""
    folders = {shard: kept / fingerprint(shard) for shard in shards}
    missing = {shard: folder for shard, folder in folders.items() if not folder.is_dir()}
    if missing:
        asyncio.run(_index_all(missing))
    return {shard: _files(folder) for shard, folder in folders.items()}


def fingerprint(shard: Shard) -> str:
    """What the index depends on: the entries, their language, and Pagefind's version."""
    told = [
        version("pagefind"),
        shard.language,
        shard.name,
        [[entry.url, entry.page] for entry in shard.entries],
    ]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:32]


async def _index_all(missing: Mapping[Shard, Path]) -> None:
    async with PagefindService() as service:
        for shard, folder in missing.items():
            index = await service.create_index(config=IndexConfig(force_language=shard.language))
            for entry in shard.entries:
                await index.add_html_file(content=entry.page, url=entry.url)
            _keep(folder, {file["path"]: file["content"] for file in await index.get_files()}, shard)
            await index.delete_index()


def _keep(folder: Path, files: Mapping[str, bytes], shard: Shard) -> None:
    """The folder appears whole or not at all."""
    unfinished = folder.with_suffix(".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unwanted = INTERFACES if shard.name == ANSWERS else (*INTERFACES, *ENGINE)
    for path, content in files.items():
        if not path.startswith(unwanted):
            target = unfinished / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
    unfinished.rename(folder)


def _files(folder: Path) -> dict[str, bytes]:
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
