"""Renders `{figure}` and `{card}` references in each language, and reports references that are wrong."""

from __future__ import annotations

import re
from html import unescape
from itertools import chain
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from plugins.cards.card_text import SiteLabel
from plugins.cards.compose_text import compose_card_text
from plugins.diagnostics.problem import ContentError, Problem, advice
from plugins.figures.card_checks import Rules
from plugins.figures.card_html import render_card
from plugins.figures.model import CHART_KINDS
from plugins.figures.open_data import render_csv, render_json
from plugins.figures.phrase_checks import check_phrases, is_readable
from plugins.figures.prose import (
    REFERENCE_PATTERN,
    Prose,
    Reference,
    check_typed_numbers,
    check_unit_words,
    parse_reference,
    render_reference,
    unknown_figure,
)
from plugins.figures.set_reader import read_figures
from plugins.figures.vocabulary import claim_words, data_words, hedge_cases, read_vocabulary
from plugins.i18n.language import Language, same_language
from plugins.i18n.typography import NO_BREAK_SPACE

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from plugins.figures.card_html import CardLinks
    from plugins.figures.figure_phrases import FigurePhrases
    from plugins.figures.model import Card, Figures
    from plugins.figures.vocabulary import Vocabulary
    from plugins.i18n.phrases import Phrases
    from plugins.model.document import Document, FigureReference

TAG = re.compile(r"<[^>]+>")
COUNTED = re.compile(rf"{REFERENCE_PATTERN.pattern}(?: (?=(?P<next>[^\W\d_]+)))?")
"""A reference with the space and the word after it: a bare number stays with what it counts."""


class FigureRenderer(Struct, frozen=True, dict=True):
    """The site's figures with the vocabulary of each language."""

    figures: Figures
    vocabularies: Mapping[str, Vocabulary]

    def figure(self, reference: FigureReference, document: Document, code: str) -> str | Problem:
        """`{figure}set.card` as HTML."""
        typed = parse_reference(reference.name, reference.line)
        found = render_reference(typed, self.figures, self.vocabularies[code], document.path)
        return found if isinstance(found, Problem) else self._with_language(found, code)

    def card(
        self,
        reference: FigureReference,
        document: Document,
        code: str,
        links: Callable[[Card, str], CardLinks],
    ) -> str | Problem:
        """`{card}set.card` as a block."""
        card = self.figures.cards.get(reference.name)
        if card is None:
            return unknown_figure(
                parse_reference(reference.name, reference.line), self.figures, document.path
            )
        return self.card_block(card, code, links(card, code))

    def card_block(self, card: Card, code: str, links: CardLinks, heading: str = "p") -> str:
        """A card as HTML; `heading` is the element of its title."""
        html = render_card(card, self.vocabularies[code], links, heading, self._chart(card, code))
        return self._with_language(html, code)

    def _chart(self, card: Card, code: str) -> str:
        """The card's chart as SVG; empty if it has none, and in languages that are written to the left."""
        vocabulary = self.vocabularies[code]
        if card.kind not in CHART_KINDS or vocabulary.language.direction != "ltr":
            return ""
        from plugins.cards.chart_svg import render_chart

        text = compose_card_text(card, "", SiteLabel("", ""), vocabulary)
        return render_chart(text, vocabulary.page["chart"])

    def _with_language(self, html: str, code: str) -> str:
        """Add `lang` and `dir` where the vocabulary is another language's."""
        language = self.vocabularies[code].language
        if language.code == code:
            return html
        return html.replace(" ", f"{language.attributes(Language(code))} ", 1)

    def resolve_front_matter(self, document: Document, code: str) -> tuple[Document, list[Problem]]:
        """The document with figures in title and summary resolved, and problems with its numbers."""
        matter, path = document.matter, document.path
        if not (document.has_references or "{" in matter.title or "{" in matter.summary):
            return document, []
        title, wrong = self.in_words(matter.title, path, matter.line("title"), code)
        summary, also_wrong = self.in_words(matter.summary, path, matter.line("summary"), code)
        prose, vocabulary = self._prose(document), self.vocabularies[code]
        typed = check_typed_numbers(prose, self.figures, vocabulary)
        typed += check_unit_words(prose, self.figures, vocabulary)
        if (title, summary) != (matter.title, matter.summary):
            named = COUNTED.search(matter.title)
            figure = named["address"] if named else ""
            matter = replace(matter, title=title, summary=summary)
            document = replace(document, matter=matter, title_figure=figure)
        return document, [*wrong, *also_wrong, *typed]

    def in_words(self, text: str, path: str, line: int, code: str) -> tuple[str, list[Problem]]:
        """A text of one line with the figures that it names, and problems with them."""
        problems: list[Problem] = []

        def render_match(found: re.Match[str]) -> str:
            reference = Reference(found["address"], found["form"] or "natural", line)
            html = render_reference(reference, self.figures, self.vocabularies[code], path)
            if isinstance(html, Problem):
                problems.append(html)
                return found[0]
            text = unescape(TAG.sub("", html))
            counts = text[-1:].isdigit() and found["next"] not in self.vocabularies[code].short_words
            return text + (NO_BREAK_SPACE if counts else " ") * bool(found["next"])

        return (COUNTED.sub(render_match, text) if "{figure}" in text else text), problems

    def _prose(self, document: Document) -> Prose:
        """The text as typed, with title and summary on their lines."""
        matter = document.matter
        lines = [""] * (document.source_line - 1)
        for key in ("title", "summary"):
            if lines and matter.line(key) <= len(lines):
                lines[matter.line(key) - 1] = getattr(matter, key)
        return Prose(document.path, [*lines, *document.source.splitlines()])


