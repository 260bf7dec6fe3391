"""Lines: a text broken into lines of even length, in the largest type that fits."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from plugins.cards.face import width_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from plugins.cards.face import Weight


class TooLongError(Exception):
    """A text does not fit its place even in the smallest type allowed there."""

    def __init__(self, text: str) -> None:
        self.text = text
        super().__init__(text)


class Block(NamedTuple):
    """Lines of text in one size."""

    lines: tuple[str, ...]
    size: int


def fitted(text: str, weight: Weight, sizes: Sequence[int], width: float, most: int) -> Block:
    """The text in as few lines as the two largest sizes allow, else as any does; raises `TooLongError`."""
    for tried in (sizes[:2], sizes):
        for count in range(1, most + 1):
            for size in tried:
                lines = wrapped(text, weight, size, width)
                if lines and len(lines) <= count:
                    return Block(balanced(text, weight, size, width, len(lines)), size)
    raise TooLongError(text)


@cache
def wrapped(text: str, weight: Weight, size: int, width: float) -> tuple[str, ...]:
    """The text filled greedily into lines of a width; no lines at all where a word is wider than that."""
    lines: list[str] = []
    for word in text.split(" "):
        if width_of(word, weight, size) > width:
            return ()
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, weight, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(lines)


@cache
def balanced(text: str, weight: Weight, size: int, width: float, count: int) -> tuple[str, ...]:
    """The text in `count` lines of the narrowest width that still holds it: no word is left alone."""
    lines = wrapped(text, weight, size, width)
    narrow, wide = width / count / 2, width
    while wide - narrow > size / 8:
        middle = (narrow + wide) / 2
        tried = wrapped(text, weight, size, middle)
        if tried and len(tried) <= count:
            lines, wide = tried, middle
        else:
            narrow = middle
    return lines


def largest(texts: Sequence[str], weight: Weight, sizes: Sequence[int], width: float) -> int:
    """The largest size in which every one of the texts fits one line; raises `TooLongError`."""
    for size in sizes:
        if all(width_of(text, weight, size) <= width for text in texts):
            return size
    raise TooLongError(max(texts, key=len))
