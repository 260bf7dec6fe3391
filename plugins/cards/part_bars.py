"""Lays out the parts of a whole as a thick bar, each part named under itself or in rows below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plugins.cards.bars import row_color, row_fill, row_text_color
from plugins.cards.design import STEP, Color, TooLongError
from plugins.cards.font import CAP_HEIGHT, Weight, text_width
from plugins.cards.frame import hairline_box
from plugins.cards.scene import Mark, TextMark, align_right, box, center
from plugins.cards.text_layout import (
    cap_height,
    middle_baseline,
    number_phrase,
    phrase_width,
    place_phrase,
    snap,
    tick_marks,
)

if TYPE_CHECKING:
    from plugins.cards.card_text import CardText
    from plugins.cards.design import Area, Format

PART_GAP = 4  # between parts, in pixels
MAX_PART_THICKNESS, MIN_PART_THICKNESS = 240, 50  # in pixels


def layout_share(card: CardText, size: Format, body: Area) -> list[Mark]:
    """Lay out parts of one whole: a thick bar, each part named under itself, or in rows if one is narrow."""
    total = card.whole.value if card.whole else sum(row.value for row in card.rows)
    widths = [body.width * row.value / total if total else 0 for row in card.rows]
    kind = size.numerals[-2]
    top = _part_top(card, size, body)
    if all(
        max(text_width(row.label, Weight.REGULAR, size.label.size), phrase_width(row, kind, size))
        <= width - STEP
        for row, width in zip(card.rows, widths, strict=True)
    ):
        thickness = snap(body.bottom - cap_height(kind) - size.label.leading - STEP * 3 - top)
        if thickness >= MIN_PART_THICKNESS:
            bar = (top, min(thickness, MAX_PART_THICKNESS))
            return [*_part_marks(card, size, body, bar), *_names_below(card, size, body, bar)]
    return _layout_part_rows(card, size, body)


def _part_marks(card: CardText, size: Format, body: Area, bar: tuple[int, int]) -> list[Mark]:
    """The thick bar; `bar` is its top and its thickness."""
    top, thickness = bar
    marks: list[Mark] = []
    total = (card.whole.value if card.whole else 0) or sum(row.value for row in card.rows) or 1
    left = float(body.left)
    for n, row in enumerate(card.rows):
        right = left + body.width * row.value / total
        end = right - (PART_GAP if n < len(card.rows) - 1 else 0)
        if end - left >= 1:
            edges = (left, top, min(end, body.right), top + thickness)
            marks.append(box(edges, row_color(row), row_fill(row)))
        left = right
    if card.fraction:
        marks += _fraction_marks(card, size, body, bar)
    return marks


def _part_top(card: CardText, size: Format, body: Area) -> int:
    """The top of the thick bar: below the name of the title's fraction if that stands above it."""
    above = card.fraction and not _fraction_name(card, size, body)
    return body.top + (size.label.leading + STEP if above else STEP * 2)


def _fraction_name(card: CardText, size: Format, body: Area) -> TextMark | None:
    """The name of the title's fraction within the first part, at the baseline 0; None if it has no room."""
    if not (card.fraction and card.whole and card.rows[0].accent):
        return None
    right = body.left + body.width * card.fraction.share - STEP * 1.6
    first = body.left + body.width * card.rows[0].value / (card.whole.value or 1)
    name = align_right(TextMark(card.fraction.name, right, 0, size.label.size, Weight.BOLD, Color.ON_ACCENT))
    return name if name.x >= body.left + STEP and right <= first else None


def _fraction_marks(card: CardText, size: Format, body: Area, bar: tuple[int, int]) -> list[Mark]:
    """The tick of the title's fraction, named in the first part or above the bar."""
    top, thickness = bar
    if not card.fraction:
        return []
    x = body.left + body.width * card.fraction.share
    marks: list[Mark] = [*tick_marks(x, top - STEP, top + thickness + STEP)]
    if name := _fraction_name(card, size, body):
        return [*marks, name._replace(baseline=middle_baseline(top, thickness, size.label.size))]
    above = center(TextMark(card.fraction.name, x, top - STEP * 2, size.label.size))
    edge = max(body.left, min(above.x, body.right - above.width))
    return [*marks, above._replace(x=edge)]


def _names_below(card: CardText, size: Format, body: Area, bar: tuple[int, int]) -> list[Mark]:
    kind = size.numerals[-2]
    baseline = sum(bar) + STEP * 2 + cap_height(kind)
    total = card.whole.value if card.whole else 1
    left = float(body.left)
    marks: list[Mark] = []
    for row in card.rows:
        marks += place_phrase(number_phrase(row, kind, size, row_text_color(row)), left, baseline)
        marks.append(TextMark(row.label, left, baseline + size.label.leading + STEP // 2, size.label.size))
        left += body.width * row.value / total
    return marks


def _layout_part_rows(card: CardText, size: Format, body: Area) -> list[Mark]:
    """The bar, and its parts in rows below it in the same order, each with a swatch."""
    top, count = _part_top(card, size, body), len(card.rows)
    for kind in (size.label, size.small):
        room = body.bottom - top - STEP - MIN_PART_THICKNESS
        pitch = min(kind.leading + STEP * (1 if size.wide else 4), snap(room / count))
        side = round(kind.size * 0.8)
        widths = [
            side
            + 2 * STEP
            + text_width(row.label, Weight.REGULAR, kind.size)
            + STEP * 2
            + phrase_width(row, kind.size, size)
            for row in card.rows
        ]
        if pitch >= kind.size * CAP_HEIGHT + STEP and max(widths) <= body.width:
            break
    else:
        raise TooLongError(max((row.label for row in card.rows), key=len))
    thickness = min(snap(body.bottom - top - STEP - pitch * count), MAX_PART_THICKNESS)
    marks = _part_marks(card, size, body, (top, thickness))
    for n, row in enumerate(card.rows):
        upper = top + thickness + STEP + pitch * n
        baseline = middle_baseline(upper, pitch, kind.size)
        middle = upper + pitch / 2
        edges = (body.left, middle - side / 2, body.left + side, middle + side / 2)
        marks += [box(edges, row_color(row), row_fill(row))]
        marks.append(TextMark(row.label, body.left + side + 2 * STEP, baseline, kind.size))
        phrase = number_phrase(row, kind.size, size, row_text_color(row))
        marks += place_phrase(phrase, body.right - phrase.width, baseline)
        marks += [hairline_box(body.left, body.right, upper)] if n else []
    return marks
