"""Advice on prose: punctuation, length, spelling (Hunspell).

`content/words/<language>.txt` lists the site's own words; `мурманск*` accepts every word with that prefix.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import PurePath
from typing import TYPE_CHECKING
from unicodedata import normalize

import hunspell

from plugins.diagnostics.problem import Problem, Severity, advice
from plugins.diagnostics.yaml_tree import read_regular_file
from plugins.editor.script_advice import script_names
from plugins.markdown.text_segments import BLANKED, blank_tables
from plugins.model.content_path import Section

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from plugins.i18n.phrases import Typography
    from plugins.markdown.text_segments import TextSegment
    from plugins.model.document import Document

QUOTES = frozenset("«»„“”‘’‹›")
HIDDEN = "\u00ad\u200b-\u200d\u2060"
"""Soft hyphens, zero-width spaces and joiners, as a regex class."""
EUROPEAN = "A-Za-z\u00c0-\u024f\u0370-\u052f"
"""Letters of scripts that need none of these, as a regex class."""
PATTERNS = (
    ("hyphen-for-dash", re.compile(r"(?<=\w) -(?=[^\W\d_])|(?<=[\w»”)]) ?(?<!-)--(?!-) ?(?=\w)")),
    ("double-space", re.compile(r"(?<=\S) {2,}(?=\S)")),
    ("space-before", re.compile(r"(?<=\w) (?=[,.;:!?](?:\s|$))")),
    ("space-missing", re.compile(r"(?<=[^\W\d_])[,;!?](?=[^\W\d_])")),
    ("character-hidden", re.compile(rf"(?<=[{EUROPEAN}])[{HIDDEN}]+(?=[{EUROPEAN}])")),
    ("word-twice", re.compile(r"\b([^\W\d_]{2,})\s+\1\b", re.IGNORECASE)),
)
BLANKED_RUN = re.compile(f"{BLANKED}+")
EXCERPT_MARGIN = 18
"""Characters quoted on either side of a finding."""


def style_advice(segment: TextSegment, path: str, typography: Typography) -> Iterator[Problem]:
    """Punctuation and spacing mistakes in a segment."""
    yield from _quote_advice(segment, path, typography)
    text = blank_tables(segment)
    for code, pattern in PATTERNS:
        for match in pattern.finditer(text):
            around = _excerpt(segment.typed, match)
            yield advice(path, segment.line_at(match.start()), code, around=around)


def _quote_advice(segment: TextSegment, path: str, typography: Typography) -> Iterator[Problem]:
    """The site replaces straight marks only: marks of another language would be published as typed."""
    own = {*typography.quotes, typography.apostrophe}
    right = f"{typography.quotes[0]}…{typography.quotes[1]}"
    foreign = next((place for place, sign in enumerate(segment.text) if sign in QUOTES - own), None)
    if foreign is not None:
        sign = segment.text[foreign]
        yield advice(path, segment.line_at(foreign), "quotes-foreign", sign=sign, right=right)
    elif (straight := segment.text.find('"')) >= 0 and set(typography.quotes[:2]) & set(segment.text):
        yield advice(path, segment.line_at(straight), "quotes-mixed", right=right)


def _excerpt(text: str, match: re.Match[str]) -> str:
    start, end = max(0, match.start() - EXCERPT_MARGIN), match.end() + EXCERPT_MARGIN
    return text[start:end].replace("\n", " ").replace("  ", "␣␣").strip()


MAX_TITLE_LENGTH = 100
"""Characters; search engines and messengers cut what is longer."""
MAX_SUMMARY_LENGTH = 300
"""Characters: two or three lines in a feed reader."""
MAX_SENTENCE_WORDS = 40
"""Words."""
SENTENCE = re.compile(r"[^.!?…;]+(?:[.!?…;](?!\s|$)[^.!?…;]*)*")
LIST_ITEM = re.compile(r"^[ \t]*(?:[-*+]|\d+[.)])\s", re.MULTILINE)
TOKEN = re.compile(r"\w+(?:[-’'.,]\w+)*")


def length_advice(segment: TextSegment, path: str) -> Iterator[Problem]:
    """Titles, summaries and sentences that are too long."""
    size = len(segment.text)
    if segment.kind == "title" and size > MAX_TITLE_LENGTH:
        yield advice(path, segment.line, "title-long", size=size, most=MAX_TITLE_LENGTH)
    elif segment.kind == "summary" and size > MAX_SUMMARY_LENGTH:
        yield advice(path, segment.line, "summary-long", size=size, most=MAX_SUMMARY_LENGTH)
    elif segment.kind == "text" and "|" not in segment.text:
        yield from _sentence_advice(segment, path)


def _sentence_advice(segment: TextSegment, path: str) -> Iterator[Problem]:
    """Sentences by their number of words; a list item ends the sentence before it."""
    text = LIST_ITEM.sub(lambda match: "\n" * match[0].count("\n") + ". ", segment.text)
    for match in SENTENCE.finditer(text):
        words = len(TOKEN.findall(match[0]))
        if words > MAX_SENTENCE_WORDS:
            start = match.start() + len(match[0]) - len(match[0].lstrip())
            line = segment.line + text.count("\n", 0, start)
            opening = BLANKED_RUN.sub("…", " ".join(match[0].split()[:4]))
            yield advice(path, line, "sentence-long", start=opening, words=words, most=MAX_SENTENCE_WORDS)


def summary_advice(document: Document, section: Section) -> Iterator[Problem]:
    """News and yearly summaries without the summary that listings, feeds and search results show."""
    matter = document.matter
    # Without a title the front matter could not be read, so the summary may be there.
    if section in {Section.NEWS, Section.SUMMARIES} and matter.title and not matter.summary:
        yield advice(document.path, matter.line("summary"), "summary-missing")


SPELLED_WORD = re.compile(r"(?<![\w/@.\-])[^\W\d_]++(?:[-’'][^\W\d_]++)*+(?![\w@/\-]|\.\w)")
MIN_WORD_LENGTH = 3
MAX_SUGGESTIONS = 3
MAX_WORDS_WITH_SUGGESTIONS = 20
"""Words of a run that get suggestions: each takes Hunspell a tenth of a second."""
UNSPELLED = re.compile(f"[\u0301{HIDDEN}]")
"""What a word may have that the dictionary does not know: an accent, and what nobody sees."""


class SpellChecker:
    """Knows the words of one language: its dictionary and the site's word list."""

    def __init__(self, language: str, words: Path) -> None:
        self.dictionary = _open_dictionary(language)
        word_list = _read_word_list(words)
        self.words = frozenset(word for word in word_list if not word.endswith("*"))
        self.prefixes = tuple(word[:-1] for word in word_list if word.endswith("*"))
        self.is_known = cache(self._is_known)
        self.suggestions: Callable[[str], str] = cache(self._suggestions)
        self.suggestion_count = 0
        cyrillic = self.dictionary is not None and self.dictionary.spell("дом")
        self.script = script_names("а" if cyrillic else "a")

    def _is_known(self, word: str) -> bool:
        folded = word.casefold()
        return (
            folded in self.words
            or folded.startswith(self.prefixes)
            or self._in_dictionary(word)
            or ("-" in word and all(self._is_known(part) for part in word.split("-")))
        )

    def _in_dictionary(self, word: str) -> bool:
        return len(word) < MIN_WORD_LENGTH or self.dictionary is None or bool(self.dictionary.spell(word))

    def _suggestions(self, word: str) -> str:
        self.suggestion_count += 1
        if self.dictionary is None or self.suggestion_count > MAX_WORDS_WITH_SUGGESTIONS:
            return "—"
        found = self.dictionary.suggest(word)
        return ", ".join(found[:MAX_SUGGESTIONS]) or "—"


