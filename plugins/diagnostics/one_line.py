"""Texts of one line, such as titles, notices and labels: words alone, in which no markup is read."""

from __future__ import annotations

import re
from html import unescape

CHAR_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[A-Za-z]\w{1,31});")
MARKUP = re.compile(
    r"\*\*\S[^*]*\*\*|__\S[^_]*__|~~\S[^~]*~~"
    r"|(?<![\w*#])\*(?=[^\W\d])[^*]*[^\s*]\*(?![\w*#])"  # emphasis; a service code begins with a digit
    r"|(?<![\w_])_(?=\w)[^_]*[^\s_]_(?!\w)"
    r"|`[^`]+`"
    r"|!?\[[^\]]*\]\([^)]*\)"
    r"|^(?:#{1,6}|[-*+>]|!!!) "
)
"""What Markdown would make something of."""


def decode_references(text: str) -> str:
    """The text with `&nbsp;`, `&mdash;` and the like as characters."""
    return CHAR_REFERENCE.sub(_decode, text) if "&" in text else text


def _decode(match: re.Match[str]) -> str:
    char = unescape(match[0])
    return char if char.isprintable() or char.isspace() else match[0]


def find_markup(text: str) -> str:
    """The first piece of markup in a text of one line; empty if there is none."""
    found = MARKUP.search(text)
    return found[0] if found else ""
