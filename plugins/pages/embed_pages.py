"""A page for each card that other sites may frame, and its oEmbed file (https://oembed.com)."""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from plugins.cards.design import SHARE
from plugins.content.card_files import card_files
from plugins.content.card_registry import LIGHT
from plugins.figures.card_html import CardLinks
from plugins.pages.press_views import EmbedLink, EmbedView
from plugins.pages.views import Link

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plugins.content.card_registry import CardRegistry
    from plugins.figures.model import Card, FigureSet
    from plugins.model.urls import SiteUrls
    from plugins.pages.views import Site

WIDTH, HEIGHT = 600, 540
"""Of the frame in pixels: room for the picture, its table folded, and the sources."""
OEMBED_FILE = "oembed.json"
CACHE_AGE = 86400
"""Seconds for which a site may keep an oEmbed answer."""


class EmbeddedCard(NamedTuple):
    """A card of a set in an edition, as other sites embed it."""

    figures: FigureSet
    card: Card
    cards: CardRegistry
    site: Site

    @property
    def title(self) -> str:
        """The claim of the card, in the language of the figures."""
        vocabulary = self.cards.texts.figure_renderer.vocabularies[self.site.language.code]
        return vocabulary.bind_short_words(vocabulary.localize(self.card.title))

    @property
    def page(self) -> str:
        """The URL of the page that is framed."""
        return embed_url(self.card, self.site.language.code, self.site.urls)

    @property
    def link(self) -> EmbedLink:
        """The page, the code to copy, and the oEmbed file."""
        return EmbedLink(self.page, frame_code(self), self.page + OEMBED_FILE)


def embed_url(card: Card, code: str, urls: SiteUrls) -> str:
    """`/ru/embed/russia-2022/calls/`."""
    return urls.listing(code, f"embed/{card.address.replace('.', '/')}")


def frame_code(embedded: EmbeddedCard) -> str:
    """The `iframe` that shows a card on another site."""
    address = embedded.site.urls.absolute(embedded.page)
    return (
        f'<iframe src="{escape(address)}" title="{escape(embedded.title)}" width="{WIDTH}" height="{HEIGHT}" '
        'loading="lazy" style="border:0;max-width:100%"></iframe>'
    )


def embedded_cards(cards: CardRegistry, site: Site) -> Iterator[EmbeddedCard]:
    """Every card that can be embedded.

    None on a site with the exit: a frame asks this site's host for a page that its reader did not choose.
    """
    if site.config.safety is None:
        for figures in cards.texts.figure_renderer.figures.sets.values():
            for card in figures.cards:
                yield EmbeddedCard(figures, card, cards, site)


def embed_view(embedded: EmbeddedCard) -> EmbedView:
    """The page of an embedded card; search engines are led to the page of its set.

    Its links leave the frame, so that the page around it stays as it is.
    """
    site, card = embedded.site, embedded.card
    code = site.language.code
    renderer = embedded.cards.texts.figure_renderer
    vocabulary = renderer.vocabularies[code]
    name = vocabulary.bind_short_words(vocabulary.localize(embedded.figures.title))
    page = site.urls.listing(code, f"figures/{embedded.figures.name}")
    return EmbedView(
        url=embedded.page,
        canonical=page,
        title=embedded.title,
        description=site.phrases.text("figures.set", title=name),
        alternates=(),
        indexed=False,
        share=embedded.cards.card_picture(card, code),
        language=vocabulary.language,
        files=card_files(embedded.cards, card, code),
        alt=embedded.cards.texts.figure_card(card, code).alt,
        html=renderer.card_block(card, code, CardLinks()).replace("<a ", '<a target="_blank" '),
        set_link=Link(name, f"{page}#{card.anchor}"),
        oembed=embedded.page + OEMBED_FILE,
    )


def oembed_file(embedded: EmbeddedCard) -> bytes:
    """The answer that an oEmbed provider gives for the card: version 1.0, type `rich`."""
    site, urls = embedded.site, embedded.site.urls
    answer: dict[str, object] = {
        "version": "1.0",
        "type": "rich",
        "title": embedded.title,
        "provider_name": site.phrases["site.name"],
        "provider_url": urls.absolute(site.front),
        "cache_age": CACHE_AGE,
        "html": frame_code(embedded),
        "width": WIDTH,
        "height": HEIGHT,
    }
    for file in card_files(embedded.cards, embedded.card, site.language.code):
        if (file.size, file.theme) == (SHARE.name, LIGHT):
            size = {"thumbnail_width": file.width, "thumbnail_height": file.height}
            answer |= {"thumbnail_url": urls.absolute(file.url), **size}
    return (json.dumps(answer, ensure_ascii=False, indent=2) + "\n").encode()