def spelling_advice(
    segment: TextSegment, path: str, checker: SpellChecker, reported: set[str]
) -> Iterator[Problem]:
    """Unknown words, each once a file: they are added to `reported`."""
    text = UNSPELLED.sub("", segment.text).replace("’", "'")
    for match in SPELLED_WORD.finditer(text):
        word = match[0].removesuffix("'s").removesuffix("'")
        if (
            word in reported
            or _has_inner_capital(word)
            or script_names(word.replace("-", "").replace("'", "")) != checker.script
        ):
            continue
        if not checker.is_known(word):
            reported.add(word)
            line = segment.line_at(match.start())
            yield advice(path, line, "spelling", word=word, near=checker.suggestions(word))


def _has_inner_capital(word: str) -> bool:
    """Abbreviations and brand names are not in the dictionary."""
    return any(letter.isupper() for letter in word[1:])


@cache
def _open_dictionary(language: str) -> hunspell.Hunspell | None:
    folder = files("spylls.hunspell") / "data" / language
    if not folder.is_dir():
        return None
    name = next(file.name for file in sorted(folder.iterdir(), key=str) if file.name.endswith(".aff"))
    return hunspell.Hunspell(name.removesuffix(".aff"), hunspell_data_dir=str(folder))


def _read_word_list(words: Path) -> list[str]:
    if not words.is_file():
        return []
    lines = normalize("NFC", words.read_text(encoding="utf-8-sig", errors="replace")).splitlines()
    return [word.casefold() for line in lines if (word := line.partition("#")[0].strip())]


def word_list_advice(words: Path, path: str) -> Iterator[Problem]:
    """That a word list cannot be read: its words are taken for unknown ones."""
    read = read_regular_file(words, path) if words.parent.is_dir() else None
    if isinstance(read, Problem):
        yield replace(read, severity=Severity.ADVICE)
    elif read and not _is_utf8(read):
        yield advice(path, 1, "not-utf-8")


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def add_words(problems: Iterable[Problem], folder: Path) -> dict[Path, list[str]]:
    """Add every word that spelling advice names to the word list of its text's language; the words by file.

    A list keeps its lines and line ends; the words come after them in alphabetical order. One that cannot
    be read stays as it is.
    """
    words: dict[Path, set[str]] = defaultdict(set)
    for found in problems:
        if found.code == "spelling":
            words[folder / f"{PurePath(found.path).stem}.txt"].add(dict(found.values)["word"])
    for file, new in words.copy().items():
        content = file.read_bytes() if file.is_file() else b""
        if file.is_dir() or not _is_utf8(content):
            del words[file]
            continue
        text = content.decode()
        end = "\r\n" if "\r\n" in text else "\n"
        gap = end if text and not text.endswith("\n") else ""
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(f"{text}{gap}{''.join(f'{word}{end}' for word in sorted(new))}".encode())
    return {file: sorted(new) for file, new in words.items()}
