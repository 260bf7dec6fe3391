"""Texts of the press kit: citations, sizes of files, and what an archive says of its pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from plugins.figures.figure_text import format_as_of
from plugins.pages.press_views import SuggestedCitation

if TYPE_CHECKING:
    from collections.abc import Iterable

    from plugins.content.card_texts import CardTexts
    from plugins.figures.model import Card, LocalizedText
    from plugins.figures.vocabulary import Vocabulary
    from plugins.i18n.phrases import Phrases
    from plugins.model.urls import SiteUrls

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
"""Of the sets and cards as collected here; a source's own licence stands with the source."""
KILOBYTE = 1000
MAX_NAMED = 4
"""Sources that a citation names; more are on the cards."""


class Subject(NamedTuple):
    """What is cited: its cards, its page in every language, and its title by language of the figures.

    Without a title it is the year of the cards.
    """

    cards: tuple[Card, ...]
    page: str
    title: LocalizedText | None = None


def citations(subject: Subject, texts: CardTexts, urls: SiteUrls) -> tuple[SuggestedCitation, ...]:
    """How to cite the subject in every language of the site that has words for figures."""
    vocabularies = texts.figure_renderer.vocabularies
    own = [code for code, words in vocabularies.items() if words.language.code == code]
    codes = own or list(vocabularies)[:1]
    return tuple(
        SuggestedCitation(texts.phrases[code].language, _citation(subject, texts, urls, code))
        for code in codes
    )


def _citation(subject: Subject, texts: CardTexts, urls: SiteUrls, code: str) -> str:
    vocabulary, phrases = texts.figure_renderer.vocabularies[code], texts.phrases[code]
    title = vocabulary.localize(subject.title) if subject.title else ""
    return phrases.text(
        "press.citation",
        title=title or phrases.text("press.year", year=subject.cards[0].year),
        site=phrases["site.name"],
        sources=_sources(subject.cards, vocabulary, phrases),
        day=format_as_of(max(card.as_of for card in subject.cards), vocabulary),
        url=urls.absolute(urls.listing(code, subject.page)),
    )


def _sources(cards: Iterable[Card], vocabulary: Vocabulary, phrases: Phrases) -> str:
    """«По данным: …», with the space after it; empty if there are too many."""
    publishers = {vocabulary.localize(source.publisher): None for card in cards for source in card.sources}
    if len(publishers) > MAX_NAMED:
        return ""
    return phrases.text("press.citation_sources", sources=", ".join(publishers))


def format_size(length: int, phrases: Phrases) -> str:
    """«28 КБ»."""
    kilobytes = -(-length // KILOBYTE)
    return phrases.text("press.size", size=phrases.language.number(kilobytes))


def read_me(
    title: str, cited: Iterable[SuggestedCitation], described: Iterable[tuple[str, str]], phrases: Phrases
) -> bytes:
    """The text in an archive: citations, licence, and the alternative text of every picture by its name."""
    lines = [title, "", phrases["press.cite"], *(each.text for each in cited), ""]
    lines += [f"{phrases['press.licence']} CC BY 4.0, {LICENCE}", "", phrases["press.alt"]]
    for name, alt in described:
        lines += ["", name, alt]
    return "\r\n".join((*lines, "")).encode("utf-8-sig")
