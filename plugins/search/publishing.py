"""What search publishes: each edition's shards, and the list by which the browser finds them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from plugins.search.shard import ANSWERS, Shard, shards

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from plugins.model.edition import Edition

FOLDER = "search"


def published(editions: Sequence[Edition], kept: Path) -> Iterator[tuple[str, bytes]]:
    """Every file of every edition's index, and its `shards.json`: the shards to merge, newest first."""
    from plugins.search.index import indexes  # noqa: PLC0415 - a preview, which has no index, loads none of it

    of_edition = {edition.language.code: tuple(shards(edition)) for edition in editions}
    made = indexes([shard for each in of_edition.values() for shard in each], kept)
    for shard, files in made.items():
        yield from ((f"{_folder(shard)}/{path}", content) for path, content in files.items())
    for code, each in of_edition.items():
        others = [shard.name for shard in each if shard.name != ANSWERS]
        yield f"{FOLDER}/{code}/shards.json", json.dumps(others).encode()


def _folder(shard: Shard) -> str:
    """The answers' folder holds the engine and, beside it, the folders of the others."""
    main = f"{FOLDER}/{shard.language}"
    return main if shard.name == ANSWERS else f"{main}/{shard.name}"
