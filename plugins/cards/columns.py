"""Lays out columns over time: of one series, of several side by side, or stacked."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from plugins.cards.axis import Tick, axis_height, base_line, collect_ticks, count_slots, tick_marks_below
from plugins.cards.design import STEP, Area, Color, TooLongError
from plugins.cards.font import CAP_HEIGHT, Weight, text_width
from plugins.cards.scene import Bounds, Fill, Mark, TextMark, box, center
from plugins.cards.text_layout import number_phrase, place_phrase, snap
from plugins.cards.value_labels import ValueType, by_importance, fit_values, ink_bounds, is_free

if TYPE_CHECKING:
    from collections.abc import Sequence

    from plugins.cards.card_text import CardText, Row, RowGroup
    from plugins.cards.design import Format

MAX_COLUMNS = 12  # a longer time is drawn as a line
MAX_GROUPED, MAX_SERIES_IN_GROUP = 12, 3
COLUMN_SHARE = 0.74  # of a slot
GROUP_GAP = 40  # between two groups, in pixels
COLUMN_GAP = 4  # between two columns of a group, in pixels
MIN_HEIGHT = 3  # of a column, in pixels: zero is seen
MAX_SLOT = 240  # in pixels


def has_columns(card: CardText) -> bool:
    """Whether a card of one series is drawn as columns: a short time, gaps included."""
    return not card.line_chart and count_slots(card.rows) <= MAX_COLUMNS


def layout_columns(card: CardText, size: Format, body: Area) -> list[Mark]:
    """Lay out one series by its time, values on the columns; raises `TooLongError`."""
    slots = count_slots(card.rows)
    pitch = body.width / slots
    centers = [body.left + pitch * (slot + 0.5) for slot in range(slots)]
    ticks = collect_ticks(card.rows, centers)
    area = body._replace(bottom=body.bottom - axis_height(ticks, size, pitch))
    values = fit_values(card.rows, card.scales, size, pitch)
    scale: list[Mark] = []
    if values.scale:
        scale, area = _scale_marks(values.scale, size, area)
    plot = area._replace(top=round(area.top + values.kind * CAP_HEIGHT + STEP))
    if plot.height < size.small.size:
        raise TooLongError(card.title)
    middles = [centers[row.position] for row in values.rows]
    boxes = _column_boxes(values.rows, middles, min(pitch, MAX_SLOT), plot)
    return [
        *boxes,
        *_value_marks(values, boxes, size, body),
        base_line(area),
        *tick_marks_below(ticks, size, area, pitch),
        *scale,
    ]


def _scale_marks(scale: str, size: Format, area: Area) -> tuple[list[Mark], Area]:
    """The name of the scale above the chart, and the area left."""
    kind = size.small
    text = TextMark(scale, area.left, area.top + round(kind.size * CAP_HEIGHT), kind.size, color=Color.MUTED)
    return [text], area._replace(top=area.top + kind.leading)


def _column_boxes(rows: Sequence[Row], centers: Sequence[float], pitch: float, area: Area) -> list[Mark]:
    width = snap(pitch * COLUMN_SHARE) or round(pitch * COLUMN_SHARE)
    top_value = max(row.value for row in rows) or 1
    return [
        box(
            (
                middle - width / 2,
                area.bottom - max(MIN_HEIGHT, area.height * row.value / top_value),
                middle - width / 2 + width,
                area.bottom,
            ),
            Color.ACCENT if row.accent else Color.BAR,
            Fill.STRIPED if row.unfinished else Fill.SOLID,
        )
        for row, middle in zip(rows, centers, strict=True)
    ]


def _value_marks(values: ValueType, boxes: Sequence[Mark], size: Format, body: Area) -> list[Mark]:
    """All values above their columns; or the important first, and those that meet no value and no column."""
    found: dict[int, list[TextMark]] = {}
    taken: list[Bounds] = []
    for index in by_importance(values.rows):
        row, column = values.rows[index], boxes[index].bounds
        phrase = number_phrase(row, values.kind, size, Color.ACCENT if row.accent else Color.TEXT)
        left = (column.left + column.right - phrase.width) / 2
        left = min(max(left, body.left), body.right - phrase.width)
        texts = place_phrase(phrase, left, round(column.top) - STEP)
        others = [each.bounds for other, each in enumerate(boxes) if other != index]
        if values.every or all(is_free(text, (*taken, *others)) for text in texts):
            found[index] = texts
            taken += [ink_bounds(text) for text in texts]
    return [text for index in sorted(found) for text in found[index]]


class Groups(NamedTuple):
    """Series side by side: the times, the series, and the width of a slot and a column in pixels."""

    ticks: list[Tick]
    series: tuple[RowGroup, ...]
    slot: float
    column: float


def layout_groups(card: CardText, size: Format, body: Area) -> list[Mark] | None:
    """Lay out a few series side by side, each column with its own name; None if they do not fit."""
    rows = [row for group in card.groups for row in group.rows if row]
    slots, count = count_slots(rows), len(card.groups)
    if count > MAX_SERIES_IN_GROUP or slots * count > MAX_GROUPED:
        return None
    slot = (body.width + GROUP_GAP) / slots
    width = slot - GROUP_GAP
    centers = [body.left + slot * n + width / 2 for n in range(slots)]
    groups = Groups(collect_ticks(rows, centers), card.groups, slot, width / count)
    names = [group.label for group in card.groups]
    kind = size.small.size
    values = fit_values(rows, (), size, groups.column)
    wide = max(text_width(name, Weight.REGULAR, kind) for name in names) > groups.column - STEP
    captions = max(text_width(tick.text, Weight.BOLD, kind) for tick in groups.ticks) > width
    area = body._replace(bottom=body.bottom - size.small.leading * 2)
    plot = area._replace(top=round(area.top + size.label.size * CAP_HEIGHT + STEP))
    if not values.every or wide or captions or plot.height < size.label.leading:
        return None
    return [*_group_marks(groups, size, plot, values.kind), *_caption_marks(groups, size, area)]


def _group_marks(groups: Groups, size: Format, area: Area, kind: int) -> list[Mark]:
    top_value = max(row.value for group in groups.series for row in group.rows if row) or 1
    marks: list[Mark] = []
    for n, group in enumerate(groups.series):
        color, text_color = (Color.ACCENT, Color.ACCENT) if group.accent else (Color.BAR, Color.TEXT)
        for row in filter(None, group.rows):
            left = area.left + groups.slot * row.position + groups.column * n
            right = left + groups.column - COLUMN_GAP
            top = area.bottom - max(MIN_HEIGHT, area.height * row.value / top_value)
            fill = Fill.STRIPED if row.unfinished else Fill.SOLID
            phrase = number_phrase(row, kind, size, text_color)
            middle = (left + right) / 2
            marks.append(box((left, top, right, area.bottom), color, fill))
            marks += place_phrase(phrase, middle - phrase.width / 2, round(top) - STEP)
            baseline = area.bottom + size.small.leading - STEP // 2
            name = TextMark(group.label, middle, baseline, size.small.size, color=text_color)
            marks.append(center(name))
    return marks


def _caption_marks(groups: Groups, size: Format, area: Area) -> list[Mark]:
    baseline = area.bottom + size.small.leading * 2 - 2
    marks: list[Mark] = []
    for tick in groups.ticks:
        half = (groups.slot - GROUP_GAP) / 2
        edges = (tick.x - half, area.bottom, tick.x + half, area.bottom + 2)
        marks.append(box(edges, Color.TEXT))
        marks.append(center(TextMark(tick.text, tick.x, baseline, size.small.size, Weight.BOLD)))
    return marks
