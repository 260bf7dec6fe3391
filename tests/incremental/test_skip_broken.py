"""`--skip-broken` builds what a build with the last published version of each broken item would."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from plugins.diagnostics.problem import ContentError, message_languages
from tests.building import VALID, inv
from tests.incremental.workplace import ROOT, run, tree

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NEWS = "news/2022-12-30-year-in-figures"
OTHER = "about/ru.md"
SETTINGS: dict[str, object] = {"SITEURL": "https://122.example", "DEFAULT_PAGINATION": 20}


class Place:
    """A copy of the valid site with its output and cache."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.content = folder, folder / "content"
        self.output, self.cache = folder / "output", folder / "cache"
        folder.mkdir(parents=True)
        shutil.copytree(VALID, self.content)
        (folder / "theme").symlink_to(ROOT / "theme")

    def build(self, *, skip: bool = False) -> dict[str, bytes]:
        """Build it, and return every file of the output."""
        run(self.folder, self.output, self.cache, {**SETTINGS, "SKIP_BROKEN": skip})
        return tree(self.output)

    def edit(self, name: str, change: Callable[[str], str]) -> None:
        file = self.content / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(change(file.read_text(encoding="utf-8") if file.exists() else ""), encoding="utf-8")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """The site, built once."""
    made = Place(tmp_path / "site")
    made.build()
    return made


def expected(folder: Path, *edits: tuple[str, Callable[[str], str]]) -> dict[str, bytes]:
    """What a clean build of the valid site with these edits gives."""
    clean = Place(folder / "clean")
    for name, change in edits:
        clean.edit(name, change)
    return clean.build()


def more(text: str) -> str:
    return f"{text}\n\nИ ещё один абзац.\n"


ITEM = "---\ntitle: Новый пункт\nsummary: Коротко.\n---\n\n{}\n"
BREAKS: dict[str, Callable[[str], str]] = {
    "YAML": lambda text: text.replace("title: ", "title: [", 1),
    "a dead link": lambda text: f"{text}\n[x](/news/nowhere/)\n",
    "a conflict": lambda text: f"{text}\n<<<<<<< HEAD\n",
    "an unknown topic": lambda text: text.replace("topics: [health]", "topics: [nope]"),
    "another fact than its translation": lambda text: f"{text}\nЗвонков было 512.\n",
    "no title": lambda text: text.replace("title:", "owner:"),
    "a future correction": lambda text: text.replace("topics:", "updated: 2999-01-01\ntopics:"),
    "a missing picture": lambda text: f"{text}\n![Схема](plan.png)\n",
}


@pytest.mark.parametrize("name", BREAKS)
def test_a_broken_item_stays_as_it_was_published_and_the_others_are_built(
    name: str, place: Place, tmp_path: Path
) -> None:
    place.edit(f"{NEWS}/ru.md", lambda text: BREAKS[name](text.replace("Год в цифрах", "Другой заголовок")))
    place.edit(OTHER, more)
    with pytest.raises(ContentError):
        place.build()
    wanted = expected(tmp_path, (OTHER, more))
    assert place.build(skip=True) == wanted
    place.edit(OTHER, more)  # the broken file is read from the cache now
    assert place.build(skip=True) == expected(tmp_path / "again", (OTHER, lambda text: more(more(text))))


def test_a_broken_item_that_was_never_published_is_left_out(place: Place, tmp_path: Path) -> None:
    place.edit("news/2023-02-01-new/ru.md", lambda _: ITEM.format("**важно"))
    place.edit("news/2023-02-01-bad-Name/ru.md", lambda _: ITEM.format("Текст."))
    place.edit(OTHER, more)
    assert place.build(skip=True) == expected(tmp_path, (OTHER, more))


def test_an_item_that_needs_a_broken_one_stays_as_it_was_published_too(place: Place, tmp_path: Path) -> None:
    place.edit("news/2023-02-01-new/ru.md", lambda _: ITEM.format("**важно"))
    place.edit(f"{NEWS}/ru.md", lambda text: f"{text}\n[новость](/news/2023-02-01-new/)\n")
    place.edit(f"{NEWS}/en.md", lambda text: f"{text}\n[news](/news/2023-02-01-new/)\n")
    place.edit(OTHER, more)
    assert place.build(skip=True) == expected(tmp_path, (OTHER, more))


def test_what_is_published_next_is_the_version_that_is_kept_next(place: Place, tmp_path: Path) -> None:
    place.edit(f"{NEWS}/ru.md", more)
    place.build()
    place.edit(f"{NEWS}/ru.md", BREAKS["a conflict"])
    assert place.build(skip=True) == expected(tmp_path, (f"{NEWS}/ru.md", more))
    place.edit(f"{NEWS}/ru.md", lambda text: more(text.replace("<<<<<<< HEAD\n", "")))
    mended = (place.content / NEWS / "ru.md").read_text(encoding="utf-8")
    assert place.build() == expected(tmp_path / "mended", (f"{NEWS}/ru.md", lambda _: mended))


def test_without_a_cache_the_published_page_stays_and_listings_do_without_it(place: Place) -> None:
    before = tree(place.output)
    shutil.rmtree(place.cache)
    place.edit(f"{NEWS}/ru.md", BREAKS["a conflict"])
    place.edit(OTHER, more)
    after = place.build(skip=True)
    assert after[f"ru/{NEWS}/index.html"] == before[f"ru/{NEWS}/index.html"]
    assert after[f"en/{NEWS}/index.html"] == before[f"en/{NEWS}/index.html"]
    assert NEWS.encode() in before["ru/news/index.html"]
    assert NEWS.encode() not in after["ru/news/index.html"]
    assert "И ещё один абзац." in after["ru/about/index.html"].decode()


@pytest.mark.parametrize("name", ["topics.yaml", "site.yaml", "alert.yaml"])
def test_an_error_that_belongs_to_no_item_stops_the_build(name: str, place: Place) -> None:
    before = tree(place.output)
    place.edit(name, lambda text: f"{text}\n<<<<<<< HEAD\n")
    with pytest.raises(ContentError):
        place.build(skip=True)
    assert tree(place.output) == before


@pytest.mark.parametrize("language", message_languages())
def test_the_command_tells_what_it_skipped_every_time(language: str, tmp_path: Path) -> None:
    content = tmp_path / "content"
    shutil.copytree(VALID, content)
    command = ("build", "--content", content, "--output", tmp_path / "out", "--cache", tmp_path / "cache")
    options = ("--no-search", "--lang", language)
    assert inv(*command, *options).returncode == 0
    with (content / NEWS / "ru.md").open("a", encoding="utf-8") as file:
        file.write("\n[x](/nowhere/)\n")
    assert inv(*command, *options).returncode == 1
    for _ in range(2):
        done = inv(*command, "--skip-broken", *options)
        assert done.returncode == 0
        assert f"content/{NEWS}/ru.md:" in done.stderr
        assert f"  {NEWS}: " in done.stderr
