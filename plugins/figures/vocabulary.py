"""The words in which figures speak a language, from `theme/phrases/figures/<lang>.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from plugins.editions.language import NO_BREAK_SPACE
from plugins.figures.model import Approx

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from plugins.editions.language import Language


@dataclass(frozen=True, slots=True)
class Hedge:
    """«более {amount}»: the pattern, the bare word, and the case it puts the unit in (empty: none)."""

    text: str
    word: str
    case: str


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """A language and the phrases it lends to figures; one object a language, told apart by identity."""

    language: Language
    hedges: Mapping[Approx, Hedge]
    compact: str
    change: Mapping[str, str]
    card: Mapping[str, str]
    alt: Mapping[str, str]
    page: Mapping[str, str]
    percent_of: str
    short_words: frozenset[str]

    def bound(self, text: str) -> str:
        """The text with short words held to the next by a no-break space, a dash to the word before it."""
        words = text.replace(" — ", f"{NO_BREAK_SPACE}— ").split(" ")
        short = (word.lower().lstrip("«“(") in self.short_words for word in words)
        glue = [NO_BREAK_SPACE if is_short else " " for is_short in short]
        return "".join(word + sign for word, sign in zip(words, glue, strict=True)).strip(" ")


def read_vocabulary(folder: Path, language: Language) -> Vocabulary:
    """The words of one language; raises `FileNotFoundError` or `KeyError` where the theme lacks some."""
    phrases = read_phrases(folder, language.code)
    card = dict(phrases["card"])
    return Vocabulary(
        language=language,
        hedges={Approx(name): Hedge(**words) for name, words in phrases["hedge"].items()},
        compact=phrases["compact"],
        change=phrases["change"],
        short_words=frozenset(card.pop("short_words")),
        card=card,
        alt=phrases["alt"],
        page=phrases["page"],
        percent_of=phrases["percent_of"],
    )


def hedge_cases(folder: Path, codes: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The grammatical cases that the hedges of each language ask of a unit: `{"ru": ("gen",), "en": ()}`."""
    return {
        code: tuple(
            sorted({words["case"] for words in read_phrases(folder, code)["hedge"].values() if words["case"]})
        )
        for code in codes
    }


def read_phrases(folder: Path, code: str) -> dict[str, Any]:
    """The phrases of one language as they stand in its file."""
    return tomllib.loads((folder / f"{code}.toml").read_text(encoding="utf-8"))
