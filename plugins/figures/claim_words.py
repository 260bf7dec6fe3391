"""The words by which a title makes a claim, from `[claims]` in `theme/phrases/figures/<language>.toml`."""

from __future__ import annotations

import re
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

TOLERANCE = Fraction(1, 20)  # of “a third”: how far from it, relative to it
LEAST_ALMOST = Fraction(9, 10)  # of “almost a third”: from nine tenths of it up to it


class Comparison(StrEnum):
    """How a share is compared with a fraction; the sign is that of the phrase file's keys."""

    MORE = ">"
    LESS = "<"
    ALMOST = "~"
    EQUAL = "="


class ShareClaim(NamedTuple):
    """“More than half”: a comparison, a fraction, and the words that say so."""

    comparison: Comparison
    fraction: Fraction
    words: re.Pattern[str]

    def holds(self, share: Fraction) -> bool:
        """Whether a share (0 to 1) is what the words say."""
        if self.comparison is Comparison.MORE:
            return share > self.fraction
        if self.comparison is Comparison.LESS:
            return share < self.fraction
        if self.comparison is Comparison.ALMOST:
            return LEAST_ALMOST * self.fraction <= share < self.fraction
        return abs(share - self.fraction) <= TOLERANCE * self.fraction


class MonthWords(NamedTuple):
    """Months by number, and the words that name them: `{9, 10, 11}` and “autumn”."""

    months: frozenset[int]
    words: re.Pattern[str]


class ClaimWords(Struct, frozen=True):
    """One language's words; `known_example` is a way to limit a claim to what is known."""

    neutral: re.Pattern[str]
    of_known: re.Pattern[str]
    most: re.Pattern[str]
    least: re.Pattern[str]
    record: re.Pattern[str]
    rise: re.Pattern[str]
    fall: re.Pattern[str]
    shares: tuple[ShareClaim, ...]
    months: tuple[MonthWords, ...]
    known_example: str


def compose_claim_words(phrases: Mapping[str, Any]) -> ClaimWords:
    """The words of the table `[claims]`."""
    lists = ("neutral", "of_known", "most", "least", "record", "rise", "fall")
    return ClaimWords(
        **{name: phrase_pattern(phrases[name]) for name in lists},
        shares=tuple(
            ShareClaim(Comparison(key[0]), Fraction(key[1:]), phrase_pattern(words))
            for key, words in phrases["shares"].items()
        ),
        months=tuple(
            MonthWords(frozenset(map(int, key.split())), phrase_pattern(words))
            for key, words in phrases["months"].items()
        ),
        known_example=phrases["of_known"][0],
    )


def phrase_pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    """A pattern of whole phrases; `*` is any ending, and letters in lower case stand for both cases.

    >>> bool(phrase_pattern(["рекорд*"]).search("Рекордный день"))
    True
    >>> bool(phrase_pattern(["May"]).search("it may rain"))
    False
    """
    longest_first = sorted(phrases, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(_phrase, longest_first))})(?!\w)")


def _phrase(phrase: str) -> str:
    words = r"\s+".join(re.escape(word).replace(r"\*", r"\w*") for word in phrase.split())
    return words if phrase != phrase.lower() else f"(?i:{words})"
