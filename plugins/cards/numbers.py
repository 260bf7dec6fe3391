"""Lays out a single large number with what places it, and cards of two to six numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from plugins.cards.design import STEP, Area, Color, TooLongError
from plugins.cards.font import CAP_HEIGHT, Weight, text_width, wrap_text
from plugins.cards.scene import Fill, Mark, Stroke, TextMark, align_right, box, center
from plugins.cards.text_layout import (
    cap_height,
    largest_numeral,
    number_phrase,
    paragraph,
    phrase_width,
    place_phrase,
    snap,
    tick_marks,
)

if TYPE_CHECKING:
    from plugins.cards.card_text import CardText, Row
    from plugins.cards.design import Format

WORDS_GAP = 36  # between a number and the words beside it, in pixels
NUMBER_SHARE = 0.62  # the most of a wide card's width that a number takes beside its words
MAX_WORD_LINES = 3
HEDGE_GAIN = 1.3  # a hedge stands on its own line where that makes its number so much larger
WHOLE_BAR = {True: 60, False: 110}  # the height of the bar of the whole on wide and tall cards
MAX_MARK_ROWS = 5
MARK_WIDTH, MARK_HEIGHT = 0.84, 0.8  # of a mark of a count, in distances between marks
TICK_GAP = 20  # between the name of a tick and other texts, in pixels


def layout_number(card: CardText, size: Format, body: Area) -> list[Mark]:
    """Lay out one large number: a part of its whole, a small count, or words that place it."""
    below, area = _below_marks(card, size, body)
    beside = _layout_beside(card, size, area) if size.wide else None
    return [*(beside or _layout_above(card, size, area)), *below]


def _layout_beside(card: CardText, size: Format, area: Area) -> list[Mark] | None:
    """The number, and its words beside it on its baseline; None if they do not fit."""
    row, leading = card.rows[0], size.label.leading
    if not (card.whole or card.count):
        return None

    def fits(kind: int) -> bool:
        width = phrase_width(row, kind, size)
        lines = wrap_text(card.words, Weight.REGULAR, size.label.size, area.width - width - WORDS_GAP)
        return width <= NUMBER_SHARE * area.width and 0 < len(lines) <= MAX_WORD_LINES

    kind = largest_numeral(size, fits, area.height - STEP)
    if kind is None:
        return None
    baseline = area.top + STEP + cap_height(kind)
    phrase = number_phrase(row, kind, size, Color.ACCENT)
    left = area.left + phrase.width + WORDS_GAP
    words = paragraph(TextMark(card.words, 0, 0, 0), size.label, area.right - left, MAX_WORD_LINES)
    up = (len(words.lines) - 1) * leading
    if baseline - up - leading < area.top - STEP:
        return None
    return [*place_phrase(phrase, area.left, baseline), *words.moved(left, baseline - up)]


def _layout_above(card: CardText, size: Format, area: Area) -> list[Mark]:
    """The number, and its words below it; raises `TooLongError`."""
    row = card.rows[0]
    for kind_of_words in (size.words, size.label, size.small):
        lines = wrap_text(card.words, Weight.REGULAR, kind_of_words.size, area.width)
        if not lines:
            continue
        words = paragraph(TextMark(card.words, 0, 0, 0), kind_of_words, area.width, len(lines))
        under = words.last + kind_of_words.leading + STEP * 3
        room = area.height - under - STEP
        kind = largest_numeral(size, lambda each: phrase_width(row, each, size) <= area.width, room)
        if kind:
            break
    else:
        raise TooLongError(f"{row.amount} {card.words}")
    hedge, row, kind = _split_hedge(row, kind, size, (area.width, room))
    top = area.top + STEP
    if hedge:
        top += size.words.leading + STEP
    free = max(0, area.bottom - top - kind * CAP_HEIGHT - under)
    baseline = top + cap_height(kind) + snap(free / 4)
    marks: list[Mark] = [*place_phrase(number_phrase(row, kind, size, Color.ACCENT), area.left, baseline)]
    if hedge:
        upper = baseline - cap_height(kind) - 2 * STEP
        marks.append(TextMark(hedge, area.left, upper, size.words.size))
    return [*marks, *words.moved(area.left, baseline + kind_of_words.leading + STEP * 2)]


def _split_hedge(row: Row, kind: int, size: Format, room: tuple[float, float]) -> tuple[str, Row, int]:
    """The hedge for a line of its own if the number then is much larger; the number and its type size."""
    width, height = room
    if not row.hedge or row.hedge_follows:
        return "", row, kind
    bare = replace(row, hedge="")
    above = size.words.leading + STEP
    larger = largest_numeral(size, lambda each: phrase_width(bare, each, size) <= width, height - above)
    if larger and larger >= kind * HEDGE_GAIN:
        return row.hedge, bare, larger
    return "", row, kind


def _below_marks(card: CardText, size: Format, body: Area) -> tuple[list[Mark], Area]:
    """The bar of the whole, or the marks of a count, at the foot; and the area left above."""
    if card.whole:
        marks = _whole_marks(card, size, body)
        top = min(mark.bounds.top for mark in marks)
        return marks, body._replace(bottom=round(top) - STEP * 2)
    if card.count:
        area = body._replace(top=body.top + body.height // 2 + STEP * 2)
        return _count_marks(card.count, area), body._replace(bottom=area.top - STEP * 2)
    return [], body


def _whole_marks(card: CardText, size: Format, area: Area) -> list[Mark]:
    """The bar of the whole with the part in it, what the whole is below it, and the title's fraction."""
    row, whole, kind = card.rows[0], card.whole, size.label.size
    foot = area.bottom - size.label.leading
    top = foot - WHOLE_BAR[size.wide]
    part = min(1.0, row.value / whole.value) if whole and whole.value else 0.0
    texts = (card.whole_text, whole.amount if whole else "")
    text = next((each for each in texts if text_width(each, Weight.REGULAR, kind) <= area.width), "")
    if not text:
        raise TooLongError(card.whole_text)
    name = align_right(TextMark(text, area.right, area.bottom - STEP // 2, kind))
    marks: list[Mark] = [
        box((area.left, top, area.right, foot), Color.BAR, Fill.OUTLINE),
        box((area.left, top, area.left + area.width * part, foot), Color.ACCENT),
        name,
    ]
    if card.fraction:
        x = area.left + area.width * card.fraction.share
        tick = center(TextMark(card.fraction.name, x, name.baseline, kind))
        if tick.x + tick.width + TICK_GAP > name.x:
            edge = max(area.left, min(tick.x, area.right - tick.width))
            tick = tick._replace(x=edge, baseline=top - STEP * 2)
        marks += [*tick_marks(x, top - STEP, foot + (STEP if tick.baseline < top else STEP // 2)), tick]
    return marks


def _count_marks(count: int, area: Area) -> list[Mark]:
    """So many peaks in rows."""
    rows = range(1, MAX_MARK_ROWS + 1)
    best = max(rows, key=lambda n: min(area.width / -(-count // n), area.height / n))
    across = -(-count // best)
    pitch = min(area.width / across, area.height / best * 2)
    height = min(area.height / best, pitch)
    return [
        Stroke(
            (
                (
                    left := area.left + n % across * pitch,
                    low := area.top + (n // across + MARK_HEIGHT) * height,
                ),
                (left + pitch * MARK_WIDTH / 2, low - MARK_HEIGHT * height),
                (left + pitch * MARK_WIDTH, low),
            ),
            Color.ACCENT,
            filled=True,
        )
        for n in range(count)
    ]
