"""Scripts of letters and their localized names."""

from __future__ import annotations

import pytest

from plugins.diagnostics.text_safety import minority_letters, script_name


@pytest.mark.parametrize(
    ("word", "main_script", "expected"),
    [
        ("wоrks", "LATIN", ("о", "CYRILLIC")),
        ("cлoво", "CYRILLIC", ("c, o", "LATIN")),
        ("aа", "LATIN", ("а", "CYRILLIC")),
        ("aа", "CYRILLIC", ("a", "LATIN")),
        ("xn--1а", "LATIN", ("а", "CYRILLIC")),
    ],
)
def test_minority_letters_are_those_of_the_rarest_script(
    word: str, main_script: str, expected: tuple[str, str]
) -> None:
    assert minority_letters(word, main_script) == expected


@pytest.mark.parametrize(
    ("script", "russian", "english"),
    [
        ("CYRILLIC", "кириллица", "Cyrillic"),
        ("LATIN", "латиница", "Latin"),
        ("GREEK", "греческая", "Greek"),
        ("?", "?", "?"),
    ],
)
def test_a_script_has_a_name_in_every_language(script: str, russian: str, english: str) -> None:
    assert (script_name(script, "ru"), script_name(script, "en")) == (russian, english)