def figure_languages(files: FigurePhrases, languages: Iterable[str]) -> tuple[str, ...]:
    """The languages that need figure labels: the site's with a vocabulary, or else one of the theme."""
    present = files.languages
    return tuple(code for code in languages if same_language(code, present)) or tuple(
        files.theme.languages[:1]
    )


def load_figures(
    content: Path, display_name: str, files: FigurePhrases, languages: Mapping[str, Phrases], today: dt.date
) -> tuple[FigureRenderer, Iterable[Problem]]:
    """Load `content/figures`, and return problems found; no date of a figure may lie after `today`.

    A language without a vocabulary uses the first one that exists, of the site's languages or else of the
    theme's; once it has one, every figure needs labels in it. Raises `ContentError` if none can be read.
    """
    there = figure_languages(files, languages)
    wrong = {code: check_phrases(files, code) for code in there}
    speaking = tuple(code for code in there if not wrong[code])
    if not speaking:  # all else is still checked, in the theme's words
        files = files.theme
        speaking = tuple(code for code in files.languages if is_readable(files, code))[:1]
    if not speaking:
        raise ContentError(chain.from_iterable(wrong.values()))
    own = {
        code: read_vocabulary(files, languages[code].language if code in languages else Language(code))
        for code in speaking
    }
    words = {code: own.get(code) or own[speaking[0]] for code in languages}
    rules = Rules(
        cases=hedge_cases(files, speaking),
        claims=claim_words(files, speaking),
        today=today,
        data=data_words(files, speaking),
    )
    loose = {code: replace(languages[code].typography, binds=False) for code in speaking if code in languages}
    figures, problems = read_figures(content / "figures", f"{display_name}/figures", speaking, rules, loose)
    silent = [code for code in languages if not same_language(code, there)]
    if silent and figures.sets:
        place = f"{display_name}/site.yaml"
        said = {"languages": ", ".join(silent), "first": silent[0], "written": speaking[0]}
        problems = (*problems, advice(place, 1, "figures-language", **said))
    return FigureRenderer(figures, words), (*chain.from_iterable(wrong.values()), *problems)


def data_files(renderer: FigureRenderer) -> Iterator[tuple[str, bytes]]:
    """Output path and bytes of every set's CSV and JSON."""
    vocabularies = [words for code, words in renderer.vocabularies.items() if words.language.code == code]
    for figures in renderer.figures.sets.values():
        yield f"figures/{figures.name}/data.csv", render_csv(figures, vocabularies)
        yield f"figures/{figures.name}/data.json", render_json(figures, vocabularies)
