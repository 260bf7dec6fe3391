"""The words in which figures speak a language, from `theme/phrases/figures/<lang>.toml`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from plugins.diagnostics.problem import Problem, problem
from plugins.figures.model import Approx
from plugins.i18n.language import NO_BREAK_SPACE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from plugins.i18n.language import Language


NUMBER = re.compile(r"\d(?:[\d.,–\u00a0]*\d)?")
"""Grouped, with decimals, from one to another: «8 814», «12,6», «22–27»."""
PLACEHOLDER = re.compile(r"\{(\w+)\}")


class Hedge(Struct, frozen=True):
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

    def bind_short_words(self, text: str) -> str:
        """The text with short words and numbers held to the next, a dash to the word before it."""
        words = text.replace(" — ", f"{NO_BREAK_SPACE}— ").split(" ")
        bare = [word.lower().lstrip("«“(") for word in words]
        short = (word in self.short_words or NUMBER.fullmatch(word) for word in bare)
        glue = [NO_BREAK_SPACE if is_short else " " for is_short in short]
        return "".join(word + sign for word, sign in zip(words, glue, strict=True)).strip(
            f" {NO_BREAK_SPACE}"
        )


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
        if (folder / f"{code}.toml").exists()
    }


def check_phrases(folder: Path, display_name: str, codes: Sequence[str]) -> list[Problem]:
    """What a language's phrases lack, measured by the first; `shown` is the folder as editors see it."""
    model = dict(flatten(read_phrases(folder, codes[0])))
    found: list[Problem] = []
    for code in codes[1:]:
        path = f"{display_name}/{code}.toml"
        if not (folder / f"{code}.toml").exists():
            found.append(problem(path, 1, "figures-no-phrases", model=f"{codes[0]}.toml"))
            continue
        known = dict(flatten(read_phrases(folder, code)))
        for key, names in model.items():
            if key not in known:
                found.append(problem(path, 1, "figures-no-phrase", phrase=key, model=f"{codes[0]}.toml"))
            elif known[key] - names:
                odd = ", ".join(sorted(known[key] - names))
                found.append(problem(path, 1, "figures-phrase-name", phrase=key, names=odd))
    return found


def flatten(tree: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, frozenset[str]]]:
    """Every phrase by its dotted key, with the names in braces that it fills in."""
    for key, value in tree.items():
        if isinstance(value, dict):
            yield from flatten(value, f"{above}{key}.")
        else:
            yield f"{above}{key}", frozenset(PLACEHOLDER.findall(str(value)))


def read_phrases(folder: Path, code: str) -> dict[str, Any]:
    """The phrases of one language as they stand in its file; raises `FileNotFoundError`."""
    return tomllib.loads((folder / f"{code}.toml").read_text(encoding="utf-8"))
