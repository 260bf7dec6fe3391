"""What a page weighs on the line: on a bad one, its text must come with the first packets.

Fourteen kilobytes are what a server sends before it waits for the reader's first answer (RFC 6928).
"""

from __future__ import annotations

import zlib
from functools import lru_cache

MAX_BYTES = 14 * 1024


def excess_size(page: bytes, style: bytes) -> int:
    """The bytes of page and style sheet, compressed as well as gzip can; 0 when they are few enough.

    The least work is tried first: when fast compression suffices, or that of the page's beginning, nothing
    better need be known.
    """
    excess = len(page) + _stylesheet_size(style) - MAX_BYTES
    for compressed, end in (
        (_compress_fast, max(0, excess * 8 // 5)),
        (_compress_fast, len(page)),
        (_compress_best, len(page)),
    ):
        weight = len(compressed(page[:end])) + len(page) - end + _stylesheet_size(style)
        if weight <= MAX_BYTES:
            return 0
    return weight


def _compress_fast(begun: bytes) -> bytes:
    """Compressed by small means: to make the usual ones ready takes longer than to compress a page."""
    small = zlib.compressobj(1, zlib.DEFLATED, wbits=13, memLevel=6)
    return small.compress(begun) + small.flush()


def _compress_best(whole: bytes) -> bytes:
    return zlib.compress(whole, 9)


@lru_cache(maxsize=4)
def _stylesheet_size(style: bytes) -> int:
    """The style sheet's part, which is every page's."""
    return len(_compress_best(style))
