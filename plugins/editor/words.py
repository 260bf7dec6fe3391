"""The desk's own words in the editor's language: headings, counts and questions of its commands."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from plugins.i18n.language import Language

if TYPE_CHECKING:
    from collections.abc import Mapping

FOLDER = Path(__file__).parent / "words"


class Words(Struct, frozen=True, dict=True):
    """Words by key; a counted one has a form for each CLDR plural category."""

    language: Language
    table: Mapping[str, str | Mapping[str, str]]

    def text(self, key: str, **values: object) -> str:
        """A text with its braces filled in."""
        found = self.table[key]
        return str(found).format_map(values)

    def count(self, key: str, number: int) -> str:
        """A number with its noun: «3 ошибки», “3 errors”."""
        forms = self.table[key]
        form = forms if isinstance(forms, str) else forms.get(self.language.plural(number), forms["other"])
        return form.format_map({"n": self.language.number(number)})


@cache
def read_words(language: str) -> Words:
    """The words in a language editors are told problems in."""
    return Words(Language(language), tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8")))
