"""The files `<language>.toml` with the words of figures: those of the site, and those of the theme."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from plugins.i18n.language import same_language
from plugins.i18n.phrase_files import parse_words, phrase_languages, read_words

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


class FigurePhrases(Struct, frozen=True):
    """Folders of files, of which the first that has a language is taken; the last is the theme's."""

    folders: tuple[Path, ...]

    @property
    def languages(self) -> list[str]:
        """The codes of all languages that have a file."""
        return sorted({code for folder in self.folders for code in phrase_languages(folder)})

    @property
    def theme(self) -> FigurePhrases:
        """The theme's files alone."""
        return FigurePhrases(self.folders[-1:])

    def file(self, code: str) -> Path:
        """The file of a language; `en-GB` takes that of `en` where it has none of its own."""
        found = ((folder, same_language(code, phrase_languages(folder))) for folder in self.folders)
        folder, stem = next((each for each in found if each[1]), (self.folders[-1], code))
        return folder / f"{stem}.toml"

    def display_path(self, code: str) -> str:
        """The path of a language's file as editors see it: `content/phrases/figures/kk.toml`."""
        return "/".join(self.file(code).parts[-4:])

    def text(self, code: str) -> str:
        """The text of a language's file; raises `OSError` or `UnicodeDecodeError`."""
        return read_words(self.file(code))

    def read(self, code: str) -> Mapping[str, Any]:
        """The phrases of a language; raises as `text`, and `tomllib.TOMLDecodeError`."""
        return parse_words(self.text(code))
