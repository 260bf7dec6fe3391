"""Create the page of a year from what its figures and news hold: `./inv new summary 2026`."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from typing import TYPE_CHECKING

from plugins.diagnostics.problem import message_languages
from plugins.diagnostics.yaml_tree import Mapping, Scalar, parse_yaml
from plugins.editor.report import load_ui_text
from plugins.figures.figure_text import figure_label
from plugins.figures.model import Kind
from plugins.model.bundle import visible_bundles
from plugins.model.content_path import Section
from plugins.model.document import GONE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plugins.content.options import BuildOptions
    from plugins.content.site_content import LoadResult
    from plugins.editor.new import NewItem
    from plugins.editor.report import UiText
    from plugins.figures.model import Card, Figure, FigureSet, Source
    from plugins.figures.vocabulary import Vocabulary
    from plugins.model.bundle import Bundle

MAX_TOPICS = 4


def summary_of_year(item: NewItem, year: int, loaded: LoadResult, options: BuildOptions) -> dict[str, str]:
    """The files of a year's page by path in the content folder, a draft in every language.

    A set belongs to the year that its figures cover, news to the year of their date.
    """
    writer = _SummaryWriter(item, year, loaded, options)
    return {f"summaries/{year}/{code}.md": writer.document(code) for code in options.languages}


class _SummaryWriter:
    """Writes the documents of one year."""

    def __init__(self, item: NewItem, year: int, loaded: LoadResult, options: BuildOptions) -> None:
        self.item, self.year, self.options = item, year, options
        self.renderer = loaded.content.cards.texts.figure_renderer
        self.news = sorted(_news_of(year, loaded, options), key=lambda bundle: bundle.name)
        self.cards = [
            (figures, cards)
            for figures in self.renderer.figures.sets.values()
            if not figures.is_draft and (cards := [card for card in figures.cards if _is_of(year, card)])
        ]

    def document(self, code: str) -> str:
        """The page in a language: its front matter, its figures by set, and its news."""
        texts = load_ui_text(code if code in message_languages() else "en")
        title = self.item.titles.get(code) or texts.text("summary-title", year=str(self.year))
        last_day = min(dt.date(self.year, 12, 31), self.options.now.date())
        head = [f"title: {json.dumps(title, ensure_ascii=False)}", 'summary: ""', f"date: {last_day}"]
        head += [f"topics: [{', '.join(self._topics())}]", "status: draft"]
        lines = ["---", *head, "---", "", texts.text("summary-lead")]
        if self.cards:
            lines += ["", f"## {texts.text('summary-figures')}"]
            for figures, cards in self.cards:
                lines += self._set(figures, cards, code, texts)
        if self.news:
            lines += ["", f"## {texts.text('summary-news')}", ""]
            lines += [self._link(bundle, code) for bundle in self.news]
        return "\n".join(lines) + "\n"

    def _topics(self) -> list[str]:
        counted = Counter(topic for bundle in self.news for topic in bundle.topics)
        return self.item.topic.split() or [topic for topic, _ in counted.most_common(MAX_TOPICS)]

    def _set(self, figures: FigureSet, cards: list[Card], code: str, texts: UiText) -> Iterator[str]:
        vocabulary = self.renderer.vocabularies[code]
        yield from ("", f"### {vocabulary.localize(figures.title)}", "")
        sources: dict[str, Source] = {}
        listed = False
        for card in cards:
            for source in card.sources:
                sources[source.key] = source
            if card.kind is Kind.NUMBER:
                yield from _entries(card, self.year, vocabulary)
                listed = True
            else:
                yield from ([""] if listed else [])
                yield from (f"{{card}}{card.address}", "")
                listed = False
        yield from ([""] if listed else [])
        names = (_source_link(source, vocabulary) for source in sources.values())
        yield texts.text("summary-source", sources="; ".join(names))

    def _link(self, bundle: Bundle, code: str) -> str:
        language = code if code in bundle.documents else next(iter(bundle.documents))
        return f"- [{self._typed_title(bundle, language)}](/{bundle.name}/)"

    def _typed_title(self, bundle: Bundle, code: str) -> str:
        """The title as its editor typed it, with references to figures."""
        matter = bundle.documents[code].matter
        file = self.options.content / bundle.name / f"{code}.md"
        lines = file.read_text(encoding="utf-8").splitlines()
        tree = parse_yaml(lines[matter.line("title") - 1], file.name)
        typed = tree.values.get("title") if isinstance(tree, Mapping) else None
        return typed.text if isinstance(typed, Scalar) else matter.title


def _news_of(year: int, loaded: LoadResult, options: BuildOptions) -> Iterator[Bundle]:
    """The news of a year that readers have or get with the next release."""
    for bundle in visible_bundles(loaded.content.bundles, options.now, preview=False).values():
        is_news = bundle.section is Section.NEWS and bundle.primary.matter.status not in GONE
        if is_news and bundle.published and bundle.published.year == year:
            yield bundle


def _is_of(year: int, card: Card) -> bool:
    """Whether a card shows figures of its own of a year."""
    own = {figure.address for figure in card.own_figures}
    return any(figure.address in own and _covers(year, figure) for figure in card.figures)


def _covers(year: int, figure: Figure) -> bool:
    return bool(figure.covers and figure.covers.first.year == figure.covers.last.year == year)


def _entries(card: Card, year: int, vocabulary: Vocabulary) -> Iterator[str]:
    for figure in card.figures:
        if _covers(year, figure):
            label = figure_label(figure, vocabulary)
            yield f"- {label[:1].upper()}{label[1:]}: {{figure}}{figure.address}"


def _source_link(source: Source, vocabulary: Vocabulary) -> str:
    name = vocabulary.localize(source.publisher)
    return f"[{name}]({source.url})" if source.url else name
