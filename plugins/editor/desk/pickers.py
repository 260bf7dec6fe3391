"""What a toolbar's buttons offer: pages to link to, figures and cards, each picked by its title."""

from __future__ import annotations

from functools import partial
from html import unescape
from http import HTTPStatus
from typing import TYPE_CHECKING

from msgspec import Struct

from plugins.content.figure_renderer import TAG
from plugins.diagnostics.problem import Problem
from plugins.editor.desk import api
from plugins.editor.desk.api import ApiError
from plugins.figures.figure_text import full_label
from plugins.figures.prose import parse_reference, render_reference
from plugins.i18n.typography import NO_BREAK_SPACE
from plugins.search.analysis import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from starlette.routing import Route

    from plugins.editor.desk.api import ApiRequest
    from plugins.editor.desk.app import Desk
    from plugins.editor.desk.loading import Loaded
    from plugins.figures.model import Card

MAX_OFFERED = 30


class Offer(Struct, frozen=True):
    """Something that can be picked: what is inserted for it, its title, and a line to tell it by."""

    value: str
    title: str
    note: str


def routes(desk: Desk) -> list[Route]:
    """The routes of the pickers; each takes the words `q` and the `language` of the text."""
    kinds = {"links": _links, "figures": _figures, "cards": _cards}
    return [api.get(f"pick/{name}", partial(_pick, desk, offers)) for name, offers in kinds.items()]


def _pick(
    desk: Desk, offers: Callable[[Loaded, str], Iterable[Offer]], asked: ApiRequest
) -> dict[str, list[Offer]]:
    loaded, language = desk.loader.load(), asked.text("language")
    if language not in loaded.options.languages:
        raise ApiError(HTTPStatus.BAD_REQUEST, "errors.malformed", name="language")
    return _offered(asked, offers(loaded, language))


def _offered(asked: ApiRequest, offers: Iterable[Offer]) -> dict[str, list[Offer]]:
    """The first offers that have every word; those with it in their title come first."""
    words = fold(asked.text("q")).split()
    found = [
        each
        for each in offers
        if all(word in fold(f"{each.title} {each.note} {each.value}") for word in words)
    ]
    found.sort(key=lambda each: not all(word in fold(each.title) for word in words))
    return {"offers": found[:MAX_OFFERED]}


def _links(loaded: Loaded, language: str) -> Iterator[Offer]:
    """Every item, the newest first."""
    bundles = loaded.result.content.bundles.values()
    for bundle in sorted(
        bundles, key=lambda each: each.published.isoformat() if each.published else "", reverse=True
    ):
        document = bundle.documents.get(language, bundle.primary)
        title = document.matter.title.replace(NO_BREAK_SPACE, " ")
        yield Offer(f"/{bundle.name}/", title or bundle.name, bundle.name)


def _figures(loaded: Loaded, language: str) -> Iterator[Offer]:
    """Every figure with the words that a text gets for it."""
    renderer = loaded.result.content.cards.texts.figure_renderer
    vocabulary = renderer.vocabularies[language]
    for figure in renderer.figures.figures.values():
        words = render_reference(parse_reference(figure.address, 1), renderer.figures, vocabulary, "")
        if not isinstance(words, Problem):
            text = unescape(TAG.sub("", words))
            label = full_label(figure, vocabulary)
            yield Offer(f"{{figure}}{figure.address}", f"{label}: {text}" if label else text, figure.address)


def _cards(loaded: Loaded, language: str) -> Iterator[Offer]:
    figures = loaded.result.content.cards.texts.figure_renderer.figures
    for each in figures.sets.values():
        for card in each.cards:
            yield Offer(card.address, _title(card, language), each.title.get(language, each.name))


def _title(card: Card, language: str) -> str:
    return card.title.get(language) or next(iter(card.title.values()), card.address)
