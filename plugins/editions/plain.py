"""Plain values as bytes, at the speed of C: texts, numbers, True, False and None, and rows of such."""

from __future__ import annotations

import marshal

WITHOUT_REFERENCES = 2
"""The version of `marshal`'s format in which equal values give equal bytes, whoever else refers to them."""


def written(value: object) -> bytes:
    """The bytes of a value, the same for the same value; raises `ValueError` for what is not plain."""
    return marshal.dumps(value, WITHOUT_REFERENCES)  # type: ignore[arg-type] # what is not plain, it refuses
