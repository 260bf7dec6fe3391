"""Lays out the parts of several wholes: bars or columns of one length, and a tick through all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from plugins.cards.design import STEP, Color, TooLongError
from plugins.cards.font import Weight
from plugins.cards.scene import Fill, Mark, TextMark, align_right, box, center
from plugins.cards.share_columns import PADDING, PART_GAP, layout_share_columns, split_share
from plugins.cards.text_layout import (
    label_lines,
    middle_baseline,
    number_phrase,
    place_phrase,
    snap,
    tick_marks,
)

if TYPE_CHECKING:
    from plugins.cards.card_text import CardText, RowGroup
    from plugins.cards.design import Area, Format

LABEL_GAP = 24  # between names and bars, in pixels
LABEL_SHARES = {1: 0.4, 2: 0.28}  # of the width, for names in one and two lines
MAX_BAR_PITCH = 110  # in pixels
MAX_THICKNESS = 2.5  # of a bar, in type sizes


def layout_shares(card: CardText, size: Format, body: Area) -> list[Mark]:
    """Lay out wholes of one length with their parts: columns on tall cards if they fit, else bars."""
    if not size.wide:
        found = layout_share_columns(card, size, body)
        if found:
            return found
    return _layout_share_bars(card, size, body)


class ShareBars(NamedTuple):
    """Bars below each other: the area beside their names, pitch and thickness, and the type size."""

    area: Area
    pitch: int
    thickness: int
    kind: int


def _layout_share_bars(card: CardText, size: Format, body: Area) -> list[Mark]:
    """Bars below each other; the heads name the part and the rest. Raises `TooLongError`."""
    labels = [group.label for group in card.groups]
    for kind, lines in ((size.label, 1), (size.small, 1), (size.label, 2), (size.small, 2)):
        names = label_lines(labels, kind, body.width * LABEL_SHARES[lines], lines)
        side = max((line.width for each in names for line in each), default=0)
        left = body.left + snap(side + LABEL_GAP + STEP - 1)
        area = body._replace(left=left, top=body.top + size.small.leading)
        pitch = min(snap(area.height / len(card.groups)), MAX_BAR_PITCH)
        thickness = pitch - (STEP * 2 if pitch >= kind.leading + STEP * 2 else STEP)
        thickness = min(thickness, round(kind.size * MAX_THICKNESS))
        if not names or thickness < kind.size or pitch < kind.leading * lines:
            continue
        bars = ShareBars(area, pitch, thickness, kind.size)
        marks = [_share_bar_marks(card, n, bars, size) for n in range(len(card.groups))]
        if all(marks):
            ticks = [tick for n, each in enumerate(marks) for tick in _bar_tick(card, n, bars, each)]
            texts = [line for n, each in enumerate(names) for line in _name_marks(each, n, bars, body.left)]
            return [
                *_head_marks(card, size, area),
                *texts,
                *(mark for each in marks for mark in each),
                *ticks,
            ]
    return _layout_share_rows(card, size, body)


def _layout_share_rows(card: CardText, size: Format, body: Area) -> list[Mark]:
    """For narrow charts: each name above its bar, and both values below it. Raises `TooLongError`."""
    kind = size.small
    area = body._replace(top=body.top + kind.leading)
    pitch = min(snap(area.height / len(card.groups)), MAX_BAR_PITCH + 2 * kind.leading)
    thickness = pitch - 2 * kind.leading - STEP
    if thickness < STEP:
        raise TooLongError(card.title)
    marks: list[Mark] = _head_marks(card, size, area)
    for n, group in enumerate(card.groups):
        marks += _share_row_marks(card, group, size, area._replace(top=area.top + n * pitch), thickness)
    return marks


def _share_row_marks(card: CardText, group: RowGroup, size: Format, area: Area, thickness: int) -> list[Mark]:
    part, rest, share = split_share(group)
    kind = size.small
    top = area.top + kind.leading
    bottom = top + thickness
    cut = area.left + round(area.width * share)
    color, text_color = (Color.ACCENT, Color.ACCENT) if group.accent else (Color.BAR, Color.TEXT)
    name = TextMark(group.label, area.left, top - STEP // 2, kind.size)
    first, other = number_phrase(part, kind.size, size, text_color), number_phrase(rest, kind.size, size)
    if name.width > area.width or first.width + STEP + other.width > area.width:
        raise TooLongError(group.label)
    baseline = bottom + kind.leading - STEP // 2
    marks: list[Mark] = [name, box((cut, top, area.right, bottom), Color.BAR, Fill.OUTLINE)]
    if cut - PART_GAP > area.left:
        marks.append(box((area.left, top, cut - PART_GAP, bottom), color))
    if card.fraction:
        x = area.left + area.width * card.fraction.share
        marks += tick_marks(x, top, bottom)
    marks += place_phrase(first, area.left, baseline)
    return [*marks, *place_phrase(other, area.right - other.width, baseline)]


def _name_marks(lines: list[TextMark], n: int, bars: ShareBars, left: int) -> list[TextMark]:
    baseline = middle_baseline(bars.area.top + n * bars.pitch, bars.pitch, bars.kind)
    up = lines[-1].baseline / 2
    return [line._replace(x=left, baseline=round(baseline + line.baseline - up)) for line in lines]


def _share_bar_marks(card: CardText, n: int, bars: ShareBars, size: Format) -> list[Mark]:
    """The bar of a whole and both values; empty if the values do not fit."""
    group, area = card.groups[n], bars.area
    _, _, share = split_share(group)
    top = area.top + n * bars.pitch + (bars.pitch - bars.thickness) // 2
    cut = area.left + round(area.width * share)
    texts = _bar_texts(card, group, bars, size, middle_baseline(top, bars.thickness, bars.kind))
    marks: list[Mark] = [
        box((cut, top, area.right, top + bars.thickness), Color.BAR, Fill.OUTLINE),
    ]
    if cut - PART_GAP > area.left:
        color = Color.ACCENT if group.accent else Color.BAR
        marks.append(box((area.left, top, cut - PART_GAP, top + bars.thickness), color))
    return [*marks, *texts] if texts else []


def _bar_tick(card: CardText, n: int, bars: ShareBars, marks: list[Mark]) -> list[Mark]:
    """The tick of the title's fraction through a bar; only in the gaps where it would cross a text."""
    if not card.fraction:
        return []
    x = bars.area.left + bars.area.width * card.fraction.share
    top, bottom = bars.area.top + n * bars.pitch, bars.area.top + (n + 1) * bars.pitch
    if not _crosses(x, [mark for mark in marks if isinstance(mark, TextMark)]):
        return [*tick_marks(x, top, bottom)]
    gap = (bars.pitch - bars.thickness) // 2
    return [*tick_marks(x, top, top + gap), *tick_marks(x, bottom - gap, bottom)]


