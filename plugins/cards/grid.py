"""Lays out cards of two to six figures: cells in two columns, or rows between hairlines."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from plugins.cards.design import STEP, Area, Color, TooLongError
from plugins.cards.font import CAP_HEIGHT, Weight, wrap_text
from plugins.cards.frame import hairline_box
from plugins.cards.scene import Box, Mark, TextMark
from plugins.cards.text_layout import (
    cap_height,
    largest_numeral,
    middle_baseline,
    number_phrase,
    paragraph,
    place_phrase,
    snap,
    widest,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plugins.cards.card_text import CardText, Row
    from plugins.cards.design import Format, TypeSize

WORDS_GAP = 36  # between a number and the words beside it, in pixels
MAX_WORD_LINES = 3
MAX_CELLS = {"share": 4, "post": 5, "story": 6}
MAX_WIDE_ROWS = 3  # of figures on a wide card; four stand in two columns
GUTTER = 40  # between two columns, in pixels
RULE = 3  # thickness of the line above a cell, in pixels
MAX_ROW_HEIGHT, MIN_AIRY_ROW = 300, 120  # in pixels, the second without the words below a number


def layout_grid(card: CardText, size: Format, body: Area) -> list[Mark]:
    """Lay out two to six figures: four in two columns on a wide card, else rows.

    The last figures go first where not all fit; raises `TooLongError` if two do not.
    """
    for count in range(min(len(card.rows), MAX_CELLS[size.name]), 1, -1):
        rows = card.rows[:count]
        wide = _layout_cells if count > MAX_WIDE_ROWS else _layout_wide_rows
        layout = wide if size.wide else _layout_tall_rows
        if found := layout(rows, size, body):
            return found
    raise TooLongError(max((f"{row.amount} {row.label}" for row in card.rows), key=len))


def _layout_cells(rows: tuple[Row, ...], size: Format, body: Area) -> list[Mark]:
    width = (body.width - GUTTER) // 2
    height = snap((body.height + STEP * 2) / 2)
    for words, lines in _words_below(rows, size, width):
        under = words.leading * lines
        kind = largest_numeral(
            size, lambda each: widest(rows, each, size) <= width, height - under - STEP * 5
        )
        if kind:
            break
    else:
        return []
    marks: list[Mark] = []
    for n, row in enumerate(rows):
        left, top = body.left + (n % 2) * (width + GUTTER), body.top + n // 2 * height
        spare = max(0, height - STEP * 5 - kind * CAP_HEIGHT - under)
        baseline = top + STEP * 2 + cap_height(kind) + round(spare / 3)
        marks.append(Box(left, top, left + width, top + RULE, Color.ACCENT))
        marks += place_phrase(number_phrase(row, kind, size, Color.ACCENT), left, baseline)
        text = TextMark(row.label, left, baseline + words.leading + STEP, 0)
        marks += paragraph(text, words, width, lines).lines
    return marks


def _words_below(rows: tuple[Row, ...], size: Format, width: float) -> Iterator[tuple[TypeSize, int]]:
    """The types in which the words below all numbers fit, and their lines, the largest first."""
    for kind, lines in product((size.label, size.small), (1, 2)):
        if all(0 < len(wrap_text(row.label, Weight.REGULAR, kind.size, width)) <= lines for row in rows):
            yield kind, lines


def _layout_wide_rows(rows: tuple[Row, ...], size: Format, body: Area) -> list[Mark]:
    """Rows between hairlines: numbers left, words in one column."""
    height = snap(body.height / len(rows))
    for kind_of_words in (size.words, size.label):
        most = max(1, (height - STEP) // kind_of_words.leading)

        def fits(kind: int, words: int = kind_of_words.size, most: int = most) -> bool:
            room = body.width - widest(rows, kind, size) - WORDS_GAP
            lines = [wrap_text(row.label, Weight.REGULAR, words, room) for row in rows]
            return all(0 < len(each) <= min(most, MAX_WORD_LINES) for each in lines)

        kind = largest_numeral(size, fits, height * 0.62)
        if kind:
            break
    else:
        return []
    left = body.left + widest(rows, kind, size) + WORDS_GAP
    marks: list[Mark] = []
    for n, row in enumerate(rows):
        top = body.top + n * height
        baseline = middle_baseline(top, height, kind)
        marks += [hairline_box(body.left, body.right, top)] if n else []
        marks += place_phrase(number_phrase(row, kind, size, Color.ACCENT), body.left, baseline)
        words = paragraph(TextMark(row.label, 0, 0, 0), kind_of_words, body.right - left, MAX_WORD_LINES)
        first = middle_baseline(top, height, kind_of_words.size) - words.last / 2
        marks += words.moved(left, first)
    return marks


def _layout_tall_rows(rows: tuple[Row, ...], size: Format, body: Area) -> list[Mark]:
    """Rows between hairlines: words under the numbers."""
    height = min(snap(body.height / len(rows)), MAX_ROW_HEIGHT)
    for words, lines in _words_below(rows, size, body.width):
        air = STEP * (3 if height - words.leading * lines >= MIN_AIRY_ROW else 2)
        under = words.leading * lines + air + STEP * 2
        kind = largest_numeral(size, lambda each: widest(rows, each, size) <= body.width, height - under)
        if kind:
            break
    else:
        return []
    marks: list[Mark] = []
    for n, row in enumerate(rows):
        top = body.top + n * height
        baseline = top + air + cap_height(kind)
        marks.append(hairline_box(body.left, body.right, top))
        marks += place_phrase(number_phrase(row, kind, size, Color.ACCENT), body.left, baseline)
        text = TextMark(row.label, body.left, baseline + words.leading + STEP // 2, 0)
        marks += paragraph(text, words, body.width, lines).lines
    return marks
