"""Checks of answers: on what they rest, and whether they promise what an old or undated source cannot.

The words by which a promise is known are in `theme/phrases/answers/<language>.toml`; a language without this
file is not checked for them.
"""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import normalize

from msgspec import Struct, ValidationError, convert

from plugins.content.regions import nearest
from plugins.diagnostics.problem import Problem, advice, problem
from plugins.i18n.language import same_language
from plugins.markdown.text_segments import text_segments
from plugins.model.content_path import Section
from plugins.model.document import Status
from plugins.model.partial_date import PartialDate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from plugins.content.citations import Citations
    from plugins.content.region_tables import RegionTables
    from plugins.model.bundle import Bundle
    from plugins.model.document import Document

FOLDER = "answers"
SENTENCE_END = re.compile(r"[.!?…](?=\s|$)")
WORD = re.compile(r"[^\W\d_]+")


class AnswerWords(Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """The words of one language; `*` at a word's beginning or end stands for any letters."""

    yes: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    future: tuple[str, ...] = ()
    present: tuple[str, ...] = ()
    past: tuple[str, ...] = ()

    def agrees(self, sentence: str) -> bool:
        """Whether a sentence begins with “yes”."""
        first = WORD.search(sentence)
        return first is not None and first[0].casefold() in self.yes

    def is_present(self, sentence: str) -> bool:
        """Whether a sentence has a verb of the future tense, or of the present and none of the past.

        One that says what is not known promises nothing.
        """
        words = [word.casefold() for word in WORD.findall(sentence)]
        if _has(words, self.unknown):
            return False
        return _has(words, self.future) or (_has(words, self.present) and not _has(words, self.past))


def _has(words: Iterable[str], known: tuple[str, ...]) -> bool:
    endings = tuple(each[1:] for each in known if each.startswith("*"))
    return any(word in known or word.endswith(endings) for word in words)


class AnswerBasis(NamedTuple):
    """Since when an answer is known to be so; `rests_on` is true if it names sources or regions."""

    date: PartialDate | None
    rests_on: bool


def answer_basis(
    bundle: Bundle, document: Document, citations: Citations, tables: RegionTables
) -> AnswerBasis:
    """The date in `as_of`; else of the newest source; of an answer without sources the day of its review."""
    matter = document.matter
    questions = [each.name for each in document.figures if each.kind == "regions"]
    rests_on = bool(matter.sources or questions)
    if matter.as_of:
        return AnswerBasis(matter.as_of, rests_on)
    dates = [date for question in questions for date in tables.dates(question)]
    if newest := citations.newest(matter.sources):
        dates.append(newest)
    if rests_on:
        return AnswerBasis(max(dates, key=lambda date: date.last_day, default=None), rests_on)
    day = matter.reviewed or (bundle.published and bundle.published.date())
    return AnswerBasis(PartialDate(day.year, day.month, day.day) if day else None, rests_on)


def check_answers(
    bundles: Iterable[Bundle],
    citations: Citations,
    tables: RegionTables,
    words: Mapping[str, AnswerWords],
) -> Iterator[Problem]:
    """Sources that do not exist or stand where they are not shown, and what answers may not promise."""
    for bundle in bundles:
        for code, document in bundle.documents.items():
            yield from _check_keys(bundle, document, citations)
            if bundle.section is Section.FAQ and document.matter.status is not Status.DRAFT:
                basis = answer_basis(bundle, document, citations, tables)
                yield from _check_promise(document, basis, words[code], citations)


def _check_keys(bundle: Bundle, document: Document, citations: Citations) -> Iterator[Problem]:
    matter = document.matter
    for key in ("as_of", "sources"):
        if key in matter.lines and bundle.section is not Section.FAQ:
            yield problem(document.path, matter.line(key), "answer-key", key=key)
    if "sources" in matter.lines:
        for key in citations.unknown(matter.sources):
            near = nearest(key, citations.sources)
            yield problem(document.path, matter.line("sources"), "source-unknown", typed=key, nearest=near)


def _check_promise(
    document: Document, basis: AnswerBasis, words: AnswerWords, citations: Citations
) -> Iterator[Problem]:
    first = first_sentence(document)
    if first is None:
        return
    line, sentence = first
    if basis.rests_on and basis.date is None and words.agrees(sentence):
        yield problem(document.path, line, "answer-undated", start=_opening(sentence))
    elif basis.rests_on and basis.date and citations.is_old(basis.date) and words.is_present(sentence):
        yield advice(document.path, line, "answer-old", start=_opening(sentence), date=basis.date)


def first_sentence(document: Document) -> tuple[int, str] | None:
    """The line and the words of the first sentence: of the summary, or else of the text."""
    for segment in text_segments(document):
        if segment.kind in {"summary", "text"}:
            text = segment.text.lstrip()
            end = SENTENCE_END.search(text)
            return segment.line, text[: end.end()] if end else text
    return None


def _opening(sentence: str) -> str:
    return " ".join(sentence.split()[:5])


def read_answer_words(
    folder: Path, display_path: str, languages: Iterable[str]
) -> tuple[dict[str, AnswerWords], list[Problem]]:
    """The words of every language, from `answers/` in a folder of phrases, and what is wrong with them."""
    found: dict[str, AnswerWords] = {}
    problems = []
    available = sorted(file.stem for file in (folder / FOLDER).glob("*.toml"))
    for code in languages:
        found[code] = AnswerWords()
        name = same_language(code, available)
        if not name:
            continue
        try:
            text = normalize("NFC", (folder / FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
            found[code] = convert(tomllib.loads(text), AnswerWords)
        except (OSError, ValueError, ValidationError) as error:
            path = f"{display_path}/{FOLDER}/{name}.toml"
            problems.append(problem(path, 1, "phrases-broken", detail=error))
    return found, problems
