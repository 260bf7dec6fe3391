"""The card of an item that has no figures to show: its title, as large as it can be, and waves of a call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plugins.cards.face import Weight
from plugins.cards.frame import LEADING
from plugins.cards.marks import Ink, Mark, Ring, Text
from plugins.cards.wrap import Block, TooLongError, balanced, wrapped

if TYPE_CHECKING:
    from plugins.cards.card_text import CardText
    from plugins.cards.formats import Area, Format

LINES = {True: 4, False: 7}
TITLE_WIDTH = 0.8  # of the body, so that the waves stay free
RINGS = 5
LARGER = 1.3  # than the title of a card with figures
SMALLEST, WIDEST = 40, 300  # radius of the waves, in pixels


def title_marks(poster: CardText, size: Format, body: Area) -> list[Mark]:
    """The title in the upper part, the waves of a ringing telephone in the lower right corner."""
    width = body.width * (TITLE_WIDTH if size.wide else 1)
    block = title_block(poster.title, size, width, body.height)
    step = round(block.size * LEADING)
    top = body.top + round(block.size * 0.2)
    words: list[Mark] = [
        Text(line, body.left, top + block.size + index * step, block.size, Weight.BOLD)
        for index, line in enumerate(block.lines)
    ]
    free = body.bottom - top - round(block.size * (1.3 + LEADING * (len(block.lines) - 1)))
    beside = round(body.width * (1 - TITLE_WIDTH)) if size.wide else 0
    return [*waves(body, min(body.height, max(free, beside)) // 2), *words]


def title_block(title: str, size: Format, width: float, height: int) -> Block:
    """The title in the largest type whose lines fit the card; raises `TooLongError`."""
    sizes = (*(round(each * LARGER) for each in size.titles[:2]), *size.titles)
    for type_size in sizes:
        lines = wrapped(title, Weight.BOLD, type_size, width)
        if 0 < len(lines) <= LINES[size.wide] and type_size * (0.6 + LEADING * len(lines)) <= height:
            return Block(balanced(title, Weight.BOLD, type_size, width, len(lines)), type_size)
    raise TooLongError(title)


def waves(body: Area, radius: int) -> list[Mark]:
    """Rings around a disc, as many as have room."""
    radius = min(radius, WIDEST)
    x, y = body.right - radius, body.bottom - radius
    rings = [Ring(x, y, radius * (n + 1) / RINGS, radius / 22, Ink.TINT) for n in range(1, RINGS)]
    return [*rings, Ring(x, y, radius / RINGS, radius / RINGS, Ink.ACCENT)] if radius >= SMALLEST else []
