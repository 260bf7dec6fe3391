"""Parity: the texts of a bundle state the same facts, link to the same pages and show the same figures."""

from __future__ import annotations

import posixpath
import re
from functools import partial
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from plugins.build.digest import canonical_bytes
from plugins.content.comparison import Difference, Exempt, Statement, differences
from plugins.content.facts import Fact
from plugins.content.links import is_external
from plugins.diagnostics.problem import Problem, advice, problem
from plugins.markdown.text_segments import blank_markup
from plugins.model.document import Status, text_sections

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from plugins.content.facts import FactReader
    from plugins.content.readings import Identity
    from plugins.model.bundle import Bundle
    from plugins.model.document import Document, FrontMatter

EXEMPTION = re.compile(r"off\b[\s:,—–-]*(?P<reason>.*)")
LIST_NUMBER = re.compile(r"^[ \t]*\d+[.)](?=\s)", re.MULTILINE)
FILE_LANGUAGE = re.compile(r"[._-]([a-z]{2,3}(?:-[A-Za-z]+)*)(?=\.\w+$)")
"""The language in the name of a public file: `/forms/request.ru.pdf`."""
WEB = frozenset({"http", "https"})
COUNTRY_LETTERS = 2
STUB_SHARE = 0.25
"""A translation with a smaller part of the original's letters is a stub."""
MAX_FACTS_TOLD = 8


def check_parity(bundle: Bundle, readers: Mapping[str, FactReader]) -> Iterator[Problem]:
    """Facts that one text of a bundle has and another lacks, and numbers that mean different things."""
    documents = bundle.documents
    yield from _check_exemptions(bundle)
    if len(documents) == 1 or any(each.matter.parity or not each.readable for each in documents.values()):
        return
    exempt, used = _exempt(bundle, readers), set[Exempt]()
    first, *others = documents
    for code in others:
        pair = (first, code)
        keys = _shared_keys(documents[first].matter, documents[code].matter)
        ours, theirs = (_statement(bundle, each, readers[each], keys) for each in pair)
        found = differences(ours, theirs)
        used |= {each for each in exempt if any(map(each.covers, found))}
        if told := [each for each in found if not any(named.covers(each) for named in exempt)]:
            yield from _report(bundle, code, told, (ours.facts, theirs.facts))
    yield from _report_unused(bundle, {each.typed for each in exempt if each not in used})


def _check_exemptions(bundle: Bundle) -> Iterator[Problem]:
    """`parity: off` needs a reason and has no other value."""
    for document in bundle.documents.values():
        typed = document.matter.parity
        excuse = EXEMPTION.fullmatch(typed)
        if typed and not (excuse and excuse["reason"]):
            yield problem(document.path, document.matter.line("parity"), "parity-reason")


def _exempt(bundle: Bundle, readers: Mapping[str, FactReader]) -> list[Exempt]:
    """The facts that `parity_exceptions` names, each read in the languages of the files that name it."""
    named: dict[str, set[Identity]] = {}
    for code, document in bundle.documents.items():
        for typed in document.matter.parity_exceptions:
            facts = readers[code].read(typed, 1)
            identities = named.setdefault(" ".join(typed.split()), set())
            identities |= {fact.identities[0] for fact in facts}
    return [Exempt(typed, frozenset(identities)) for typed, identities in named.items()]


def _report_unused(bundle: Bundle, unused: Collection[str]) -> Iterator[Problem]:
    """Advice on exceptions that no difference needs any more, in the files that name them."""
    for document in bundle.documents.values():
        line = document.matter.lines.get("parity_exceptions")
        for typed in document.matter.parity_exceptions if line else ():
            if " ".join(typed.split()) in unused:
                yield advice(document.path, line or 1, "parity-unused", typed=typed)


def _shared_keys(one: FrontMatter, other: FrontMatter) -> tuple[str, ...]:
    """The keys with text that both files have: that one of them lacks is another matter."""
    return tuple(key for key in ("reason", "corrections") if getattr(one, key) and getattr(other, key))


class _Passage(NamedTuple):
    """A piece of a document's text, and its first line."""

    text: str
    line: int


def _passages(document: Document, keys: Collection[str]) -> Iterator[_Passage]:
    matter = document.matter
    yield _Passage(matter.title, matter.line("title"))
    yield _Passage(matter.summary, matter.line("summary"))
    if "reason" in keys:
        yield _Passage(matter.reason, matter.line("reason"))
    if "corrections" in keys:
        yield from (_Passage(each.text, matter.line("corrections")) for each in matter.corrections)
    yield _Passage(LIST_NUMBER.sub("", blank_markup(document.source)), document.source_line)
    yield from (_Passage(picture.caption, picture.line) for picture in document.pictures)


def _statement(bundle: Bundle, code: str, reader: FactReader, keys: Collection[str]) -> Statement:
    document = bundle.documents[code]
    passages = [*_passages(document, keys)]
    facts = [fact for text, line in passages for fact in reader.read(text, line)]
    return Statement(
        [*facts, *_references(document, bundle)],
        partial(reader.spelled, "\n".join(passage.text for passage in passages)),
    )


