"""Texts without signs of markup are let through; nothing that could be markup is."""

from __future__ import annotations

import pytest
from markdown.treeprocessors import InlineProcessor

from plugins.markdown.converter import Converter
from plugins.markdown.lines import Lines
from plugins.markdown.reading import Reading
from tests.markdown.sheets import ENGLISH

TEXTS = [
    "plain words",
    "*a* b",
    "a _b_",
    "a __b__",
    "a `b`",
    r"a \* b",
    "[a](https://a.example)",
    "[a][b]\n\n[b]: https://a.example",
    "![a](b.jpg)",
    "<http://a.example>",
    "<a@b.example>",
    "a  \nb",
    "a &amp; b",
    "a &#1234; b",
    "<b>a</b>",
    "{figure}a.b",
    "{typed}12",
    "a[^1]\n\n[^1]: b",
    "a: b | c",
    "a ] b } > c",
]


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_comes_out_as_from_the_librarys_own_processor(text: str) -> None:
    outcomes = []
    for own in (True, False):
        converter = Converter()
        converter.reading = Reading("x.md", Lines(text, 1), ENGLISH)
        if not own:
            inline = InlineProcessor(converter.markdown)
            converter.markdown.treeprocessors.register(inline, "inline", 20)
        outcomes.append((converter.markdown.convert(text), converter.reading.problems))
    assert outcomes[0] == outcomes[1]
