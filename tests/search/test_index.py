from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from plugins.build.errors import BuildError
from plugins.search.index import ANSWERS, build_indexes, split_into_shards
from tests.building import content_of, read

if TYPE_CHECKING:
    from pathlib import Path

    from plugins.model.edition import Edition


@pytest.fixture
def edition(tmp_path: Path) -> Edition:
    return read(content_of(tmp_path)).editions[0]


def test_answers_are_one_shard_and_the_rest_is_split_by_year(edition: Edition) -> None:
    names = [shard.name for shard in split_into_shards(edition)]
    years = [name for name in names if name.isdecimal()]
    assert names[0] == ANSWERS
    assert years == sorted(years, reverse=True)


def test_the_same_pages_give_the_same_index(edition: Edition, tmp_path: Path) -> None:
    once = build_indexes(split_into_shards(edition), tmp_path / "once")
    again = build_indexes(split_into_shards(edition), tmp_path / "again")
    assert once == again


def test_an_index_comes_from_the_cache(edition: Edition, tmp_path: Path) -> None:
    built = build_indexes(split_into_shards(edition), tmp_path)
    times = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    assert build_indexes(split_into_shards(edition), tmp_path) == built
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == times


def test_only_the_answers_have_the_engine(edition: Edition, tmp_path: Path) -> None:
    for shard, files in build_indexes(split_into_shards(edition), tmp_path).items():
        assert ("pagefind.js" in files) == shard.is_main == (shard.name == ANSWERS)
        assert json.loads(files["pagefind-entry.json"])["languages"][shard.language]["page_count"]


def test_an_index_that_cannot_be_made_is_reported(edition: Edition, tmp_path: Path) -> None:
    failing = tmp_path / "pagefind"
    failing.write_text("#!/bin/sh\necho out of memory >&2\nexit 3\n", encoding="utf-8")
    failing.chmod(0o755)
    shard = next(split_into_shards(edition))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pagefind_bin.get_executable", lambda: failing)
        with pytest.raises(BuildError, match=r"edition “ru” could not be made: out of memory\."):
            build_indexes([shard], tmp_path / "cache")
    assert build_indexes([shard], tmp_path / "cache")[shard]
