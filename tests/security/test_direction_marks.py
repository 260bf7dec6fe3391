"""Right-to-left texts may have the marks they need, and no others; other texts none."""

from __future__ import annotations

import pytest

from plugins.diagnostics.problem import Problem
from plugins.diagnostics.yaml_tree import parse_yaml
from tests.markdown.documents import MATTER, codes, read

NEEDED = [
    "اتصل \u200e+1 212\u200e الآن",
    "اتصل \u2066+1 212\u2069 الآن",
    "א \u2067ב \u2066122\u2069\u2069",
    "ا \u2068x\u2069",
    "ا \u061c122",
]
FORBIDDEN = [
    "ا \u202e122\u202c",
    "ا \u202a122\u202c",
    "ا \u2066122",
    "ا 122\u2069",
    "ا \u2066122\n\nب\u2069",
    "ا &#x202e;122",
    "ا &#8294;122",
]


@pytest.mark.parametrize("text", [*NEEDED, "ا &lrm;122&rlm;"])
def test_right_to_left_texts_keep_the_marks_they_need(text: str) -> None:
    document = read(MATTER.replace("Проба", NEEDED[0]).encode() + text.encode(), "ar")
    assert document.problems == ()
    marks = [char for char in text if char in "\u061c\u200e\u200f\u2066\u2067\u2068\u2069"]
    assert [char for char in document.html if char in marks] == marks
    assert document.matter.title == NEEDED[0]


@pytest.mark.parametrize("text", FORBIDDEN)
def test_marks_that_turn_what_follows_are_refused_everywhere(text: str) -> None:
    assert codes(read(text, "ar")) == {"bidi-character"}


@pytest.mark.parametrize("text", [*NEEDED, *FORBIDDEN])
def test_texts_of_other_languages_have_no_marks(text: str) -> None:
    assert codes(read(text, "en")) == {"bidi-character"}


@pytest.mark.parametrize("text", NEEDED)
def test_values_in_data_files_may_have_them_beside_such_letters(text: str) -> None:
    assert not isinstance(parse_yaml(f'ar: "{text}"\n', "x.yaml"), Problem)
    other = text.translate({ord(char): "x" for char in text if char.isalpha()})
    assert isinstance(parse_yaml(f'en: "{other}"\n', "x.yaml"), Problem)


@pytest.mark.parametrize("text", [r"ا \u202E122", r"ا \u2066122"])
def test_marks_spelled_as_escapes_are_refused_as_well(text: str) -> None:
    found = parse_yaml(f'ar: "{text}"\n', "x.yaml")
    assert isinstance(found, Problem)
    assert found.code == "bidi-character"


def test_an_address_has_no_marks() -> None:
    assert "zero-width-in-address" in codes(read("ا [ا](https://exa\u200emple.org/)", "ar"))
