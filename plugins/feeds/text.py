"""Text that XML can carry, and plain text out of HTML."""

from __future__ import annotations

import html
import re

import nh3

# XML 1.0, section 2.2: everything else makes the whole document unreadable.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
SURROGATE = re.compile("[\ud800-\udfff]")
BLOCK_END = re.compile(r"</(?:p|li|h[1-6]|td|th|tr|dt|dd|blockquote|pre|figcaption)>|<br>")

WORDS = nh3.Cleaner(tags=set(), link_rel=None)


def readable(text: str) -> str:
    """The text without the characters XML has no place for; half a surrogate pair becomes U+FFFD."""
    if FORBIDDEN.search(text) is None and "\r" not in text:
        return text
    return FORBIDDEN.sub("", SURROGATE.sub("\ufffd", text)).replace("\r\n", "\n").replace("\r", "\n")


def line(text: str) -> str:
    """Readable text on one line."""
    return " ".join(readable(text).split())


def plain(markup: str) -> str:
    """The words of an HTML text, on one line."""
    words = WORDS.clean(BLOCK_END.sub(r"\g<0> ", markup))
    return line(html.unescape(words))
