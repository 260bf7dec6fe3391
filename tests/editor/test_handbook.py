from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

import pytest

import tasks
from plugins.diagnostics.problem import PLUGINS, message_languages
from plugins.editor.handbook import LANGUAGES, render_handbook
from plugins.markdown.front_matter import SCHEMA
from tests.building import ROOT, content_of, read

if TYPE_CHECKING:
    from pathlib import Path

UNTESTABLE = {"title", "date", "topics", "card", "as_of", "sources", "regions"}
"""Keys whose examples refer to content that the valid site lacks, or belong to another section."""
README = ROOT / "content" / "README.md"


def test_the_handbook_is_up_to_date() -> None:
    assert README.read_text(encoding="utf-8") == render_handbook(), "run ./inv handbook"


def test_it_exists_in_every_message_language() -> None:
    assert sorted(LANGUAGES) == sorted(message_languages())


@pytest.mark.parametrize("key", SCHEMA.keys)
def test_every_key_is_described_in_every_language(key: str) -> None:
    assert render_handbook().count(f"\n| `{key}` |") == len(LANGUAGES)


def test_it_lists_every_message() -> None:
    lines = [line for line in render_handbook().splitlines() if line.startswith("- ") and " → " in line]
    files = PLUGINS.glob("*/messages/*.toml")
    assert len(lines) == sum(len(tomllib.loads(file.read_text(encoding="utf-8"))) for file in files)


@pytest.mark.parametrize("key", [key for key in SCHEMA.keys if key not in UNTESTABLE])
@pytest.mark.parametrize("chapter", range(len(LANGUAGES)), ids=LANGUAGES)
def test_every_example_is_valid(key: str, chapter: int, tmp_path: Path) -> None:
    example = re.findall(rf"\| `{key}` \|[^|]*\| `(.*?)` \|", render_handbook())[chapter]
    text = f"---\ntitle: Проба\n{example}\n---\n\nТекст.\n"
    (russian, _) = read(content_of(tmp_path, {"news/2023-01-31-item/ru.md": text})).editions
    assert (russian.news[0].title == "Проба") != (key == "status")


def test_every_picture_exists() -> None:
    pictures = re.findall(r"!\[[^\]]+\]\((\.\./[^)]+)\)", render_handbook())
    assert pictures
    assert all((README.parent / picture).is_file() for picture in pictures)


def test_every_command_exists() -> None:
    named = set(re.findall(r"\./inv ([a-z]+)", render_handbook()))
    assert named <= tasks.namespace.task_names.keys()
