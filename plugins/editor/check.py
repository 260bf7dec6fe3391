"""The check: everything wrong or doubtful with the content, in one run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plugins.content.read import examine
from plugins.diagnostics.problem import Problem, Severity, advice
from plugins.editor.external_links import LinkCheck
from plugins.editor.proofread import (
    Speller,
    length_advice,
    script_advice,
    spelling_advice,
    style_advice,
    summary_advice,
)
from plugins.markdown.passages import passages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from plugins.content.brief import Brief
    from plugins.content.read import Content, Examination
    from plugins.diagnostics.problem import Problem
    from plugins.i18n.phrases import Phrases
    from plugins.model.bundle import Bundle
    from plugins.model.document import Document

    Later = Callable[[Content, Brief], Iterable[Problem]]
    from collections.abc import Mapping


WORDS = "words"
"""The folder of the site's own words, in the content."""


def check_content(brief: Brief, *, external: bool = False, later: Iterable[Later] = ()) -> list[Problem]:
    """All problems, errors first, each in the order of files and lines; `external` links only when asked.

    `later` are checks of other packages that make sense once the content itself is sound.
    """
    examination = examine(brief)
    problems = {*examination.problems, *advise(examination, brief)}
    for check in later if examination.sound else ():
        problems |= set(check(examination.content, brief))
    if external:
        problems |= set(LinkCheck(brief.cache / "links.json").advice_on(examination.documents))
    return sorted(problems, key=lambda found: (found.severity is Severity.ADVICE, found))


def advise(examination: Examination, brief: Brief) -> Iterator[Problem]:
    """What an attentive colleague would say of the content; nothing of it stops the build."""
    bundles = examination.content.bundles
    adviser = _Adviser(examination.phrases, brief.content / WORDS)
    for bundle in bundles.values():
        for code, document in bundle.documents.items():
            yield from adviser.on(document, bundle, code)
    yield from title_advice(bundles)
    yield from translation_advice(bundles)
    yield from picture_advice(bundles, examination.pictures, brief.shown)


class _Adviser:
    """Advises on one document after another; dictionaries are opened once."""

    def __init__(self, phrases: dict[str, Phrases], words: Path) -> None:
        self.phrases = phrases
        self.spellers = {code: Speller(code, words / f"{code}.txt") for code in phrases}

    def on(self, document: Document, bundle: Bundle, code: str) -> Iterator[Problem]:
        """Advice on one document."""
        typography, told = self.phrases[code].typography, set[str]()
        yield from summary_advice(document, bundle.section)
        for passage in passages(document):
            yield from style_advice(passage, document.path, typography)
            yield from length_advice(passage, document.path)
            yield from script_advice(passage, document.path)
            yield from spelling_advice(passage, document.path, self.spellers[code], told)


def title_advice(bundles: Mapping[str, Bundle]) -> Iterator[Problem]:
    """Two items of one language and section under one title cannot be told apart in a listing."""
    seen: dict[tuple[str, str, str], str] = {}
    for bundle in bundles.values():
        for code, document in bundle.documents.items():
            title = " ".join(document.matter.title.casefold().split())
            first = seen.setdefault((code, bundle.section, title), document.path)
            if title and first != document.path:
                line = document.matter.line("title")
                yield advice(document.path, line, "title-repeated", title=document.matter.title, other=first)


def picture_advice(
    bundles: Mapping[str, Bundle], pictures: Mapping[str, Mapping[str, Path]], shown: str
) -> Iterator[Problem]:
    """Pictures that lie in a bundle and are shown by none of its texts."""
    for name, files in pictures.items():
        documents = bundles[name].documents.values() if name in bundles else ()
        used = {picture.name for document in documents for picture in document.pictures}
        for file in sorted(files.keys() - used):
            yield advice(f"{shown}/{name}/{file}", 1, "picture-unused", name=file)


def translation_advice(bundles: Mapping[str, Bundle]) -> Iterator[Problem]:
    """Translations whose original has changed, with the sections that did."""
    for bundle in bundles.values():
        for code, document in bundle.documents.items():
            if changed := bundle.changed_since_translated(code):
                sections = ", ".join(part.heading or f"{bundle.primary.path}:{part.line}" for part in changed)
                line = document.matter.line("translated_from")
                yield advice(
                    document.path, line, "translation-outdated", sections=sections, bundle=bundle.name
                )
