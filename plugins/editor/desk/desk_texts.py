"""The desk's words: one file a screen and language, by the key `screen.key`."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from plugins.editor.report import UiText
from plugins.i18n.language import Language

TEXTS = Path(__file__).parent / "texts"


def desk_languages() -> tuple[str, ...]:
    """The languages that the desk speaks."""
    return tuple(sorted(folder.name for folder in TEXTS.iterdir() if folder.is_dir()))


@cache
def load_desk_texts(language: str) -> UiText:
    """The texts in one of the desk's languages."""
    entries: dict[str, str | dict[str, str]] = {}
    for file in sorted((TEXTS / language).glob("*.toml")):
        screen = tomllib.loads(file.read_text(encoding="utf-8"))
        entries |= {f"{file.stem}.{key}": text for key, text in screen.items()}
    return UiText(Language(language), entries)
