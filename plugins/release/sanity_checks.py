"""Sanity checks before a release: it must not lose an edition, a section or half of all pages."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from plugins.release.errors import SuspiciousReleaseError

if TYPE_CHECKING:
    from collections.abc import Iterable

MIN_SECTION_PAGES = 3
"""A section with fewer pages may be emptied."""
MIN_SITE_PAGES = 10
"""A site with fewer pages may lose half of them."""


def check_lost_pages(before: Iterable[str], after: Iterable[str]) -> None:
    """Compare the paths of two releases; raises `SuspiciousReleaseError` with the numbers."""
    had, has = _count_pages(before), _count_pages(after)
    for place, count in sorted(had.items()):
        _check_section(place, count, has[place])
    if had[""] >= MIN_SITE_PAGES and has[""] * 2 < had[""]:
        raise SuspiciousReleaseError("release-suspicious-shrink", before=had[""], after=has[""])


def _check_section(place: str, before: int, after: int) -> None:
    """An edition (`ru`) must not vanish; a section (`ru/news`) must not shrink to its front page."""
    is_section = "/" in place
    emptied = after <= 1 and before >= MIN_SECTION_PAGES if is_section else after == 0
    if place and emptied:
        raise SuspiciousReleaseError("release-suspicious-edition", place=place, before=before, after=after)


def _count_pages(paths: Iterable[str]) -> Counter[str]:
    """The number of pages of the site (``), each edition (`ru`) and each section (`ru/news`)."""
    pages: Counter[str] = Counter()
    for path in paths:
        if path.endswith(".html"):
            folders = path.split("/", 2)[:-1]
            for depth in range(len(folders) + 1):
                pages["/".join(folders[:depth])] += 1
    return pages
