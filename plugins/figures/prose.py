"""Figures in prose: references to them, and numbers that should be references."""

from __future__ import annotations

import re
from decimal import Decimal
from enum import StrEnum
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from plugins.diagnostics.problem import Problem, advice, problem
from plugins.figures.derived import MIN_BASE, change_of, share_of
from plugins.figures.figure_text import (
    Form,
    counted_words,
    format_calculation,
    format_change,
    format_decimal,
    format_figure,
    format_share,
    unit_plural,
)
from plugins.figures.model import Kind
from plugins.figures.vocabulary import month_names, normalize_digits, number_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from plugins.figures.model import Card, Figure, Figures
    from plugins.figures.vocabulary import Vocabulary

ADDRESS = r"[a-z0-9-]+(?:\.[a-z0-9-]+){1,2}"
REFERENCE_PATTERN = re.compile(rf"\{{figure\}}(?P<address>{ADDRESS})(?:\|(?P<form>[a-z]+))?")
COUNTED_REFERENCE = re.compile(rf"{REFERENCE_PATTERN.pattern}(?:[ \u00a0]\n?|\n)[*_]*(?P<word>[^\W\d_]+)")
CARD_PATTERN = re.compile(rf"^\{{card\}}(?P<address>{ADDRESS})[ \t]*$", re.MULTILINE)
NOT_FIGURES = re.compile(
    r"`[^`]*`"  # code
    r"|\{(?:figure|card)\}[\w.|-]+"  # references themselves
    r"|\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)?\)|https?://\S+|<[^<>\n]*>"  # addresses and tags
    r"|\{typed\}\d[\d\s.,\u00a0\u202f]*"  # typed on purpose
    r"|\d{4}-\d{2}(?:-\d{2})?|\d{1,2}\.\d{1,2}\.\d{4}|\d{1,2}:\d{2}"  # days and times
    r"|\+?\d(?:-\d+){2,}|\bCOVID-19\b"  # telephone numbers, a name
)
MIN_BARE_NUMBER = 100  # a smaller number is compared only if the figure's unit follows it
NEAR_RATIO = Decimal("0.05")  # relative difference up to which another number is a contradiction
FIRST_YEAR, LAST_YEAR = 1900, 2100
STEM_LETTERS = 4  # of a unit's word, the same in every case


class Derived(StrEnum):
    """Forms computed from two figures: the share of the whole, the change from the value before."""

    SHARE = "share"
    CHANGE = "change"


FORMS = (*Form, *Derived)


class Prose(NamedTuple):
    """A text as typed: its path in messages, its lines, and the line of the file that it starts on."""

    path: str
    lines: Sequence[str]
    first_line: int = 1


class Reference(NamedTuple):
    """A reference as typed, and its line in the file, from 1."""

    address: str
    form: str
    line: int


def parse_reference(name: str, line: int) -> Reference:
    """Parse `set.card.part|form`."""
    address, _, form = name.partition("|")
    return Reference(address, form or Form.NATURAL, line)


def render_reference(
    reference: Reference, figures: Figures, vocabulary: Vocabulary, path: str
) -> str | Problem:
    """The figure as HTML in the page's language, or the problem with the reference."""
    figure = figures.figures.get(reference.address)
    if figure is None:
        return unknown_figure(reference, figures, path)
    if reference.form not in [*FORMS]:
        values = {"typed": reference.form, "address": reference.address, "forms": ", ".join(FORMS)}
        return problem(path, reference.line, "figures-bad-form", **values)
    if reference.form in [*Derived]:
        return _render_derived(reference, figure, figures, vocabulary, path)
    return render_figure(figure, format_figure(figure, vocabulary, Form(reference.form)))


def render_figure(figure: Figure, text: str) -> str:
    """`<data value="59000000">более 59 млн звонков</data>`."""
    return f'<data value="{format_decimal(figure.value)}">{escape(text)}</data>'


