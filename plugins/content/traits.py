"""What a number means: its sign, its unit, from or until, more or fewer; as traits such as `unit:minute`."""

from __future__ import annotations

import re
from functools import cached_property

from msgspec import Struct

from plugins.content.fact_words import GAP, FactWords, WordIndex, alternatives

WINDOW = 24
"""Characters before a number in which its words stand."""
MINUS, NO_MINUS = "sign:minus", "sign:none"
MINUS_SIGNS = ("-", "\u2212", "\u2013")
BEFORE_MINUS = ' \t\n\u00a0([«“"|'
EDGES, SIZES, SIGNS = ("edge:start", "edge:end"), ("size:more", "size:fewer"), (MINUS, NO_MINUS)
TRAITS = {"start": "edge:start", "end": "edge:end", "more": "size:more", "fewer": "size:fewer"}
SIGN = re.compile(r"[^\w\s%]")


class TraitFinder(Struct, frozen=True, dict=True):
    """Finds the words beside a number that say what it means."""

    words: FactWords

    @cached_property
    def _units(self) -> WordIndex:
        return WordIndex(self.words.units)

    @cached_property
    def _words_before(self) -> WordIndex:
        return WordIndex(self.words.before)

    @cached_property
    def _words_after(self) -> WordIndex:
        return WordIndex(self.words.after)

    @cached_property
    def _before(self) -> re.Pattern[str]:
        signs = {word for words in self.words.units.values() for word in words if SIGN.fullmatch(word)}
        return re.compile(
            rf"(?:(?<!\w)(?:(?P<word>{self._words_before.pattern}){GAP})?"
            rf"(?:(?P<minus>{alternatives(self.words.minus)}){GAP})?)?"
            rf"(?:(?P<sign>{alternatives(signs)}){GAP}?)?\Z"
        )

    @cached_property
    def _after(self) -> re.Pattern[str]:
        return re.compile(
            rf"(?:(?:{GAP}|-)?(?P<unit>{self._units.pattern})(?!\w))?\.?"
            rf"(?:{GAP}(?P<size>{self._words_after.pattern})(?!\w))?"
        )

    def find(self, text: str, start: int, end: int) -> tuple[frozenset[str], int, int]:
        """The traits of the number in `text[start:end]`, in lower case, and the bounds of its phrase."""
        found: set[str] = set()
        first, last = start, end
        if _has_minus(text, start):
            found.add(MINUS)
            first = start - 1
        if before := self._before.search(text, max(0, first - WINDOW), first):
            found |= {TRAITS[name] for name in self._words_before.meanings(before["word"])}
            found |= {f"unit:{name}" for name in self._units.meanings(before["sign"])}
            found |= {MINUS} if before["minus"] else set()
            first = before.start()
        if (after := self._after.match(text, end)) and (after["unit"] or after["size"]):
            found |= {f"unit:{name}" for name in self._units.meanings(after["unit"])}
            found |= {TRAITS[name] for name in self._words_after.meanings(after["size"])}
            last = max(after.end("unit"), after.end("size"))
        return frozenset(found), first, last


def _has_minus(text: str, start: int) -> bool:
    """Whether a sign stands before a number, and no dash between two."""
    if text[start - 1 : start] not in MINUS_SIGNS:
        return False
    before = text[max(0, start - 4) : start - 1]
    return (not before or before[-1] in BEFORE_MINUS) and not before.rstrip()[-1:].isdigit()


def contradicts(ours: frozenset[str], theirs: frozenset[str], *, edges: bool) -> bool:
    """Whether what two texts say of one number cannot both be true; `edges`: it may begin or end something.

    Only what both say is compared: a text may leave out what the other adds. «На 3 % меньше» is -3 %.
    """
    units, other_units = _units(ours), _units(theirs)
    if units and other_units and not units & other_units:
        return True
    opposites = [SIZES] + [EDGES] * edges + [SIGNS] * (TRAITS["fewer"] not in ours | theirs)
    return any(_is_opposite(ours & {*pair}, theirs & {*pair}) for pair in opposites)


def _is_opposite(ours: frozenset[str], theirs: frozenset[str]) -> bool:
    return len(ours) == len(theirs) == 1 and ours != theirs


def _units(traits: frozenset[str]) -> set[str]:
    return {trait for trait in traits if trait.startswith("unit:")}
