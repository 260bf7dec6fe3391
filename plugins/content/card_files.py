"""The files of a statistics card's pictures: every size, light and dark."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from plugins.cards.design import FORMATS
from plugins.content.card_registry import DARK, LIGHT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plugins.content.card_registry import CardRegistry
    from plugins.figures.model import Card


class CardFile(Struct, frozen=True):
    """A picture of a card: its size by name and in pixels, its theme, its URL and output path, its bytes."""

    size: str
    theme: str
    width: int
    height: int
    url: str
    path: str
    length: int

    @property
    def is_light(self) -> bool:
        """Whether it is for light pages."""
        return self.theme == LIGHT


def card_files(cards: CardRegistry, card: Card, code: str) -> tuple[CardFile, ...]:
    """All pictures of a card in a language, the light ones first; none where they are not drawn."""
    return tuple(_drawn_files(cards, card, code)) if cards.texts.is_drawn(code) else ()


def _drawn_files(cards: CardRegistry, card: Card, code: str) -> Iterator[CardFile]:
    text = cards.texts.figure_card(card, code)
    for theme in (LIGHT, DARK):
        for size in FORMATS:
            path = cards.picture_path(text, size, theme)
            if path in cards.pictures:
                length = cards.pictures[path].stat().st_size
                yield CardFile(size.name, theme, size.width, size.height, cards.urls.url(path), path, length)