def render_computed(figure: Figure, text: str, vocabulary: Vocabulary) -> str:
    """A computed figure with its mark: `<data value="38">38 %</data>, наш расчёт`."""
    return f"{render_figure(figure, text)}, {escape(vocabulary.calculation['mark'])}"


def unknown_figure(reference: Reference, figures: Figures, path: str) -> Problem:
    """The problem of an unknown address: suggests similar ones, or the parts of the card it names."""
    name = reference.address.partition(".")[0]
    if name in figures.drafts:
        return problem(path, reference.line, "figures-draft", typed=reference.address, name=name)
    if card := figures.cards.get(reference.address):
        parts = ", ".join(figure.address for figure in card.all_figures[:6])
        return problem(path, reference.line, "figures-card-as-figure", typed=reference.address, nearest=parts)
    if nearest := ", ".join(figures.nearest(reference.address)):
        return problem(
            path, reference.line, "figures-bad-reference", typed=reference.address, nearest=nearest
        )
    if not figures.sets:
        return problem(path, reference.line, "figures-none", typed=reference.address)
    sets = ", ".join(sorted(figures.sets))
    return problem(path, reference.line, "figures-unknown", typed=reference.address, sets=sets)


def _render_derived(
    reference: Reference, figure: Figure, figures: Figures, vocabulary: Vocabulary, path: str
) -> str | Problem:
    card = _find_card(figure, figures)
    if reference.form == Derived.SHARE:
        base = card.whole if card else None
        computed, text = share_of(figure, base), format_share(figure, base, vocabulary)
    else:
        base = card.before if card else None
        computed, text = change_of(figure, base), format_change(figure, base, vocabulary)
    if computed and computed.calculation:
        formula = format_calculation(computed.calculation, vocabulary)
        return (
            f"{render_figure(computed, text)} ({escape(vocabulary.calculation['mark'])}: {escape(formula)})"
        )
    return problem(path, reference.line, "figures-no-share", address=reference.address, least=MIN_BASE)


def _find_card(figure: Figure, figures: Figures) -> Card | None:
    address = ".".join(figure.address.split(".")[:2])
    card = figures.cards.get(address)
    return card if card and (card.kind in {Kind.NUMBER, Kind.SHARE}) else None


class TypedNumber(NamedTuple):
    """A number in prose; `scaled`: a word such as “million” follows; `certain`: neither small nor a year."""

    text: str
    value: Decimal
    line: int
    next_word: str
    scaled: bool
    certain: bool


def check_typed_numbers(prose: Prose, figures: Figures, vocabulary: Vocabulary) -> list[Problem]:
    """Report numbers that repeat or contradict a figure of a set in the text; `{typed}` exempts one."""
    sets = [figures.sets[name] for name in _referenced_sets(prose) & figures.sets.keys()]
    known = sorted((figure for each in sets for figure in each.all_figures), key=lambda each: each.address)
    if not known:
        return []
    found = [
        _match(typed, known, vocabulary, prose.path)
        for number, line in enumerate(prose.lines, start=prose.first_line)
        for typed in find_numbers(line, number, vocabulary)
    ]
    return [each for each in found if each]


def _referenced_sets(prose: Prose) -> set[str]:
    text, patterns = "\n".join(prose.lines), (REFERENCE_PATTERN, CARD_PATTERN)
    addresses = [found["address"] for pattern in patterns for found in pattern.finditer(text)]
    return {address.split(".")[0] for address in addresses}


def _match(typed: TypedNumber, known: Sequence[Figure], vocabulary: Vocabulary, path: str) -> Problem | None:
    for figure in known:
        if typed.value == figure.value and (
            typed.certain or has_unit_word(typed.next_word, figure, vocabulary)
        ):
            return problem(path, typed.line, "figures-typed", typed=typed.text, address=figure.address)
    near = [figure for figure in known if _is_near(typed, figure, vocabulary)]
    if not near:
        return None
    nearest = min(near, key=lambda figure: abs(figure.value - typed.value))
    values = {"typed": typed.text, "address": nearest.address, "value": format_figure(nearest, vocabulary)}
    return problem(path, typed.line, "figures-contradiction", **values)


