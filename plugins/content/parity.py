"""Parity: the texts of a bundle say the same facts, link to the same pages and show the same figures."""

from __future__ import annotations

import posixpath
import re
from itertools import zip_longest
from typing import TYPE_CHECKING

from plugins.content.facts import Fact, extract_facts
from plugins.content.links import is_external
from plugins.diagnostics.problem import Problem, problem
from plugins.markdown.passages import words_only

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from plugins.i18n.phrases import Phrases
    from plugins.model.bundle import Bundle
    from plugins.model.document import Document

EXEMPTION = re.compile(r"off\b[\s:,—–-]*(?P<reason>.*)")
LIST_NUMBER = re.compile(r"^[ \t]*\d+[.)](?=\s)", re.MULTILINE)
KINDS = ("number", "date", "month", "time", "phone", "link", "figure")


def check_parity(bundles: Mapping[str, Bundle], phrases: Mapping[str, Phrases]) -> Iterator[Problem]:
    """Every fact that one text of a bundle has and another has not."""
    for bundle in bundles.values():
        yield from _check_exemptions(bundle)
        if len(bundle.documents) > 1 and not any(each.matter.parity for each in bundle.documents.values()):
            said = {code: _facts(bundle, code, phrases[code]) for code in bundle.documents}
            yield from _differences(bundle, said)


def _check_exemptions(bundle: Bundle) -> Iterator[Problem]:
    """`parity: off` needs a reason, and there is no other value."""
    for document in bundle.documents.values():
        typed = document.matter.parity
        excuse = EXEMPTION.fullmatch(typed)
        if typed and not (excuse and excuse["reason"]):
            yield problem(document.path, document.matter.line("parity"), "parity-reason")


def _facts(bundle: Bundle, code: str, phrases: Phrases) -> list[Fact]:
    document, matter = bundle.documents[code], bundle.documents[code].matter
    found = [*extract_facts(matter.title, matter.line("title"), phrases.language)]
    found += extract_facts(matter.summary, matter.line("summary"), phrases.language)
    text = LIST_NUMBER.sub("", words_only(document.source))
    found += extract_facts(text, document.source_line, phrases.language)
    return [*found, *_references(document, bundle)]


def _references(document: Document, bundle: Bundle) -> Iterator[Fact]:
    for link in document.links:
        target = link.target if is_external(link.target) else _inside(link.target, bundle)
        yield Fact("link", target.rstrip("/"), link.target, link.line)
    for figure in document.figures:
        name = figure.name.partition("|")[0]
        yield Fact("figure", f"{figure.kind} {name}", f"{{{figure.kind}}}{name}", figure.line)


def _inside(target: str, bundle: Bundle) -> str:
    """The page a link leads to, in whatever language: its anchor is made of that language's words."""
    path = posixpath.normpath(posixpath.join("/", bundle.name, target.partition("#")[0]))
    first, _, rest = path.strip("/").partition("/")
    return f"/{rest}" if first in bundle.documents else path


def _differences(bundle: Bundle, said: Mapping[str, Sequence[Fact]]) -> Iterator[Problem]:
    leader, *others = said
    for code in others:
        ours, theirs = said[leader], said[code]
        differing = _values(ours) ^ _values(theirs)
        for kind in filter({kind for kind, _ in differing}.__contains__, KINDS):
            only_ours, only_theirs = _only(kind, ours, theirs), _only(kind, theirs, ours)
            here, there = bundle.documents[leader], bundle.documents[code]
            for first, second in zip_longest(only_ours, only_theirs):
                if first and second:
                    yield _differing(there, second, here, first)
                elif first:
                    yield _missing(here, first, ours, there, theirs)
                elif second:
                    yield _missing(there, second, theirs, here, ours)


def _values(said: Sequence[Fact]) -> set[tuple[str, str]]:
    return {(fact.kind, fact.value) for fact in said}


def _only(kind: str, ours: Sequence[Fact], theirs: Sequence[Fact]) -> list[Fact]:
    """Facts of a kind that only one text says, each once, where it is first said."""
    known = {fact.value for fact in theirs if fact.kind == kind}
    found: dict[str, Fact] = {}
    for fact in ours:
        if fact.kind == kind and fact.value not in known:
            found.setdefault(fact.value, fact)
    return list(found.values())


def _differing(document: Document, fact: Fact, other: Document, counterpart: Fact) -> Problem:
    values = {"here": fact.typed, "there": counterpart.typed, "other": other.path, "line": counterpart.line}
    return problem(document.path, fact.line, "facts-differ", **values)


def _missing(
    document: Document, fact: Fact, ours: Sequence[Fact], other: Document, theirs: Sequence[Fact]
) -> Problem:
    line = _matching_line(fact, ours, theirs) or other.source_line
    return problem(document.path, fact.line, "facts-missing", here=fact.typed, other=other.path, line=line)


def _matching_line(fact: Fact, ours: Sequence[Fact], theirs: Sequence[Fact]) -> int:
    """The other text's line where the fact would stand: by the last one before it that both say."""
    lines = {(other.kind, other.value): other.line for other in reversed(theirs)}
    before = [lines.get((own.kind, own.value), 0) for own in ours if own.line <= fact.line]
    return next((line for line in reversed(before) if line), 0)
