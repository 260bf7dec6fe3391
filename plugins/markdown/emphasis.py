"""Emphasis by CommonMark's rules for delimiters; a star between digits is a star.

Besides `*` and `_` there are GitHub's `~~deleted~~` and `==marked==`.
"""

from __future__ import annotations

import re
from collections import deque
from typing import TYPE_CHECKING
from unicodedata import category
from xml.etree.ElementTree import Element

from markdown.inlinepatterns import InlineProcessor
from markdown.util import ETX, STX

if TYPE_CHECKING:
    from collections.abc import Callable

    from plugins.markdown.parse_context import ParseContext

RUN = re.compile(r"[*_~=](?:(?<=\*)\**|(?<=_)_*|(?<=~)(?<!~~)~(?!~)|(?<==)(?<!==)=(?!=))")
TAGS = {"*": ("em", "strong"), "_": ("em", "strong"), "~": ("", "del"), "=": ("", "mark")}
"""Elements of single and of double signs."""
PAIR = 2
MULTIPLE = 3
"""Runs that both open and close may not add up to a multiple of this."""
ONLY_DIGITS = re.compile(r"\*\d(?:[\d*#]*\d)?\*")
DIAL_CODE = re.compile(r"(?<![\w*#])[*#]{1,2}\d[\d*]*#(?!\w)")


class Run:
    """A run of one sign at a position of the text; `left` of its signs are not used yet."""

    def __init__(self, match: re.Match[str]) -> None:
        self.sign, self.start, self.length = match[0][0], match.start(), len(match[0])
        self.left = self.length
        before, after = (
            match.string[match.start() - 1 : match.start()],
            match.string[match.end() : match.end() + 1],
        )
        left, right = _flanks(before, after), _flanks(after, before)
        word = self.sign == "_"
        between_digits = self.sign == "*" and before.isdigit() and after.isdigit()
        self.opens = left and not between_digits and (not word or not right or _is_punctuation(before))
        self.closes = right and not between_digits and (not word or not left or _is_punctuation(after))
        self.end = self.start + self.length

    def matches(self, closing: Run) -> bool:
        """Whether the run can open what another one closes."""
        if not (self.opens and self.left and self.sign == closing.sign):
            return False
        both = self.closes or closing.opens
        total = self.length + closing.length
        return not (both and total % MULTIPLE == 0 and (self.length % MULTIPLE or closing.length % MULTIPLE))


class Pair:
    """An element from `start` to `end`, its text from `inner_start` to `inner_end`."""

    def __init__(self, opening: Run, closing: Run) -> None:
        size = PAIR if min(opening.left, closing.left) >= PAIR else 1
        self.tag = TAGS[opening.sign][size - 1]
        self.inner_start = opening.start + opening.left
        self.start = self.inner_start - size
        self.inner_end = closing.end - closing.left
        self.end = self.inner_end + size
        opening.left -= size
        closing.left -= size


def _flanks(before: str, after: str) -> bool:
    """Whether a delimiter between two characters is left-flanking: next to the beginning of a word."""
    if not after or after.isspace():
        return False
    return not _is_punctuation(after) or not before or before.isspace() or _is_punctuation(before)


def _is_punctuation(char: str) -> bool:
    """Whether a character is a sign; a placeholder stands for markup, which ends with one."""
    return char in {STX, ETX} or (bool(char) and category(char)[0] in {"P", "S"})


def find_pairs(text: str) -> list[Pair]:
    """The elements of a text in the order of their beginnings."""
    runs: list[Run] = []
    pairs: list[Pair] = []
    for match in RUN.finditer(text):
        run = Run(match)
        while run.closes and run.left:
            number = next((n for n in range(len(runs) - 1, -1, -1) if runs[n].matches(run)), -1)
            if number < 0:
                break
            del runs[number + 1 :]
            pairs.append(Pair(runs[number], run))
            if not runs[number].left:
                del runs[number]
        if run.opens and run.left:
            runs.append(run)
    return sorted(pairs, key=lambda pair: (pair.start, -pair.end))


class EmphasisProcessor(InlineProcessor):
    """The last of the inline patterns: code, links and HTML are placeholders by then."""

    def __init__(self, get_context: Callable[[], ParseContext]) -> None:
        super().__init__(RUN.pattern)
        self.get_context = get_context
        self.length = 0
        self.rest = ""
        self.pairs: deque[Pair] = deque()

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element | None, int | None, int | None]:  # type: ignore[override] # the library's stubs lack its own override
        """The outermost element that begins in a run of signs, with all that is within it."""
        shift = self._find(data, m.start())
        while self.pairs and self.pairs[0].start + shift < m.start():
            self.pairs.popleft()
        if not self.pairs or self.pairs[0].start + shift >= m.end():
            return None, None, None
        outer = self.pairs.popleft()
        within: deque[Pair] = deque()
        while self.pairs and self.pairs[0].end <= outer.end:
            within.append(self.pairs.popleft())
        start, end = outer.start + shift, outer.end + shift
        element = _build(data, outer, within, shift)
        if data[start:end].startswith("*") and ONLY_DIGITS.fullmatch(data[start:end]):
            context = self.get_context()
            context.report(context.lines.find(data[start:end]), "star-digits", text=data[start:end])
        self.rest = data[end:]
        return element, start, end

    def _find(self, data: str, start: int) -> int:
        """Find the pairs of a text, unless it ends like the last one, and return how far they are shifted.

        The library puts a placeholder in place of each element and asks again.
        """
        before = len(data) - len(self.rest)
        follows = before == 0 or data[before - 1 : before] == ETX
        if not (self.rest and start >= before and follows and data.endswith(self.rest)):
            self.pairs, self.length, self.rest = deque(find_pairs(data)), len(data), data
        return len(data) - self.length


def _build(text: str, pair: Pair, within: deque[Pair], shift: int) -> Element:
    """The element of a pair; `within` are the pairs inside it, outermost first."""
    element, previous = Element(pair.tag), None
    position = pair.inner_start + shift
    while within:
        child = within.popleft()
        _append(element, previous, text[position : child.start + shift])
        inner: deque[Pair] = deque()
        while within and within[0].end <= child.end:
            inner.append(within.popleft())
        previous = _build(text, child, inner, shift)
        element.append(previous)
        position = child.end + shift
    _append(element, previous, text[position : pair.inner_end + shift])
    return element


def _append(element: Element, previous: Element | None, text: str) -> None:
    """Add a text; signs left in it are escaped, so that they are not read again out of their context."""
    plain = RUN.sub(lambda match: "".join(f"{STX}{ord(char)}{ETX}" for char in match[0]), text)
    if previous is None:
        element.text = plain
    else:
        previous.tail = plain


class DialCodes(InlineProcessor):
    """`*100#`: the stars of a service code are no emphasis."""

    def __init__(self) -> None:
        super().__init__(DIAL_CODE.pattern)

    def handleMatch(self, m: re.Match[str], _data: str) -> tuple[str, int, int]:  # type: ignore[override] # the library's stubs lack its own override
        """The code as it is."""
        return m[0], m.start(), m.end()
