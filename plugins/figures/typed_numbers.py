"""Numbers as people type them into tables: `5 402`, `1,5`, `12%`, `1,234.5`."""

from __future__ import annotations

import re
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f']")
SHAPE = re.compile(r"[+-]?\d[\d.,]*")
GROUPED = {mark: re.compile(rf"[+-]?\d{{1,3}}(?:\{mark}\d{{3}})+") for mark in ".,"}
AMBIGUOUS = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}")
CLEAR_DECIMAL = re.compile(r"[+-]?\d+([.,])(?!\d{3}$)\d+")  # three digits may be a group
MINUS_SIGNS = str.maketrans({"\u2212": "-", "\u2013": "-"})


class Marks(Enum):
    """What parts whole numbers from decimals: a comma with points or spaces for groups, or a point."""

    COMMA = ","
    POINT = "."
    UNKNOWN = ""


def find_marks(texts: Iterable[str], delimiter: str) -> Marks:
    """What the numbers of a file show of its decimal mark.

    A file whose cells are separated by commas has decimal points: spreadsheet programs take the semicolon
    where the comma is the decimal mark.
    """
    votes = {_vote(compact(text)) for text in texts} - {Marks.UNKNOWN}
    if delimiter == "," and Marks.COMMA not in votes:
        return Marks.POINT
    return votes.pop() if len(votes) == 1 else Marks.UNKNOWN


def compact(text: str) -> str:
    """A number without spaces and percent sign, with a hyphen for a minus."""
    return SPACES.sub("", text).rstrip("%").translate(MINUS_SIGNS)


def _vote(number: str) -> Marks:
    if not SHAPE.fullmatch(number) or AMBIGUOUS.fullmatch(number):
        return Marks.UNKNOWN
    last = max(number.rfind("."), number.rfind(","))
    if last < 0:
        return Marks.UNKNOWN
    mark, other = number[last], "," if number[last] == "." else "."
    if number.count(mark) > 1:
        return Marks(other)
    return Marks(mark)


def is_ambiguous(text: str, marks: Marks) -> bool:
    """Whether a number could be thousands or three decimals: `5,402` where nothing shows the decimal mark."""
    return marks is Marks.UNKNOWN and bool(AMBIGUOUS.fullmatch(compact(text)))


def parse_number(text: str, marks: Marks) -> Decimal | None:
    """The number that a text is, in per cent where it has the sign; None if it is none."""
    number = compact(text)
    if not SHAPE.fullmatch(number):
        return None
    clear = CLEAR_DECIMAL.fullmatch(number)
    decimal = clear[1] if clear else marks.value or "."
    group = "," if decimal == "." else "."
    whole, _, fraction = number.partition(decimal)
    if group in whole:
        if not GROUPED[group].fullmatch(whole):
            return None
        whole = whole.replace(group, "")
    if fraction and not fraction.isdigit():
        return None
    return Decimal(f"{whole}.{fraction}" if fraction else whole)
