"""A damaged cache costs time: the build gives the same bytes as a clean one and shows no traceback."""

from __future__ import annotations

import logging
import shutil
from typing import TYPE_CHECKING

import pytest

from plugins.build.cache import FILE
from tests.build.damage import DAMAGES
from tests.incremental.edits import replace
from tests.incremental.workplace import TREE, Workplace, tree

if TYPE_CHECKING:
    from pathlib import Path

TITLES = ('title: "', 'title: "Иначе: ')


class Toggled:
    """A site with an article that has one of two titles, and what a clean build makes of each."""

    def __init__(self, folder: Path) -> None:
        self.place = Workplace.made(folder / "site")
        self.article = sorted(self.place.content.glob("news/*-news-*/ru.md"))[12]
        self.place.build()
        self.number = 0
        self.clean: list[TREE] = []
        for _ in TITLES:
            self.place.clean(folder / "clean")
            self.clean.append(tree(folder / "clean" / "output"))
            self.toggle()

    def toggle(self) -> TREE:
        """Give the article its other title; the site that has it."""
        now, self.number = self.number, 1 - self.number
        replace(self.article, TITLES[now], TITLES[self.number])
        return self.clean[self.number] if len(self.clean) == len(TITLES) else {}


@pytest.fixture(scope="module")
def toggled(tmp_path_factory: pytest.TempPathFactory) -> Toggled:
    return Toggled(tmp_path_factory.mktemp("damaged"))


@pytest.mark.parametrize("damage", DAMAGES)
def test_the_site_is_that_of_a_clean_build(
    toggled: Toggled, tmp_path: Path, caplog: pytest.LogCaptureFixture, damage: str
) -> None:
    file, canary = toggled.place.cache / FILE, tmp_path / "canary"
    if file.is_dir():
        shutil.rmtree(file)
    toggled.place.build()  # whole again
    expected = toggled.toggle()
    DAMAGES[damage](file, canary)
    with caplog.at_level(logging.INFO):
        toggled.place.build()
    assert tree(toggled.place.output) == expected
    assert not canary.exists()
    assert not any(record.exc_info for record in caplog.records)


def test_a_damaged_drawing_is_drawn_again(toggled: Toggled) -> None:
    expected = toggled.toggle()
    toggled.place.build()
    shutil.rmtree(toggled.place.output)
    files = [path for name in ("cards", "pictures") for path in (toggled.place.cache / name).rglob("*.*")]
    assert files
    for number, path in enumerate(files):
        content = path.read_bytes()
        path.write_bytes(content[: len(content) // 2] if number % 2 else content[:-9] + bytes(9))
    toggled.place.build()
    assert tree(toggled.place.output) == expected
