from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

PLUGINS = Path(__file__).parent.parent.parent / "plugins"
PACKAGES = ["markdown", "images"]


def messages(package: str, language: str) -> dict[str, dict[str, str]]:
    return tomllib.loads((PLUGINS / package / "messages" / f"{language}.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("package", PACKAGES)
def test_every_problem_is_told_in_both_languages_with_the_same_values(package: str) -> None:
    russian, english = messages(package, "ru"), messages(package, "en")
    assert russian.keys() == english.keys()
    assert all(table.keys() == {"what", "fix"} for table in (*russian.values(), *english.values()))


@pytest.mark.parametrize("package", PACKAGES)
def test_every_sentence_has_a_place_that_finds_the_problem(package: str) -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in sorted((PLUGINS / package).glob("*.py")))
    assert {name for name in messages(package, "ru") if f'"{name}"' not in code} == set()