def _references(document: Document, bundle: Bundle) -> Iterator[Fact]:
    for link in document.links:
        if is_external(link.target):
            yield _web_address(link.target, bundle.documents)._replace(line=link.line)
        else:
            yield Fact("link", _inside(link.target, bundle).rstrip("/"), link.target, link.line)
    for figure in document.figures:
        name = figure.name.partition("|")[0]
        yield Fact("figure", f"{figure.kind} {name}", f"{{{figure.kind}}}{name}", figure.line)


def _web_address(target: str, languages: Iterable[str]) -> Fact:
    """A link to another site, without its scheme and the language in its address.

    `ru.wikipedia.org` and `en.wikipedia.org` name one article differently, so only the site is compared.
    """
    try:
        parts = urlsplit(target)
    except ValueError:  # such as half a pair of brackets, which is told as a broken link
        return Fact("link", target, target, 1)
    if parts.scheme.lower() not in WEB:
        return Fact("link", target, target, 1)
    codes = {*languages}
    host, *labels = parts.netloc.lower().removeprefix("www.").split(".")
    folders = [each for each in parts.path.split("/") if each and not _is_language(each, codes)]
    query = f"?{parts.query}" if parts.query and not any(f"={code}" in parts.query for code in codes) else ""
    path = "/".join(["", *folders])
    if host in codes and len(labels) > 1:
        return Fact("link", ".".join(labels), target, 1)
    return Fact("link", ".".join([host, *labels]) + path + query, target, 1)


def _is_language(folder: str, codes: Collection[str]) -> bool:
    """Whether a folder of an address is a language: `ru`, `en-GB`, `ru_RU`."""
    language, _, territory = folder.replace("_", "-").partition("-")
    is_country = len(territory) == COUNTRY_LETTERS and territory.isalpha()
    return language in codes and (is_country or not territory)


def _inside(target: str, bundle: Bundle) -> str:
    """The page or file a link leads to, without language and anchor: `/form.pdf` for `/form.ru.pdf`."""
    path = posixpath.normpath(posixpath.join("/", bundle.name, target.partition("#")[0]))
    folder, _, text = path.rpartition("/")
    if text.endswith(".md") and text.removesuffix(".md") in bundle.documents:
        path = folder
    named = FILE_LANGUAGE.search(path)
    if named and named[1] in bundle.documents:
        path = FILE_LANGUAGE.sub("", path)
    first, _, rest = path.strip("/").partition("/")
    return f"/{rest}" if first in bundle.documents else path


Facts = tuple["Sequence[Fact]", "Sequence[Fact]"]


def _report(bundle: Bundle, code: str, found: Sequence[Difference], facts: Facts) -> Iterator[Problem]:
    """An error for each difference; one piece of advice for all that a stale, short or draft text excuses."""
    original, translation = bundle.primary, bundle.documents[code]
    excuse, excused = _excused(bundle, code, found)
    if excused:
        told = "; ".join(dict.fromkeys(each.fact.typed for each in excused[:MAX_FACTS_TOLD]))
        values = {"other": original.path, "count": len(excused), "facts": told, "bundle": bundle.name}
        line = translation.matter.lines.get("translated_from") or translation.matter.line("title")
        yield advice(translation.path, line, excuse, **values)
    for difference in found:
        if difference not in excused:
            yield _difference(original, translation, difference, facts)


def _excused(bundle: Bundle, code: str, found: Sequence[Difference]) -> tuple[str, list[Difference]]:
    """The code of the advice, and the differences that it covers."""
    original, translation = bundle.primary, bundle.documents[code]
    if Status.DRAFT in {original.matter.status, translation.matter.status}:
        return "facts-draft", [*found]
    if bundle.outdated(code):
        changed = {part.line for part in bundle.changed_since_translated(code)}
        return "facts-outdated", [
            each for each in found if each.here is None or _section_line(original, each.here.line) in changed
        ]
    if _letters(translation) < STUB_SHARE * _letters(original):
        return "facts-stub", [each for each in found if each.there is None]
    return "", []


def _section_line(document: Document, line: int) -> int:
    """The line that identifies the section in which a line is."""
    head, *parts = text_sections(document)
    if line < document.source_line:
        return head.line
    return max((part.line for part in parts if part.line <= line), default=head.line)


def _letters(document: Document) -> int:
    return sum(map(str.isalpha, document.source))


def _difference(original: Document, translation: Document, found: Difference, facts: Facts) -> Problem:
    ours, theirs = facts
    if found.here and found.there:
        return _differing(translation, found.there, original, found.here)
    if found.here:
        return _missing(original, found.here, ours, translation, theirs)
    return _missing(translation, found.fact, theirs, original, ours)


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
    lines = {other.identities[0]: other.line for other in reversed(theirs)}
    before = [lines.get(own.identities[0], 0) for own in ours if own.line <= fact.line]
    return next((line for line in reversed(before) if line), 0)


def texts_digest(bundle: Bundle) -> bytes:
    """Sixteen bytes of the bundle's files, and of their titles and summaries with figures put in."""
    texts = [
        (code, document.digest, document.matter.title, document.matter.summary)
        for code, document in bundle.documents.items()
    ]
    return blake2b(canonical_bytes(texts), digest_size=16).digest()
