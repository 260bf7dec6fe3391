"""Lays out what every card has around its chart, and the card that has only a title."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from plugins.cards.card_text import TITLE
from plugins.cards.design import Area, Color, Format, TooLongError
from plugins.cards.font import (
    CAP_HEIGHT,
    TextBlock,
    Weight,
    balance_lines,
    fit_text,
    text_width,
    wrap_text,
)
from plugins.cards.scene import Box, Mark, Ring, Stroke, Text, align_right

if TYPE_CHECKING:
    from plugins.cards.card_text import CardText

HEAD_SCALES = (1, 0.9, 0.8)  # of small text, for a long number beside a long kicker
TITLE_LINE_HEIGHT = 1.16  # in type sizes
LINE_HEIGHT = 1.34  # of small text, in type sizes
MAX_SOURCE_LINES_BESIDE, MAX_SOURCE_LINES_ABOVE = 2, 3  # beside the site's name, and above it
MAX_NOTE_LINES = 3
MAX_TITLE_LINES = {True: 4, False: 7}  # on wide cards, and on others
TITLE_WIDTH_SHARE = 0.8  # of a wide body, beside the waves
RINGS = 5
TITLE_SCALE = 1.3  # compared with the title of a card with figures
MIN_WAVE_RADIUS, MAX_WAVE_RADIUS = 40, 300  # in pixels


class Frame(NamedTuple):
    """The marks around the chart, and the area left for it."""

    marks: tuple[Mark, ...]
    body: Area


def compose_frame(card: CardText, size: Format) -> Frame:
    """Lay out the head and the foot of a card; raises `TooLongError` if a text does not fit."""
    head, top = _compose_head(card, size)
    foot, bottom = _compose_foot(card, size)
    return Frame((*head, *foot), Area(size.margin, top, size.right, bottom))


def band_marks(size: Format) -> tuple[Mark, ...]:
    """A row of triangles along the upper edge."""
    height = size.band
    return tuple(
        Stroke(((x, 0), (x + 2 * height, 0), (x + height, height)), Color.ACCENT, filled=True)
        for x in range(0, size.width, 2 * height)
    )


def _compose_head(card: CardText, size: Format) -> tuple[list[Mark], int]:
    height = round(size.small * 1.6)
    type_size, width = _number_size(card, size)
    baseline = size.safe_top + round((height + CAP_HEIGHT * type_size) / 2)
    left, top = size.margin, size.safe_top
    pill = Box(left, top, left + width, top + height, Color.ACCENT, radius=height // 2)
    digits = Text(card.number, left + size.small * 0.6, baseline, type_size, Weight.BOLD, Color.ON_ACCENT)
    kicker = Text(card.kicker, left + width + size.small * 0.6, baseline, type_size, color=Color.MUTED)
    top += height + round(size.small * 0.7)
    if card.kind == TITLE:
        return [pill, digits, kicker], top
    title, top = _compose_title(card.title, size, top)
    text = Text(card.subtitle, left, top, size.label, color=Color.MUTED)
    subtitle, top = compose_lines(text, size.content_width, max_lines=2)
    return [pill, digits, kicker, *title, *subtitle], top + round(size.label * 0.45)


def _number_size(card: CardText, size: Format) -> tuple[int, int]:
    """The type size of number and kicker, and the width of the number's pill; raises `TooLongError`."""
    for scale in HEAD_SCALES:
        type_size = round(size.small * scale)
        width = round(text_width(card.number, Weight.BOLD, type_size) + size.small * 1.2)
        kicker = text_width(card.kicker, Weight.REGULAR, type_size)
        if kicker <= size.content_width - width - size.small:
            return type_size, width
    raise TooLongError(card.kicker)


def _compose_title(title: str, size: Format, top: int) -> tuple[list[Mark], int]:
    block = fit_text(title, Weight.BOLD, size.title_sizes, size.content_width, size.max_title_lines)
    step = round(block.size * TITLE_LINE_HEIGHT)
    marks: list[Mark] = [
        Text(line, size.margin, top + round(block.size * 0.94) + index * step, block.size, Weight.BOLD)
        for index, line in enumerate(block.lines)
    ]
    return marks, top + step * len(block.lines) + round(block.size * 0.12)


def compose_lines(text: Text, width: float, max_lines: int) -> tuple[list[Text], int]:
    """Break a text into lines from its position down; return them and their bottom."""
    top, size = text.baseline, text.size
    if not text.text:
        return [], top
    lines = wrap_text(text.text, text.weight, size, width)
    if not lines or len(lines) > max_lines:
        raise TooLongError(text.text)
    lines = balance_lines(text.text, text.weight, size, width, len(lines))
    step = round(size * LINE_HEIGHT)
    marks = [text._replace(text=line, baseline=top + size + n * step) for n, line in enumerate(lines)]
    return marks, top + step * len(lines)


