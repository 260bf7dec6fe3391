"""Lays out amounts: rows with a bar below each, bars beside their labels, and the parts of a whole."""

from __future__ import annotations

from functools import partial
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from plugins.cards.design import STEP, Color, TooLongError
from plugins.cards.font import CAP_HEIGHT, COMMA_DEPTH, Weight, text_width
from plugins.cards.frame import hairline_box
from plugins.cards.scene import Fill, Mark, Text, align_right, box, center
from plugins.cards.text_layout import (
    cap_height,
    label_lines,
    largest_numeral,
    middle_baseline,
    number_phrase,
    phrase_width,
    place_phrase,
    snap,
    tick_marks,
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
PART_GAP = 4  # between parts, in pixels
MAX_PART_THICKNESS, MIN_PART_THICKNESS = 240, 50  # in pixels


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
        omitted = [Text(text, body.left, body.bottom - STEP // 2, size.small.size, color=Color.MUTED)]
        body = body._replace(bottom=body.bottom - size.small.leading)
    return [*_layout_beside(rows, size, body), *omitted]


def layout_change(card: CardText, size: Format, body: Area) -> list[Mark]:
    """Lay out a number and the one before it, in the order of time; raises `TooLongError`."""
    found = _layout_rows(card.rows, size, body)
    if not found:
        raise TooLongError(max((f"{row.amount} {row.label}" for row in card.rows), key=len))
    return found


def _color(row: Row) -> Color:
    return Color.ACCENT if row.accent else Color.BAR


def _text_color(row: Row) -> Color:
    return Color.ACCENT if row.accent else Color.TEXT


def _fill(row: Row) -> Fill:
    return Fill.OUTLINE if row.computed else Fill.STRIPED if row.unfinished else Fill.SOLID


class RowLines(NamedTuple):
    """The lines of the labels above the numbers, if they stand there, and their type."""

    kind: TypeSize
    labels: list[list[Text]]

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
        phrase = number_phrase(row, row_type.kind, size, _text_color(row))
        if above.labels:
            first = top + cap_height(above.kind.size)
            marks += [line._replace(x=body.left, baseline=first + line.baseline) for line in above.labels[n]]
        else:
            marks.append(Text(row.label, body.left + phrase.width + LABEL_GAP, baseline, size.label.size))
        bar = baseline + max(STEP * 2, snap(row_type.kind * COMMA_DEPTH) + STEP)
        length = max(MIN_LENGTH, body.width * row.value / top_value)
        edges = (body.left, bar, body.left + length, bar + row_type.thickness)
        marks += [*place_phrase(phrase, body.left, baseline), box(edges, _color(row), _fill(row))]
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
    names: list[list[Text]],
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
        marks.append(box((left, upper, left + length, upper + thickness), _color(row), _fill(row)))
        phrase = number_phrase(row, kind, size, _text_color(row))
        marks += place_phrase(phrase, left + length + VALUE_GAP, baseline)
    return marks


def layout_share(card: CardText, size: Format, body: Area) -> list[Mark]:
    """Lay out parts of one whole: a thick bar, each part named under itself, or in rows if one is narrow."""
    total = card.whole.value if card.whole else sum(row.value for row in card.rows)
    widths = [body.width * row.value / total if total else 0 for row in card.rows]
    kind = size.numerals[-2]
    top = _part_top(card, size, body)
    if all(
        max(text_width(row.label, Weight.REGULAR, size.label.size), phrase_width(row, kind, size))
        <= width - STEP
        for row, width in zip(card.rows, widths, strict=True)
    ):
        thickness = snap(body.bottom - cap_height(kind) - size.label.leading - STEP * 3 - top)
        if thickness >= MIN_PART_THICKNESS:
            bar = (top, min(thickness, MAX_PART_THICKNESS))
            return [*_part_marks(card, size, body, bar), *_names_below(card, size, body, bar)]
    return _layout_part_rows(card, size, body)


def _part_marks(card: CardText, size: Format, body: Area, bar: tuple[int, int]) -> list[Mark]:
    """The thick bar; `bar` is its top and its thickness."""
    top, thickness = bar
    marks: list[Mark] = []
    total = (card.whole.value if card.whole else 0) or sum(row.value for row in card.rows) or 1
    left = float(body.left)
    for n, row in enumerate(card.rows):
        right = left + body.width * row.value / total
        end = right - (PART_GAP if n < len(card.rows) - 1 else 0)
        if end - left >= 1:
            edges = (left, top, min(end, body.right), top + thickness)
            marks.append(box(edges, _color(row), _fill(row)))
        left = right
    if card.fraction:
        marks += _fraction_marks(card, size, body, bar)
    return marks


def _part_top(card: CardText, size: Format, body: Area) -> int:
    """The top of the thick bar: below the name of the title's fraction if that stands above it."""
    above = card.fraction and not _fraction_name(card, size, body)
    return body.top + (size.label.leading + STEP if above else STEP * 2)


def _fraction_name(card: CardText, size: Format, body: Area) -> Text | None:
    """The name of the title's fraction within the first part, at the baseline 0; None if it has no room."""
    if not (card.fraction and card.whole and card.rows[0].accent):
        return None
    right = body.left + body.width * card.fraction.share - STEP * 1.6
    first = body.left + body.width * card.rows[0].value / (card.whole.value or 1)
    name = align_right(Text(card.fraction.name, right, 0, size.label.size, Weight.BOLD, Color.ON_ACCENT))
    return name if name.x >= body.left + STEP and right <= first else None


def _fraction_marks(card: CardText, size: Format, body: Area, bar: tuple[int, int]) -> list[Mark]:
    """The tick of the title's fraction, named in the first part or above the bar."""
    top, thickness = bar
    if not card.fraction:
        return []
    x = body.left + body.width * card.fraction.share
    marks: list[Mark] = [*tick_marks(x, top - STEP, top + thickness + STEP)]
    if name := _fraction_name(card, size, body):
        return [*marks, name._replace(baseline=middle_baseline(top, thickness, size.label.size))]
    above = center(Text(card.fraction.name, x, top - STEP * 2, size.label.size))
    edge = max(body.left, min(above.x, body.right - above.width))
    return [*marks, above._replace(x=edge)]


def _names_below(card: CardText, size: Format, body: Area, bar: tuple[int, int]) -> list[Mark]:
    kind = size.numerals[-2]
    baseline = sum(bar) + STEP * 2 + cap_height(kind)
    total = card.whole.value if card.whole else 1
    left = float(body.left)
    marks: list[Mark] = []
    for row in card.rows:
        marks += place_phrase(number_phrase(row, kind, size, _text_color(row)), left, baseline)
        marks.append(Text(row.label, left, baseline + size.label.leading + STEP // 2, size.label.size))
        left += body.width * row.value / total
    return marks


def _layout_part_rows(card: CardText, size: Format, body: Area) -> list[Mark]:
    """The bar, and its parts in rows below it in the same order, each with a swatch."""
    top, count = _part_top(card, size, body), len(card.rows)
    for kind in (size.label, size.small):
        room = body.bottom - top - STEP - MIN_PART_THICKNESS
        pitch = min(kind.leading + STEP * (1 if size.wide else 4), snap(room / count))
        side = round(kind.size * 0.8)
        widths = [
            side
            + 2 * STEP
            + text_width(row.label, Weight.REGULAR, kind.size)
            + STEP * 2
            + phrase_width(row, kind.size, size)
            for row in card.rows
        ]
        if pitch >= kind.size * CAP_HEIGHT + STEP and max(widths) <= body.width:
            break
    else:
        raise TooLongError(max((row.label for row in card.rows), key=len))
    thickness = min(snap(body.bottom - top - STEP - pitch * count), MAX_PART_THICKNESS)
    marks = _part_marks(card, size, body, (top, thickness))
    for n, row in enumerate(card.rows):
        upper = top + thickness + STEP + pitch * n
        baseline = middle_baseline(upper, pitch, kind.size)
        middle = upper + pitch / 2
        edges = (body.left, middle - side / 2, body.left + side, middle + side / 2)
        marks += [box(edges, _color(row), _fill(row))]
        marks.append(Text(row.label, body.left + side + 2 * STEP, baseline, kind.size))
        phrase = number_phrase(row, kind.size, size, _text_color(row))
        marks += place_phrase(phrase, body.right - phrase.width, baseline)
        marks += [hairline_box(body.left, body.right, upper)] if n else []
    return marks
