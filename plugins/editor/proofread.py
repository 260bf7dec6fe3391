"""Advice on how a text is typed: quotation marks, hyphens, spaces, words that stand twice."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import hunspell

from plugins.diagnostics.problem import Problem, advice
from plugins.diagnostics.text_safety import minority_letters, script_of
from plugins.markdown.passages import without_tables
from plugins.model.content_path import Section

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from plugins.i18n.phrases import Typography
    from plugins.markdown.passages import Passage
    from plugins.model.document import Document


QUOTES = frozenset("«»„“”‘’‹›")
SIGNS = (
    ("hyphen-for-dash", re.compile(r"(?<=\w) -(?=[^\W\d_])|(?<=[\w»”)]) ?(?<!-)--(?!-) ?(?=\w)")),
    ("double-space", re.compile(r"(?<=\S) {2,}(?=\S)")),
    ("space-before", re.compile(r"(?<=\w) (?=[,.;:!?](?:\s|$))")),
    ("space-missing", re.compile(r"(?<=[^\W\d_])[,;!?](?=[^\W\d_])")),
    ("word-twice", re.compile(r"\b([^\W\d_]{2,})\s+\1\b", re.IGNORECASE)),
)
AROUND = 18
"""Characters shown on either side of what is doubtful."""


def style_advice(passage: Passage, path: str, typography: Typography) -> Iterator[Problem]:
    """What an attentive proof-reader would mark in a passage."""
    yield from _quotes(passage, path, typography)
    text = without_tables(passage)
    for code, pattern in SIGNS:
        for match in pattern.finditer(text):
            yield advice(path, passage.line_at(match.start()), code, around=_around(text, match))


def _quotes(passage: Passage, path: str, typography: Typography) -> Iterator[Problem]:
    """Straight marks are set by the site; other languages' marks stay as typed, and stand out."""
    own = {*typography.quotes, typography.apostrophe}
    right = f"{typography.quotes[0]}…{typography.quotes[1]}"
    strange = next((place for place, sign in enumerate(passage.text) if sign in QUOTES - own), None)
    if strange is not None:
        sign = passage.text[strange]
        yield advice(path, passage.line_at(strange), "quotes-foreign", sign=sign, right=right)
    elif (straight := passage.text.find('"')) >= 0 and set(typography.quotes[:2]) & set(passage.text):
        yield advice(path, passage.line_at(straight), "quotes-mixed", right=right)


def _around(text: str, match: re.Match[str]) -> str:
    start, end = max(0, match.start() - AROUND), match.end() + AROUND
    return text[start:end].replace("\n", " ").replace("  ", "␣␣").replace("\ue00f", "·").strip()


LONGEST_TITLE = 100
"""Characters; search engines and messengers cut what is longer."""
LONGEST_SUMMARY = 300
"""Characters: two or three lines in a feed reader."""
LONGEST_SENTENCE = 40
"""Words."""
SENTENCE = re.compile(r"[^.!?…;]+(?:[.!?…;](?!\s|$)[^.!?…;]*)*")
LIST_ITEM = re.compile(r"^[ \t]*(?:[-*+]|\d+[.)])\s", re.MULTILINE)
TOKEN = re.compile(r"\w+(?:[-’'.,]\w+)*")


def length_advice(passage: Passage, path: str) -> Iterator[Problem]:
    """What is longer than readers are patient."""
    size = len(passage.text)
    if passage.kind == "title" and size > LONGEST_TITLE:
        yield advice(path, passage.line, "title-long", size=size, most=LONGEST_TITLE)
    elif passage.kind == "summary" and size > LONGEST_SUMMARY:
        yield advice(path, passage.line, "summary-long", size=size, most=LONGEST_SUMMARY)
    elif passage.kind == "text" and "|" not in passage.text:
        yield from _sentences(passage, path)


def _sentences(passage: Passage, path: str) -> Iterator[Problem]:
    """Sentences by their words; a list's item ends what stands before it."""
    text = LIST_ITEM.sub(lambda match: "\n" * match[0].count("\n") + ". ", passage.text)
    for match in SENTENCE.finditer(text):
        words = len(TOKEN.findall(match[0]))
        if words > LONGEST_SENTENCE:
            begins = match.start() + len(match[0]) - len(match[0].lstrip())
            line = passage.line + text.count("\n", 0, begins)
            start = " ".join(match[0].split()[:4])
            yield advice(path, line, "sentence-long", start=start, words=words, most=LONGEST_SENTENCE)


def summary_advice(document: Document, section: Section) -> Iterator[Problem]:
    """News and yearly summaries are shown by their summary in listings, feeds and search results."""
    matter = document.matter
    # Without a title nothing of the front matter could be read: the summary may well be there.
    if section in {Section.NEWS, Section.SUMMARIES} and matter.title and not matter.summary:
        yield advice(document.path, matter.line("summary"), "summary-missing")


