"""Language-independent facts of a text: numbers and what they mean, dates, times, weekdays, telephones.

A date is its day and month, its year a separate number: «30 декабря» and “30 December 2022” share the first.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from plugins.content.fact_words import FactWords, SpelledNumbers, WordIndex, alternatives, lowercase
from plugins.content.number_formats import number_formats
from plugins.content.readings import NOT_DIGIT, MatchReader, plain_digits
from plugins.content.traits import TraitFinder
from plugins.i18n.telephones import TelephoneCustoms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plugins.content.readings import Identity
    from plugins.i18n.language import Language

DIGIT = re.compile(r"\d")
FOREIGN_DIGIT = re.compile(r"[^\D0-9]")
NAME_BEFORE = re.compile(r"[^\W\d_]-\Z")
WORD_BEFORE = re.compile(r"\w\Z")
WITHIN_WORD = re.compile(r"\w+(?:[.,]\d+)*")
ROMAN = re.compile(
    r"(?<![\w-])(?=[IVXLCDM]{2}|[VX]\b)"
    r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})(?!\w)"
)
ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}


class Fact(NamedTuple):
    """A fact as one language states it: `typed` is the spelling, `line` the place.

    `also` are other readings, any of which a counterpart may have. `traits` are what the number means, such
    as `unit:minute`; `phrase` is the spelling with the words that say so. What is `optional` answers a
    counterpart, but needs none: the number in a name such as COVID-19.
    """

    kind: str
    value: str
    typed: str
    line: int
    also: tuple[Identity, ...] = ()
    traits: frozenset[str] = frozenset()
    phrase: str = ""
    optional: bool = False

    @property
    def identities(self) -> tuple[Identity, ...]:
        """All readings, the likeliest first."""
        return ((self.kind, self.value), *self.also)


class FactReader(Struct, frozen=True, dict=True):
    """Reads facts in one language."""

    language: Language
    telephones: TelephoneCustoms = TelephoneCustoms()
    words: FactWords = FactWords()

    @cached_property
    def _numbers(self) -> MatchReader:
        return MatchReader(number_formats(self.language, self.words))

    @cached_property
    def own_numbers(self) -> frozenset[str]:
        """The site's own telephone numbers as digits: they count nothing, whatever stands beside them."""
        return frozenset(NOT_DIGIT.sub("", shown) for shown, _ in self.telephones.own)

    @cached_property
    def _traits(self) -> TraitFinder:
        return TraitFinder(self.words)

    @cached_property
    def _spelled(self) -> SpelledNumbers:
        return SpelledNumbers(self.words, self._numbers.formats.magnitudes)

    @cached_property
    def _weekdays(self) -> WordIndex:
        return WordIndex(self.words.weekdays)

    @cached_property
    def _weekday(self) -> re.Pattern[str]:
        # A pattern that begins with letters is searched four times as fast as one with a condition.
        return re.compile(rf"{self._weekdays.pattern}(?!\w)")

    @cached_property
    def _times(self) -> tuple[tuple[re.Pattern[str], str], ...]:
        return tuple(
            (re.compile(rf"(?<!\w){alternatives(words)}(?!\w)"), time)
            for time, words in self.words.times.items()
        )

    def read(self, text: str, first_line: int) -> list[Fact]:
        """The facts of a text in the order of its lines."""
        found: list[Fact] = []
        plain = self._western_digits(text)
        for each in self.telephones.find(plain):
            typed, line = text[each.start : each.end], first_line + text.count("\n", 0, each.start)
            found.append(Fact("phone", each.url, " ".join(typed.split()), line))
            plain = plain[: each.start] + "\0" * (each.end - each.start) + plain[each.end :]
        plain = lowercase(plain)
        found += self._counted_facts(text, plain, first_line)
        found += self._named_days(text, plain, first_line)
        return sorted(found, key=lambda fact: fact.line)

    def spelled(self, text: str) -> set[Identity]:
        """Facts that the text states in words or Roman numerals: they answer a counterpart in digits."""
        plain = lowercase(text)
        found = {("number", plain_digits(value)) for value in self._spelled.find(plain)}
        found |= {("number", str(_roman(match[0]))) for match in ROMAN.finditer(text)}
        return found | {("time", time) for pattern, time in self._times if pattern.search(plain)}

    def _named_days(self, text: str, plain: str, first_line: int) -> Iterator[Fact]:
        for match in self._weekday.finditer(plain):
            if not WORD_BEFORE.search(plain, max(0, match.start() - 1), match.start()):
                day, typed = self._weekdays.meanings(match[0])[0], text[match.start() : match.end()]
                yield Fact("weekday", day, typed, first_line + text.count("\n", 0, match.start()))

    def _western_digits(self, text: str) -> str:
        """The text with each digit of another script, and the signs in its numbers, in the Western form."""
        if text.isascii() or not FOREIGN_DIGIT.search(text):
            return text
        symbols = self.language.locale.number_symbols.get("latn", {})
        text = text.replace("\u066b", symbols.get("decimal", "."))
        text = text.replace("\u066c", symbols.get("group", ","))
        return FOREIGN_DIGIT.sub(lambda match: str(unicodedata.decimal(match[0])), text)

    def _counted_facts(self, text: str, plain: str, first_line: int) -> Iterator[Fact]:
        """The facts of `plain`, as `text` spells them."""
        line, counted, read = first_line, 0, 0
        for match in self._matches(plain):
            line += text.count("\n", counted, match.start())
            month = self._numbers.month_before(match, plain, read)
            counted, read = match.start(), self._numbers.end(match, plain)
            begin = month.start() if month else counted
            typed = " ".join(text[begin:read].split())
            traits, first, last = self._traits.find(plain, begin, read)
            phrase = " ".join(text[first:last].split())
            in_name = bool(NAME_BEFORE.search(plain, max(0, begin - 2), begin))
            for kind, value, also in self._numbers.read(match, month, plain):
                meant = frozenset[str]() if value in self.own_numbers else traits
                yield Fact(kind, value, typed, line, also, meant, phrase, in_name)

    def _matches(self, text: str) -> Iterator[re.Match[str]]:
        """Every number, date or time; none within a word, such as COVID19, i18n or AES256."""
        position = 0
        while digit := DIGIT.search(text, position):
            start = digit.start()
            if start and _is_cased(text[start - 1]):
                match = WITHIN_WORD.match(text, start)
            elif match := self._numbers.formats.pattern.match(text, start):
                yield match
            position = match.end() if match else start + 1


def _is_cased(char: str) -> bool:
    """Whether a letter before a digit makes both one word; a letter without case may be a word of its own."""
    return char.islower() or char.isupper()


def _roman(numeral: str) -> int:
    """The value of a well-formed Roman numeral."""
    values = [ROMAN_VALUES[letter] for letter in numeral]
    following = [*values[1:], 0]
    return sum(-value if value < after else value for value, after in zip(values, following, strict=True))
