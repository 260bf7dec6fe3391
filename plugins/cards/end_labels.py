"""The names and last values of several series, beside their ends and pushed apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from plugins.cards.design import STEP, Color, TooLongError
from plugins.cards.font import CAP_HEIGHT, DESCENT, Weight, text_width, wrap_text
from plugins.cards.scene import TextMark
from plugins.cards.text_layout import number_phrase, paragraph, phrase_width, place_phrase

if TYPE_CHECKING:
    from collections.abc import Sequence

    from plugins.cards.card_text import Row
    from plugins.cards.design import Area, Format, TypeSize

MAX_NAME_SHARE = 0.42  # of the width of a chart
NAME_LINES = 2
VALUE_GAP = 0.4  # between value and name on one line, in type sizes


class EndLabel(NamedTuple):
    """A series' name, the row of its last value, and the height of its end in pixels from the top."""

    name: str
    row: Row
    y: float
    accent: bool


class EndLabels(NamedTuple):
    """How the labels are set: on one line or with the name below the value, and their width in pixels."""

    kind: TypeSize
    one_line: bool
    name_lines: int
    width: float

    @property
    def name_width(self) -> float:
        """The width in which names are broken."""
        return self.width


def fit_end_labels(names: Sequence[str], rows: Sequence[Row], size: Format, body: Area) -> EndLabels:
    """Fit the labels into their share of a chart: value over name, else on one line.

    Raises `TooLongError`.
    """
    room = body.width * MAX_NAME_SHARE
    small = size.small.size
    values = max(phrase_width(row, size.label.size, size) for row in rows)
    for lines in range(1 if any(names) else 0, NAME_LINES + 1):
        height = size.label.leading + size.small.leading * lines
        fitting = all(
            not name or 0 < len(wrap_text(name, Weight.REGULAR, small, room)) <= lines for name in names
        )
        if fitting and values <= room and (height + STEP) * len(names) <= body.height:
            widest = max(_widest_line(name, small, room) for name in names)
            return EndLabels(size.label, one_line=False, name_lines=lines, width=max(values, widest))
    widths = [
        phrase_width(row, small, size) + VALUE_GAP * small + text_width(name, Weight.REGULAR, small)
        for name, row in zip(names, rows, strict=True)
    ]
    if max(widths) <= room and size.small.leading * len(names) <= body.height:
        return EndLabels(size.small, one_line=True, name_lines=0, width=max(widths))
    raise TooLongError(max(names, key=len) or rows[0].amount)


def _widest_line(name: str, kind: int, room: float) -> float:
    lines = wrap_text(name, Weight.REGULAR, kind, room) if name else ("",)
    return max(text_width(line, Weight.REGULAR, kind) for line in lines)


def end_label_marks(
    labels: Sequence[EndLabel], style: EndLabels, left: float, size: Format, area: Area
) -> list[TextMark]:
    """The labels from `left` on, each as near its end as the others let it be."""
    height = style.kind.leading + size.small.leading * style.name_lines
    gap = 0 if style.one_line else STEP // 2
    ordered = sorted(labels, key=lambda label: label.y)
    tops: list[float] = []
    limit: float
    for label in ordered:
        wanted = label.y - height / 2
        tops.append(max(wanted, tops[-1] + height + gap) if tops else max(wanted, area.top))
    limit = area.bottom - height
    for index in range(len(tops) - 1, -1, -1):
        tops[index] = min(tops[index], limit)
        limit = tops[index] - height - gap
    return [
        mark
        for label, top in zip(ordered, tops, strict=True)
        for mark in _label_marks(label, style, (left, top), size)
    ]


def _label_marks(
    label: EndLabel, style: EndLabels, place: tuple[float, float], size: Format
) -> list[TextMark]:
    left, top = place
    color = Color.ACCENT if label.accent else Color.TEXT
    kind, small = style.kind.size, size.small.size
    ink = kind * (CAP_HEIGHT + DESCENT)
    baseline = round(top + (style.kind.leading - ink) / 2 + kind * CAP_HEIGHT)
    phrase = number_phrase(label.row, kind, size, color)
    marks = place_phrase(phrase, left, baseline)
    name = TextMark(label.name, left, baseline + size.small.leading, small, color=color)
    if style.one_line:
        return [*marks, name._replace(x=left + phrase.width + VALUE_GAP * small, baseline=baseline)]
    if label.name:
        marks += paragraph(name, size.small, style.name_width + 1, style.name_lines).lines
    return marks
