"""A row of figures over time: columns, or a line where there are many; values on the marks, no axis."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from plugins.cards.face import Weight, width_of
from plugins.cards.formats import Area
from plugins.cards.marks import Box, Fill, Ink, Mark, Ring, Stroke, Text, centred
from plugins.cards.wrap import TooLongError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from plugins.cards.card_text import CardText, Row
    from plugins.cards.formats import Format

FILLED = 0.68  # how much of its place a column fills
WIDEST = 150  # of a column, in pixels
DOT = 9  # radius of a point on a line, in pixels
CROWDED = 0.96  # how much of its place a value may take
AIR = 1.5  # from one line of small type to the next


class Chart(NamedTuple):
    """The rows with the middles of their places and the heights of their marks, in pixels."""

    rows: Sequence[Row]
    middles: list[float]
    heights: list[int]
    area: Area
    line: bool


def series_marks(poster: CardText, size: Format, body: Area) -> list[Mark]:
    """The chart, its values, and under it the points' names with their years."""
    chart = chart_of(poster, size, body)
    draw = line_marks if chart.line else column_marks
    return [
        Box(chart.area.left, chart.area.bottom, chart.area.right, chart.area.bottom + 2, Ink.LINE),
        *draw(chart),
        *value_marks(chart, size),
        *tick_marks(chart, size),
    ]


def chart_of(poster: CardText, size: Format, body: Area) -> Chart:
    """The places of all points; raises `TooLongError` where no height is left for them."""
    years = any(row.year for row in poster.rows)
    under = round(size.small * AIR * (2 if years else 1))
    area = Area(body.left, body.top + round(size.label * AIR), body.right, body.bottom - under)
    if area.height < size.label:
        raise TooLongError(poster.title)
    pitch = area.width / len(poster.rows)
    middles = [area.left + pitch * (index + 0.5) for index in range(len(poster.rows))]
    top_value = max(row.value for row in poster.rows) or 1
    heights = [round(area.height * row.value / top_value) for row in poster.rows]
    return Chart(poster.rows, middles, heights, area, poster.line_chart)


def column_marks(chart: Chart) -> list[Mark]:
    """A column for each point; the highest is loud, an unfinished one striped."""
    width = min(WIDEST, max(2, round(chart.area.width / len(chart.rows) * FILLED)))
    bottom, highest = chart.area.bottom, max(chart.heights)
    return [
        Box(
            round(middle - width / 2),
            bottom - max(height, 2),
            round(middle - width / 2) + width,
            bottom,
            Ink.ACCENT if height == highest else Ink.BAR,
            Fill.STRIPED if row.unfinished else Fill.SOLID,
            radius=min(6, width // 5),
        )
        for row, middle, height in zip(chart.rows, chart.middles, chart.heights, strict=True)
    ]


def line_marks(chart: Chart) -> list[Mark]:
    """A line through the points, with a dot where a value is told and a ring where it is unfinished."""
    heights = [float(chart.area.bottom - height) for height in chart.heights]
    points = tuple(zip(chart.middles, heights, strict=True))
    dots = [
        Ring(*points[index], DOT, DOT / 2 if chart.rows[index].unfinished else DOT, Ink.ACCENT)
        for index in sorted(told_points(chart.rows))
    ]
    return [Stroke(points, Ink.ACCENT), *dots]


def told_points(rows: Sequence[Row]) -> set[int]:
    """The points worth a number when not all fit: the first, the last, the highest."""
    highest = max(range(len(rows)), key=lambda index: rows[index].value)
    return {0, len(rows) - 1, highest}


def value_text(row: Row) -> str:
    """«96*» for an unfinished point."""
    return " ".join(filter(None, (row.hedge, row.number))) + ("*" if row.unfinished else "")


def value_marks(chart: Chart, size: Format) -> list[Mark]:
    """Every value above its mark where all fit, else those of the points worth telling."""
    pitch = chart.area.width / len(chart.rows) * CROWDED
    type_size, chosen = size.label, told_points(chart.rows)
    for tried in () if chart.line else (size.label, size.small):
        if max(width_of(value_text(row), Weight.BOLD, tried) for row in chart.rows) <= pitch:
            type_size, chosen = tried, set(range(len(chart.rows)))
            break
    marks: list[Text] = []
    for index in sorted(chosen, key=lambda place: (-chart.heights[place], place)):
        mark = value_mark(chart, index, type_size)
        if not any(overlap(mark, other) for other in marks):
            marks.append(mark)
    return [*marks]


def value_mark(chart: Chart, index: int, type_size: int) -> Text:
    """A value above its mark; under a line that comes down to the point, where the line would cross it."""
    highest = max(chart.heights)
    height = max(chart.heights[index], 2)
    beside = chart.heights[max(0, index - 1) : index + 2]
    under = chart.line and height < max(beside) and height > type_size * 1.6
    drop = -round(type_size * 1.25) if under else round(type_size * (0.7 if chart.line else 0.45))
    ink = Ink.ACCENT if chart.heights[index] == highest else Ink.INK
    text = value_text(chart.rows[index])
    place = chart.area.bottom - height - drop
    mark = centred(Text(text, chart.middles[index], place, type_size, Weight.BOLD, ink))
    return kept_inside(mark, chart.area)


def kept_inside(mark: Text, area: Area) -> Text:
    """A text moved so far that it keeps within the chart; raises `TooLongError` where it is wider."""
    width = mark.bounds.right - mark.x
    if width > area.width:
        raise TooLongError(mark.text)
    return mark._replace(x=min(max(mark.x, area.left), area.right - width))


def overlap(one: Text, other: Text) -> bool:
    """Whether two texts touch."""
    a, b = one.bounds, other.bounds
    return (
        a.left < b.right + one.size / 4
        and b.left < a.right + one.size / 4
        and a.top < b.bottom
        and b.top < a.bottom
    )


def tick_marks(chart: Chart, size: Format) -> list[Mark]:
    """The points' names, as many as fit evenly, and a year under its first point."""
    pitch = chart.area.width / len(chart.rows)
    widest = max(width_of(row.tick, Weight.REGULAR, size.small) for row in chart.rows) + size.small * 0.4
    every = max(1, -int(-widest // pitch))
    baseline = chart.area.bottom + round(size.small * 1.25)
    ticks = [
        kept_inside(centred(Text(row.tick, middle, baseline, size.small, ink=Ink.SOFT)), chart.area)
        for row, middle in zip(chart.rows[::every], chart.middles[::every], strict=True)
    ]
    return [*ticks, *year_marks(chart, size, baseline + round(size.small * AIR * 0.9))]


def year_marks(chart: Chart, size: Format, baseline: int) -> list[Mark]:
    """A year under its first point, if there is room after the year before."""
    marks: list[Mark] = []
    free = float(chart.area.left)
    years = [""] + [row.year for row in chart.rows]
    for before, year, middle in zip(years, years[1:], chart.middles, strict=False):
        mark = centred(Text(year, middle, baseline, size.small, Weight.BOLD, Ink.SOFT))
        mark = kept_inside(mark, chart.area)
        if year not in {"", before} and mark.x >= free:
            marks.append(mark)
            free = mark.bounds.right + size.small * 0.4
    return marks
