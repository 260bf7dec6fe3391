"""What every card has around its chart: the band, the number 122, the title, notes, the source and the site's name."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from plugins.cards.face import CAPITAL, Weight, width_of
from plugins.cards.formats import Area, Format
from plugins.cards.marks import Box, Ink, Mark, Stroke, Text, ending
from plugins.cards.wrap import TooLongError, balanced, fitted, wrapped

from plugins.cards.poster import TITLE

if TYPE_CHECKING:
    from plugins.cards.poster import Poster

NUMBER = "122"
LEADING = 1.16  # line height of titles, in type sizes
AIRY = 1.34  # line height of small text
SOURCE_LINES = 3
NOTE_LINES = 3


class Frame(NamedTuple):
    """The marks around the chart, and the room left for it."""

    marks: tuple[Mark, ...]
    body: Area


def framed(poster: Poster, size: Format) -> Frame:
    """Head and foot of a card; raises `TooLongError` where a text does not fit."""
    head, top = headed(poster, size)
    foot, bottom = footed(poster, size)
    return Frame((*head, *foot), Area(size.margin, top, size.right, bottom))


def band(size: Format) -> tuple[Mark, ...]:
    """The face of the site: a row of northern peaks along the upper edge."""
    tall = size.band
    peaks = [
        Stroke(((x, 0), (x + 2 * tall, 0), (x + tall, tall)), Ink.ACCENT, filled=True)
        for x in range(0, size.width, 2 * tall)
    ]
    return tuple(peaks)


def headed(poster: Poster, size: Format) -> tuple[list[Mark], int]:
    """The number 122 with the set's name, the title, and the line under it; and where they end."""
    tall = round(size.small * 1.6)
    wide = round(width_of(NUMBER, Weight.BOLD, size.small) + size.small * 1.2)
    baseline = size.above + round((tall + CAPITAL * size.small) / 2)
    pill = Box(size.margin, size.above, size.margin + wide, size.above + tall, Ink.ACCENT, radius=tall // 2)
    digits = Text(NUMBER, size.margin + size.small * 0.6, baseline, size.small, Weight.BOLD, Ink.ON_ACCENT)
    room = size.inner - wide - size.small
    kicker = one_line(poster.kicker, size.small, room)
    beside = Text(kicker, size.margin + wide + size.small * 0.6, baseline, size.small, ink=Ink.SOFT)
    top = size.above + tall + round(size.small * 0.7)
    if poster.kind == TITLE:
        return [pill, digits, beside], top
    title, top = titled(poster.title, size, top)
    subtitle, top = lines(poster.subtitle, size.label, size.inner, 2, size.margin, top, Ink.SOFT)
    return [pill, digits, beside, *title, *subtitle], top


def one_line(text: str, size: int, room: float) -> str:
    """A text that must fit one line."""
    if width_of(text, Weight.REGULAR, size) > room:
        raise TooLongError(text)
    return text


def titled(title: str, size: Format, top: int) -> tuple[list[Mark], int]:
    """The claim, in bold, and where it ends."""
    block = fitted(title, Weight.BOLD, size.titles, size.inner, size.title_lines)
    step = round(block.size * LEADING)
    marks: list[Mark] = [
        Text(line, size.margin, top + round(block.size * 0.94) + index * step, block.size, Weight.BOLD)
        for index, line in enumerate(block.lines)
    ]
    return marks, top + step * len(block.lines) + round(block.size * 0.12)


def lines(
    text: str, size: int, room: float, most: int, left: float, top: int, ink: Ink
) -> tuple[list[Mark], int]:
    """A small text in even lines, and where it ends."""
    if not text:
        return [], top
    found = wrapped(text, Weight.REGULAR, size, room)
    if not found or len(found) > most:
        raise TooLongError(text)
    found = balanced(text, Weight.REGULAR, size, room, len(found))
    step = round(size * AIRY)
    marks: list[Mark] = [
        Text(line, left, top + size + index * step, size, ink=ink) for index, line in enumerate(found)
    ]
    return marks, top + step * len(found)


def footed(poster: Poster, size: Format) -> tuple[list[Mark], int]:
    """Source left, the site's name right, above them a hairline and the notes; and where the chart must end."""
    step = round(size.small * AIRY)
    site_width = width_of(poster.site, Weight.BOLD, size.small)
    room = size.inner - site_width - 2 * size.small
    source = wrapped(poster.source, Weight.REGULAR, size.small, room) if poster.source else ()
    if poster.source and not 0 < len(source) <= SOURCE_LINES:
        raise TooLongError(poster.source)
    source = balanced(poster.source, Weight.REGULAR, size.small, room, len(source)) if source else ()
    last = size.height - size.below
    first = last - step * max(0, len(source) - 1)
    hairline = first - round(size.small * 1.5)
    marks: list[Mark] = [
        Box(size.margin, hairline, size.right, hairline + 2, Ink.LINE),
        ending(poster.site, size.right, first, size.small, Weight.BOLD, Ink.ACCENT),
        *(Text(line, size.margin, first + n * step, size.small, ink=Ink.SOFT) for n, line in enumerate(source)),
    ]
    noted, bottom = footnotes(poster, size, hairline - round(size.small * 0.6))
    return [*marks, *noted], bottom


def footnotes(poster: Poster, size: Format, bottom: int) -> tuple[list[Mark], int]:
    """Notes and corrections, above the hairline, and where they begin."""
    marks: list[Mark] = []
    noted = [(note, Ink.SOFT) for note in poster.notes] + [(note, Ink.ALERT) for note in poster.corrections]
    for text, ink in reversed(noted):
        found, height = lines(text, size.small, size.inner, NOTE_LINES, size.margin, 0, ink)
        top = bottom - height
        marks += [mark._replace(baseline=mark.baseline + top) for mark in found if isinstance(mark, Text)]
        bottom = top
    return marks, bottom - (round(size.small * 0.4) if noted else 0)
