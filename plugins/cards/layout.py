"""Lays out a card: text to scene, by the kind of the card."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from msgspec.structs import replace

from plugins.cards.bars import layout_bars, layout_change
from plugins.cards.card_text import CHANGE, TITLE
from plugins.cards.columns import has_columns, layout_columns, layout_groups
from plugins.cards.design import TooLongError
from plugins.cards.frame import compose_frame
from plugins.cards.grid import layout_grid
from plugins.cards.line_chart import layout_lines
from plugins.cards.numbers import layout_number
from plugins.cards.part_bars import layout_share
from plugins.cards.scene import Scene
from plugins.cards.shares import layout_shares
from plugins.cards.stacked import layout_stacked
from plugins.cards.table import layout_table
from plugins.cards.title_card import layout_title
from plugins.figures.model import Kind

if TYPE_CHECKING:
    from plugins.cards.card_text import CardText
    from plugins.cards.design import Area, Format
    from plugins.cards.scene import Mark


def compose_scene(card: CardText, size: Format) -> Scene:
    """Lay out a card; raises `TooLongError` if a text does not fit.

    A correction that does not fit is told in a word or left to the page: it never stops a card that fitted.
    """
    if card.kind == TITLE:
        return Scene(size, tuple(layout_title(card, size)))
    if card.corrections:
        for shorter in (card, replace(card, corrections=(card.corrected,))):
            with suppress(TooLongError):
                return _scene(shorter, size)
    return _scene(replace(card, corrections=()), size)


def _scene(card: CardText, size: Format) -> Scene:
    frame = compose_frame(card, size)
    return Scene(size, (*frame.marks, *LAYOUTS[card.kind](card, size, frame.body)))


def layout_series(card: CardText, size: Format, body: Area) -> list[Mark]:
    """Lay out one series as columns up to a dozen steps, else as a line; several as lines.

    On a wide card, where lines would collide, a few short series stand side by side.
    """
    if not card.groups:
        return (layout_columns if has_columns(card) else layout_lines)(card, size, body)
    if card.stacked:
        return layout_stacked(card, size, body)
    side_by_side = layout_groups(card, size, body) if size.wide and not card.line_chart else None
    return side_by_side or layout_lines(card, size, body)


LAYOUTS = {
    Kind.NUMBER: layout_number,
    Kind.BARS: layout_bars,
    Kind.SERIES: layout_series,
    Kind.SHARE: layout_share,
    Kind.SHARES: layout_shares,
    Kind.GRID: layout_grid,
    Kind.TABLE: layout_table,
    CHANGE: layout_change,
}
