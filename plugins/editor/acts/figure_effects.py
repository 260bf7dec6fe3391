"""What a corrected figure changes: items, cards and pages of figures, and entries of feeds, by language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from plugins.content.load import load_site
from plugins.diagnostics.problem import Severity
from plugins.editor.acts.content_overlay import overlay_options
from plugins.editor.acts.effects import feed_effects, stamped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plugins.content.options import BuildOptions
    from plugins.content.site_content import SiteContent
    from plugins.diagnostics.problem import Problem
    from plugins.editor.acts.act import Act
    from plugins.editor.acts.effects import FeedEffect
    from plugins.figures.model import Card, Figures
    from plugins.figures.vocabulary import Vocabulary
    from plugins.model.edition import Edition, Item


class ChangedPage(Struct, frozen=True):
    """A page whose words change, by its title."""

    language: str
    title: str
    url: str


class ChangedCard(Struct, frozen=True):
    """A card that is drawn anew, by its title and its address."""

    language: str
    title: str
    address: str


class FigureEffects(Struct, frozen=True, kw_only=True):
    """What differs after a figure was corrected; `errors` would stop the build."""

    pages: tuple[ChangedPage, ...]
    cards: tuple[ChangedCard, ...]
    feeds: tuple[FeedEffect, ...]
    errors: tuple[Problem, ...]


def compare_figures(act: Act, options: BuildOptions) -> FigureEffects:
    """Load the content before and after the act, as readers see it; raises `OSError`."""
    options = replace(options, preview=False, progress=None)
    before, after = load_site(options), load_site(overlay_options(act, options))
    known = {(each.code, each.values) for each in before.problems}
    errors = (
        each
        for each in after.problems
        if each.severity is Severity.ERROR and (each.code, each.values) not in known
    )
    old, new = stamped(before, options), stamped(after, options)
    return FigureEffects(
        pages=tuple(_pages(old, new, options)),
        cards=tuple(_cards(old, new)),
        feeds=tuple(feed_effects(old, new, options)),
        errors=tuple(errors),
    )


def _pages(old: SiteContent, new: SiteContent, options: BuildOptions) -> Iterator[ChangedPage]:
    sets = dict.fromkeys(card.address.partition(".")[0] for card in _changed_cards(old, new))
    for before, after in zip(old.editions, new.editions, strict=True):
        known = {item.bundle: _words(item) for item in before.items}
        code = after.language.code
        for item in after.items:
            if _words(item) != known.get(item.bundle):
                yield ChangedPage(code, item.title, options.urls.absolute(item.url))
        for name in sets:
            title = _vocabulary(new, after).localize(_figures(new).sets[name].title)
            url = options.urls.listing(code, f"figures/{name}")
            yield ChangedPage(code, title, options.urls.absolute(url))


def _words(item: Item) -> tuple[str, str, object]:
    return item.title, item.summary, item.text


def _cards(old: SiteContent, new: SiteContent) -> Iterator[ChangedCard]:
    for edition in new.editions:
        for card in _changed_cards(old, new):
            title = _vocabulary(new, edition).localize(card.title)
            yield ChangedCard(edition.language.code, title, card.address)


def _changed_cards(old: SiteContent, new: SiteContent) -> list[Card]:
    """Cards that show another value, also one that they borrow from another set."""
    known = _figures(old).cards
    return [
        card
        for address, card in sorted(_figures(new).cards.items())
        if address not in known or _values(card) != _values(known[address])
    ]


def _values(card: Card) -> tuple[tuple[str, object, object], ...]:
    return tuple((each.address, each.value, each.correction) for each in card.all_figures)


def _figures(content: SiteContent) -> Figures:
    return content.cards.texts.figure_renderer.figures


def _vocabulary(content: SiteContent, edition: Edition) -> Vocabulary:
    return content.cards.texts.figure_renderer.vocabularies[edition.language.code]
