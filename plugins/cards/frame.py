"""What every card has around its chart: the number 122, the title, notes, the source and the site's name."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from plugins.cards.card_text import TITLE
from plugins.cards.face import CAPITAL, Weight, width_of
from plugins.cards.formats import Area, Format
from plugins.cards.marks import Box, Ink, Mark, Stroke, Text, ending
from plugins.cards.wrap import TooLongError, balanced, fitted, wrapped

if TYPE_CHECKING:
    from plugins.cards.card_text import CardText

NUMBER = "122"
LEADING = 1.16  # line height of titles, in type sizes
AIRY = 1.34  # line height of small text
BESIDE, SOURCE_LINES = 2, 3  # lines of a source beside the site's name, and above it
NOTE_LINES = 3


class Frame(NamedTuple):
    """The marks around the chart, and the room left for it."""

    marks: tuple[Mark, ...]
    body: Area


def framed(poster: CardText, size: Format) -> Frame:
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


def headed(poster: CardText, size: Format) -> tuple[list[Mark], int]:
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
    subtitle, top = lines(Text(poster.subtitle, size.margin, top, size.label, ink=Ink.SOFT), size.inner, 2)
    return [pill, digits, beside, *title, *subtitle], top + round(size.label * 0.45)


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


def lines(text: Text, room: float, most: int) -> tuple[list[Text], int]:
    """A small text in even lines from its place down, and where they end."""
    top, size = text.baseline, text.size
    if not text.text:
        return [], top
    found = wrapped(text.text, text.weight, size, room)
    if not found or len(found) > most:
        raise TooLongError(text.text)
    found = balanced(text.text, text.weight, size, room, len(found))
    step = round(size * AIRY)
    marks = [text._replace(text=line, baseline=top + size + n * step) for n, line in enumerate(found)]
    return marks, top + step * len(found)


def moved(marks: list[Text], down: int) -> list[Text]:
    """Lines moved down the card."""
    return [mark._replace(baseline=mark.baseline + down) for mark in marks]


def footed(poster: CardText, size: Format) -> tuple[list[Mark], int]:
    """Source left, the site's name right, above them a hairline and the notes; and the chart's end."""
    step = round(size.small * AIRY)
    source = source_lines(poster, size)
    first = size.height - size.below - step * max(0, len(source) - 1)
    hairline = first - round(size.small * 1.5)
    name_line = size.height - size.below if source[-1:] == [""] else first
    marks: list[Mark] = [
        Box(size.margin, hairline, size.right, hairline + 2, Ink.LINE),
        ending(Text(poster.site, size.right, name_line, size.small, Weight.BOLD, Ink.ACCENT)),
        *(
            Text(line, size.margin, first + n * step, size.small, ink=Ink.SOFT)
            for n, line in enumerate(source)
        ),
    ]
    noted, bottom = footnotes(poster, size, hairline - round(size.small * 0.6))
    return [*marks, *noted], bottom


def source_lines(poster: CardText, size: Format) -> list[str]:
    """The source beside the site's name; where it is long, above it, and the last line is the name's."""
    if not poster.source:
        return []
    beside = size.inner - width_of(poster.site, Weight.BOLD, size.small) - 2 * size.small
    for room, most in ((beside, BESIDE), (float(size.inner), SOURCE_LINES)):
        found = wrapped(poster.source, Weight.REGULAR, size.small, room)
        if 0 < len(found) <= most:
            found = balanced(poster.source, Weight.REGULAR, size.small, room, len(found))
            return [*found] if most == BESIDE else [*found, ""]
    raise TooLongError(poster.source)


def footnotes(poster: CardText, size: Format, bottom: int) -> tuple[list[Mark], int]:
    """Notes and corrections, above the hairline, and where they begin."""
    marks: list[Mark] = []
    noted = [(note, Ink.SOFT) for note in poster.notes] + [(note, Ink.ALERT) for note in poster.corrections]
    for text, ink in reversed(noted):
        found, height = lines(Text(text, size.margin, 0, size.small, ink=ink), size.inner, NOTE_LINES)
        top = bottom - height
        marks += moved(found, top)
        bottom = top
    return marks, bottom - (round(size.small * 0.4) if noted else 0)
