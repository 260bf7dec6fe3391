"""Draws the chart of a card as SVG for a page: the marks that cards are laid out in, for a narrow column.

Colors are the theme's, by class; numbers and names are texts in the page's own font.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from plugins.cards.design import Area, Color, Format, TooLongError, TypeSize
from plugins.cards.font import Weight, missing_glyphs
from plugins.cards.layout import LAYOUTS
from plugins.cards.scene import Box, Fill, Ring, Stroke, TextMark
from plugins.figures.model import CHART_KINDS, Kind

if TYPE_CHECKING:
    from plugins.cards.card_text import CardText
    from plugins.cards.scene import Mark

COLUMN = Format(
    name="column",
    width=320,
    height=220,
    margin=0,
    title_top=0,
    last_baseline=220,
    titles=(),
    max_title_lines=0,
    words=TypeSize(20, 24),
    label=TypeSize(18, 22),
    small=TypeSize(16, 20),
    numerals=(20,),
    hedges=(16,),
)
"""A column of a phone in user units: its texts are read where it is scaled down to 260 pixels."""
ROW_HEIGHT = 70  # of a whole of shares, in user units
SERIES_HEIGHT = 30  # for each series after the second, in user units
EDGE = 2  # around the marks, in user units: strokes are not cut


def render_chart(card: CardText, name: str) -> str:
    """The chart as an image called `name`.

    Empty for a card without one, for letters whose width is not known, and if the texts do not fit.
    """
    if card.kind not in CHART_KINDS or missing_glyphs("".join(card.texts)):
        return ""
    height = _chart_height(card)
    try:
        marks = LAYOUTS[card.kind](card, COLUMN, Area(EDGE, EDGE, COLUMN.width - EDGE, height - EDGE))
    except TooLongError:
        return ""
    body = "".join(map(_render_mark, marks))
    return (
        f'<svg class="figure-chart" viewBox="0 0 {COLUMN.width} {height}" role="img" '
        f'aria-label="{escape(name)}">{body}</svg>'
    )


def _chart_height(card: CardText) -> int:
    """In user units: room for the names of all series, or for all wholes."""
    if card.kind is Kind.SHARES:
        return COLUMN.small.leading + ROW_HEIGHT * len(card.groups)
    return COLUMN.height + SERIES_HEIGHT * max(0, len(card.groups) - 2)


def _render_mark(mark: Mark) -> str:
    if isinstance(mark, TextMark):
        return _render_text(mark)
    if isinstance(mark, Box):
        return _render_box(mark)
    name = _class_name(mark.color)
    if isinstance(mark, Ring):
        disc = mark.width >= mark.radius
        radius = mark.radius if disc else mark.radius - mark.width / 2
        place = f'cx="{_number(mark.x)}" cy="{_number(mark.y)}" r="{_number(radius)}"'
        outline = "" if disc else f' stroke-width="{_number(mark.width)}"'
        return f'<circle class="{name}{"" if disc else " line"}" {place}{outline}/>'
    return _render_stroke(mark, name)


def _render_text(text: TextMark) -> str:
    bold = " b" if text.weight is Weight.BOLD else ""
    place = f'x="{_number(text.x)}" y="{text.baseline}" font-size="{text.size}"'
    if len(text.text) > 1:  # whatever the reader's font, a text is as wide as it was laid out
        place += f' textLength="{_number(text.width)}" lengthAdjust="spacingAndGlyphs"'
    return f'<text class="{_class_name(text.color)}{bold}" {place}>{escape(text.text)}</text>'


def _render_box(box: Box) -> str:
    width, height = box.right - box.left, box.bottom - box.top
    if width <= 0 or height <= 0:
        return ""
    fill = "" if box.fill is Fill.SOLID else f" {box.fill}"
    place = f'x="{box.left}" y="{box.top}" width="{width}" height="{height}"'
    return f'<rect class="{_class_name(box.color)}{fill}" {place}/>'


def _render_stroke(stroke: Stroke, name: str) -> str:
    points = " ".join(f"{_number(x)},{_number(y)}" for x, y in stroke.points)
    if stroke.filled:
        return f'<polygon class="{name}" points="{points}"/>'
    dashes = ' stroke-dasharray="6 5"' if stroke.dashed else ""
    width = f'stroke-width="{stroke.width}"'
    return f'<polyline class="{name} line" points="{points}" {width}{dashes}/>'


def _class_name(color: Color) -> str:
    """The class of a color: `accent`, `bar`, `ink`, `accent-ink`."""
    return color.partition(" on ")[0]


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
