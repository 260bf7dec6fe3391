"""Alphabets are told of in the editor's language."""

from __future__ import annotations

import pytest

from plugins.diagnostics.mixed_script import alphabet_name, odd_letters


@pytest.mark.parametrize(
    ("word", "main", "odd"),
    [
        ("wоrks", "LATIN", ("о", "CYRILLIC")),
        ("cлoво", "CYRILLIC", ("c, o", "LATIN")),
        ("aа", "LATIN", ("а", "CYRILLIC")),
        ("aа", "CYRILLIC", ("a", "LATIN")),
        ("xn--1а", "LATIN", ("а", "CYRILLIC")),
    ],
)
def test_the_odd_letters_are_those_of_the_rarer_alphabet(word: str, main: str, odd: tuple[str, str]) -> None:
    assert odd_letters(word, main) == odd


@pytest.mark.parametrize(
    ("alphabet", "russian", "english"),
    [
        ("CYRILLIC", "кириллица", "Cyrillic"),
        ("LATIN", "латиница", "Latin"),
        ("GREEK", "греческая", "Greek"),
        ("?", "?", "?"),
    ],
)
def test_an_alphabet_has_a_name_in_every_language(alphabet: str, russian: str, english: str) -> None:
    assert (alphabet_name(alphabet, "ru"), alphabet_name(alphabet, "en")) == (russian, english)
