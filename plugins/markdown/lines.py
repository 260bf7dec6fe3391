"""Which lines start a block: CommonMark's and GitHub's, and the signs that people type besides."""

from __future__ import annotations

import re

MAX_INDENT = 3
"""Spaces before a sign that starts a block; more of them make code."""
LEAST_INDENT = 2
"""Spaces that put a line into an item or an admonition, whatever the width of its marker."""
MAX_QUOTE_DEPTH = 12
BULLETS = "•●▪◦‣·"
"""Signs that word processors put before the items of a list; the space after them is optional."""
ITEM = re.compile(
    r"(?P<indent> {0,3})(?:"
    r"(?P<marker>[-*+]|(?P<number>\d{1,9})(?P<delimiter>[.)]))(?P<space> +|$)"
    rf"|(?P<sign>[{BULLETS}]) *)"
)
RULE = re.compile(r" {0,3}([-_*])(?: *\1){2,} *$")
QUOTE = re.compile(r" {0,3}> ?")
STASHED = re.compile(r" {0,3}\x02wzxhzdk:\d+\x03 *$")
"""Code or HTML that is set aside."""
HEADING = re.compile(
    r" {0,3}(?P<level>#(?![#\d])|#{2,6}(?!#)) *(?P<header>[^\n]*?)(?:(?<![^ #])#+)? *(?:\n|$)"
)
"""Before a digit a number sign is text; unlike in CommonMark, one needs no space before a heading's words."""
ADMONITION = re.compile(
    r" {0,3}(?P<sign>!!!|\?\?\?\+?) *(?P<kind>[\w-]*)(?: +[\w-]+)* *(?:\"(?P<title>[^\n]*)\")? *(?:\n|$)"
)
FENCED_DIV = re.compile(r" {0,3}:{3,} *\{?\.?(?P<kind>[\w-]+)\}? *\"?(?P<title>[^\n]*?)\"? *(?:\n|$)")
FENCED_DIV_END = re.compile(r" {0,3}:{3,} *$")
HTML_BLOCKS = (
    "address article aside base blockquote body center col colgroup dd details dialog dir div dl dt fieldset"
    " figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html iframe legend li"
    " link main menu menuitem nav noframes ol optgroup option p param pre script search section style summary"
    " table tbody td textarea tfoot th thead title tr track ul"
)
HTML = re.compile(
    rf" {{0,3}}<(?:/?(?:{HTML_BLOCKS.replace(' ', '|')})(?=[ \n/>]|$)|!--|\?|![A-Za-z\[])", re.IGNORECASE
)
DELIMITER_ROW = re.compile(r" {0,3}\|? *:?-+:? *(?:\| *:?-+:? *)*\|? *$")
UNDERLINE = re.compile(r" {0,3}(?:=+|-+) *$")
STARTERS = (QUOTE, HEADING, RULE, STASHED, HTML, FENCED_DIV, FENCED_DIV_END)


def indentation(line: str) -> int:
    """The number of spaces that a line begins with."""
    return len(line) - len(line.lstrip(" "))


def starts_block(line: str) -> bool:
    """Whether a line ends the paragraph above it: of numbered items only the first does."""
    sign = line.lstrip(" ")[:1]
    if not sign or sign.isalpha() or indentation(line) > MAX_INDENT:
        return False
    if any(pattern.match(line) for pattern in STARTERS) or ADMONITION.fullmatch(line):
        return True
    item = ITEM.match(line)
    return bool(item and line[item.end() :].strip() and item["number"] in {None, "1"})
