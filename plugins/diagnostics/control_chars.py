"""Characters that no reader sees and no text needs: controls, marks of direction, private and broken ones.

Zero-width spaces and joiners stay: emoji and some scripts need them.
"""

from __future__ import annotations

import re

INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"
    "\ud800-\uf8ff\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff\U000f0000-\U0010ffff]"
)
BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def invisible_code(char: str) -> str:
    """The code of the problem that such a character is."""
    return "bidi-character" if char in BIDI else "control-character"


def code_point(char: str) -> str:
    """`U+202E`."""
    return f"U+{ord(char):04X}"
