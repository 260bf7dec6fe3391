"""Whether a language's phrases for figures are complete and can be used."""

from __future__ import annotations

import re
from contextlib import suppress
from functools import lru_cache
from string import Formatter
from typing import TYPE_CHECKING, Any

from plugins.diagnostics.problem import Problem, problem
from plugins.figures.vocabulary import claim_words, data_words, hedge_cases, read_vocabulary
from plugins.i18n.language import Language
from plugins.i18n.phrase_files import parse_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from plugins.figures.figure_phrases import FigurePhrases

HEDGE_TEXT = re.compile(r"hedge\.[\w-]+\.text")
HEDGE_NAMES = frozenset({"amount", "number", "unit"})
"""What the pattern of a hedge may name: where its language puts it is the language's own."""
FAULTS = (ArithmeticError, AttributeError, LookupError, OSError, TypeError, ValueError)
"""What reading a file raises that is no TOML, or has other tables and words than it should."""


def check_phrases(files: FigurePhrases, code: str) -> list[Problem]:
    """Compare a language's phrases with the theme's, and try whether they can be used."""
    path, theme = files.display_path(code), files.theme
    if not files.file(code).exists():
        model = theme.display_path(theme.languages[0])
        return [problem(path, 1, "figures-no-phrases", model=model)]
    try:
        found = list(_compare(_phrase_names(files.text(code)), theme, path))
        if not found:
            _read_all(files, code)
    except FAULTS as error:
        return [problem(path, 1, "phrases-broken", detail=error)]
    return found


def is_readable(files: FigurePhrases, code: str) -> bool:
    """Whether the phrases of a language can be used, whatever others have more."""
    try:
        _read_all(files, code)
    except FAULTS:
        return False
    return True


def _read_all(files: FigurePhrases, code: str) -> None:
    """Read everything that a language's file is read for; raises one of `FAULTS`."""
    read_vocabulary(files, Language(code))
    hedge_cases(files, [code])
    claim_words(files, [code])
    data_words(files, [code])


def _compare(known: Mapping[str, frozenset[str]], theme: FigurePhrases, path: str) -> Iterator[Problem]:
    """What a phrase file lacks that any of the theme's has, and names that nothing fills in."""
    model: dict[str, tuple[frozenset[str], str]] = {}
    for code in theme.languages:
        with suppress(ValueError):  # a broken file is told of by itself
            shown = theme.display_path(code)
            model |= {key: (names, shown) for key, names in _phrase_names(theme.text(code)).items()}
    for key, (names, shown) in model.items():
        if key not in known:
            yield problem(path, 1, "figures-no-phrase", phrase=key, model=shown)
        elif extra_names := known[key] - names - (HEDGE_NAMES if HEDGE_TEXT.fullmatch(key) else set()):
            extra = ", ".join(sorted(extra_names))
            yield problem(path, 1, "figures-phrase-name", phrase=key, names=extra)


@lru_cache(maxsize=32)
def _phrase_names(text: str) -> Mapping[str, frozenset[str]]:
    """The phrases of a file by their keys, with the names in braces."""
    return dict(_flatten(parse_words(text)))


def _flatten(tree: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, frozenset[str]]]:
    for key, value in tree.items():
        if isinstance(value, dict):
            yield from _flatten(value, f"{prefix}{key}.")
        else:
            names = (name for _, name, _, _ in Formatter().parse(str(value)) if name is not None)
            yield f"{prefix}{key}", frozenset(names)