def shift_down(marks: list[Text], distance: int) -> list[Text]:
    """Move lines down by a distance in pixels."""
    return [mark._replace(baseline=mark.baseline + distance) for mark in marks]


def _compose_foot(card: CardText, size: Format) -> tuple[list[Mark], int]:
    step = round(size.small * LINE_HEIGHT)
    source = _source_lines(card, size)
    first = size.height - size.safe_bottom - step * max(0, len(source) - 1)
    hairline = first - round(size.small * 1.5)
    name_line = size.height - size.safe_bottom if source[-1:] == [""] else first
    marks: list[Mark] = [
        Box(size.margin, hairline, size.right, hairline + 2, Color.LINE),
        align_right(Text(card.site, size.right, name_line, size.small, Weight.BOLD, Color.ACCENT)),
        *(
            Text(line, size.margin, first + n * step, size.small, color=Color.MUTED)
            for n, line in enumerate(source)
        ),
    ]
    notes, bottom = _compose_notes(card, size, hairline - round(size.small * 0.6))
    return [*marks, *notes], bottom


def _source_lines(card: CardText, size: Format) -> list[str]:
    """The source's lines beside the site's name; or above it, with an empty last line for the name."""
    if not card.source:
        return []
    beside = size.content_width - text_width(card.site, Weight.BOLD, size.small) - 2 * size.small
    for width, max_lines, name_line in (
        (beside, MAX_SOURCE_LINES_BESIDE, []),
        (float(size.content_width), MAX_SOURCE_LINES_ABOVE, [""]),
    ):
        lines = wrap_text(card.source, Weight.REGULAR, size.small, width)
        if 0 < len(lines) <= max_lines:
            return [*balance_lines(card.source, Weight.REGULAR, size.small, width, len(lines)), *name_line]
    raise TooLongError(card.source)


def _compose_notes(card: CardText, size: Format, bottom: int) -> tuple[list[Mark], int]:
    """Lay out notes and corrections upwards from `bottom`; return them and their top."""
    marks: list[Mark] = []
    notes = [(note, Color.MUTED) for note in card.notes] + [(note, Color.ALERT) for note in card.corrections]
    for note, color in reversed(notes):
        text = Text(note, size.margin, 0, size.small, color=color)
        lines, height = compose_lines(text, size.content_width, MAX_NOTE_LINES)
        bottom -= height
        marks += shift_down(lines, bottom)
    return marks, bottom - (round(size.small * 0.4) if notes else 0)


def layout_title(card: CardText, size: Format, body: Area) -> list[Mark]:
    """Lay out a card without figures: its title, and the motif, waves, in the lower right corner."""
    width = body.width * (TITLE_WIDTH_SHARE if size.wide else 1)
    block = _title_block(card.title, size, width, body.height)
    step = round(block.size * TITLE_LINE_HEIGHT)
    top = body.top + round(block.size * 0.2)
    lines: list[Mark] = [
        Text(line, body.left, top + block.size + index * step, block.size, Weight.BOLD)
        for index, line in enumerate(block.lines)
    ]
    free = body.bottom - top - round(block.size * (1.3 + TITLE_LINE_HEIGHT * (len(block.lines) - 1)))
    beside = round(body.width * (1 - TITLE_WIDTH_SHARE)) if size.wide else 0
    waves = _wave_marks(body, min(body.height, max(free, beside)) // 2) if card.motif else []
    return [*waves, *lines]


def _title_block(title: str, size: Format, width: float, height: int) -> TextBlock:
    """The title in the largest type that fits; raises `TooLongError`."""
    sizes = (*(round(each * TITLE_SCALE) for each in size.title_sizes[:2]), *size.title_sizes)
    for type_size in sizes:
        lines = wrap_text(title, Weight.BOLD, type_size, width)
        fits = type_size * (0.6 + TITLE_LINE_HEIGHT * len(lines)) <= height
        if fits and 0 < len(lines) <= MAX_TITLE_LINES[size.wide]:
            return TextBlock(balance_lines(title, Weight.BOLD, type_size, width, len(lines)), type_size)
    raise TooLongError(title)


def _wave_marks(body: Area, radius: int) -> list[Mark]:
    if radius < MIN_WAVE_RADIUS:
        return []
    radius = min(radius, MAX_WAVE_RADIUS)
    x, y = body.right - radius, body.bottom - radius
    rings = [Ring(x, y, radius * (n + 1) / RINGS, radius / 22, Color.TINT) for n in range(1, RINGS)]
    return [*rings, Ring(x, y, radius / RINGS, radius / RINGS, Color.ACCENT)]
