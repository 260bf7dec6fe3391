"""Bounds: what Python-Markdown would take minutes for, because its time grows with the square of the text.

Nothing that people write comes near them.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plugins.markdown.reading import Reading

MOST_UNPAIRED = 100
"""Brackets: the end of each is looked for to the end of the text."""
MOST_NOTE_MARKS = 1_000
"""Each footnote has two or more, one where it is referred to and one where it stands."""
LONGEST_BLOCK = 1_000
"""Lines without an empty one: each line of a list or a rule is taken off the whole rest."""

MOST_FENCES = 400
FENCE = re.compile(r"^(?:```|~~~)", re.MULTILINE)
"""Lines that open or close code: the end of each is looked for to the end of the text."""
DEEPEST_QUOTE = 12
MARKERS = re.compile(r"^[>*+.\d \t-]+", re.MULTILINE)
"""What a line in quotes and lists begins with."""


def is_bounded(reading: Reading) -> bool:
    """Whether the text can be converted in good time; what is too much is told."""
    found = next(_too_much(reading.lines.text), None)
    if found:
        position, code, values = found
        reading.note(reading.lines.at(position), code, **values)
    return not found


def many_fences(text: str) -> int:
    """The line, from 0, of the first fence that is too many; 0 where there are not so many."""
    fences = FENCE.finditer(text) if "```" in text or "~~~" in text else iter(())
    fence = next(islice(fences, MOST_FENCES, None), None)
    return text.count("\n", 0, fence.start()) if fence else 0


def _too_much(text: str) -> Iterator[tuple[int, str, dict[str, object]]]:
    """Where what is too much begins, its code and the values to tell."""
    for opening, closing in ("[]", "()", "<>"):
        if text.count(opening) - text.count(closing) > MOST_UNPAIRED:
            yield text.find(opening), "brackets-unpaired", {"opening": opening, "closing": closing}
    if text.count("[^") > MOST_NOTE_MARKS:
        yield text.find("[^"), "footnotes-too-many", {"most": MOST_NOTE_MARKS // 2}
    for marks in MARKERS.finditer(text) if ">" in text else ():
        if marks[0].count(">") > DEEPEST_QUOTE:
            yield marks.start(), "quotes-too-deep", {"most": DEEPEST_QUOTE}
            return
    position = lines = 0
    for line in text.split("\n") if text.count("\n") > LONGEST_BLOCK else ():
        lines = lines + 1 if line.strip() else 0
        if lines > LONGEST_BLOCK:
            yield position, "block-too-long", {"most": LONGEST_BLOCK}
            return
        position += len(line) + 1
