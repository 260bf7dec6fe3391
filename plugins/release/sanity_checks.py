"""What nobody does on purpose in one go: an edition that vanished, a section emptied, half the pages gone."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from plugins.release.errors import SuspiciousRelease

if TYPE_CHECKING:
    from collections.abc import Iterable

FEW = 3
"""A section of fewer pages may be emptied without a question."""
SMALL_SITE = 10
"""A site of fewer pages may lose half of them without a question."""


def suspect(before: Iterable[str], after: Iterable[str]) -> None:
    """Compare the paths of two releases; raises `SuspiciousRelease` with the numbers."""
    had, has = _pages_by_place(before), _pages_by_place(after)
    for place, count in sorted(had.items()):
        _suspect_place(place, count, has[place])
    if had[""] >= SMALL_SITE and has[""] * 2 < had[""]:
        raise SuspiciousRelease("release-suspicious-shrink", before=had[""], after=has[""])


def _suspect_place(place: str, before: int, after: int) -> None:
    """An edition (`ru`) must not vanish; a section (`ru/news`) must not shrink to its own front page."""
    is_section = "/" in place
    emptied = after <= 1 and before >= FEW if is_section else after == 0
    if place and emptied:
        raise SuspiciousRelease("release-suspicious-edition", place=place, before=before, after=after)


def _pages_by_place(paths: Iterable[str]) -> Counter[str]:
    """How many pages the site (``), each edition (`ru`) and each section (`ru/news`) has."""
    pages: Counter[str] = Counter()
    for path in paths:
        if path.endswith(".html"):
            folders = path.split("/", 2)[:-1]
            for depth in range(len(folders) + 1):
                pages["/".join(folders[:depth])] += 1
    return pages