def _is_near(typed: TypedNumber, figure: Figure, vocabulary: Vocabulary) -> bool:
    """Whether readers would take a number for the figure, though it differs."""
    if figure.value < MIN_BARE_NUMBER or abs(typed.value - figure.value) > figure.value * NEAR_RATIO:
        return False
    return typed.scaled or has_unit_word(typed.next_word, figure, vocabulary)


def has_unit_word(word: str, figure: Figure, vocabulary: Vocabulary) -> bool:
    """Whether a word is one for the unit of a figure, in any case."""
    stem = word[:STEM_LETTERS].lower()
    forms = figure.unit.forms.get(vocabulary.code, {}).values()
    return any(form[:STEM_LETTERS].lower() == stem for form in forms if form)


def check_unit_words(prose: Prose, figures: Figures, vocabulary: Vocabulary) -> list[Problem]:
    """Report references followed by the word of another unit, or by the wrong form of their own.

    Calls are not requests; after 38605 «обращения» is no Russian.
    """
    units = {figure.unit.key: figure for figure in figures.figures.values() if figure.unit.forms}
    text = "\n".join(prose.lines)
    found: list[Problem] = []
    for match in COUNTED_REFERENCE.finditer(text) if "{figure}" in text else ():
        figure, word = figures.figures.get(match["address"]), match["word"]
        if not figure or not figure.unit.forms:
            continue
        line = prose.first_line + text.count("\n", 0, match.start("word"))
        if match["form"] in {None, Form.NATURAL, Form.COUNTED}:
            if word.casefold() in _unit_forms(figure, vocabulary):
                values = {"typed": word, "address": figure.address}
                found.append(advice(prose.path, line, "figures-word-twice", **values))
            continue
        if has_unit_word(word, figure, vocabulary):
            if match["form"] == Form.NUMBER and (right := _right_form(word, figure, vocabulary)):
                number = format_figure(figure, vocabulary, Form.NUMBER)
                values = {"typed": word, "address": figure.address, "number": number, "right": right}
                found.append(problem(prose.path, line, "figures-word-form", **values))
        elif any(has_unit_word(word, other, vocabulary) for other in units.values()):
            values = {"typed": word, "address": figure.address, "unit": unit_plural(figure, vocabulary)}
            found.append(problem(prose.path, line, "figures-other-unit", **values))
    return found


def _unit_forms(figure: Figure, vocabulary: Vocabulary) -> set[str]:
    return {form.casefold() for form in figure.unit.forms.get(vocabulary.code, {}).values()}


def _right_form(word: str, figure: Figure, vocabulary: Vocabulary) -> str:
    """The form that belongs after the number, if a known form of the unit's word is typed that does not.

    A form that the unit does not name, such as «звонками», is left to its author.
    """
    known = _unit_forms(figure, vocabulary)
    right = counted_words(figure, vocabulary)
    if word.casefold() not in known or word.casefold() in {form.casefold() for form in right}:
        return ""
    return right[0] if right else ""


def find_numbers(line: str, number: int, vocabulary: Vocabulary) -> Iterator[TypedNumber]:
    """The numbers of a line that could be figures; dates, phone numbers, URLs and code are not."""
    pattern, scales = number_pattern(vocabulary)
    text = NOT_FIGURES.sub(lambda found: " " * len(found[0]), line)
    for found in pattern.finditer(text):
        scale = scales.get((found["scale"] or "").lower(), Decimal(1))
        value = Decimal(normalize_digits(found["digits"], vocabulary)) * scale
        word = found["word"] or ""
        if word.lower() in month_names(vocabulary):
            continue
        typed = found[0].removesuffix(word).strip(" -\u00a0\u202f")
        is_year = found["digits"].isdigit() and FIRST_YEAR <= value <= LAST_YEAR
        certain = value >= MIN_BARE_NUMBER and not is_year
        yield TypedNumber(typed, value, number, word, scaled=scale > 1, certain=certain)
