"""Lays out a time series as columns or a line, with the values at the marks instead of an axis."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from plugins.cards.design import Area, Color, TooLongError
from plugins.cards.font import Weight, text_width
from plugins.cards.scene import Box, Fill, Mark, Ring, Stroke, Text, center

if TYPE_CHECKING:
    from collections.abc import Sequence

    from plugins.cards.card_text import CardText, Row
    from plugins.cards.design import Format

COLUMN_SHARE = 0.68  # width of a column, of the distance between points
MAX_COLUMN_WIDTH = 150  # in pixels
DOT_RADIUS = 9  # in pixels
MAX_VALUE_SHARE = 0.96  # width of a value, of the distance between points
LINE_STEP = 1.5  # in type sizes


class Chart(NamedTuple):
    """The rows with the centers and the heights of their marks, in pixels."""

    rows: Sequence[Row]
    centers: list[float]
    heights: list[int]
    area: Area
    line: bool


def layout_series(card: CardText, size: Format, body: Area) -> list[Mark]:
    """Lay out the chart, its values, and the labels and years below it."""
    chart = _compute_chart(card, size, body)
    draw = _line_marks if chart.line else _column_marks
    return [
        Box(chart.area.left, chart.area.bottom, chart.area.right, chart.area.bottom + 2, Color.LINE),
        *draw(chart),
        *_value_marks(chart, size),
        *_tick_marks(chart, size),
    ]


def _compute_chart(card: CardText, size: Format, body: Area) -> Chart:
    """The positions of all points; raises `TooLongError` if no height is left for them."""
    has_years = any(row.year for row in card.rows)
    under = round(size.small * LINE_STEP * (2 if has_years else 1))
    area = Area(body.left, body.top + round(size.label * LINE_STEP), body.right, body.bottom - under)
    if area.height < size.label:
        raise TooLongError(card.title)
    pitch = area.width / len(card.rows)
    centers = [area.left + pitch * (index + 0.5) for index in range(len(card.rows))]
    top_value = max(row.value for row in card.rows) or 1
    heights = [round(area.height * row.value / top_value) for row in card.rows]
    return Chart(card.rows, centers, heights, area, card.line_chart)


def _column_marks(chart: Chart) -> list[Mark]:
    width = min(MAX_COLUMN_WIDTH, max(2, round(chart.area.width / len(chart.rows) * COLUMN_SHARE)))
    bottom, highest = chart.area.bottom, max(chart.heights)
    return [
        Box(
            round(center_x - width / 2),
            bottom - max(height, 2),
            round(center_x - width / 2) + width,
            bottom,
            Color.ACCENT if height == highest else Color.BAR,
            Fill.STRIPED if row.unfinished else Fill.SOLID,
            radius=min(6, width // 5),
        )
        for row, center_x, height in zip(chart.rows, chart.centers, chart.heights, strict=True)
    ]


def _line_marks(chart: Chart) -> list[Mark]:
    heights = [float(chart.area.bottom - height) for height in chart.heights]
    points = tuple(zip(chart.centers, heights, strict=True))
    dots: list[Mark] = []
    for index in sorted(_highlighted_points(chart.rows)):
        width = DOT_RADIUS / 2 if chart.rows[index].unfinished else DOT_RADIUS
        dots.append(Ring(*points[index], DOT_RADIUS, width, Color.ACCENT))
    return [Stroke(points, Color.ACCENT), *dots]


def _highlighted_points(rows: Sequence[Row]) -> set[int]:
    highest = max(range(len(rows)), key=lambda index: rows[index].value)
    return {0, len(rows) - 1, highest}


def _value_marks(chart: Chart, size: Format) -> list[Mark]:
    """All values if they fit in one size, else those of the highlighted points that do not overlap."""
    pitch = chart.area.width / len(chart.rows) * MAX_VALUE_SHARE
    type_size, chosen = size.label, _highlighted_points(chart.rows)
    for tried in () if chart.line else (size.label, size.small):
        if max(text_width(row.marked_amount, Weight.BOLD, tried) for row in chart.rows) <= pitch:
            type_size, chosen = tried, set(range(len(chart.rows)))
            break
    marks: list[Text] = []
    for index in sorted(chosen, key=lambda point: (-chart.heights[point], point)):
        mark = _value_mark(chart, index, type_size)
        if not any(_overlaps(mark, other) for other in marks):
            marks.append(mark)
    return [*marks]


def _value_mark(chart: Chart, index: int, type_size: int) -> Text:
    """A value above its mark, or below it where the line would cross the text."""
    highest = max(chart.heights)
    height = max(chart.heights[index], 2)
    beside = chart.heights[max(0, index - 1) : index + 2]
    under = chart.line and height < max(beside) and height > type_size * 1.6
    drop = -round(type_size * 1.25) if under else round(type_size * (0.7 if chart.line else 0.45))
    color = Color.ACCENT if chart.heights[index] == highest else Color.TEXT
    text = chart.rows[index].marked_amount
    baseline = chart.area.bottom - height - drop
    mark = center(Text(text, chart.centers[index], baseline, type_size, Weight.BOLD, color))
    return _clamp_text(mark, chart.area)


def _clamp_text(mark: Text, area: Area) -> Text:
    """Move a text horizontally into the area; raises `TooLongError` if it is wider."""
    width = mark.bounds.right - mark.x
    if width > area.width:
        raise TooLongError(mark.text)
    return mark._replace(x=min(max(mark.x, area.left), area.right - width))


def _overlaps(one: Text, other: Text) -> bool:
    a, b = one.bounds, other.bounds
    return (
        a.left < b.right + one.size / 4
        and b.left < a.right + one.size / 4
        and a.top < b.bottom
        and b.top < a.bottom
    )


def _tick_marks(chart: Chart, size: Format) -> list[Mark]:
    pitch = chart.area.width / len(chart.rows)
    widest = max(text_width(row.tick, Weight.REGULAR, size.small) for row in chart.rows) + size.small * 0.4
    every = max(1, -int(-widest // pitch))
    baseline = chart.area.bottom + round(size.small * 1.25)
    ticks = [
        _clamp_text(center(Text(row.tick, center_x, baseline, size.small, color=Color.MUTED)), chart.area)
        for row, center_x in zip(chart.rows[::every], chart.centers[::every], strict=True)
    ]
    return [*ticks, *_year_marks(chart, size, baseline + round(size.small * LINE_STEP * 0.9))]


def _year_marks(chart: Chart, size: Format, baseline: int) -> list[Mark]:
    marks: list[Mark] = []
    free = float(chart.area.left)
    years = [""] + [row.year for row in chart.rows]
    for previous, year, center_x in zip(years, years[1:], chart.centers, strict=False):
        mark = center(Text(year, center_x, baseline, size.small, Weight.BOLD, Color.MUTED))
        mark = _clamp_text(mark, chart.area)
        if year not in {"", previous} and mark.x >= free:
            marks.append(mark)
            free = mark.bounds.right + size.small * 0.4
    return marks
