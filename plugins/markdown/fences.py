"""Fenced code anywhere: in the text, in lists and in quotes, by CommonMark."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown.extensions.attr_list import get_attrs_and_remainder
from markdown.preprocessors import Preprocessor
from markdown.util import code_escape
from msgspec import Struct

from plugins.markdown.lines import ITEM, LEAST_INDENT, MAX_INDENT, MAX_QUOTE_DEPTH, QUOTE, indentation
from plugins.markdown.raw_html import CLASSES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from markdown import Markdown

    from plugins.markdown.parse_context import ParseContext

FENCE = re.compile(r"(?P<fence>`{3,}(?=[^`]*$)|~{3,})(?P<info>.*)$")


class Fence(Struct, frozen=True):
    """Fenced code on the lines from `start` to `end` (exclusive), counted from 0.

    `before` is what its first line begins with, `info` what follows the signs.
    """

    start: int
    end: int
    before: str
    info: str
    code: tuple[str, ...]
    closed: bool


class Opening(Struct, frozen=True):
    """The line that opens a fence; after its quote marks, the columns of its item's text and of its signs."""

    line: int
    quotes: str
    margin: int
    column: int
    sign: str
    info: str


def has_fence(text: str) -> bool:
    """Whether a text may have fenced code."""
    return "```" in text or "~~~" in text


def find_fences(lines: Sequence[str]) -> Iterator[Fence]:
    """The fenced code of a text in order; code ends with the list or the quote that it is in."""
    margins: list[int] = []
    number = depth = 0
    while number < len(lines):
        quotes, rest = _split_quotes(lines[number])
        if quotes.count(">") != depth:
            depth = quotes.count(">")
            margins.clear()
        before, text, margin = _enter_items(rest, margins)
        opening = FENCE.match(text.lstrip(" ")) if text[:1] in {" ", "`", "~"} else None
        if opening and indentation(text) <= MAX_INDENT:
            column = len(before) + indentation(text)
            opened = Opening(number, quotes, margin, column, opening["fence"], opening["info"])
            fence = _read(lines, opened)
            yield fence
            number = fence.end
        else:
            number += 1


def _split_quotes(line: str, most: int = MAX_QUOTE_DEPTH) -> tuple[str, str]:
    """The signs of quotes that a line begins with, and the rest of it."""
    end = 0
    while most and (match := QUOTE.match(line, end)):
        end, most = match.end(), most - 1
    return line[:end], line[end:]


def _enter_items(line: str, margins: list[int]) -> tuple[str, str, int]:
    """A line's list markers, its text and the column of it; updates `margins`, those of all open items."""
    if not line.strip():
        return "", line, margins[-1] if margins else 0
    while margins and indentation(line) < margins[-1]:
        margins.pop()
    start = margins[-1] if margins else 0
    while (item := ITEM.match(line[start:])) and line[start + item.end() :].strip():
        start += item.end()
        margins.append(start)
    return line[:start], line[start:], start


def _read(lines: Sequence[str], opening: Opening) -> Fence:
    """The fence that begins on the line of an opening."""
    depth, column, sign = opening.quotes.count(">"), opening.column, opening.sign
    least = min(opening.margin, LEAST_INDENT)
    before = lines[opening.line][: len(opening.quotes) + column]
    code: list[str] = []
    end, closed = len(lines), False
    for number in range(opening.line + 1, len(lines)):
        marks, rest = _split_quotes(lines[number], depth)
        if marks.count(">") < depth or (rest.strip() and indentation(rest) < least):
            end = number
            break
        text = rest.strip()
        if text.startswith(sign) and not text.strip(sign[0]):
            end, closed = number + 1, True
            break
        code.append(rest[min(indentation(rest), column) :])
    return Fence(opening.line, end, before, opening.info, tuple(code), closed)


class FencedCode(Preprocessor):
    """Sets fenced code aside, with a language only: other attributes could imitate a part of the page."""

    def __init__(self, md: Markdown, get_context: Callable[[], ParseContext]) -> None:
        super().__init__(md)
        self.md = md
        self.get_context = get_context

    def run(self, lines: list[str]) -> list[str]:
        """Replace each fence by a line with a placeholder."""
        if not has_fence("\n".join(lines)):
            return lines
        result: list[str] = []
        end = 0
        for fence in find_fences(lines):
            result += lines[end : fence.start]
            result.append(fence.before + self.md.htmlStash.store(self._render(fence)))
            end = fence.end
            if not fence.closed:
                context = self.get_context()
                context.report(context.lines.first + fence.start, "fence-unclosed")
        return [*result, *lines[end:]]

    def _render(self, fence: Fence) -> str:
        language = self._language(fence)
        name = f' class="language-{code_escape(language)}"' if language else ""
        code = "".join(f"{line}\n" for line in fence.code)
        return f"<pre><code{name}>{code_escape(code)}</code></pre>"

    def _language(self, fence: Fence) -> str:
        """The first word; attributes in braces are an error."""
        words, _, attributes = fence.info.partition("{")
        typed = attributes.partition("}")[0]
        found, _ = get_attrs_and_remainder(typed)
        names = [*words.split()[:1], *(value for key, value in found if key == ".")]
        if len(names) > 1 or any(key != "." for key, _ in found):
            context = self.get_context()
            classes = ", ".join(sorted(CLASSES))
            context.report(context.lines.first + fence.start, "attribute", text=typed, classes=classes)
        return names[0] if names else ""
