"""Lays out series over time as lines, placed by time: a line breaks where points are missing."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from plugins.cards.axis import axis_height, base_line, collect_ticks, count_slots, tick_marks_below
from plugins.cards.card_text import RowGroup
from plugins.cards.design import STEP, Color, TooLongError
from plugins.cards.end_labels import EndLabel, end_label_marks, fit_end_labels
from plugins.cards.font import CAP_HEIGHT
from plugins.cards.scene import Bounds, Mark, Ring, Stroke, TextMark
from plugins.cards.text_layout import number_phrase, place_phrase
from plugins.cards.value_labels import by_importance, ink_bounds, is_free

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from plugins.cards.card_text import CardText, Row
    from plugins.cards.design import Area, Format

    Point = tuple[float, float]

DOT_RADIUS, LINE_WIDTH, HOLLOW_WIDTH = 0.4, 0.24, 0.16  # in sizes of small type
END_GAP = 0.8  # from the last dot to the label, in sizes of small type
MAX_DOTS = 24  # on all lines; more points have dots only at the ends of lines
PIECE = 24  # of a line, in pixels, when texts look for a free place
MAX_VALUED_POINTS = {True: 12, False: 3}  # of a series with the accent, and of others beside it


class Plotted(NamedTuple):
    """A series with the places of its points in pixels."""

    group: RowGroup
    rows: tuple[Row, ...]
    points: tuple[Point, ...]

    @property
    def color(self) -> Color:
        """The color of its line."""
        return Color.ACCENT if self.group.accent else Color.BAR


def layout_lines(card: CardText, size: Format, body: Area) -> list[Mark]:
    """Lay out one or several series; raises `TooLongError`."""
    groups = card.groups or (RowGroup("", card.rows, accent=True),)
    series = [tuple(row for row in group.rows if row) for group in groups]
    rows = [row for each in series for row in each]
    names, last = [group.label for group in groups], [each[-1] for each in series]
    labels = fit_end_labels(names, last, size, body._replace(bottom=body.bottom - 2 * size.small.leading))
    radius = DOT_RADIUS * size.small.size
    end = body.right - labels.width - END_GAP * size.small.size - radius
    slots = count_slots(rows)
    pitch = (end - body.left - radius) / max(1, slots - 1)
    centers = [body.left + radius + pitch * slot for slot in range(slots)]
    ticks = collect_ticks(rows, centers)
    below = round(radius - STEP // 2)  # dots at zero reach below the line
    foot = body.bottom - axis_height(ticks, size, pitch) - below
    area = body._replace(bottom=foot, right=round(end + radius))
    plot = area._replace(top=round(area.top + size.label.size * CAP_HEIGHT + radius + STEP))
    if plot.height < size.label.leading or area.width < size.label.leading * 2:
        raise TooLongError(card.title)
    plotted = _plot(groups, series, centers, plot)
    ends = [
        EndLabel(each.group.label, each.rows[-1], each.points[-1][1], each.group.accent) for each in plotted
    ]
    room = body._replace(bottom=plot.bottom)
    end_texts = end_label_marks(ends, labels, body.right - labels.width, size, room)
    values = _place_values(plotted, end_texts, size, area)
    return [
        base_line(area),
        *_line_marks(plotted, [set(each) for each in values], size),
        *(text for each in values for texts in each.values() for text in texts),
        *end_texts,
        *tick_marks_below(ticks, size, body._replace(bottom=foot + below), pitch),
    ]


def _plot(
    groups: Sequence[RowGroup], series: Sequence[tuple[Row, ...]], centers: Sequence[float], plot: Area
) -> list[Plotted]:
    """The series with the places of their points, those with the accent last: they are drawn on top."""
    top_value = max(row.value for rows in series for row in rows) or 1
    plotted = [
        Plotted(group, rows, _place(rows, centers, plot, top_value))
        for group, rows in zip(groups, series, strict=True)
    ]
    return sorted(plotted, key=lambda each: each.group.accent)


def _place(rows: Sequence[Row], centers: Sequence[float], plot: Area, top_value: float) -> tuple[Point, ...]:
    return tuple((centers[row.position], plot.bottom - plot.height * row.value / top_value) for row in rows)


def _line_marks(plotted: Sequence[Plotted], valued: Sequence[set[int]], size: Format) -> list[Mark]:
    """The lines and their dots: all if there are few, else at the ends and at `valued` points."""
    width = max(2, round(LINE_WIDTH * size.small.size))
    few = sum(len(each.rows) for each in plotted) <= MAX_DOTS
    marks: list[Mark] = []
    for each, indices in zip(plotted, valued, strict=True):
        for run, dashed in _runs(each.rows):
            if len(run) > 1:
                points = tuple(each.points[index] for index in run)
                marks.append(Stroke(points, each.color, width, dashed=dashed))
        lonely = {run[0] for run, _ in _runs(each.rows) if len(run) == 1}
        dots = range(len(each.rows)) if few else {0, len(each.rows) - 1, *lonely, *indices}
        for index in sorted(dots):
            marks += _dot_marks(each.points[index], each.rows[index], each.color, size)
    return marks


def _runs(rows: Sequence[Row]) -> Iterator[tuple[range, bool]]:
    """The indices of points without a gap between them, and whether the line is dashed.

    A line to an unfinished period is dashed; a point without neighbors is a run of its own.
    """
    start = 0
    for index in range(1, len(rows) + 1):
        ends = index == len(rows)
        gap = not ends and rows[index].position - rows[index - 1].position > 1
        unfinished = not ends and rows[index].unfinished
        if not (ends or gap or unfinished):
            continue
        if index - start > 1 or ends or gap:
            yield range(start, index), rows[index - 1].unfinished
        start = index if gap or ends else index - 1


def _dot_marks(point: Point, row: Row, color: Color, size: Format) -> list[Mark]:
    """A disc, hollow for an unfinished period."""
    radius = DOT_RADIUS * size.small.size
    if not row.unfinished:
        return [Ring(*point, radius, radius, color)]
    return [
        Ring(*point, radius, radius, Color.GROUND),
        Ring(*point, radius, HOLLOW_WIDTH * size.small.size, color),
    ]


def _place_values(
    plotted: Sequence[Plotted], end_texts: Sequence[TextMark], size: Format, area: Area
) -> list[dict[int, list[TextMark]]]:
    """For each series the values that find a free place at their points, the important ones first."""
    taken = [text.bounds for text in end_texts]
    for each in plotted:
        taken += _line_pieces(each.points, size)
    found: list[dict[int, list[TextMark]]] = [{} for _ in plotted]
    for place, each in sorted(enumerate(plotted), key=lambda pair: not pair[1].group.accent):
        most = len(each.rows) if len(plotted) == 1 else MAX_VALUED_POINTS[each.group.accent]
        for index in by_importance(each.rows)[:most]:
            if index == len(each.rows) - 1:
                continue
            places = _value_places(each, index, size, area)
            if texts := next((texts for texts in places if _all_free(texts, taken)), None):
                taken += [ink_bounds(text) for text in texts]
                found[place][index] = texts
    return found


def _all_free(texts: Sequence[TextMark], taken: Sequence[Bounds]) -> bool:
    return all(is_free(text, taken) for text in texts)


def _line_pieces(points: Sequence[Point], size: Format) -> list[Bounds]:
    """The areas that a line and its dots cover, cut into short pieces."""
    radius = DOT_RADIUS * size.small.size
    half = LINE_WIDTH * size.small.size / 2
    found = [Bounds(x - radius, y - radius, x + radius, y + radius) for x, y in points]
    for (x, y), (right, end) in pairwise(points):
        count = max(1, int(max(right - x, abs(end - y)) // PIECE))
        for n in range(count):
            one, other = n / count, (n + 1) / count
            heights = (y + (end - y) * one, y + (end - y) * other)
            found.append(
                Bounds(
                    x + (right - x) * one - half,
                    min(heights) - half,
                    x + (right - x) * other + half,
                    max(heights) + half,
                )
            )
    return found


def _value_places(each: Plotted, index: int, size: Format, area: Area) -> Iterator[list[TextMark]]:
    """Where a value may stand: above its point, to its right, below it; in two type sizes."""
    x, y = each.points[index]
    away = DOT_RADIUS * size.small.size + STEP * (1 if size.small.size >= 2 * STEP else 0.5)
    color = Color.ACCENT if each.group.accent else Color.TEXT
    for kind in (size.label.size, size.small.size):
        phrase = number_phrase(each.rows[index], kind, size, color)
        for left, baseline in (
            (x - phrase.width / 2, y - away),
            (x, y - away),
            (x - phrase.width / 2, y + away + kind * CAP_HEIGHT + 2),
            (x + away, y - kind * CAP_HEIGHT / 2),
        ):
            edge = max(left, area.left)
            inside = edge + phrase.width <= area.right and baseline < area.bottom - 2
            if inside and baseline - kind * CAP_HEIGHT >= area.top - STEP:
                yield place_phrase(phrase, edge, baseline)
