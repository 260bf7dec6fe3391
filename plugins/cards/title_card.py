"""Lays out the card of an item without figures: the hotline's number, the title, and what the item says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from plugins.cards.design import STEP, Color, TooLongError, TypeSize
from plugins.cards.font import CAP_HEIGHT, Weight, text_width, wrap_text
from plugins.cards.frame import hairline_box
from plugins.cards.scene import Box, Mark, Stroke, TextMark, align_right, center
from plugins.cards.text_layout import Paragraph, fit_title, paragraph

if TYPE_CHECKING:
    from plugins.cards.card_text import CardText
    from plugins.cards.design import Format

PANEL_WIDTH = 380  # beside the text of a wide card, in pixels
PANEL_SHARE = 0.45  # above the text of a tall card, of its height
PEAKS = ((0, 0.55), (0.16, 0.72), (0.34, 0.42), (0.5, 0.66), (0.72, 0.3), (0.86, 0.58), (1, 0.48))
PEAK_HEIGHT, PEAK_OFFSET = 200, 0.3  # of the ridge on the panel in pixels, and its share above the foot
NUMBER_MIDDLE = 0.33  # of the height of the panel
TITLE_ALONE = (TypeSize(88, 100), TypeSize(72, 80))
MAX_NUMBER_SIZE = 140  # of the hotline's number on a wide card, in pixels
MAX_NUMBER_LINES, MAX_TITLE_LINES = 3, {True: 4, False: 5}
SENTENCE_END = re.compile(r"(?<=[.!?…])\s")


def layout_title(card: CardText, size: Format) -> list[Mark]:
    """Lay out the panel with the number, and beside or below it the texts; raises `TooLongError`."""
    width, height = (
        (PANEL_WIDTH, size.height) if size.wide else (size.width, round(size.height * PANEL_SHARE))
    )
    left, top = (width + 60, 50) if size.wide else (size.margin, height + STEP * 5)
    room = size.right - left
    kind, title = _fit_title(card, size, room)
    first = top + kind.leading
    if size.wide and not card.words:  # a title alone stands beside the number
        first = round(height * NUMBER_MIDDLE + CAP_HEIGHT * kind.size / 2 - title.last / 2)
    lines = title.moved(left, first)
    words = _fit_words(card, size, (left, lines[-1].baseline), room)
    return [
        Box(0, 0, width, height, Color.PANEL),
        *(_peak_marks(width, height) if card.motif else []),
        *_number_marks(card.number, size, width, height),
        *lines,
        *words,
        *_foot_marks(card, size, left),
    ]


def _peak_marks(width: int, height: int) -> list[Mark]:
    foot = height - PEAK_HEIGHT
    ridge = [(x * width, foot + (y - PEAK_OFFSET) * PEAK_HEIGHT) for x, y in PEAKS]
    return [Stroke((*ridge, (width, height), (0, height)), Color.PEAK, filled=True)]


def _number_marks(number: str, size: Format, width: int, height: int) -> list[Mark]:
    """The number in as large type as fits, long ones in lines."""
    room = width - size.margin
    kinds = (*(each for each in size.numerals if not size.wide or each <= MAX_NUMBER_SIZE), *size.hedges[-2:])
    for count in range(1, MAX_NUMBER_LINES + 1):
        for kind in kinds if count == MAX_NUMBER_LINES else kinds[:-2]:
            lines = wrap_text(number, Weight.BOLD, kind, room)
            if 0 < len(lines) <= count:
                step = round(kind * 1.1)
                first = round(height * NUMBER_MIDDLE + CAP_HEIGHT * kind / 2 - step * (len(lines) - 1) / 2)
                return [
                    center(TextMark(line, width / 2, first + n * step, kind, Weight.BOLD, Color.ON_PANEL))
                    for n, line in enumerate(lines)
                ]
    raise TooLongError(number)


def _fit_title(card: CardText, size: Format, room: int) -> tuple[TypeSize, Paragraph]:
    alone = () if card.words else TITLE_ALONE
    sizes = (*alone, *size.titles, size.words, TypeSize(size.label.size, size.label.leading))
    kind, count = fit_title(card.title, sizes, room, MAX_TITLE_LINES[size.wide])
    return kind, paragraph(TextMark(card.title, 0, 0, kind.size, Weight.BOLD), kind, room, count)


def _fit_words(card: CardText, size: Format, place: tuple[int, int], room: int) -> list[TextMark]:
    """What the item says, its first sentence where all does not fit, or nothing: the title says the rest."""
    left, above = place
    bottom = size.last_baseline - size.small.leading * 2
    for words in dict.fromkeys((card.words, SENTENCE_END.split(card.words)[0])):
        for kind in (size.words, TypeSize(size.label.size, size.label.leading + STEP // 2)):
            first = above + kind.leading + STEP * 2
            lines = (bottom - first) // kind.leading + 1
            if 0 < len(wrap_text(words, Weight.REGULAR, kind.size, room)) <= lines:
                return paragraph(TextMark(words, left, first, kind.size), kind, room, lines).lines
    return []


def _foot_marks(card: CardText, size: Format, left: int) -> list[Mark]:
    kind, baseline = size.small.size, size.last_baseline
    date = TextMark(card.date, left, baseline, kind, color=Color.MUTED)
    room = size.right - left - (date.width + STEP * 3 if card.date else 0)
    rule = baseline - size.small.leading - STEP // 2
    marks: list[Mark] = [hairline_box(left, size.right, rule)]
    marks += [date] if card.date else []
    if text_width(card.brand, Weight.BOLD, kind) <= room:
        marks.append(align_right(TextMark(card.brand, size.right, baseline, kind, Weight.BOLD, Color.ACCENT)))
        return marks
    return marks
