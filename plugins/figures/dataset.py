"""A set as search engines read it: schema.org's `Dataset` for one language's page of the set."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from plugins.figures.opendata import joined, label, number
from plugins.figures.words import unit_plural

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from plugins.figures.model import Figure, FigureSet, Source
    from plugins.figures.vocabulary import Vocabulary


class Publication(NamedTuple):
    """Where and under what name the site publishes a set: full addresses; `files` by media type."""

    page: str
    files: Mapping[str, str]
    licence: str
    publisher: str


def dataset(figures: FigureSet, words: Vocabulary, publication: Publication) -> dict[str, Any]:
    """JSON-LD for the set's page in one language."""
    code = words.language.code
    sources = {figure.source.key: figure.source for figure in figures.shown}
    covers = sorted(span for figure in figures.shown if (span := figure.covers))
    called = names(figures, words)
    tree: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": figures.title[code],
        "description": description(figures, called.values(), words),
        "url": publication.page,
        "inLanguage": code,
        "license": publication.licence,
        "creator": {"@type": "Organization", "name": publication.publisher},
        "dateModified": str(max((figure.as_of for figure in figures.shown), default="")),
        "citation": [citation(source, code) for source in sources.values()],
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": kind, "contentUrl": url}
            for kind, url in publication.files.items()
        ],
        "variableMeasured": [variable(figure, called[figure.address], words) for figure in figures.shown],
    }
    if covers:
        last = max(span.last for span in covers)
        tree["temporalCoverage"] = f"{covers[0].first}/{last}"
    return tree


def description(figures: FigureSet, called: Iterable[str], words: Vocabulary) -> str:
    """What the cards claim and what is counted: search engines take no description of a few words."""
    claims = "; ".join(card.title[words.language.code] for card in figures.cards)
    return f"{claims} ({'; '.join(called)})"


def citation(source: Source, code: str) -> dict[str, Any]:
    """A source as a creative work."""
    work = {"@type": "CreativeWork", "name": source.title[code], "publisher": source.publisher[code]}
    known = {"url": source.url, "datePublished": str(source.date), "license": source.licence}
    return work | {name: value for name, value in known.items() if value}


def variable(figure: Figure, name: str, words: Vocabulary) -> dict[str, Any]:
    """A figure as a property with its value."""
    return {
        "@type": "PropertyValue",
        "propertyID": figure.address,
        "name": name,
        "value": number(figure.value),
        "unitText": unit_plural(figure, words),
    }


def names(figures: FigureSet, words: Vocabulary) -> dict[str, str]:
    """What each figure shown is called, by its address: its label, and what tells it from the others."""
    titles = {figure.address: card.title for card in figures.cards for figure in card.own}
    called = {figure.address: label(figure, words) for figure in figures.shown}
    details: tuple[Callable[[Figure], str], ...] = (
        lambda figure: unit_plural(figure, words),
        lambda figure: figure.covers.first.told(words.language) if figure.covers else "",
        lambda figure: titles[figure.address][words.language.code],
        lambda figure: figure.address,
    )
    for more in details:
        told = {figure.address: more(figure) for figure in figures.shown}
        called = {address: told_apart(address, called, told) for address in called}
    return called


def told_apart(address: str, called: Mapping[str, str], told: Mapping[str, str]) -> str:
    """A figure's name, with what is told of it if another of that name is told otherwise."""
    name = called[address]
    differ = {told[other] for other in called if called[other] == name} != {told[address]}
    return joined(name, told[address]) if differ else name