def _crosses(x: float, texts: list[TextMark]) -> bool:
    return any(text.x - STEP < x < text.x + text.width + STEP for text in texts)


def _bar_texts(
    card: CardText, group: RowGroup, bars: ShareBars, size: Format, baseline: int
) -> list[TextMark]:
    """The part's value within the part if it has the accent and room, else beside it; the rest's at the end.

    The part's value does not meet the tick of the title's fraction if it can stand elsewhere. Empty if the
    values do not fit.
    """
    part, rest, share = split_share(group)
    area, cut = bars.area, bars.area.left + bars.area.width * share
    tick = area.left + area.width * card.fraction.share if card.fraction else cut
    phrase, other = number_phrase(part, bars.kind, size), number_phrase(rest, bars.kind, size)
    right = area.right - PADDING - other.width
    inner = cut - PADDING if group.accent else area.left
    places = [
        (area.left + PADDING, inner, Color.ON_ACCENT),
        (cut + PADDING, right - PADDING, Color.TEXT),
        (max(cut, tick) + PADDING, right - PADDING, Color.TEXT),
    ]
    fitting = [place for place in places if place[0] + phrase.width <= place[1]]
    if not fitting or right < cut + PADDING:
        return []
    candidates = [
        [text._replace(color=color) for text in place_phrase(phrase, left, baseline)]
        for left, _, color in fitting
    ]
    free = (texts for texts in candidates if not _crosses(tick, texts))
    return [*next(free, candidates[0]), *place_phrase(other, right, baseline)]


def _head_marks(card: CardText, size: Format, area: Area) -> list[Mark]:
    """The names of part, fraction and rest above the bars; raises `TooLongError`."""
    kind, baseline = size.small.size, area.top - STEP
    part = TextMark(card.heads[0], area.left, baseline, kind, Weight.BOLD, Color.ACCENT)
    rest = align_right(TextMark(card.heads[1], area.right, baseline, kind))
    if part.x + part.width + LABEL_GAP > rest.x:
        raise TooLongError(f"{card.heads[0]} {card.heads[1]}")
    marks: list[Mark] = [part, rest]
    if card.fraction:
        x = area.left + area.width * card.fraction.share
        name = center(TextMark(card.fraction.name, x, baseline, kind))
        if part.x + part.width + STEP <= name.x and name.x + name.width + STEP <= rest.x:
            marks.append(name)
    return marks
