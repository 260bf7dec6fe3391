"""A card on the page: `{card}set.card` becomes a `<figure>` that reads as a list or a table.

Nothing in it needs a style attribute or a script: bars are SVG rectangles whose widths are attributes, hidden
from screen readers, for the number stands beside them.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, NamedTuple

from plugins.figures.derived import change_of, share_of
from plugins.figures.model import Kind
from plugins.figures.reference import figure_html
from plugins.figures.words import brief, day_told, label_of, period_of, source_named, told

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plugins.figures.model import Card, Figure, Source
    from plugins.figures.vocabulary import Vocabulary

FULL = 100  # the width of the widest bar, in the units of its own viewBox
PICTURES = ("share", "post", "story")


class Links(NamedTuple):
    """Where a card's pictures and data lie, for `href`; `pictures` by size: share, post, story."""

    pictures: Mapping[str, str]
    page: str = ""
    csv: str = ""
    json: str = ""


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
        f"<dd>{figure_html(figure, told(figure, words))}{aside_html(figure, card, words)}</dd></div>"
        for figure in figures
    )
    return f"<dl>{rows}</dl>{bar_of_whole(card)}"


def name_of(figure: Figure, card: Card, words: Vocabulary) -> str:
    """A number is named by its label, a point by its period."""
    name = period_of(figure, words) if card.kind is Kind.SERIES else label_of(figure, words)
    return name[:1].upper() + name[1:]


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
    heads = [words.page["date"] if card.kind is Kind.SERIES else words.page["figure"], words.page["value"]]
    heads += [words.page["share"]] if shares else []
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in heads)
    top = max((figure.value for figure in card.figures), default=0)
    scale = card.whole.value if shares and card.whole else top
    rows = "".join(row_html(figure, card, words, float(scale)) for figure in card.figures)
    total = total_html(card, words) if shares and card.whole else ""
    caption = f'<caption class="figure-card-title">{escape(title_of(card, words))}</caption>'
    hidden = '<td aria-hidden="true"></td>'
    return f"<table>{caption}<thead><tr>{head}{hidden}</tr></thead><tbody>{rows}</tbody>{total}</table>"


def row_html(figure: Figure, card: Card, words: Vocabulary, scale: float) -> str:
    """One row: name, value, share, and the bar that only shows them again."""
    share = ""
    if card.kind is Kind.SHARE:
        share = f"<td>{escape(share_of(figure, card.whole, words))}</td>"
    bar = bar_html(float(figure.value) / scale if scale else 0.0)
    name = escape(name_of(figure, card, words))
    value = figure_html(figure, told(figure, words)) + aside_html(figure, card, words)
    return f'<tr><th scope="row">{name}</th><td>{value}</td>{share}<td aria-hidden="true">{bar}</td></tr>'


def total_html(card: Card, words: Vocabulary) -> str:
    """The total under the parts."""
    if card.whole is None:
        return ""
    name = escape(label_of(card.whole, words))
    value = figure_html(card.whole, told(card.whole, words))
    cells = f'<th scope="row">{name}</th><td>{value}</td><td></td><td aria-hidden="true"></td>'
    return f"<tfoot><tr>{cells}</tr></tfoot>"


def notes_html(card: Card, words: Vocabulary) -> str:
    """The card's note, what is unfinished, what was corrected."""
    notes = [note for note in (card.note.get(words.language.code, ""),) if note]
    notes += [
        words.card["unfinished_note"].format(date=brief(figure.until, words)).lstrip("* ")
        for figure in card.unfinished[:1]
        if figure.until
    ]
    lines = "".join(f'<p class="figure-card-note">{escape(words.bound(note))}</p>' for note in notes)
    return lines + "".join(correction_html(figure, words) for figure in card.own if figure.was)


def correction_html(figure: Figure, words: Vocabulary) -> str:
    """What stood here before."""
    return f'<p class="figure-card-correction">{escape(correction_told(figure, words))}</p>'


def correction_told(figure: Figure, words: Vocabulary) -> str:
    """«Исправлено: было 58 000 000, до 1 января 2023 г. …»; empty where nothing was corrected."""
    if figure.was is None:
        return ""
    return words.card["corrected_note"].format(
        was=words.language.number(figure.was.value),
        until=figure.was.until.told(words.language),
        why=figure.was.why[words.language.code],
    )


def footer_html(card: Card, words: Vocabulary, links: Links) -> str:
    """Sources, the day, and what can be taken along."""
    sources = ", ".join(source_html(source, words) for source in card.sources)
    day = f'<time datetime="{card.as_of}">{escape(day_told(card.as_of, words))}</time>'
    as_of = escape(words.page["as_of"]).replace("{date}", day)
    source = f"<p>{escape(words.page['source'])}: {sources}. {as_of}.</p>"
    return f'<figcaption class="figure-card-foot">{closed(source)}{links_html(words, links)}</figcaption>'


def closed(sentence: str) -> str:
    """One full stop at the end, also after «2022 г.»."""
    return sentence.replace(".</time>.", ".</time>")


def source_html(source: Source, words: Vocabulary) -> str:
    """The publisher, linked to the publication where its address is known, titled with its title."""
    name = escape(source_named(source, words))
    title = escape(source.title.get(words.language.code, ""))
    if not source.url:
        return f"<cite>{name}</cite>"
    return f'<cite><a href="{escape(source.url)}" title="{title}">{name}</a></cite>'


def links_html(words: Vocabulary, links: Links) -> str:
    """The picture in three sizes, and the data."""
    named = [
        (links.pictures[size], words.page[f"{size}_picture"]) for size in PICTURES if size in links.pictures
    ]
    pictures = ", ".join(f'<a href="{escape(href)}" download>{escape(name)}</a>' for href, name in named)
    shown = f"{escape(words.page['download'])}: {pictures}. " if pictures else ""
    tables = ((links.page, words.page["table"]), (links.csv, "CSV"), (links.json, "JSON"))
    takes = ", ".join(f'<a href="{escape(href)}">{escape(name)}</a>' for href, name in tables if href)
    return f'<p class="figure-card-links">{shown}{takes}</p>' if shown or takes else ""
