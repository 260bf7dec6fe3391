"""What the tests of figures and cards read: the real phrases, a small file of figures, the real content."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from plugins.figures.card_checks import Rules
from plugins.figures.figure_phrases import FigurePhrases
from plugins.figures.set_reader import read_figures
from plugins.figures.vocabulary import Vocabulary, claim_words, data_words, hedge_cases, read_vocabulary
from plugins.i18n.language import Language
from tests.building import DEMO, NOW

if TYPE_CHECKING:
    from plugins.diagnostics.problem import Problem
    from plugins.figures.model import Figures

ROOT = Path(__file__).parent.parent.parent
PHRASES = FigurePhrases((ROOT / "theme" / "phrases" / "figures",))
CONTENT = DEMO / "figures"
LANGUAGES = ("ru", "en")
WORDS = data_words(PHRASES, LANGUAGES)
RULES = Rules(hedge_cases(PHRASES, LANGUAGES), claim_words(PHRASES, LANGUAGES), NOW.date(), WORDS)

CALL_UNITS = """\
units:
  call:
    ru: {one: звонок, few: звонка, many: звонков, other: звонка, gen: {one: звонка, other: звонков}}
    en: {one: call, other: calls}
"""
HEAD = (
    """\
title: {ru: Набор, en: Set}
"""
    + CALL_UNITS
    + """\
  hour:
    ru: {one: час, few: часа, many: часов, other: часа, gen: {one: часа, other: часов}}
    en: {one: hour, other: hours}
sources:
  paper: {publisher: {ru: Газета, en: Paper}, url: https://paper.example/a, date: 2022-12-27}
cards:
"""
)
NUMBER = """\
  - id: calls
    kind: number
    title: {ru: Звонков — больше 59 млн, en: Over 59 million calls}
    unit: call
    period: {ru: в 2022 году, en: in 2022}
    covers: 2022
    value: 59000000
    approx: more
    context: {ru: по всей стране, en: all over the country}
    source: paper
"""


@cache
def vocabulary(code: str) -> Vocabulary:
    """The phrases of one language."""
    return read_vocabulary(PHRASES, Language(code))


@cache
def site_figures() -> tuple[Figures, tuple[Problem, ...]]:
    """The site's own figures."""
    return read_figures(CONTENT, "content/figures", LANGUAGES, RULES)


def read_text(text: str) -> tuple[Figures, tuple[Problem, ...]]:
    """One file of figures, `trial.yaml`."""
    with TemporaryDirectory() as folder:
        (Path(folder) / "trial.yaml").write_text(text, encoding="utf-8")
        return read_figures(Path(folder), "content/figures", LANGUAGES, RULES)
