"""The words by which facts are recognized in a language: `theme/phrases/facts/<language>.toml`.

A language without this file is compared by its digits, and by what CLDR knows of it.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated

from msgspec import Meta, Struct, ValidationError, convert

from plugins.diagnostics.problem import Problem, problem
from plugins.i18n.language import same_language
from plugins.i18n.phrase_files import parse_words, read_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

FOLDER = "facts"
ANY_ENDING = r"[^\W\d_]{0,4}"
SHORTEST_MAGNITUDE = 3
GAP = "[\\s\u00a0\u202f]"
Word = Annotated[str, Meta(pattern=r"[^\s*]")]
Words = tuple[Word, ...]
"""A word that ends in `*` may have any ending."""
Size = Annotated[str, Meta(pattern="^(more|fewer)$")]
Direction = Annotated[str, Meta(pattern="^(start|end|more|fewer)$")]
Time = Annotated[str, Meta(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]


class FactWords(Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """The words of one language.

    `numbers` are keyed by their value, `times` by `HH:MM`; `units`, `before`, `after` and `weekdays` by names
    that all languages share. `month_links` may stand between a day and its month.
    """

    month_links: Words = ()
    minus: Words = ()
    numbers: dict[str, Words] = {}
    times: dict[Time, Words] = {}
    units: dict[str, Words] = {}
    before: dict[Direction, Words] = {}
    after: dict[Size, Words] = {}
    weekdays: dict[str, Words] = {}

    @cached_property
    def values(self) -> dict[str, Decimal]:
        """The numbers by key; raises `ValueError` if a key is no number."""
        try:
            return {key: Decimal(key) for key in self.numbers}
        except InvalidOperation as error:
            raise ValueError(f"numbers: {', '.join(self.numbers)}") from error


def read_fact_words(
    folder: Path, display_path: str, languages: Iterable[str]
) -> tuple[dict[str, FactWords], list[Problem]]:
    """The words of every language, from `facts/` in a folder of phrases, and what is wrong with them."""
    found: dict[str, FactWords] = {}
    problems = []
    available = sorted(file.stem for file in (folder / FOLDER).glob("*.toml"))
    for code in languages:
        found[code] = FactWords()
        name = same_language(code, available) or code
        file = folder / FOLDER / f"{name}.toml"
        try:
            words = convert(parse_words(read_words(file)), FactWords)
            _ = words.values
            found[code] = words
        except FileNotFoundError:
            continue
        except (OSError, ValueError, ValidationError) as error:
            problems.append(
                problem(f"{display_path}/{FOLDER}/{name}.toml", 1, "phrases-broken", detail=error)
            )
    return found, problems


def lowercase(text: str) -> str:
    """The text in lower case, each character at its position: Python's lower case of İ is two.

    Patterns of words expect it; ignoring the case of every letter would take twice as long.
    """
    return text.replace("İ", "i").lower()


def alternatives(words: Iterable[str]) -> str:
    """A pattern of any of the words in lower case, the longest first; no word at all never matches."""
    longest_first = sorted(map(lowercase, words), key=lambda word: (-len(word), word))
    return f"(?:{'|'.join(_word(word) for word in longest_first) or '(?!)'})"


def _word(word: str) -> str:
    parts = [re.escape(part.rstrip("*")) + ANY_ENDING * part.endswith("*") for part in word.split()]
    return GAP.join(parts)


class WordIndex(Struct, frozen=True, dict=True):
    """The words of a table, and what each means."""

    table: Mapping[str, tuple[str, ...]]

    @cached_property
    def pattern(self) -> str:
        """A pattern of any word of the table, the longest first."""
        return alternatives(word for words in self.table.values() for word in words)

    @cached_property
    def _patterns(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        return tuple((key, re.compile(alternatives(words))) for key, words in self.table.items())

    @cached_property
    def _known(self) -> dict[str, tuple[str, ...]]:
        """Cache of `meanings`: a site uses few of the words, and uses them often."""
        return {"": ()}

    def meanings(self, typed: str | None) -> tuple[str, ...]:
        """The keys under which a matched word stands; none for no word."""
        word = typed or ""
        if word not in self._known:
            self._known[word] = tuple(key for key, pattern in self._patterns if pattern.fullmatch(word))
        return self._known[word]


class SpelledNumbers(Struct, frozen=True, dict=True):
    """Numbers in words: «полтора миллиона», “twenty-five”; `magnitudes` match a word such as “million”."""

    words: FactWords
    magnitudes: tuple[tuple[re.Pattern[str], Decimal], ...]

    @cached_property
    def _index(self) -> WordIndex:
        return WordIndex(self.words.numbers)

    @cached_property
    def _long_magnitudes(self) -> tuple[tuple[re.Pattern[str], Decimal], ...]:
        """Without abbreviations such as “m”, which stand after digits only."""
        return tuple(each for each in self.magnitudes if len(each[0].pattern) >= SHORTEST_MAGNITUDE)

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        number = self._index.pattern
        magnitude = "|".join(word.pattern for word, _ in self._long_magnitudes) or "(?!)"
        return re.compile(
            rf"(?<!\w)(?:(?P<run>{number}(?:(?:{GAP}|-)+{number})*)(?:(?:{GAP}|-)*(?P<scaled>{magnitude}))?"
            rf"|(?P<alone>{magnitude}))(?!\w)"
        )

    def find(self, text: str) -> Iterator[Decimal]:
        """The values of all numbers in words, of their parts, and of two parts together.

        The text is in lower case.
        """
        for match in self._pattern.finditer(text):
            values = self._values(match["run"] or "")
            magnitude = match["scaled"] or match["alone"] or ""
            factor = next((power for word, power in self.magnitudes if word.fullmatch(magnitude)), None)
            sums = [*values, *(one + other for one, other in pairwise(values))]
            yield from sums
            if factor is not None:
                yield factor
                yield from (value * factor for value in sums)

    def _values(self, run: str) -> list[Decimal]:
        known = self.words.values
        words = dict.fromkeys((run, *re.split(rf"{GAP}|-", run)))
        return [known[key] for word in words for key in self._index.meanings(word)]
