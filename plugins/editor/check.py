"""Check the content: every error and every piece of advice, in one run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plugins.content.read import examine
from plugins.diagnostics.problem import Problem, Severity, advice
from plugins.editor.external_links import LinkChecker
from plugins.editor.proofread import (
    SpellChecker,
    length_advice,
    mixed_script_advice,
    spelling_advice,
    style_advice,
    summary_advice,
)
from plugins.markdown.text_segments import text_segments

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from plugins.content.brief import Brief
    from plugins.content.read import Content, Examination
    from plugins.diagnostics.problem import Problem
    from plugins.i18n.phrases import Phrases
    from plugins.model.bundle import Bundle
    from plugins.model.document import Document

    ContentCheck = Callable[[Content, Brief], Iterable[Problem]]
    from collections.abc import Mapping


WORD_LISTS = "words"
"""The folder in the content that holds the site's own word lists."""


def check_content(
    brief: Brief, *, external: bool = False, extra_checks: Iterable[ContentCheck] = ()
) -> list[Problem]:
    """All problems, errors first, then by file and line; `external` also requests links to other sites.

    `extra_checks` come from other packages and run only on content without errors.
    """
    examination = examine(brief)
    problems = {*examination.problems, *content_advice(examination, brief)}
    for check in extra_checks if examination.sound else ():
        problems |= set(check(examination.content, brief))
    if external:
        problems |= set(LinkChecker(brief.cache / "links.json").check(examination.documents))
    return sorted(problems, key=lambda found: (found.severity is Severity.ADVICE, found))


def content_advice(examination: Examination, brief: Brief) -> Iterator[Problem]:
    """Advice on style, spelling and completeness; it never stops the build."""
    bundles = examination.content.bundles
    proofreader = _Proofreader(examination.phrases, brief.content / WORD_LISTS)
    for bundle in bundles.values():
        for code, document in bundle.documents.items():
            yield from proofreader.check(document, bundle, code)
    yield from duplicate_titles(bundles)
    yield from outdated_translations(bundles)
    yield from unused_pictures(bundles, examination.pictures, brief.shown)


class _Proofreader:
    """Checks documents one by one; dictionaries are opened once."""

    def __init__(self, phrases: dict[str, Phrases], words: Path) -> None:
        self.phrases = phrases
        self.spell_checkers = {code: SpellChecker(code, words / f"{code}.txt") for code in phrases}

    def check(self, document: Document, bundle: Bundle, code: str) -> Iterator[Problem]:
        """Advice on one document, found by the code of its language."""
        typography, reported = self.phrases[code].typography, set[str]()
        yield from summary_advice(document, bundle.section)
        for segment in text_segments(document):
            yield from style_advice(segment, document.path, typography)
            yield from length_advice(segment, document.path)
            yield from mixed_script_advice(segment, document.path)
            yield from spelling_advice(segment, document.path, self.spell_checkers[code], reported)


def duplicate_titles(bundles: Mapping[str, Bundle]) -> Iterator[Problem]:
    """Items of one language and section that share a title: a listing cannot tell them apart."""
    seen: dict[tuple[str, str, str], str] = {}
    for bundle in bundles.values():
        for code, document in bundle.documents.items():
            title = " ".join(document.matter.title.casefold().split())
            first = seen.setdefault((code, bundle.section, title), document.path)
            if title and first != document.path:
                line = document.matter.line("title")
                yield advice(document.path, line, "title-repeated", title=document.matter.title, other=first)


def unused_pictures(
    bundles: Mapping[str, Bundle], pictures: Mapping[str, Mapping[str, Path]], display_name: str
) -> Iterator[Problem]:
    """Pictures in a bundle that none of its texts shows."""
    for name, files in pictures.items():
        documents = bundles[name].documents.values() if name in bundles else ()
        used = {picture.name for document in documents for picture in document.pictures}
        for file in sorted(files.keys() - used):
            yield advice(f"{display_name}/{name}/{file}", 1, "picture-unused", name=file)


def outdated_translations(bundles: Mapping[str, Bundle]) -> Iterator[Problem]:
    """Translations whose original has changed since, with the changed sections."""
    for bundle in bundles.values():
        for code, document in bundle.documents.items():
            if changed := bundle.changed_since_translated(code):
                sections = ", ".join(part.heading or f"{bundle.primary.path}:{part.line}" for part in changed)
                line = document.matter.line("translated_from")
                yield advice(
                    document.path, line, "translation-outdated", sections=sections, bundle=bundle.name
                )
