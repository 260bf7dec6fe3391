"""A row of figures over time: columns, or a line where there are many; values on the marks, no axis."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plugins.cards.face import Weight, width_of
from plugins.cards.formats import Area
from plugins.cards.marks import Box, Fill, Ink, Mark, Ring, Stroke, Text, centred
from plugins.cards.wrap import TooLongError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from plugins.cards.formats import Format
    from plugins.cards.poster import Poster, Row

FILLED = 0.68  # how much of its place a column fills
WIDEST = 150  # of a column, in pixels
AIR = 1.5  # from one line of small type to the next


def series_marks(poster: Poster, size: Format, body: Area) -> list[Mark]:
    """The chart, its values, and under it the points' names with their years."""
    years = any(row.year for row in poster.rows)
    under = round(size.small * AIR * (2 if years else 1))
    over = round(size.label * AIR)
    area = Area(body.left, body.top + over, body.right, body.bottom - under)
    if area.height < size.label:
        raise TooLongError(poster.title)
    pitch = area.width / len(poster.rows)
    middles = [area.left + pitch * (index + 0.5) for index in range(len(poster.rows))]
    top_value = max(row.value for row in poster.rows) or 1
    heights = [round(area.height * row.value / top_value) for row in poster.rows]
    draw = line_marks if poster.line_chart else column_marks
    return [
        Box(area.left, area.bottom, area.right, area.bottom + 2, Ink.LINE),
        *draw(poster.rows, middles, heights, area),
        *value_marks(poster.rows, middles, heights, area, size),
        *tick_marks(poster.rows, middles, area, size),
    ]


def column_marks(rows: Sequence[Row], middles: list[float], heights: list[int], area: Area) -> list[Mark]:
    """A column for each point; the highest is loud, an unfinished one striped."""
    width = min(WIDEST, max(2, round(area.width / len(rows) * FILLED)))
    highest = max(heights)
    return [
        Box(
            round(middle - width / 2),
            area.bottom - max(height, 2),
            round(middle - width / 2) + width,
            area.bottom,
            Ink.ACCENT if height == highest else Ink.BAR,
            Fill.STRIPED if row.unfinished else Fill.SOLID,
            radius=min(6, width // 5),
        )
        for row, middle, height in zip(rows, middles, heights, strict=True)
    ]


def line_marks(rows: Sequence[Row], middles: list[float], heights: list[int], area: Area) -> list[Mark]:
    """A line through the points, with a dot where a value is told and a ring where it is unfinished."""
    points = tuple((x, float(area.bottom - height)) for x, height in zip(middles, heights, strict=True))
    told = told_points(rows)
    dots = [
        Ring(x, y, 9, 4 if rows[index].unfinished else 9, Ink.ACCENT)
        for index, (x, y) in enumerate(points)
        if index in told
    ]
    return [Stroke(points, Ink.ACCENT, width=5), *dots]


def told_points(rows: Sequence[Row]) -> set[int]:
    """The points worth a number when not all fit: the first, the last, the highest."""
    highest = max(range(len(rows)), key=lambda index: rows[index].value)
    return {0, len(rows) - 1, highest}


def value_text(row: Row) -> str:
    """«96*» for an unfinished point."""
    return " ".join(filter(None, (row.hedge, row.number))) + ("*" if row.unfinished else "")


def value_marks(
    rows: Sequence[Row], middles: list[float], heights: list[int], area: Area, size: Format
) -> list[Mark]:
    """Every value above its mark where all fit, else those of the points worth telling."""
    pitch = area.width / len(rows)
    type_size = size.label
    widest = max(width_of(value_text(row), Weight.BOLD, size.label) for row in rows)
    if widest > pitch * 0.96:
        type_size = size.small
        widest = max(width_of(value_text(row), Weight.BOLD, size.small) for row in rows)
    chosen = set(range(len(rows))) if widest <= pitch * 0.96 else told_points(rows)
    highest = max(heights)
    marks: list[Text] = []
    for index in sorted(chosen, key=lambda place: (-heights[place], place)):
        baseline = area.bottom - max(heights[index], 2) - round(type_size * 0.45)
        ink = Ink.ACCENT if heights[index] == highest else Ink.INK
        mark = kept_inside(
            centred(Text(value_text(rows[index]), middles[index], baseline, type_size, Weight.BOLD, ink)),
            area,
        )
        if not any(overlap(mark, other) for other in marks):
            marks.append(mark)
    return [*marks]


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


def tick_marks(rows: Sequence[Row], middles: list[float], area: Area, size: Format) -> list[Mark]:
    """The points' names, as many as fit evenly, and a year under its first point."""
    pitch = area.width / len(rows)
    widest = max(width_of(row.tick, Weight.REGULAR, size.small) for row in rows) + size.small * 0.4
    every = max(1, -int(-widest // pitch))
    baseline = area.bottom + round(size.small * 1.25)
    marks: list[Mark] = []
    years_end = float(area.left)
    for index, row in enumerate(rows):
        if index % every == 0:
            tick = centred(Text(row.tick, middles[index], baseline, size.small, Weight.REGULAR, Ink.SOFT))
            marks.append(kept_inside(tick, area))
        if row.year and (index == 0 or rows[index - 1].year != row.year):
            year = centred(
                Text(
                    row.year,
                    middles[index],
                    baseline + round(size.small * AIR * 0.9),
                    size.small,
                    Weight.BOLD,
                    Ink.SOFT,
                )
            )
            year = kept_inside(year, area)
            if year.x >= years_end:
                marks.append(year)
                years_end = year.bounds.right + size.small * 0.4
    return marks
