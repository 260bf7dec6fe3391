from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

import pytest

from plugins.diagnostics.problem import PLUGINS, message_languages
from plugins.editor.handbook import CHAPTERS, handbook
from plugins.markdown.keys import KEYS
from tests.building import ROOT, content_of, read

if TYPE_CHECKING:
    from pathlib import Path

BOUND = {"title", "date", "topics", "card"}
"""Keys whose examples name what a small site has not, or stand in another section."""
README = ROOT / "content" / "README.md"


def test_the_handbook_is_what_the_checks_say() -> None:
    assert README.read_text(encoding="utf-8") == handbook(), "run ./inv handbook"


def test_it_is_written_in_every_language_editors_are_told_problems_in() -> None:
    assert sorted(CHAPTERS) == sorted(message_languages())


@pytest.mark.parametrize("key", KEYS)
def test_every_key_is_told_in_every_language(key: str) -> None:
    assert handbook().count(f"\n| `{key}` |") == len(CHAPTERS)


def test_every_message_stands_in_it() -> None:
    lines = [line for line in handbook().splitlines() if line.startswith("- ") and " → " in line]
    files = PLUGINS.glob("*/messages/*.toml")
    assert len(lines) == sum(len(tomllib.loads(file.read_text(encoding="utf-8"))) for file in files)


@pytest.mark.parametrize("key", [key for key in KEYS if key not in BOUND])
@pytest.mark.parametrize("chapter", range(len(CHAPTERS)), ids=CHAPTERS)
def test_every_example_can_be_typed_as_it_stands(key: str, chapter: int, tmp_path: Path) -> None:
    example = re.findall(rf"\| `{key}` \|[^|]*\| `(.*?)` \|", handbook())[chapter]
    text = f"---\ntitle: Проба\n{example}\n---\n\nТекст.\n"
    (russian, _) = read(content_of(tmp_path, {"news/2023-01-31-item/ru.md": text})).editions
    assert (russian.news[0].title == "Проба") != (key == "status")


def test_every_picture_it_shows_is_there() -> None:
    pictures = re.findall(r"!\[[^\]]+\]\((\.\./[^)]+)\)", handbook())
    assert pictures
    assert all((README.parent / picture).is_file() for picture in pictures)


def test_every_command_it_names_exists() -> None:
    tasks = (ROOT / "tasks.py").read_text(encoding="utf-8")
    named = set(re.findall(r"\./inv ([a-z]+)", handbook()))
    assert all(f"\ndef {name}(" in tasks for name in named), named
