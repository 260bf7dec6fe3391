"""The three sizes a card is made in, with the measures of each, in pixels.

What is free above and below a story is what phones cover with their own buttons.
"""

from __future__ import annotations

from typing import NamedTuple

COMPRESSION = 4  # zlib's level: 6 makes a picture a tenth smaller and takes twice the time


class Format(NamedTuple):
    """A size and its type: every text of a card is set in one of these sizes and no other."""

    name: str
    width: int
    height: int
    margin: int
    above: int
    below: int
    band: int
    titles: tuple[int, ...]
    title_lines: int
    numerals: tuple[int, ...]
    loud: int
    label: int
    small: int

    @property
    def inner(self) -> int:
        """The width between the margins."""
        return self.width - 2 * self.margin

    @property
    def right(self) -> int:
        """The right margin's edge."""
        return self.width - self.margin

    @property
    def wide(self) -> bool:
        """Whether labels stand beside their bars rather than above them."""
        return self.width > self.height


SHARE = Format(
    "share", 1200, 630, 64, 46, 36, 14, (52, 46, 42, 38), 2, (190, 150, 120, 92, 72, 58, 46), 40, 28, 22
)
POST = Format(
    "post", 1080, 1080, 72, 64, 52, 16, (68, 60, 52, 44), 3, (250, 200, 160, 124, 96, 72, 56), 52, 34, 25
)
STORY = Format(
    "story", 1080, 1920, 80, 250, 300, 20, (82, 72, 64, 54), 4, (270, 220, 170, 132, 104, 80, 62), 64, 42, 30
)
FORMATS = (SHARE, POST, STORY)


class Area(NamedTuple):
    """A rectangle of the card, edges in pixels."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        """From the left edge to the right."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """From the top edge to the bottom."""
        return self.bottom - self.top
