"""What the library's parts are not asked for, they would not have found: its own way gives the same."""

from __future__ import annotations

import re
from types import MethodType
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.extensions.attr_list import AttrListTreeprocessor
from markdown.extensions.fenced_code import FencedBlockPreprocessor
from markdown.preprocessors import HtmlBlockPreprocessor, NormalizeWhitespace
from markdown.serializers import to_html_string
from markdown.treeprocessors import InlineProcessor, UnescapeTreeprocessor

from plugins.diagnostics.text_safety import CONTROL_CHARS, ZERO_WIDTH
from plugins.markdown.blocks import SafeAttributes, SafeFences
from plugins.markdown.converter import Converter
from plugins.markdown.lines import Lines
from plugins.markdown.reading import Reading
from plugins.markdown.source import DOUBTFUL
from tests.markdown.sheets import ENGLISH
from tests.markdown.test_any_text import PIECES

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

AWKWARD = [
    "a\n---\n",
    "a\nb\n===\nc",
    "a\n: b\n",
    "a\n:   b\n\n    c\n",
    "a\n> b\nc",
    "a\n   > b",
    "a\n***\nb",
    "a\n _ _ _\nb",
    "a\n___\nb",
    "a\n+ b",
    "a _b_",
    "a  \nb",
    "a &#1234 b",
    "a | b\n:- | -\nc | d",
    "a | b |\n| - | - |\nc | d",
    "a\n# b\nc",
    "a\n[b]: https://c.example\n\n[b], [b][], ![c][b]",
    "a\n[^1]: b\n\n    c\n\nd[^1]",
    "a | b\n--- | ---\nc | d",
    "a\nb | c\n--- | ---\nd | e",
    "a|\n-|\nb|",
    "a\n!!! note\n    b\n\n    c",
    "!!! note\n    a\n\n    - b\n\n        c\n\nd",
    "- a\n\n    b\n\n    - c\n\n            d\n- e\nf\n",
    "1. a\n   b\n2. c\n\n3. d\n",
    "a\n   \n  b\n    \n\n     \nc",
    "a\tb\n\tc\n\n\td",
    "a\u2028# b\x0b> c\x0c- d\x85e",
    "a\r\nb\rc",
    "a \\* \\` \\\\ b `\\` \\\\`c`",
    'a <- b -> c & d [e](https://f.example/?g&h="i" \'j <k> "l"\')  \nm\n\n---',
    "a &copy; & &#1234; b &lt;",
    "a\n<details>\n<summary>b</summary>\n\nc\n</details>\n",
    "a <B>b</B>\n\n<P>c</P>\n\n<!-- d",
    "[a *b* `c`](https://d.example 'e *f*') *g [h](i)*",
    "**a *b* __c__** *d\n\n_e_f_ *",
    "a {.lead}\n\n# b {#c}\n\n`d`{.wide} e\n{: .note}",
    "```python {.a}\nb\n```\n~~~\nc\n~~~\n ```\nd\n",
    "a\x02b\x02wzxhzdk:0\x03 \x02klzzwxh:0000\x03 \x0242\x03 \x02amp\x03",
]


class Fences(SafeFences):
    run = FencedBlockPreprocessor.run


class Attributes(SafeAttributes):
    def run(self, root: Element) -> None:
        AttrListTreeprocessor.run(self, root)


def unshortened() -> Converter:
    """The converter with the library's own parts in place of ours that pass over what is not there."""
    converter = Converter()
    md = converter.markdown
    md.is_block_level = MethodType(Markdown.is_block_level, md)  # type: ignore[method-assign]
    md.parser.parseBlocks = MethodType(BlockParser.parseBlocks, md.parser)  # type: ignore[method-assign]
    md.serializer = to_html_string
    md.preprocessors.register(NormalizeWhitespace(md), "normalize_whitespace", 30)
    md.preprocessors.register(Fences(md, lambda: converter.reading), "fenced_code_block", 25)
    md.preprocessors.register(HtmlBlockPreprocessor(md), "html_block", 20)
    md.treeprocessors.register(InlineProcessor(md), "inline", 20)
    md.treeprocessors.register(Attributes(md, lambda: converter.reading), "attributes", 18)
    md.treeprocessors.register(UnescapeTreeprocessor(md), "unescape", 0)
    return converter


OURS, LIBRARYS = Converter(), unshortened()


def outcome(converter: Converter, text: str) -> list[object]:
    """The HTML, and all that was found in the text and told of it."""
    reading = converter.reading = Reading("x.md", Lines(text, 1), ENGLISH)
    try:
        html = converter.markdown.reset().convert(text)
    except Exception as error:  # noqa: BLE001 - whatever the library raises, it raises it either way
        html = f"{type(error).__name__}: {error}"
    return [html, reading.headings, reading.links, reading.pictures, reading.figures, reading.problems]


@pytest.mark.parametrize("text", AWKWARD)
def test_awkward_texts_come_out_as_from_the_librarys_own_parts(text: str) -> None:
    assert outcome(OURS, text) == outcome(LIBRARYS, text)


@settings(max_examples=600, deadline=None)
@given(st.lists(st.one_of(PIECES, st.sampled_from(AWKWARD)), max_size=30).map("".join))
@example("a\n\nb")
def test_any_text_comes_out_as_from_the_librarys_own_parts(text: str) -> None:
    assert outcome(OURS, text) == outcome(LIBRARYS, text)


@settings(max_examples=600, deadline=None)
@given(st.lists(st.sampled_from("\n".join(AWKWARD).split("\n")), max_size=16).map("\n".join))
def test_any_lines_come_out_as_from_the_librarys_own_parts(text: str) -> None:
    assert outcome(OURS, text) == outcome(LIBRARYS, text)


def test_every_character_a_file_may_not_hold_is_doubtful() -> None:
    every = "".join(map(chr, range(0x110000)))
    for pattern in (CONTROL_CHARS, ZERO_WIDTH, re.compile("&")):
        assert set(pattern.findall(every)) <= set(DOUBTFUL.findall(every))
