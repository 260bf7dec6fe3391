"""Lays out amounts: rows with a bar below each, bars beside their labels, and the parts of a whole."""

from __future__ import annotations

from functools import partial
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from plugins.cards.design import STEP, Color, TooLongError
from plugins.cards.font import COMMA_DEPTH, Weight, text_width
from plugins.cards.scene import Fill, Mark, TextMark, box
from plugins.cards.text_layout import (
    cap_height,
    label_lines,
    largest_numeral,
    middle_baseline,
    number_phrase,
    phrase_width,
    place_phrase,
    snap,
    widest,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plugins.cards.card_text import CardText, Row
    from plugins.cards.design import Area, Format, TypeSize

MAX_ROWS = {"share": 3, "post": 4, "story": 5}  # with a bar below each
MAX_BARS = {"share": 5, "post": 8, "story": 12}
MAX_THICKNESS, MAX_ROW_PITCH = {True: 70, False: 110}, 420  # in pixels
LABEL_GAP, VALUE_GAP = 24, 16  # between a label or a value and its bar, in pixels
LABEL_SHARES = (0.5, 0.36)  # of the width beside the bars
MIN_BAR_SHARE = 0.15  # the length of the longest bar, of the width
MIN_LENGTH = 4  # of a bar, in pixels: zero is seen


def layout_bars(card: CardText, size: Format, body: Area) -> list[Mark]:
    """Lay out two or three bars as rows, more as bars beside their labels; the last ones go first."""
    rows = card.rows[: MAX_BARS[size.name]]
    if len(rows) <= MAX_ROWS[size.name]:
        found = _layout_rows(rows, size, body)
        if found:
            return found
    omitted: list[Mark] = []
    if len(rows) < len(card.rows):
        text = card.omitted.format(shown=len(rows), count=len(card.rows))
        omitted = [TextMark(text, body.left, body.bottom - STEP // 2, size.small.size, color=Color.MUTED)]
        body = body._replace(bottom=body.bottom - size.small.leading)
    return [*_layout_beside(rows, size, body), *omitted]


def layout_change(card: CardText, size: Format, body: Area) -> list[Mark]:
    """Lay out a number and the one before it, in the order of time; raises `TooLongError`."""
    found = _layout_rows(card.rows, size, body)
    if not found:
        raise TooLongError(max((f"{row.amount} {row.label}" for row in card.rows), key=len))
    return found


def row_color(row: Row) -> Color:
    """The color of a figure's bar."""
    return Color.ACCENT if row.accent else Color.BAR


def row_text_color(row: Row) -> Color:
    """The color of a figure's number."""
    return Color.ACCENT if row.accent else Color.TEXT


def row_fill(row: Row) -> Fill:
    """How a figure's bar is filled: outlined if computed, striped if its period is unfinished."""
    return Fill.OUTLINE if row.computed else Fill.STRIPED if row.unfinished else Fill.SOLID


class RowLines(NamedTuple):
    """The lines of the labels above the numbers, if they stand there, and their type."""

    kind: TypeSize
    labels: list[list[TextMark]]

    @property
    def height(self) -> int:
        """The height of the lines in pixels."""
        return self.kind.leading * max((len(lines) for lines in self.labels), default=0)


def _layout_rows(rows: tuple[Row, ...], size: Format, body: Area) -> list[Mark]:
    """Number and words on one line, or the words above, and the bar below; empty if they do not fit."""
    gap = STEP * (3 if size.wide else 6)
    pitch = snap(min((body.height + gap) / len(rows), MAX_ROW_PITCH))
    thickness = min(snap((pitch - gap) * 0.34), MAX_THICKNESS[size.wide])
    air = STEP * (2 if len(rows) < MAX_ROWS["share"] else 1)
    usual, compact = (thickness, air), (min(thickness, STEP * 2), STEP)
    for above, (thickness, air) in product(_row_lines(rows, size, body), (usual, compact)):
        fits = partial(_number_fits if above.labels else _one_line_fits, rows, size, body)
        room = pitch - gap - above.height - thickness - STEP * 2 - air
        kind = largest_numeral(size, fits, room)
        if kind and thickness >= STEP:
            return _row_marks(rows, above, RowType(kind, pitch, thickness, air), size, body)
    return []


def _row_lines(rows: tuple[Row, ...], size: Format, body: Area) -> Iterator[RowLines]:
    """Where the labels may stand: beside the numbers, else in one or two lines above them."""
    yield RowLines(size.label, [])
    for kind, count in ((size.label, 1), (size.label, 2), (size.small, 1), (size.small, 2)):
        if labels := label_lines([row.label for row in rows], kind, body.width, count):
            yield RowLines(kind, labels)


def _one_line_fits(rows: tuple[Row, ...], size: Format, body: Area, kind: int) -> bool:
    return all(
        phrase_width(row, kind, size) + LABEL_GAP + text_width(row.label, Weight.REGULAR, size.label.size)
        <= body.width
        for row in rows
    )


def _number_fits(rows: tuple[Row, ...], size: Format, body: Area, kind: int) -> bool:
    return widest(rows, kind, size) <= body.width


class RowType(NamedTuple):
    """The type size of numbers, the pitch of rows, and the thickness of bars and the air above, in pixels."""

    kind: int
    pitch: int
    thickness: int
    air: int


def _row_marks(
    rows: tuple[Row, ...], above: RowLines, row_type: RowType, size: Format, body: Area
) -> list[Mark]:
    top_value = max(row.value for row in rows) or 1
    marks: list[Mark] = []
    for n, row in enumerate(rows):
        top = body.top + n * row_type.pitch
        baseline = top + above.height + cap_height(row_type.kind) + row_type.air
        phrase = number_phrase(row, row_type.kind, size, row_text_color(row))
        if above.labels:
            first = top + cap_height(above.kind.size)
            marks += [line._replace(x=body.left, baseline=first + line.baseline) for line in above.labels[n]]
        else:
            marks.append(TextMark(row.label, body.left + phrase.width + LABEL_GAP, baseline, size.label.size))
        bar = baseline + max(STEP * 2, snap(row_type.kind * COMMA_DEPTH) + STEP)
        length = max(MIN_LENGTH, body.width * row.value / top_value)
        edges = (body.left, bar, body.left + length, bar + row_type.thickness)
        marks += [*place_phrase(phrase, body.left, baseline), box(edges, row_color(row), row_fill(row))]
    return marks


def _layout_beside(rows: tuple[Row, ...], size: Format, body: Area) -> list[Mark]:
    """Label, bar and value on one line; the longest bar leaves room for every value."""
    pitch = min(snap(body.height / len(rows)), size.label.leading * 3)
    for (kind, max_lines), share in product(
        ((size.label, 1), (size.small, 1), (size.label, 2), (size.small, 2)), LABEL_SHARES
    ):
        names = label_lines([row.label for row in rows], kind, body.width * share, max_lines)
        if not names or pitch < kind.leading * max_lines:
            continue
        side = snap(max(line.width for lines in names for line in lines) + LABEL_GAP + STEP - 1)
        scale = _bar_scale(rows, kind, size, body.width - side)
        if scale >= MIN_BAR_SHARE * body.width:
            return _beside_marks(rows, names, size, body, (pitch, kind.size, side, scale))
    raise TooLongError(max((row.label for row in rows), key=len))


def _bar_scale(rows: tuple[Row, ...], kind: TypeSize, size: Format, room: float) -> float:
    """The length of the longest bar in pixels, so that each bar and its own value fit."""
    top_value = max(row.value for row in rows)
    return min(
        (room - VALUE_GAP - phrase_width(row, kind.size, size)) * (top_value / row.value if row.value else 1)
        for row in rows
    )


def _beside_marks(
    rows: tuple[Row, ...],
    names: list[list[TextMark]],
    size: Format,
    body: Area,
    measures: tuple[int, int, int, float],
) -> list[Mark]:
    """The marks; `measures` are the pitch, the type size, the left edge of the bars and the longest bar."""
    pitch, kind, side, scale = measures
    top_value = max(row.value for row in rows) or 1
    thickness = min(snap(pitch * 0.72), round(kind * 1.4))
    marks: list[Mark] = []
    for n, (row, lines) in enumerate(zip(rows, names, strict=True)):
        top = body.top + n * pitch
        upper = top + (pitch - thickness) // 2
        baseline = middle_baseline(top, pitch, kind)
        up = lines[-1].baseline / 2
        length = max(MIN_LENGTH, scale * row.value / top_value)
        left = body.left + side
        marks += [line._replace(x=body.left, baseline=round(baseline + line.baseline - up)) for line in lines]
        marks.append(box((left, upper, left + length, upper + thickness), row_color(row), row_fill(row)))
        phrase = number_phrase(row, kind, size, row_text_color(row))
        marks += place_phrase(phrase, left + length + VALUE_GAP, baseline)
    return marks
