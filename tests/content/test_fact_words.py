"""The words by which facts are compared: complete in the theme, and told when they cannot be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from plugins.content.fact_words import FactWords, read_fact_words
from tests.building import ROOT

if TYPE_CHECKING:
    from pathlib import Path

PHRASES = ROOT / "theme" / "phrases"
CODES = ("ru", "en")


def test_the_languages_of_the_theme_share_the_names_of_units_and_days() -> None:
    words, problems = read_fact_words(PHRASES, "theme/phrases", CODES)
    assert problems == []
    for table in ("units", "before", "after", "weekdays", "times"):
        one, other = (set(getattr(words[code], table)) for code in CODES)
        assert one == other, table


def test_a_language_of_a_region_has_the_words_of_its_language() -> None:
    words, problems = read_fact_words(PHRASES, "theme/phrases", ("en", "en-GB", "sah"))
    assert problems == []
    assert words["en-GB"] == words["en"]
    assert words["sah"] == FactWords()


@pytest.mark.parametrize(
    "text",
    [
        "numbers = 5",
        '[numbers]\nfive = ["пять"]',
        '[before]\nbegin = ["с"]',
        '[after]\nstart = ["с"]',
        '[units]\nhour = [""]',
        '[units]\nhour = ["*"]',
        '[times]\nnoon = ["полдень"]',
        '[times]\n"25:00" = ["час"]',
        '[colours]\nred = ["красный"]',
        "[units\n",
        b"\xff\xfe",
    ],
)
def test_words_that_cannot_be_read_are_told_with_their_file(text: str | bytes, tmp_path: Path) -> None:
    (tmp_path / "facts").mkdir()
    (tmp_path / "facts" / "ru.toml").write_bytes(text if isinstance(text, bytes) else text.encode())
    words, problems = read_fact_words(tmp_path, "theme/phrases", ("ru",))
    assert words == {"ru": FactWords()}
    assert [(each.path, each.code) for each in problems] == [
        ("theme/phrases/facts/ru.toml", "phrases-broken")
    ]
    assert all(each.format(language) for each in problems for language in CODES)
