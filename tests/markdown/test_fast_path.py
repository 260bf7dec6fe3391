"""The fast path gives the same results as the library."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown.treeprocessors import InlineProcessor

from plugins.diagnostics.text_safety import CONTROL_CHARS, ZERO_WIDTH
from plugins.markdown.blocks import PlainParagraphs
from plugins.markdown.converter import Converter
from plugins.markdown.parse_context import Lines, ParseContext
from plugins.markdown.reader import SUSPECT
from tests.markdown.documents import ENGLISH, RUSSIA
from tests.markdown.test_any_text import PIECES

CASES = [
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


def library_converter() -> Converter:
    """A converter with the library's processors in place of the fast ones."""
    converter = Converter()
    md = converter.markdown
    known = md.parser.blockprocessors
    md.parser.blockprocessors = tuple(each for each in known if not isinstance(each, PlainParagraphs))  # type: ignore[assignment] # it only iterates
    md.treeprocessors.register(InlineProcessor(md), "inline", 20)
    return converter


FAST, LIBRARY = Converter(), library_converter()


def outcome(converter: Converter, text: str) -> list[object]:
    """The HTML and everything found in the text."""
    lines = Lines(text, 1)
    context = ParseContext("x.md", (), lines=lines, typography=ENGLISH, telephones=RUSSIA)
    converter.context = context
    try:
        html = converter.markdown.reset().convert(text)
    except Exception as error:  # noqa: BLE001 - both must raise the same
        html = f"{type(error).__name__}: {error}"
    return [html, context.headings, context.links, context.pictures, context.figures, context.problems]


@pytest.mark.parametrize("text", CASES)
def test_edge_cases_convert_as_with_the_library(text: str) -> None:
    assert outcome(FAST, text) == outcome(LIBRARY, text)


@settings(max_examples=600, deadline=None)
@given(st.lists(st.one_of(PIECES, st.sampled_from(CASES)), max_size=30).map("".join))
@example("a\n\nb")
def test_any_text_converts_as_with_the_library(text: str) -> None:
    assert outcome(FAST, text) == outcome(LIBRARY, text)


@settings(max_examples=600, deadline=None)
@given(st.lists(st.sampled_from("\n".join(CASES).split("\n")), max_size=16).map("\n".join))
def test_any_lines_convert_as_with_the_library(text: str) -> None:
    assert outcome(FAST, text) == outcome(LIBRARY, text)


def test_the_suspect_pattern_covers_every_check() -> None:
    every = "".join(map(chr, range(0x110000)))
    for pattern in (CONTROL_CHARS, ZERO_WIDTH, re.compile("&")):
        assert set(pattern.findall(every)) <= set(SUSPECT.findall(every))
