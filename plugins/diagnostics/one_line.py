"""Texts of one line, such as titles, notices and labels: words alone, in which no markup is read."""

from __future__ import annotations

import re
from difflib import get_close_matches
from html import unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

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


EMPHASIS = re.compile(
    r"\*\*(\S[^*]*)\*\*|__(\S[^_]*)__|`([^`]+)`"
    r"|(?<![\w*#])\*((?=[^\W\d])[^*]*[^\s*])\*(?![\w*#])|(?<![\w_])_((?=\w)[^_]*[^\s_])_(?!\w)"
)
"""Markup whose words say the same without its signs."""


def without_emphasis(text: str) -> str:
    """The text without the signs of emphasis and code.

    >>> without_emphasis("**free** and `anonymous`, *555*1#")
    'free and anonymous, *555*1#'
    """
    return EMPHASIS.sub(lambda found: found[found.lastindex or 0], text)


def decode_references(text: str) -> str:
    """The text with `&nbsp;`, `&mdash;` and the like as characters."""
    return CHAR_REFERENCE.sub(_decode, text) if "&" in text else text


def _decode(match: re.Match[str]) -> str:
    char = unescape(match[0])
    return char if char.isprintable() or char.isspace() else match[0]


def find_markup(text: str) -> str:
    """The first piece of markup in a text of one line; empty if there is none."""
    found = MARKUP.search(text)
    return found[0] if found else next(find_misspelt_names(text), "")


NAMES = ("number", "name", "figure", "card", "regions", "typed")
TRANSLATED_NAMES = ("номер", "имя", "название", "число", "цифра", "карточка", "регионы")
IN_BRACES = re.compile(r"(?<!\{)\{ *([^\W\d_]\w*) *\}(?!\})")
LIKENESS = 0.75
SITE_NAMES = ("number", "name")
"""What stands for the site's number and name where they are filled in."""


def find_unfilled_names(text: str, filled: Collection[str]) -> Iterator[str]:
    """`{number}`, `{figure}` and the like, but those that are filled in.

    >>> list(find_unfilled_names("{number}, {figure}year.calls, {x}", SITE_NAMES))
    ['{figure}']
    """
    for found in IN_BRACES.finditer(text) if "{" in text else ():
        if found[1] in NAMES and found[1] not in filled:
            yield found[0]


def find_misspelt_names(text: str) -> Iterator[str]:
    """What is meant as `{number}`, `{figure}set.card` or the like, and nothing fills in; others are text.

    >>> list(find_misspelt_names("{number}, {Number}, { name }, {nubmer}, {номер}, {figures}year.calls, {x}"))
    ['{Number}', '{ name }', '{nubmer}', '{номер}', '{figures}']
    """
    for found in IN_BRACES.finditer(text) if "{" in text else ():
        known = (*NAMES, *TRANSLATED_NAMES)
        if found[0][1:-1] not in NAMES and get_close_matches(found[1].casefold(), known, 1, LIKENESS):
            yield found[0]