LETTERS = re.compile(r"[^\W\d_]+")
ALIKE = frozenset("aceopxyABCEHKMOPTXYасеорхуАВСЕНКМОРТХУ")
"""Letters that are drawn alike in the Latin and the Cyrillic alphabet."""


def script_advice(passage: Passage, path: str) -> Iterator[Problem]:
    """Words of two alphabets, and single letters that only look like the text's own."""
    main = main_script(passage.text)
    for match in LETTERS.finditer(passage.text):
        found = scripts(match[0])
        strange = len(match[0]) == 1 and match[0] in ALIKE and match[0].islower() and main not in found
        if len(found) > 1 or (strange and passage.kind == "text" and main == "CYRILLIC"):
            odd, alphabet = minority_letters(match[0], main)
            told = {"word": match[0], "odd": odd, "alphabet": alphabet}
            yield advice(path, passage.line_at(match.start()), "scripts-mixed", **told)


def main_script(text: str) -> str:
    """The alphabet most letters of a text belong to, by its name in Unicode, such as `CYRILLIC`."""
    counted = Counter(script_of(letter) for letter in text if letter.isalpha())
    return counted.most_common(1)[0][0] if counted else ""


def scripts(word: str) -> frozenset[str]:
    """The alphabets of a word's letters."""
    return frozenset(script_of(letter) for letter in word)


SPELLABLE = re.compile(r"(?<![\w/@.\-])[^\W\d_]++(?:[-’'][^\W\d_]++)*+(?![\w@/\-]|\.\w)")
SHORTEST = 3
SUGGESTED = 3
SUGGESTED_FOR = 20
"""Words of a run that get suggestions: Hunspell thinks a tenth of a second about each."""
ACCENT = "\u0301"


class Speller:
    """Knows the words of one language: those of its dictionary and those of this site."""

    def __init__(self, language: str, words: Path) -> None:
        self.dictionary = _dictionary(language)
        listed = _listed(words)
        self.words = frozenset(word for word in listed if not word.endswith("*"))
        self.beginnings = tuple(word[:-1] for word in listed if word.endswith("*"))
        self.known = cache(self._known)
        self.suggestions = cache(self._suggestions)
        self.suggested = 0
        self.script = scripts("а") if self.dictionary and self.dictionary.spell("дом") else scripts("a")

    def _known(self, word: str) -> bool:
        low = word.casefold()
        return (
            low in self.words
            or low.startswith(self.beginnings)
            or self._spelt(word)
            or ("-" in word and all(self._known(part) for part in word.split("-")))
        )

    def _spelt(self, word: str) -> bool:
        return len(word) < SHORTEST or self.dictionary is None or bool(self.dictionary.spell(word))

    def _suggestions(self, word: str) -> str:
        self.suggested += 1
        if self.dictionary is None or self.suggested > SUGGESTED_FOR:
            return "—"
        found = self.dictionary.suggest(word)
        return ", ".join(found[:SUGGESTED]) or "—"


def spelling_advice(passage: Passage, path: str, speller: Speller, told: set[str]) -> Iterator[Problem]:
    """Words that neither the dictionary nor the site knows, each once; `told` remembers them for the file."""
    text = passage.text.replace(ACCENT, "").replace("’", "'")
    for match in SPELLABLE.finditer(text):
        word = match[0].removesuffix("'s").removesuffix("'")
        if (
            word in told
            or _is_name(word)
            or scripts(word.replace("-", "").replace("'", "")) != speller.script
        ):
            continue
        if not speller.known(word):
            told.add(word)
            line = passage.line_at(match.start())
            yield advice(path, line, "spelling", word=word, near=speller.suggestions(word))


def _is_name(word: str) -> bool:
    """Abbreviations and names with capitals inside follow no dictionary."""
    return any(letter.isupper() for letter in word[1:])


@cache
def _dictionary(language: str) -> hunspell.Hunspell | None:
    """Hunspell with the dictionary that spylls ships for a language; `None` when there is none."""
    folder = files("spylls.hunspell") / "data" / language
    if not folder.is_dir():
        return None
    name = next(file.name for file in sorted(folder.iterdir(), key=str) if file.name.endswith(".aff"))
    return hunspell.Hunspell(name.removesuffix(".aff"), hunspell_data_dir=str(folder))


def _listed(words: Path) -> list[str]:
    if not words.is_file():
        return []
    lines = words.read_text(encoding="utf-8-sig").splitlines()
    return [word.casefold() for line in lines if (word := line.partition("#")[0].strip())]
