"""A figure as the desk shows it: what it is called, the words of a text, and whether it is corrected here."""

from __future__ import annotations

from html import unescape
from typing import TYPE_CHECKING

from msgspec import Struct

from plugins.content.figure_renderer import TAG
from plugins.diagnostics.problem import Problem
from plugins.editor.acts.figure_act import is_elsewhere, is_released, written_languages
from plugins.figures.figure_text import format_decimal, full_label
from plugins.figures.prose import parse_reference, render_reference

if TYPE_CHECKING:
    from plugins.editor.acts.item_edit import ActContext
    from plugins.figures.model import Figure


class FigureEntry(Struct, frozen=True, kw_only=True):
    """A figure: what it is called, with its time, and the words of a text for it, by language; its number.

    `released` says whether readers have had it: they are told what was wrong. One that is `computed`, or
    `tabular` (of a table whose cells are not found here), is not corrected here.
    """

    address: str
    labels: dict[str, str]
    words: dict[str, str]
    value: str
    languages: tuple[str, ...]
    released: bool
    computed: bool
    tabular: bool


def figure_entry(figure: Figure, context: ActContext) -> FigureEntry:
    """The figure with the words that each language has for it."""
    renderer = context.loaded.content.cards.texts.figure_renderer
    words = {}
    for code in context.options.languages:
        reference = parse_reference(figure.address, 1)
        rendered = render_reference(reference, renderer.figures, renderer.vocabularies[code], "")
        if not isinstance(rendered, Problem):
            words[code] = unescape(TAG.sub("", rendered))
    return FigureEntry(
        address=figure.address,
        labels={code: full_label(figure, renderer.vocabularies[code]) for code in context.options.languages},
        words=words,
        value=format_decimal(figure.value),
        languages=tuple(written_languages(figure, context)),
        released=is_released(figure, context),
        computed=figure.remainder or figure.calculation is not None,
        tabular=is_elsewhere(figure, context),
    )
