"""TOML files of words: read in NFC, and parsed once in a process however many ask."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def read_words(file: Path) -> str:
    """The text of a file in NFC; raises `OSError` or `UnicodeDecodeError`."""
    return normalize("NFC", file.read_text(encoding="utf-8"))


@lru_cache(maxsize=128)
def parse_words(text: str) -> Mapping[str, Any]:
    """The tables of a text, shared by all who ask for them; raises `tomllib.TOMLDecodeError`."""
    return tomllib.loads(text)
