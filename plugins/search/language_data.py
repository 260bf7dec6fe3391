"""What the search knows of a language: its stemmer, its keyboard, its spelling in Latin letters, synonyms.

Keyboard and spelling come from `theme/phrases/search/<language>.toml`, synonyms from the content.
"""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

from msgspec import Struct, ValidationError, convert, field

from plugins.build.errors import BuildError
from plugins.i18n.language import same_language
from plugins.i18n.phrase_files import phrase_languages
from plugins.search.analysis import stemmer_name

if TYPE_CHECKING:
    from pathlib import Path

    from plugins.content.synonyms import Synonyms
    from plugins.i18n.language import Language


STEMMERS = "static/js/stemmers"


class Layout(Struct, frozen=True, forbid_unknown_fields=True):
    """Letters typed on the wrong keyboard, and what each was meant to be, in the same order."""

    typed: str = ""
    meant: str = ""


class LanguageData(Struct, frozen=True, forbid_unknown_fields=True):
    """A file: the keyboard, what groups of Latin letters stand for, and words that tell nothing."""

    little_words: tuple[str, ...] = ()
    layout: Layout = Layout()
    transliteration: dict[str, str] = field(default_factory=dict)


class SearchLanguage(Struct, frozen=True):
    """What the search knows of a language; `stemmer` is a Snowball algorithm, empty if there is none."""

    stemmer: str
    data: LanguageData
    synonyms: Synonyms


def read_search_language(theme: Path, language: Language, synonyms: Synonyms) -> SearchLanguage:
    """What the theme and the content know of a language; raises `BuildError` for a damaged file."""
    stemmer = stemmer_name(language, theme / STEMMERS)
    return SearchLanguage(stemmer, read_language_data(theme / "phrases" / "search", language.code), synonyms)


def read_language_data(folder: Path, code: str) -> LanguageData:
    """The data of a language, or of its language without the region; empty if the theme has none.

    Raises `BuildError` for a file that is damaged.
    """
    stem = same_language(code, phrase_languages(folder))
    if not stem:
        return LanguageData()
    file = folder / f"{stem}.toml"
    try:
        data = convert(tomllib.loads(file.read_text(encoding="utf-8")), LanguageData)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, ValidationError) as error:
        raise BuildError("search-language-broken", path=file, detail=error) from error
    if len(data.layout.typed) != len(data.layout.meant):
        raise BuildError("search-language-broken", path=file, detail="typed, meant")
    return data
