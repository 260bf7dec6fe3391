"""Numbers typed by hand that the data holds: the same number without a reference, or one that is almost it.

Only an item that refers to a set is held against that set. Days, years, times, telephone numbers, addresses
and code are not figures; `{typed}` before a number says that it is another one.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from babel.dates import get_month_names
from babel.numbers import get_decimal_symbol, get_group_symbol

from plugins.diagnostics.problem import Problem, problem
from plugins.figures.reference import CARD, references
from plugins.figures.words import told

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from plugins.figures.model import Figure, Figures, FigureSet
    from plugins.figures.reference import Prose
    from plugins.figures.vocabulary import Vocabulary

NOT_FIGURES = re.compile(
    r"`[^`]*`"  # code
    r"|\{(?:figure|card)\}[\w.|-]+"  # references themselves
    r"|\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)?\)|https?://\S+|<[^<>\n]*>"  # addresses and tags
    r"|\{typed\}\d[\d\s.,\u00a0\u202f]*"  # said to be typed
    r"|\d{4}-\d{2}(?:-\d{2})?|\d{1,2}\.\d{1,2}\.\d{4}|\d{1,2}:\d{2}"  # days and times
    r"|\+?\d(?:-\d+){2,}|\bCOVID-19\b"  # telephone numbers, a name
)
SMALLEST = 100  # below this a number must stand before the figure's own unit to be taken for it
CLOSE = Decimal("0.05")  # nearer than this, but not equal, is a contradiction
FIRST_YEAR, LAST_YEAR = 1900, 2100
STEM = 4  # letters of a unit's word that tell it in any case


class Typed(NamedTuple):
    """A number found in prose: as typed, its value, its line, and the word after it.

    `scaled` says that it names thousands or millions; `certain`, that it is neither small nor a year.
    """

    text: str
    value: Decimal
    line: int
    next_word: str
    scaled: bool
    certain: bool


def contradictions(prose: Prose, figures: Figures, words: Vocabulary) -> list[Problem]:
    """What is typed in a text and repeats or contradicts a figure of the sets the text refers to."""
    known = [
        figure for name in named_sets(prose) & figures.sets.keys() for figure in shown(figures.sets[name])
    ]
    if not known:
        return []
    known.sort(key=lambda figure: figure.address)
    found = [
        judged(typed, known, words, prose.path)
        for number, line in enumerate(prose.lines, start=prose.first_line)
        for typed in typed_numbers(line, number, words)
    ]
    return [each for each in found if each]


def named_sets(prose: Prose) -> set[str]:
    """The sets a text refers to."""
    cards = CARD.finditer("\n".join(prose.lines))
    addresses = [reference.address for reference in references(prose)] + [card["address"] for card in cards]
    return {address.split(".")[0] for address in addresses}


def shown(figures: FigureSet) -> tuple[Figure, ...]:
    """The figures that stand on a set's cards, those it borrows included."""
    return tuple({figure.address: figure for card in figures.cards for figure in card.own}.values())


def judged(typed: Typed, known: Sequence[Figure], words: Vocabulary, path: str) -> Problem | None:
    """The first figure a number repeats, else the nearest it contradicts, else nothing."""
    for figure in known:
        if typed.value == figure.value and (typed.certain or counts(typed, figure, words)):
            return problem(path, typed.line, "figures-typed", typed=typed.text, address=figure.address)
    near = [figure for figure in known if close(typed, figure, words)]
    if not near:
        return None
    nearest = min(near, key=lambda figure: abs(figure.value - typed.value))
    values = {"typed": typed.text, "address": nearest.address, "value": told(nearest, words)}
    return problem(path, typed.line, "figures-contradiction", **values)


def close(typed: Typed, figure: Figure, words: Vocabulary) -> bool:
    """Whether a number is so near to a figure that a reader would take it for the same."""
    if figure.value < SMALLEST or abs(typed.value - figure.value) > figure.value * CLOSE:
        return False
    return typed.scaled or counts(typed, figure, words)


def counts(typed: Typed, figure: Figure, words: Vocabulary) -> bool:
    """Whether the word after the number is the figure's unit, in whatever case."""
    forms = figure.unit.forms.get(words.language.code, {}).values()
    return any(form[:STEM].lower() == typed.next_word[:STEM].lower() for form in forms if form)


def typed_numbers(line: str, number: int, words: Vocabulary) -> Iterator[Typed]:
    """The numbers of a line that could be figures."""
    shape, scales = number_shape(words)
    clear = NOT_FIGURES.sub(lambda found: " " * len(found[0]), line)
    for found in shape.finditer(clear):
        scale = scales.get((found["scale"] or "").lower(), Decimal(1))
        value = Decimal(plain(found["digits"], words)) * scale
        following = found["word"] or ""
        grouped = not found["digits"].isdigit()
        if following.lower() in months(words):
            continue
        text = found[0][: len(found[0]) - len(following)].strip(" -\u00a0\u202f")
        plain_year = not grouped and FIRST_YEAR <= value <= LAST_YEAR
        yield Typed(
            text, value, number, following, scaled=scale > 1, certain=value >= SMALLEST and not plain_year
        )


def plain(digits: str, words: Vocabulary) -> str:
    """A number's digits as Python reads them."""
    decimal = get_decimal_symbol(words.language.locale)
    group = get_group_symbol(words.language.locale)
    for space in (" ", "\u00a0", "\u202f", group):
        digits = digits.replace(space, "")
    return digits.replace(decimal, ".")


@cache
def months(words: Vocabulary) -> frozenset[str]:
    """The months' names as they stand in dates."""
    return frozenset(name.lower() for name in get_month_names("wide", locale=words.language.locale).values())


@cache
def number_shape(words: Vocabulary) -> tuple[re.Pattern[str], dict[str, Decimal]]:
    """How the language writes numbers: its groups, its decimal mark, its words for thousands and millions."""
    locale = words.language.locale
    decimal, group = get_decimal_symbol(locale), get_group_symbol(locale)
    gap = f"[ \u00a0\u202f{re.escape(group)}]"
    scales = scale_words(words)
    named = "|".join(sorted(map(re.escape, scales), key=len, reverse=True))
    shape = re.compile(
        rf"(?<![\w.,-])(?P<digits>\d{{1,3}}(?:{gap}\d{{3}})+(?!\d)|\d+(?:{re.escape(decimal)}\d+)?)"
        rf"(?:[ \u00a0\u202f](?P<scale>{named})(?!\w)\.?)?(?:[ \u00a0\u202f-](?P<word>[^\W\d]+))?",
        re.IGNORECASE,
    )
    return shape, scales


def scale_words(words: Vocabulary) -> dict[str, Decimal]:
    """Every word CLDR has for a thousand, a million and a milliard: «млн», «миллионов», “million”."""
    found: dict[str, Decimal] = {}
    for style in ("short", "long"):
        for patterns in words.language.locale.compact_decimal_formats[style].values():
            for power, pattern in patterns.items():
                word = str(pattern.pattern).strip("0 \u00a0").replace("'", "").rstrip(".").lower()
                value = Decimal(10) ** (3 * ((len(str(power)) - 1) // 3))
                found.setdefault(word, value)
    return {word: value for word, value in found.items() if len(word) > 1}
