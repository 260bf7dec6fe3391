"""Chooses how a time series is drawn: columns or lines, side by side, stacked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plugins.cards.columns import has_columns, layout_columns, layout_groups
from plugins.cards.lines import layout_lines
from plugins.cards.stacked import layout_stacked

if TYPE_CHECKING:
    from plugins.cards.card_text import CardText
    from plugins.cards.design import Area, Format
    from plugins.cards.scene import Mark


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
