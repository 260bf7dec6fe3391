"""A card on the page: `{card}set.card` becomes a `<figure>` that reads as a list or a table.

Nothing in it needs a style attribute or a script: bars are SVG rectangles whose widths are attributes, hidden
from screen readers, for the number stands beside them.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from plugins.figures.caption import footer_html, notes_html
from plugins.figures.derived import change_of, share_of
from plugins.figures.model import Kind
from plugins.figures.reference import figure_html
from plugins.figures.words import (
    amount_of,
    label_of,
    period_of,
    told,
    unit_plural,
)
from plugins.i18n.language import NO_BREAK_SPACE

if TYPE_CHECKING:
    from plugins.figures.caption import Links
    from plugins.figures.model import Card, Figure
    from plugins.figures.vocabulary import Vocabulary

FULL = 100  # the width of the widest bar, in the units of its own viewBox


def card_html(card: Card, words: Vocabulary, links: Links, heading: str = "p") -> str:
    """The whole block; `heading` is the element of its title where the page has an outline to keep (`h3`)."""
    tabular = card.kind in {Kind.BARS, Kind.SHARE, Kind.SERIES}
    body = table_html(card, words) if tabular else title_html(card, words, heading) + list_html(card, words)
    anchor = card.address.replace(".", "-")
    return (
        f'<figure class="figure-card figure-card-{card.kind}" id="{anchor}">{body}'
        f"{notes_html(card, words)}{footer_html(card, words, links)}</figure>"
    )


def title_html(card: Card, words: Vocabulary, heading: str) -> str:
    """The claim above a list."""
    return f'<{heading} class="figure-card-title">{escape(title_of(card, words))}</{heading}>'


def title_of(card: Card, words: Vocabulary) -> str:
    """The claim, short words bound."""
    return words.bound(card.title[words.language.code])


def list_html(card: Card, words: Vocabulary) -> str:
    """Number and grid: what it is, and how much."""
    figures = card.figures if card.kind is Kind.GRID else card.own
    rows = "".join(
        f"<div><dt>{escape(name_of(figure, card, words))}</dt>"
        f"<dd>{figure_html(figure, loose(figure, words))}{aside_html(figure, card, words)}</dd></div>"
        for figure in figures
    )
    return f"<dl>{rows}</dl>{bar_of_whole(card)}"


def loose(figure: Figure, words: Vocabulary) -> str:
    """A figure that may be parted before its unit, for large type in a narrow column."""
    unit = amount_of(figure, words).unit
    return told(figure, words).replace(f"{NO_BREAK_SPACE}{unit}", f" {unit}") if unit else told(figure, words)


def name_of(figure: Figure, card: Card, words: Vocabulary) -> str:
    """A number is named by its label, a point by its period."""
    name = period_of(figure, words) if card.kind is Kind.SERIES else label_of(figure, words)
    return words.bound(name[:1].upper() + name[1:])


def aside_html(figure: Figure, card: Card, words: Vocabulary) -> str:
    """The mark of a correction; for the number itself its share and its change."""
    asides = [words.card["corrected"]] if figure.was else []
    if card.kind is Kind.NUMBER and figure is card.figures[0]:
        asides += [share_of(figure, card.whole, words), change_of(figure, card.before, words)]
    return "".join(f" <small>({escape(aside)})</small>" for aside in asides if aside)


def bar_of_whole(card: Card) -> str:
    """The part within its whole, for the eye alone."""
    if card.kind is not Kind.NUMBER or card.whole is None or not card.whole.value:
        return ""
    return bar_html(float(card.figures[0].value / card.whole.value))


def bar_html(share: float) -> str:
    """A bar so much of its track long."""
    width = f"{max(0.0, min(1.0, share)) * FULL:.2f}".rstrip("0").rstrip(".")
    return (
        f'<svg class="figure-card-bar" aria-hidden="true" focusable="false" viewBox="0 0 {FULL} 4" '
        f'width="100%" height="12" preserveAspectRatio="none"><rect class="track" width="{FULL}" height="4"/>'
        f'<rect class="bar" width="{width}" height="4"/></svg>'
    )


def table_html(card: Card, words: Vocabulary) -> str:
    """Bars, shares and points: a row each, its name as the row's header."""
    shares = card.kind is Kind.SHARE
    heads = [words.page["date"] if card.kind is Kind.SERIES else words.page["figure"]]
    heads += [common_unit(card, words) or words.page["value"]]
    heads += [words.page["share"]] if shares else []
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in heads)
    top = max((figure.value for figure in card.figures), default=0)
    scale = card.whole.value if shares and card.whole else top
    rows = "".join(row_html(figure, card, words, float(scale)) for figure in card.figures)
    total = total_html(card, words) if shares and card.whole else ""
    caption = f'<caption class="figure-card-title">{escape(title_of(card, words))}</caption>'
    table = f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody>{total}</table>"
    # A table alone in its figure would want to be named by the caption, and that names the source.
    return f"<div>{table}</div>"


def common_unit(card: Card, words: Vocabulary) -> str:
    """What all figures of a card count, to stand once over their column: «Звонков»."""
    units = {unit_plural(figure, words) for figure in card.own}
    name = units.pop() if len(units) == 1 else ""
    return name[:1].upper() + name[1:]


def cell_html(figure: Figure, card: Card, words: Vocabulary) -> str:
    """A figure in a column, without the unit that stands over it."""
    amount = amount_of(figure, words)
    bare = NO_BREAK_SPACE.join(filter(None, (amount.hedge, amount.number)))
    return figure_html(figure, bare if common_unit(card, words) else told(figure, words))


def row_html(figure: Figure, card: Card, words: Vocabulary, scale: float) -> str:
    """One row: name, value and share; under the name the bar that only shows them again."""
    share = ""
    if card.kind is Kind.SHARE:
        share = f"<td>{escape(share_of(figure, card.whole, words))}</td>"
    bar = bar_html(float(figure.value) / scale if scale else 0.0)
    name = escape(name_of(figure, card, words))
    value = cell_html(figure, card, words) + aside_html(figure, card, words)
    return f'<tr><th scope="row">{name}{bar}</th><td>{value}</td>{share}</tr>'


def total_html(card: Card, words: Vocabulary) -> str:
    """The total under the parts."""
    if card.whole is None:
        return ""
    name = escape(words.bound(label_of(card.whole, words)))
    value = cell_html(card.whole, card, words)
    cells = f'<th scope="row">{name}</th><td>{value}</td><td></td>'
    return f"<tfoot><tr>{cells}</tr></tfoot>"
