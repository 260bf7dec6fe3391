"""Figures in prose: references to them, and numbers that should be references."""

from __future__ import annotations

import re
from decimal import Decimal
from enum import StrEnum
from functools import cache
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from babel.dates import get_month_names
from babel.numbers import get_decimal_symbol, get_group_symbol

from plugins.diagnostics.problem import Problem, problem
from plugins.figures.figure_text import MIN_BASE, Form, format_change, format_figure, format_share
from plugins.figures.model import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from plugins.figures.model import Card, Figure, Figures, FigureSet
    from plugins.figures.vocabulary import Vocabulary

ADDRESS = r"[a-z0-9-]+(?:\.[a-z0-9-]+){1,2}"
REFERENCE_PATTERN = re.compile(rf"\{{figure\}}(?P<address>{ADDRESS})(?:\|(?P<form>[a-z]+))?")
CARD_PATTERN = re.compile(rf"^\{{card\}}(?P<address>{ADDRESS})[ \t]*$", re.MULTILINE)
TYPED = re.compile(r"\{typed\}")
NOT_FIGURES = re.compile(
    r"`[^`]*`"  # code
    r"|\{(?:figure|card)\}[\w.|-]+"  # references themselves
    r"|\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)?\)|https?://\S+|<[^<>\n]*>"  # addresses and tags
    r"|\{typed\}\d[\d\s.,\u00a0\u202f]*"  # said to be typed
    r"|\d{4}-\d{2}(?:-\d{2})?|\d{1,2}\.\d{1,2}\.\d{4}|\d{1,2}:\d{2}"  # days and times
    r"|\+?\d(?:-\d+){2,}|\bCOVID-19\b"  # telephone numbers, a name
)
MIN_BARE_NUMBER = 100  # below this a number must stand before the figure's own unit to be taken for it
NEAR_RATIO = Decimal("0.05")  # nearer than this, but not equal, is a contradiction
FIRST_YEAR, LAST_YEAR = 1900, 2100
STEM_LETTERS = 4  # letters of a unit's word that tell it in any case


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


def parse_reference(name: str, line: int) -> Reference:
    """`set.card.part|form` as a reference."""
    address, _, form = name.partition("|")
    return Reference(address, form or Form.NATURAL, line)


def find_references(prose: Prose) -> Iterator[Reference]:
    """Every reference of a text, in order."""
    for number, line in enumerate(prose.lines, start=prose.first_line):
        for found in REFERENCE_PATTERN.finditer(line):
            yield Reference(found["address"], found["form"] or Form.NATURAL, number)


def render_reference(
    reference: Reference, figures: Figures, vocabulary: Vocabulary, path: str
) -> str | Problem:
    """The figure as HTML in the page's language, or what is wrong with the reference."""
    figure = figures.find(reference.address)
    if figure is None:
        return unknown_figure(reference, figures, path)
    if reference.form not in [*FORMS]:
        forms = ", ".join(FORMS)
        values = {"typed": reference.form, "address": reference.address, "forms": forms}
        return problem(path, reference.line, "figures-bad-form", **values)
    if reference.form in [*Derived]:
        return render_derived(reference, figure, figures, vocabulary, path)
    return render_figure(figure, format_figure(figure, vocabulary, Form(reference.form)))


def render_figure(figure: Figure, text: str) -> str:
    """`<data value="…">…</data>`: what machines read, and what people do."""
    return f'<data value="{figure.value.normalize():f}">{escape(text)}</data>'


def unknown_figure(reference: Reference, figures: Figures, path: str) -> Problem:
    """No such figure: the nearest ones, or the parts of the card that was named."""
    if card := figures.card(reference.address):
        parts = ", ".join(figure.address for figure in card.all_figures[:6])
        return problem(path, reference.line, "figures-card-as-figure", typed=reference.address, nearest=parts)
    nearest = ", ".join(figures.nearest(reference.address)) or "…"
    return problem(path, reference.line, "figures-bad-reference", typed=reference.address, nearest=nearest)


def render_derived(
    reference: Reference, figure: Figure, figures: Figures, vocabulary: Vocabulary, path: str
) -> str | Problem:
    """A percentage in prose: it has no value of its own, so it is plain text."""
    card = find_card(figure, figures)
    compute: dict[str, Callable[[], str]] = {
        Derived.SHARE: lambda: format_share(figure, card.whole if card else None, vocabulary),
        Derived.CHANGE: lambda: format_change(figure, card.before if card else None, vocabulary),
    }
    if text := compute[reference.form]():
        return escape(text)
    return problem(path, reference.line, "figures-no-share", address=reference.address, least=MIN_BASE)


def find_card(figure: Figure, figures: Figures) -> Card | None:
    """The card a figure is written on."""
    address = ".".join(figure.address.split(".")[:2])
    card = figures.card(address)
    return card if card and (card.kind in {Kind.NUMBER, Kind.SHARE}) else None


class TypedNumber(NamedTuple):
    """A number found in prose: as typed, its value, its line, and the word after it.

    `scaled` says that it names thousands or millions; `certain`, that it is neither small nor a year.
    """

    text: str
    value: Decimal
    line: int
    next_word: str
    scaled: bool
    certain: bool


def check_typed_numbers(prose: Prose, figures: Figures, vocabulary: Vocabulary) -> list[Problem]:
    """What is typed in a text and repeats or contradicts a figure of the sets the text refers to."""
    known = [
        figure
        for name in referenced_sets(prose) & figures.sets.keys()
        for figure in shown(figures.sets[name])
    ]
    if not known:
        return []
    known.sort(key=lambda figure: figure.address)
    found = [
        match(typed, known, vocabulary, prose.path)
        for number, line in enumerate(prose.lines, start=prose.first_line)
        for typed in find_numbers(line, number, vocabulary)
    ]
    return [each for each in found if each]


