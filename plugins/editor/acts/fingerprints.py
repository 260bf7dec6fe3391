"""A typo in the original leaves translations as fresh, or as lagging, as they were."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plugins.model.document import text_sections

if TYPE_CHECKING:
    from plugins.model.document import Document


def move_fingerprints(stored: str, before: Document, after: Document) -> str | None:
    """The stored section hashes with those of mended sections in place of the former ones.

    A section that lagged before lags still. None if sections came or went: that is no typo.
    """
    old = [section.digest for section in text_sections(before)]
    new = [section.digest for section in text_sections(after)]
    if len(old) != len(new):
        return None
    moved = dict(zip(old, new, strict=True))
    return " ".join(moved.get(digest, digest) for digest in stored.split())
