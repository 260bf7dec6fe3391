"""A figure in prose: `{figure}set.card`, `{figure}set.card.part`, or with a form: `{figure}set.card|number`.

It becomes `<data value="59000000">более 59 млн звонков</data>`. `{typed}` before a number says that it is
meant to be typed: the one way past the check for contradictions.
"""

from __future__ import annotations

import re
from enum import StrEnum
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from plugins.diagnostics.problem import Problem, problem
from plugins.figures.derived import LEAST_BASE, change_of, share_of
from plugins.figures.model import Kind
from plugins.figures.words import Form, told

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from plugins.figures.model import Card, Figure, Figures
    from plugins.figures.vocabulary import Vocabulary

NAME = r"[a-z0-9-]+(?:\.[a-z0-9-]+){1,2}"
REFERENCE = re.compile(rf"\{{figure\}}(?P<address>{NAME})(?:\|(?P<form>[a-z]+))?")
CARD = re.compile(rf"^\{{card\}}(?P<address>{NAME})[ \t]*$", re.MULTILINE)
TYPED = re.compile(r"\{typed\}")


class Derived(StrEnum):
    """What is computed from a figure and another: its share of the whole, its change from the one before."""

    SHARE = "share"
    CHANGE = "change"


FORMS = (*Form, *Derived)


class Prose(NamedTuple):
    """A text as typed: its file as editors see it, its lines, and which line of the file is its first."""

    path: str
    lines: Sequence[str]
    first_line: int = 1


class Reference(NamedTuple):
    """A reference as typed, and the line it stands on, from 1."""

    address: str
    form: str
    line: int


def read_reference(name: str, line: int) -> Reference:
    """`set.card.part|form` as a reference."""
    address, _, form = name.partition("|")
    return Reference(address, form or Form.NATURAL, line)


def references(prose: Prose) -> Iterator[Reference]:
    """Every reference of a text, in order."""
    for number, line in enumerate(prose.lines, start=prose.first_line):
        for found in REFERENCE.finditer(line):
            yield Reference(found["address"], found["form"] or Form.NATURAL, number)


def reference_html(reference: Reference, figures: Figures, words: Vocabulary, path: str) -> str | Problem:
    """The figure as HTML in the page's language, or what is wrong with the reference."""
    figure = figures.find(reference.address)
    if figure is None:
        return unknown(reference, figures, path)
    if reference.form not in [*FORMS]:
        forms = ", ".join(FORMS)
        values = {"typed": reference.form, "address": reference.address, "forms": forms}
        return problem(path, reference.line, "figures-bad-form", **values)
    if reference.form in [*Derived]:
        return derived_html(reference, figure, figures, words, path)
    return figure_html(figure, told(figure, words, Form(reference.form)))


def figure_html(figure: Figure, text: str) -> str:
    """`<data value="…">…</data>`: what machines read, and what people do."""
    return f'<data value="{figure.value.normalize():f}">{escape(text)}</data>'


def unknown(reference: Reference, figures: Figures, path: str) -> Problem:
    """No such figure: the nearest ones, or the parts of the card that was named."""
    if card := figures.card(reference.address):
        parts = ", ".join(figure.address for figure in card.own[:6])
        return problem(path, reference.line, "figures-card-as-figure", typed=reference.address, nearest=parts)
    nearest = ", ".join(figures.nearest(reference.address)) or "…"
    return problem(path, reference.line, "figures-bad-reference", typed=reference.address, nearest=nearest)


def derived_html(
    reference: Reference, figure: Figure, figures: Figures, words: Vocabulary, path: str
) -> str | Problem:
    """A percentage in prose: it has no value of its own, so it is plain text."""
    card = card_of(figure, figures)
    compute: dict[str, Callable[[], str]] = {
        Derived.SHARE: lambda: share_of(figure, card.whole if card else None, words),
        Derived.CHANGE: lambda: change_of(figure, card.before if card else None, words),
    }
    if text := compute[reference.form]():
        return escape(text)
    return problem(path, reference.line, "figures-no-share", address=reference.address, least=LEAST_BASE)


def card_of(figure: Figure, figures: Figures) -> Card | None:
    """The card a figure is written on."""
    address = ".".join(figure.address.split(".")[:2])
    card = figures.card(address)
    return card if card and (card.kind in {Kind.NUMBER, Kind.SHARE}) else None
