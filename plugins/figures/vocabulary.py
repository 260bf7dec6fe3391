"""The phrases for figures in one language, from the file `figures/<language>.toml` of a site or a theme."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

from babel.dates import get_month_names
from babel.numbers import get_decimal_symbol, get_group_symbol
from msgspec import Struct

from plugins.figures.claim_words import ClaimWords, compose_claim_words
from plugins.figures.data_words import DataWords, compose_data_words
from plugins.figures.model import Approx, LocalizedText
from plugins.i18n.language import Language
from plugins.i18n.typography import NO_BREAK_SPACE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from plugins.figures.figure_phrases import FigurePhrases

NUMBER = re.compile(r"\d(?:[\d.,–\u00a0]*\d)?")
"""Grouped, with decimals, or a range: «8 814», «12,6», «22–27»."""
LONG_WORD = re.compile(r"[^\W\d_]{3}")
YEAR = re.compile(r"(?:19|20)\d\d(?!\d)")


class Hedge(Struct, frozen=True):
    """«более {amount}»: the pattern, the bare word, and the case it requires of the unit (empty: none).

    `{amount}` is a number with its unit; a word between the two is written `{number} астам {unit}`.
    """

    text: str
    word: str
    case: str

    @property
    def follows(self) -> bool:
        """Whether the word stands after the number."""
        return self.text.startswith("{")

    def format(self, number: str, unit: str = "") -> str:
        """The hedged amount, with the spaces of the pattern."""
        amount = NO_BREAK_SPACE.join(filter(None, (number, unit)))
        text = self.text.replace("{amount}", amount).replace("{number}", number)
        return text.replace("{unit}", unit).strip()


class NamedFraction(Struct, frozen=True):
    """What a fraction is called, “half”, and the words by which a title names it."""

    name: str
    words: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """The phrases for figures in one language; compared by identity, one object per language."""

    language: Language
    hedges: Mapping[Approx, Hedge]
    compact: str
    change: Mapping[str, str]
    calculation: Mapping[str, str]
    card: Mapping[str, str]
    alt: Mapping[str, str]
    page: Mapping[str, str]
    short_words: frozenset[str]
    fractions: Mapping[Fraction, NamedFraction]

    @property
    def code(self) -> str:
        """The language's code."""
        return self.language.code

    def localize(self, text: LocalizedText) -> str:
        """A text in this language; empty if there is none."""
        return text.get(self.language.code, "")

    def bind_short_words(self, text: str) -> str:
        """Put no-break spaces after short words, before a dash and a year, and from a number to its word."""
        words = text.replace(" — ", f"{NO_BREAK_SPACE}— ").split(" ")
        bound = "".join(
            word + (NO_BREAK_SPACE if self._is_bound(word, following) else " ")
            for word, following in zip(words, [*words[1:], ""], strict=True)
        )
        return bound.strip(f" {NO_BREAK_SPACE}")

    def _is_bound(self, word: str, following: str) -> bool:
        bare = word.lower().lstrip("«“(")
        if bare in self.short_words:
            return True
        if NUMBER.fullmatch(bare):
            return bool(LONG_WORD.match(following))
        return bool(YEAR.match(following))

    def find_fraction(self, text: str) -> tuple[Fraction, str] | None:
        """The first fraction of the list that a text names, «больше половины», and its name, «половина»."""
        plain = text.replace(NO_BREAK_SPACE, " ").casefold()
        for share, named in self.fractions.items():
            if any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", plain) for word in named.words):
                return share, named.name
        return None


def read_vocabulary(files: FigurePhrases, language: Language) -> Vocabulary:
    """Read the phrases of one language; raises `FileNotFoundError` or `KeyError` if some are missing."""
    phrases = files.read(language.code)
    card = dict(phrases["card"])
    return Vocabulary(
        language=language,
        hedges={Approx(name): Hedge(**words) for name, words in phrases["hedge"].items()},
        compact=phrases["compact"],
        change=phrases["change"],
        calculation=phrases["calculation"],
        short_words=frozenset(card.pop("short_words")),
        fractions={
            Fraction(share): NamedFraction(named["name"], tuple(named["words"]))
            for share, named in phrases["fraction"].items()
        },
        card=card,
        alt=phrases["alt"],
        page=phrases["page"],
    )


def hedge_cases(files: FigurePhrases, codes: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The grammatical cases that each language's hedges require of a unit: `{"ru": ("gen",), "en": ()}`."""
    cases: dict[str, tuple[str, ...]] = {}
    for code in codes:
        if files.file(code).exists():
            hedges = files.read(code)["hedge"].values()
            cases[code] = tuple(sorted({words["case"] for words in hedges if words["case"]}))
    return cases


def claim_words(files: FigurePhrases, codes: Iterable[str]) -> dict[str, ClaimWords]:
    """The words by which titles make claims, in the languages that have phrases."""
    present = [code for code in codes if files.file(code).exists()]
    return {code: compose_claim_words(files.read(code)["claims"]) for code in present}


def data_words(files: FigurePhrases, codes: Iterable[str]) -> DataWords:
    """The words by which tables are understood, of the languages that have phrases."""
    present = [code for code in codes if files.file(code).exists()]
    return compose_data_words((Language(code), files.read(code)["data"]) for code in present)


def normalize_digits(digits: str, vocabulary: Vocabulary) -> str:
    """A localized number's digits in Python's notation."""
    locale = vocabulary.language.locale
    for separator in (" ", "\u00a0", "\u202f", get_group_symbol(locale)):
        digits = digits.replace(separator, "")
    return digits.replace(get_decimal_symbol(locale), ".")


@cache
def month_names(vocabulary: Vocabulary) -> frozenset[str]:
    """The names of the months as dates have them, in lower case."""
    names = get_month_names("wide", locale=vocabulary.language.locale)
    return frozenset(name.lower() for name in names.values())


@cache
def number_pattern(vocabulary: Vocabulary) -> tuple[re.Pattern[str], dict[str, Decimal]]:
    """A pattern of localized numbers (groups `digits`, `scale`, `word`), and the scale words' factors."""
    locale = vocabulary.language.locale
    decimal, group = get_decimal_symbol(locale), get_group_symbol(locale)
    gap = f"[ \u00a0\u202f{re.escape(group)}]"
    scales = _scale_words(vocabulary)
    words = "|".join(sorted(map(re.escape, scales), key=len, reverse=True))
    pattern = re.compile(
        rf"(?<![\w.,-])(?P<digits>\d{{1,3}}(?:{gap}\d{{3}})+(?!\d)|\d+(?:{re.escape(decimal)}\d+)?)"
        rf"(?:[ \u00a0\u202f](?P<scale>{words})(?!\w)\.?)?(?:[ \u00a0\u202f-](?P<word>[^\W\d]+))?",
        re.IGNORECASE,
    )
    return pattern, scales


def _scale_words(vocabulary: Vocabulary) -> dict[str, Decimal]:
    """CLDR's words for thousand, million and billion with their factors: «млн», «миллионов», “million”."""
    found: dict[str, Decimal] = {}
    for style in ("short", "long"):
        for patterns in vocabulary.language.locale.compact_decimal_formats[style].values():
            for power, pattern in patterns.items():
                word = str(pattern.pattern).strip("0 \u00a0").replace("'", "").rstrip(".").lower()
                value = Decimal(10) ** (3 * ((len(str(power)) - 1) // 3))
                found.setdefault(word, value)
    return {word: value for word, value in found.items() if len(word) > 1}
