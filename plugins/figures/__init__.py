"""Figures by reference: every number of the site stands once, in `content/figures/*.yaml`, with its source.

Nothing here knows Pelican; everything is a function of text and models.

    read_figures(folder, shown, languages, cases)    read.py: the figures and every problem
    hedge_cases(…), read_vocabulary(…)               vocabulary.py: theme/phrases/figures/<lang>.toml
    references(prose), reference_html(reference, …)  reference.py: `{figure}set.card|form`
    contradictions(prose, figures, words)            contradictions.py; `{typed}` is the way out
    card_html(card, words, links)                    block.py: `{card}set.card`
    alt_text(card, words)                            alt.py
    data_csv(…), data_json(…)                        opendata.py
    dataset(…)                                       dataset.py
    corrected(figures)                               model.py: every corrected figure

A wrong file or reference is a `Problem`, never an exception; `reference_html` returns HTML or the problem.
"""

from __future__ import annotations

from plugins.figures.alt import alt_text
from plugins.figures.block import card_html
from plugins.figures.caption import Links
from plugins.figures.contradictions import contradictions
from plugins.figures.dataset import Publication, dataset
from plugins.figures.model import Card, Figure, Figures, FigureSet, corrected
from plugins.figures.opendata import data_csv, data_json
from plugins.figures.read import read_figures
from plugins.figures.reference import (
    CARD,
    REFERENCE,
    TYPED,
    Prose,
    Reference,
    read_reference,
    reference_html,
    references,
)
from plugins.figures.vocabulary import Vocabulary, check_phrases, hedge_cases, read_vocabulary

__all__ = [
    "CARD",
    "REFERENCE",
    "TYPED",
    "Card",
    "Figure",
    "FigureSet",
    "Figures",
    "Links",
    "Prose",
    "Publication",
    "Reference",
    "Vocabulary",
    "alt_text",
    "card_html",
    "check_phrases",
    "contradictions",
    "corrected",
    "data_csv",
    "data_json",
    "dataset",
    "hedge_cases",
    "read_figures",
    "read_reference",
    "read_vocabulary",
    "reference_html",
    "references",
]
