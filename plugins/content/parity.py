"""Parity: the texts of a bundle state the same facts, link to the same pages and show the same figures."""

from __future__ import annotations

import posixpath
import re
from hashlib import blake2b
from itertools import zip_longest
from typing import TYPE_CHECKING

from plugins.build.cache import EntryKind
from plugins.build.digest import canonical_bytes
from plugins.build.parallel import parallel_map
from plugins.content.facts import Fact, extract_facts
from plugins.content.links import is_external
from plugins.diagnostics.problem import Problem, problem
from plugins.markdown.text_segments import blank_markup

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from plugins.build.cache import BuildCache
    from plugins.i18n.phrases import Phrases
    from plugins.model.bundle import Bundle
    from plugins.model.document import Document

    Check = Callable[[Mapping[str, Bundle]], Iterable[Problem]]

EXEMPTION = re.compile(r"off\b[\s:,—–-]*(?P<reason>.*)")
LIST_NUMBER = re.compile(r"^[ \t]*\d+[.)](?=\s)", re.MULTILINE)
FILE_LANGUAGE = re.compile(r"[._-]([a-z]{2,3}(?:-[A-Za-z]+)*)(?=\.\w+$)")
"""The language in the name of a public file: `/forms/request.ru.pdf`."""
KINDS = ("number", "date", "month", "time", "phone", "link", "figure")


def check_parity(bundles: Mapping[str, Bundle], phrases: Mapping[str, Phrases]) -> Iterator[Problem]:
    """Facts that one text of a bundle has and another lacks."""
    for bundle in bundles.values():
        yield from _check_exemptions(bundle)
        if any(each.matter.parity or not each.readable for each in bundle.documents.values()):
            continue
        if len(bundle.documents) > 1:
            said = {code: _facts(bundle, code, phrases[code]) for code in bundle.documents}
            yield from _differences(bundle, said)


def _check_exemptions(bundle: Bundle) -> Iterator[Problem]:
    """`parity: off` needs a reason and has no other value."""
    for document in bundle.documents.values():
        typed = document.matter.parity
        excuse = EXEMPTION.fullmatch(typed)
        if typed and not (excuse and excuse["reason"]):
            yield problem(document.path, document.matter.line("parity"), "parity-reason")


def _facts(bundle: Bundle, code: str, phrases: Phrases) -> list[Fact]:
    document, matter = bundle.documents[code], bundle.documents[code].matter
    text = LIST_NUMBER.sub("", blank_markup(document.source))
    parts = (
        (matter.title, matter.line("title")),
        (matter.summary, matter.line("summary")),
        (text, document.source_line),
    )
    customs = (phrases.language, phrases.telephones)
    found = [fact for part, line in parts for fact in extract_facts(part, line, *customs)]
    return [*found, *_references(document, bundle)]


def _references(document: Document, bundle: Bundle) -> Iterator[Fact]:
    for link in document.links:
        target = link.target if is_external(link.target) else _inside(link.target, bundle)
        yield Fact("link", target.rstrip("/"), link.target, link.line)
    for figure in document.figures:
        name = figure.name.partition("|")[0]
        yield Fact("figure", f"{figure.kind} {name}", f"{{{figure.kind}}}{name}", figure.line)


def _inside(target: str, bundle: Bundle) -> str:
    """The page or file a link leads to, without language and anchor: `/form.pdf` for `/form.ru.pdf`."""
    path = posixpath.normpath(posixpath.join("/", bundle.name, target.partition("#")[0]))
    named = FILE_LANGUAGE.search(path)
    if named and named[1] in bundle.documents:
        path = FILE_LANGUAGE.sub("", path)
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
    """Facts of a kind that only one text has, each once, at its first place."""
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
    """The line of the other text where the fact belongs: that of the last shared fact before it."""
    lines = {(other.kind, other.value): other.line for other in reversed(theirs)}
    before = [lines.get((own.kind, own.value), 0) for own in ours if own.line <= fact.line]
    return next((line for line in reversed(before) if line), 0)


Findings = dict[str, tuple[bytes, tuple[Problem, ...]]]
"""What was found in each bundle, and the digest of its texts then."""
CHECKS: EntryKind[Findings] = EntryKind("checks", Findings)


def cached_checks(
    bundles: Mapping[str, Bundle], check: Check, cache: BuildCache, scope: str, key: bytes
) -> list[Problem]:
    """What `check`, which looks at one bundle at a time, finds in all; `key` stands for the check itself."""
    known = cache.load(CHECKS, scope, key) or {}
    digests = {name: _digest(bundle) for name, bundle in bundles.items()}
    found = {name: each for name, each in known.items() if each[0] == digests.get(name)}
    unknown = [name for name in bundles if name not in found]
    checked = parallel_map(lambda name: tuple(check({name: bundles[name]})), unknown)
    found |= {name: (digests[name], problems) for name, problems in zip(unknown, checked, strict=True)}
    if unknown or len(found) != len(known):
        cache.store(CHECKS, scope, key, found)
    return [problem for _, problems in found.values() for problem in problems]


def _digest(bundle: Bundle) -> bytes:
    """Sixteen bytes of the bundle's files, and of their titles and summaries with figures put in."""
    texts = [
        (code, document.digest, document.matter.title, document.matter.summary)
        for code, document in bundle.documents.items()
    ]
    return blake2b(canonical_bytes(texts), digest_size=16).digest()