def referenced_sets(prose: Prose) -> set[str]:
    """The sets a text refers to."""
    cards = CARD_PATTERN.finditer("\n".join(prose.lines))
    addresses = [reference.address for reference in find_references(prose)] + [
        card["address"] for card in cards
    ]
    return {address.split(".")[0] for address in addresses}


def shown(figures: FigureSet) -> tuple[Figure, ...]:
    """The figures that stand on a set's cards, those it borrows included."""
    return tuple({figure.address: figure for card in figures.cards for figure in card.all_figures}.values())


def match(typed: TypedNumber, known: Sequence[Figure], vocabulary: Vocabulary, path: str) -> Problem | None:
    """The first figure a number repeats, else the nearest it contradicts, else nothing."""
    for figure in known:
        if typed.value == figure.value and (typed.certain or has_unit_of(typed, figure, vocabulary)):
            return problem(path, typed.line, "figures-typed", typed=typed.text, address=figure.address)
    near = [figure for figure in known if is_near(typed, figure, vocabulary)]
    if not near:
        return None
    nearest = min(near, key=lambda figure: abs(figure.value - typed.value))
    values = {"typed": typed.text, "address": nearest.address, "value": format_figure(nearest, vocabulary)}
    return problem(path, typed.line, "figures-contradiction", **values)


def is_near(typed: TypedNumber, figure: Figure, vocabulary: Vocabulary) -> bool:
    """Whether a number is so near to a figure that a reader would take it for the same."""
    if figure.value < MIN_BARE_NUMBER or abs(typed.value - figure.value) > figure.value * NEAR_RATIO:
        return False
    return typed.scaled or has_unit_of(typed, figure, vocabulary)


def has_unit_of(typed: TypedNumber, figure: Figure, vocabulary: Vocabulary) -> bool:
    """Whether the word after the number is the figure's unit, in whatever case."""
    forms = figure.unit.forms.get(vocabulary.language.code, {}).values()
    return any(
        form[:STEM_LETTERS].lower() == typed.next_word[:STEM_LETTERS].lower() for form in forms if form
    )


def find_numbers(line: str, number: int, vocabulary: Vocabulary) -> Iterator[TypedNumber]:
    """The numbers of a line that could be figures."""
    shape, scales = number_pattern(vocabulary)
    clear = NOT_FIGURES.sub(lambda found: " " * len(found[0]), line)
    for found in shape.finditer(clear):
        scale = scales.get((found["scale"] or "").lower(), Decimal(1))
        value = Decimal(normalize_digits(found["digits"], vocabulary)) * scale
        following = found["word"] or ""
        grouped = not found["digits"].isdigit()
        if following.lower() in month_names(vocabulary):
            continue
        text = found[0][: len(found[0]) - len(following)].strip(" -\u00a0\u202f")
        plain_year = not grouped and FIRST_YEAR <= value <= LAST_YEAR
        yield TypedNumber(
            text,
            value,
            number,
            following,
            scaled=scale > 1,
            certain=value >= MIN_BARE_NUMBER and not plain_year,
        )


def normalize_digits(digits: str, vocabulary: Vocabulary) -> str:
    """A number's digits as Python reads them."""
    decimal = get_decimal_symbol(vocabulary.language.locale)
    group = get_group_symbol(vocabulary.language.locale)
    for space in (" ", "\u00a0", "\u202f", group):
        digits = digits.replace(space, "")
    return digits.replace(decimal, ".")


@cache
def month_names(vocabulary: Vocabulary) -> frozenset[str]:
    """The months' names as they stand in dates."""
    return frozenset(
        name.lower() for name in get_month_names("wide", locale=vocabulary.language.locale).values()
    )


@cache
def number_pattern(vocabulary: Vocabulary) -> tuple[re.Pattern[str], dict[str, Decimal]]:
    """How the language writes numbers: its groups, its decimal mark, its words for thousands and millions."""
    locale = vocabulary.language.locale
    decimal, group = get_decimal_symbol(locale), get_group_symbol(locale)
    gap = f"[ \u00a0\u202f{re.escape(group)}]"
    scales = scale_words(vocabulary)
    named = "|".join(sorted(map(re.escape, scales), key=len, reverse=True))
    shape = re.compile(
        rf"(?<![\w.,-])(?P<digits>\d{{1,3}}(?:{gap}\d{{3}})+(?!\d)|\d+(?:{re.escape(decimal)}\d+)?)"
        rf"(?:[ \u00a0\u202f](?P<scale>{named})(?!\w)\.?)?(?:[ \u00a0\u202f-](?P<word>[^\W\d]+))?",
        re.IGNORECASE,
    )
    return shape, scales


def scale_words(vocabulary: Vocabulary) -> dict[str, Decimal]:
    """Every word CLDR has for a thousand, a million and a milliard: «млн», «миллионов», “million”."""
    found: dict[str, Decimal] = {}
    for style in ("short", "long"):
        for patterns in vocabulary.language.locale.compact_decimal_formats[style].values():
            for power, pattern in patterns.items():
                word = str(pattern.pattern).strip("0 \u00a0").replace("'", "").rstrip(".").lower()
                value = Decimal(10) ** (3 * ((len(str(power)) - 1) // 3))
                found.setdefault(word, value)
    return {word: value for word, value in found.items() if len(word) > 1}
