"""Lays out several series over time as stacked columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plugins.cards.axis import axis_height, base_line, collect_ticks, count_slots, tick_marks_below
from plugins.cards.design import STEP, Area, Color, TooLongError
from plugins.cards.end_labels import EndLabel, end_label_marks, fit_end_labels
from plugins.cards.font import CAP_HEIGHT
from plugins.cards.scene import Fill, Mark, TextMark, box
from plugins.cards.text_layout import middle_baseline, number_phrase, place_phrase

if TYPE_CHECKING:
    from plugins.cards.card_text import CardText, Row, RowGroup
    from plugins.cards.design import Format

COLUMN_SHARE = 0.74  # of a slot
PART_GAP = 3  # between parts, in pixels
END_GAP = 20  # between the last column and the names, in pixels


def layout_stacked(card: CardText, size: Format, body: Area) -> list[Mark]:
    """Lay out several series as stacked columns, named beside the last one; raises `TooLongError`."""
    rows = [row for group in card.groups for row in group.rows if row]
    last = [group.rows[-1] for group in card.groups]
    names = [group.label for group in card.groups]
    room = body._replace(bottom=body.bottom - 2 * size.small.leading)
    labels = fit_end_labels(names, [row for row in last if row], size, room)
    slots = count_slots(rows)
    right = body.right - labels.width - END_GAP
    pitch = (right - body.left) / slots
    centers = [body.left + pitch * (slot + 0.5) for slot in range(slots)]
    ticks = collect_ticks(rows, centers)
    area = Area(body.left, body.top, round(right), body.bottom - axis_height(ticks, size, pitch))
    if area.height < size.label.leading * 2 or pitch < STEP:
        raise TooLongError(card.title)
    marks, ends = _stack_marks(card.groups, centers, pitch * COLUMN_SHARE, size, area)
    return [
        *marks,
        *end_label_marks(ends, labels, body.right - labels.width, size, area),
        base_line(area),
        *tick_marks_below(ticks, size, area, pitch),
    ]


def _stack_marks(
    groups: tuple[RowGroup, ...], centers: list[float], width: float, size: Format, area: Area
) -> tuple[list[Mark], list[EndLabel]]:
    """The columns from the first series up, and where the parts of the last column are."""
    totals: dict[int, float] = {}
    for row in (row for group in groups for row in group.rows if row):
        totals[row.position] = totals.get(row.position, 0) + row.value
    scale = area.height / (max(totals.values()) or 1)
    tops = dict.fromkeys(totals, float(area.bottom))
    marks: list[Mark] = []
    ends: list[EndLabel] = []
    for group in groups:
        for row in filter(None, group.rows):
            low, high = tops[row.position], tops[row.position] - row.value * scale
            left = centers[row.position] - width / 2
            tops[row.position] = high
            if low - PART_GAP - high >= 1:
                edges = (left, high, left + width, low - (PART_GAP if low < area.bottom else 0))
                color = Color.ACCENT if group.accent else Color.BAR
                marks.append(box(edges, color, Fill.STRIPED if row.unfinished else Fill.SOLID))
                marks += _inner_value(row, edges, size) if group.accent and not row.unfinished else []
        final = group.rows[-1]
        if final:
            middle = (low + high) / 2
            ends.append(EndLabel(group.label, final, middle, group.accent))
    return marks, ends


def _inner_value(row: Row, edges: tuple[float, float, float, float], size: Format) -> list[TextMark]:
    """The value within a part, if there is room for it."""
    left, top, right, bottom = edges
    for kind in (size.label.size, size.small.size):
        phrase = number_phrase(row, kind, size, Color.ON_ACCENT)
        if phrase.width <= right - left - STEP and kind * CAP_HEIGHT + STEP <= bottom - top:
            baseline = middle_baseline(top, bottom - top, kind)
            texts = place_phrase(phrase, (left + right - phrase.width) / 2, baseline)
            return [text._replace(color=Color.ON_ACCENT) for text in texts]
    return []
