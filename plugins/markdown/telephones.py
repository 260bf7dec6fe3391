"""Russian telephone numbers in a text: on a phone a touch calls them, and no line breaks them.

Only what is written as one is taken for one: `8-800-101-0035`, `8 (800) 101-00-35`, `+7 914 270 12 34`.
After an 8, spaces alone make no telephone number: 80 000 000 000 has as many digits.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from markdown.util import AtomicString

if TYPE_CHECKING:
    from collections.abc import Iterator

GAP = "[- \u00a0]?"
TELEPHONE = re.compile(
    rf"(?:\+7(?<![\w+.,–-]\+7)|8(?=[- \u00a0(])(?<![\w+.,–-]8))"
    rf"{GAP}\(?\d{{3,5}}\)?{GAP}\d{{1,3}}{GAP}\d\d{GAP}\d\d(?![\w–-])"
)
"""It begins with the sign, not with what may not stand before it: so the search is fast."""
NOT_DIGIT = re.compile(r"\D")
DIGITS = 11
"""With the country's own 7, in place of which people also write 8."""
UNTOUCHED = frozenset({"a", "code", "pre", "h1", "h2", "h3", "h4", "h5", "h6"})


def link_telephones(element: Element) -> None:
    """Make links of the telephone numbers under `element`; links, code and headings stay as they are."""
    if element.tag in UNTOUCHED:
        return
    children = list(element)
    words, links = _parted(element.text)
    if links:
        element.text = words
        element[:0] = links
    for child in children:
        link_telephones(child)
        words, links = _parted(child.tail)
        if links:
            child.tail = words
            after = list(element).index(child) + 1
            element[after:after] = links


def _parted(text: str | None) -> tuple[str, list[Element]]:
    """The words before the first telephone number, and every number as a link with what follows it."""
    found = [] if not text or isinstance(text, AtomicString) else list(_telephones(text))
    if not text or not found:
        return "", []
    ends = [*(match.start() for match in found[1:]), len(text)]
    links = [_link(match, text[match.end() : end]) for match, end in zip(found, ends, strict=True)]
    return text[: found[0].start()], links


def _telephones(text: str) -> Iterator[re.Match[str]]:
    for match in TELEPHONE.finditer(text):
        if len(_digits(match)) == DIGITS and any(sign in match[0] for sign in "+-("):
            yield match


def _link(match: re.Match[str], after: str) -> Element:
    link = Element("a", href=f"tel:+7{_digits(match)[1:]}")
    link.text, link.tail = AtomicString(match[0]), after
    return link


def _digits(match: re.Match[str]) -> str:
    return NOT_DIGIT.sub("", match[0])
