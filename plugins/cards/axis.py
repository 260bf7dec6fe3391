"""The time axis of a chart: where points stand, the names under them, and the line they stand on."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from plugins.cards.design import Color, TooLongError
from plugins.cards.font import Weight, text_width
from plugins.cards.scene import Box, Mark, TextMark, center

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from plugins.cards.card_text import Row
    from plugins.cards.design import Area, Format

TICK_GAP = 10  # between two names, in pixels


class Tick(NamedTuple):
    """The name of a time, what stands under or after it, and its center in pixels."""

    name: str
    year: str
    x: float

    @property
    def text(self) -> str:
        """The name with the year: «янв 2022»."""
        return f"{self.name}\u00a0{self.year}" if self.year else self.name


def count_slots(rows: Iterable[Row]) -> int:
    """How many steps the time axis has, gaps included."""
    return max((row.position for row in rows), default=0) + 1


def collect_ticks(rows: Iterable[Row], centers: Sequence[float]) -> list[Tick]:
    """The times of all rows in order, with the centers of their slots."""
    named = {row.position: (row.tick, row.year) for row in sorted(rows, key=lambda row: row.unfinished)}
    return [Tick(*named[position], centers[position]) for position in sorted(named)]


def axis_height(ticks: Sequence[Tick], size: Format, pitch: float) -> int:
    """The height of the names: two lines where the years stand under the months."""
    return size.small.leading * (1 if _fits_one_line(ticks, size, pitch) else 2)


def _fits_one_line(ticks: Sequence[Tick], size: Format, pitch: float) -> bool:
    kind = size.small.size
    return all(text_width(tick.text, Weight.REGULAR, kind) + TICK_GAP <= pitch for tick in ticks) or not any(
        tick.year for tick in ticks
    )


def tick_marks_below(ticks: Sequence[Tick], size: Format, area: Area, pitch: float) -> list[Mark]:
    """The names below an area; some are left out where they would meet. Raises `TooLongError`."""
    kind, leading = size.small.size, size.small.leading
    one_line = _fits_one_line(ticks, size, pitch)
    baseline = area.bottom + leading - round(leading * 0.15)
    names = [tick.text if one_line else tick.name for tick in ticks]
    widths = [text_width(name, Weight.REGULAR, kind) + TICK_GAP for name in names]
    every = max(1, -int(-max(widths) // pitch))
    marks: list[TextMark] = []
    for index, (tick, name) in enumerate(zip(ticks, names, strict=True)):
        if index % every == 0:
            _append_free(marks, center(TextMark(name, tick.x, baseline, kind)), area)
    years: list[TextMark] = []
    for tick in () if one_line else ticks:
        if tick.year:
            _append_free(years, center(TextMark(tick.year, tick.x, baseline + leading, kind)), area)
    return [*marks, *years]


def _append_free(marks: list[TextMark], text: TextMark, area: Area) -> None:
    """Add a text to a line unless it would meet the one before; moved into the area."""
    if text.width > area.width:
        raise TooLongError(text.text)
    text = text._replace(x=min(max(text.x, area.left), area.right - text.width))
    if not marks or marks[-1].x + marks[-1].width + TICK_GAP <= text.x:
        marks.append(text)


def base_line(area: Area) -> Box:
    """The line that columns stand on."""
    return Box(area.left, area.bottom, area.right, area.bottom + 2, Color.TEXT)
