"""The check: everything wrong or doubtful with the content, in one run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plugins.content.read import examine
from plugins.diagnostics.problem import Severity
from plugins.editor.external import LinkCheck
from plugins.editor.length import length_advice, summary_advice
from plugins.editor.repeats import picture_advice, title_advice, translation_advice
from plugins.editor.scripts import script_advice
from plugins.editor.spelling import Speller, spelling_advice
from plugins.editor.style import style_advice
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
