"""Lays out what every card has around its chart: title and subtitle, source, site, and the ridge below."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from plugins.cards.design import STEP, Area, Color, Format, TooLongError
from plugins.cards.font import CAP_HEIGHT, Weight, balance_lines, wrap_text
from plugins.cards.scene import Box, Mark, Stroke, TextMark
from plugins.cards.text_layout import fit_title, paragraph

if TYPE_CHECKING:
    from plugins.cards.card_text import CardText

RIDGE_PEAKS, RIDGE_HALF = (18, 9, 14, 7), 20  # heights of the peaks, and half their width, in pixels
PILL_PADDING = 16  # beside the number, in pixels
PILL_HALF_HEIGHT = 0.66  # in type sizes
BRAND_GAP = 12  # between the number and the name, in pixels
SOURCE_GAP = 30  # between the source and the site's name, in pixels
MAX_SOURCE_LINES, MAX_SUBTITLE_LINES = 3, 3
MAX_NOTE_LINES = {True: 3, False: 5}  # on wide and on tall cards


class Frame(NamedTuple):
    """The marks around the chart, and the area left for it."""

    marks: tuple[Mark, ...]
    body: Area


def compose_frame(card: CardText, size: Format) -> Frame:
    """Lay out the head and the foot of a card; raises `TooLongError` if a text does not fit."""
    head, top = _compose_head(card, size)
    foot, bottom = _compose_foot(card, size)
    return Frame((*head, *foot), Area(size.margin, top, size.right, bottom))


def ridge_marks(size: Format) -> list[Mark]:
    """The face of the theme: a ridge along the lower edge, its peaks of four heights."""
    return [
        Stroke(
            (
                (x, size.height),
                (x + RIDGE_HALF, size.height - RIDGE_PEAKS[n % len(RIDGE_PEAKS)]),
                (x + 2 * RIDGE_HALF, size.height),
            ),
            Color.ACCENT,
            filled=True,
        )
        for n, x in enumerate(range(0, size.width, 2 * RIDGE_HALF))
    ]


def _compose_head(card: CardText, size: Format) -> tuple[list[Mark], int]:
    kind, count = fit_title(card.title, size.titles, size.content_width, size.max_title_lines)
    baseline = size.title_top + kind.leading - 2 * STEP
    text = TextMark(card.title, size.margin, baseline, kind.size, Weight.BOLD)
    title, last = paragraph(text, kind, size.content_width, count)
    subtitle = _compose_subtitle(card.subtitle, size, last + STEP)
    last = subtitle[-1].baseline if subtitle else last
    return [*title, *subtitle], last + STEP * (3 if size.wide else 6)


def _compose_subtitle(text: str, size: Format, above: int) -> list[TextMark]:
    """The lines below the title, in smaller type where they would be too many; raises `TooLongError`."""
    for kind, lines in ((size.label, 2), (size.small, 2), (size.small, MAX_SUBTITLE_LINES)):
        if not text or 0 < len(wrap_text(text, Weight.REGULAR, kind.size, size.content_width)) <= lines:
            first = TextMark(text, size.margin, above + size.label.leading, kind.size, color=Color.MUTED)
            return paragraph(first, kind, size.content_width, lines).lines
    raise TooLongError(text)


def _compose_foot(card: CardText, size: Format) -> tuple[list[Mark], int]:
    brand, lines = _source_lines(card, size)
    first = size.last_baseline - size.small.leading * (len(lines) - 1)
    hairline = first - size.small.leading - STEP // 2
    marks: list[Mark] = [
        *brand,
        *(
            TextMark(line, size.margin, first + n * size.small.leading, size.small.size, color=Color.MUTED)
            for n, line in enumerate(lines)
        ),
        hairline_box(size.margin, size.right, hairline),
    ]
    notes, bottom = _compose_notes(card, size, hairline - STEP * (2 if size.wide else 5))
    return [*marks, *notes], bottom


def hairline_box(left: float, right: float, top: float, color: Color = Color.LINE) -> Box:
    """A thin horizontal line."""
    return Box(round(left), round(top), round(right), round(top) + 2, color)


def _source_lines(card: CardText, size: Format) -> tuple[list[Mark], tuple[str, ...]]:
    """The site's marks and the source's lines; raises `TooLongError`.

    Formulas are named where they fit; the site's words go before the source takes another line.
    """
    detailed = 1 if size.wide else 2
    for source, most in ((card.source_with_formulas, detailed), (card.source, MAX_SOURCE_LINES)):
        for lines in range(1, most + 1):
            for words in (card.brand, ""):
                marks, width = brand_marks(card.number, words, size)
                room = size.content_width - width - SOURCE_GAP
                found = wrap_text(source, Weight.REGULAR, size.small.size, room) if source else ()
                if 0 < len(found) <= lines:
                    return marks, balance_lines(source, Weight.REGULAR, size.small.size, room, len(found))
    raise TooLongError(card.source)


def brand_marks(number: str, words: str, size: Format) -> tuple[list[Mark], float]:
    """The hotline's number in its pill and the site's name, ending at the right margin, and their width."""
    kind, baseline = size.small.size, size.last_baseline
    digits = TextMark(number, 0, baseline, kind, Weight.BOLD, Color.ON_ACCENT)
    name = TextMark(words, 0, baseline, kind, Weight.BOLD, Color.ACCENT)
    pill_width = digits.width + 2 * PILL_PADDING
    width = pill_width + (BRAND_GAP + name.width if words else 0)
    left, middle = round(size.right - width), baseline - CAP_HEIGHT * kind / 2
    upper, lower = round(middle - PILL_HALF_HEIGHT * kind), round(middle + PILL_HALF_HEIGHT * kind)
    pill = Box(left, upper, round(left + pill_width), lower, Color.ACCENT, radius=(lower - upper) // 2)
    marks: list[Mark] = [pill, digits._replace(x=left + PILL_PADDING)]
    return [*marks, *([name._replace(x=left + pill_width + BRAND_GAP)] if words else [])], width


def _compose_notes(card: CardText, size: Format, bottom: int) -> tuple[list[Mark], int]:
    """Lay out notes and corrections upwards from `bottom`; return them and their top."""
    marks: list[Mark] = []
    notes = [(note, Color.MUTED) for note in card.notes] + [(note, Color.ALERT) for note in card.corrections]
    for note, color in reversed(notes):
        text = TextMark(note, size.margin, 0, size.small.size, color=color)
        lines = paragraph(text, size.small, size.content_width, MAX_NOTE_LINES[size.wide])
        bottom -= lines.last + size.small.leading
        marks += lines.moved(0, bottom + size.small.leading - STEP)
    return marks, bottom - (STEP * (1 if size.wide else 3) if notes else 0)
