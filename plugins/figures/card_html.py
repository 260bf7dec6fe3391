"""Renders a card on a page: `{card}set.card` becomes a `<figure>` that reads as a list or a table."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, NamedTuple

from plugins.figures.figure_text import (
    figure_label,
    format_amount,
    format_as_of,
    format_change,
    format_day,
    format_figure,
    format_period,
    format_share,
    publisher_name,
    unit_plural,
)
from plugins.figures.model import Kind
from plugins.figures.prose import render_figure
from plugins.i18n.language import NO_BREAK_SPACE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plugins.figures.model import Card, Figure, Source
    from plugins.figures.vocabulary import Vocabulary

BAR_WIDTH = 100  # the width of the widest bar, in the units of its own viewBox
PICTURE_SIZES = ("share", "post", "story")


def render_card(card: Card, vocabulary: Vocabulary, links: CardLinks, heading: str = "p") -> str:
    """The whole block; `heading` is the element of its title where the page has an outline to keep (`h3`)."""
    tabular = card.kind in {Kind.BARS, Kind.SHARE, Kind.SERIES}
    body = (
        render_table(card, vocabulary)
        if tabular
        else render_title(card, vocabulary, heading) + render_list(card, vocabulary)
    )
    anchor = card.address.replace(".", "-")
    return (
        f'<figure class="figure-card figure-card-{card.kind}" id="{anchor}">{body}'
        f"{render_notes(card, vocabulary)}{render_footer(card, vocabulary, links)}</figure>"
    )


def render_title(card: Card, vocabulary: Vocabulary, heading: str) -> str:
    """The claim above a list."""
    return f'<{heading} class="figure-card-title">{escape(card_title(card, vocabulary))}</{heading}>'


def card_title(card: Card, vocabulary: Vocabulary) -> str:
    """The claim, short words bound."""
    return vocabulary.bind_short_words(card.title[vocabulary.language.code])


def render_list(card: Card, vocabulary: Vocabulary) -> str:
    """Number and grid: what it is, and how much."""
    figures = card.figures if card.kind is Kind.GRID else card.all_figures
    rows = "".join(
        f"<div><dt>{escape(row_name(figure, card, vocabulary))}</dt>"
        f"<dd>{render_figure(figure, format_breakable(figure, vocabulary))}"
        f"{render_asides(figure, card, vocabulary)}</dd></div>"
        for figure in figures
    )
    return f"<dl>{rows}</dl>{render_whole_bar(card)}"


def format_breakable(figure: Figure, vocabulary: Vocabulary) -> str:
    """A figure that may be parted before its unit, for large type in a narrow column."""
    unit = format_amount(figure, vocabulary).unit
    return (
        format_figure(figure, vocabulary).replace(f"{NO_BREAK_SPACE}{unit}", f" {unit}")
        if unit
        else format_figure(figure, vocabulary)
    )


def row_name(figure: Figure, card: Card, vocabulary: Vocabulary) -> str:
    """A number is named by its label, a point by its period."""
    name = format_period(figure, vocabulary) if card.kind is Kind.SERIES else figure_label(figure, vocabulary)
    return vocabulary.bind_short_words(name[:1].upper() + name[1:])


def render_asides(figure: Figure, card: Card, vocabulary: Vocabulary) -> str:
    """The mark of a correction; for the number itself its share and its change."""
    asides = [vocabulary.card["corrected"]] if figure.correction else []
    if card.kind is Kind.NUMBER and figure is card.figures[0]:
        asides += [
            format_share(figure, card.whole, vocabulary),
            format_change(figure, card.before, vocabulary),
        ]
    return "".join(f" <small>({escape(aside)})</small>" for aside in asides if aside)


def render_whole_bar(card: Card) -> str:
    """The part within its whole, for the eye alone."""
    if card.kind is not Kind.NUMBER or card.whole is None or not card.whole.value:
        return ""
    return render_bar(float(card.figures[0].value / card.whole.value))


def render_bar(share: float) -> str:
    """A bar so much of its track long."""
    width = f"{max(0.0, min(1.0, share)) * BAR_WIDTH:.2f}".rstrip("0").rstrip(".")
    return (
        f'<svg class="figure-card-bar" aria-hidden="true" focusable="false" viewBox="0 0 {BAR_WIDTH} 4" '
        f'width="100%" height="12" preserveAspectRatio="none">'
        f'<rect class="track" width="{BAR_WIDTH}" height="4"/>'
        f'<rect class="bar" width="{width}" height="4"/></svg>'
    )


def render_table(card: Card, vocabulary: Vocabulary) -> str:
    """Bars, shares and points: a row each, its name as the row's header."""
    shares = card.kind is Kind.SHARE
    heads = [vocabulary.page["date"] if card.kind is Kind.SERIES else vocabulary.page["figure"]]
    heads += [common_unit(card, vocabulary) or vocabulary.page["value"]]
    heads += [vocabulary.page["share"]] if shares else []
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in heads)
    top = max((figure.value for figure in card.figures), default=0)
    scale = card.whole.value if shares and card.whole else top
    rows = "".join(render_row(figure, card, vocabulary, float(scale)) for figure in card.figures)
    total = render_total(card, vocabulary) if shares and card.whole else ""
    caption = f'<caption class="figure-card-title">{escape(card_title(card, vocabulary))}</caption>'
    table = f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody>{total}</table>"
    # A table alone in its figure would want to be named by the caption, and that names the source.
    return f"<div>{table}</div>"


def common_unit(card: Card, vocabulary: Vocabulary) -> str:
    """What all figures of a card count, to stand once over their column: «Звонков»."""
    units = {unit_plural(figure, vocabulary) for figure in card.all_figures}
    name = units.pop() if len(units) == 1 else ""
    return name[:1].upper() + name[1:]


def render_cell(figure: Figure, card: Card, vocabulary: Vocabulary) -> str:
    """A figure in a column, without the unit that stands over it."""
    amount = format_amount(figure, vocabulary)
    bare = NO_BREAK_SPACE.join(filter(None, (amount.hedge, amount.number)))
    return render_figure(figure, bare if common_unit(card, vocabulary) else format_figure(figure, vocabulary))


def render_row(figure: Figure, card: Card, vocabulary: Vocabulary, scale: float) -> str:
    """One row: name, value and share; under the name the bar that only shows them again."""
    share = ""
    if card.kind is Kind.SHARE:
        share = f"<td>{escape(format_share(figure, card.whole, vocabulary))}</td>"
    bar = render_bar(float(figure.value) / scale if scale else 0.0)
    name = escape(row_name(figure, card, vocabulary))
    value = render_cell(figure, card, vocabulary) + render_asides(figure, card, vocabulary)
    return f'<tr><th scope="row">{name}{bar}</th><td>{value}</td>{share}</tr>'


def render_total(card: Card, vocabulary: Vocabulary) -> str:
    """The total under the parts."""
    if card.whole is None:
        return ""
    name = escape(vocabulary.bind_short_words(figure_label(card.whole, vocabulary)))
    value = render_cell(card.whole, card, vocabulary)
    cells = f'<th scope="row">{name}</th><td>{value}</td><td></td>'
    return f"<tfoot><tr>{cells}</tr></tfoot>"


class CardLinks(NamedTuple):
    """Where a card's pictures and data lie, for `href`; `pictures` by size: share, post, story."""

    pictures: Mapping[str, str]
    page: str = ""
    csv: str = ""
    json: str = ""


def render_notes(card: Card, vocabulary: Vocabulary) -> str:
    """The card's note, what is unfinished, what was corrected."""
    notes = [note for note in (card.note.get(vocabulary.language.code, ""),) if note]
    notes += [
        vocabulary.card["unfinished_note"]
        .format(date=format_day(figure.counted_until, vocabulary))
        .lstrip("* ")
        for figure in card.unfinished[:1]
        if figure.counted_until
    ]
    lines = "".join(
        f'<p class="figure-card-note">{escape(vocabulary.bind_short_words(note))}</p>' for note in notes
    )
    return lines + "".join(
        correction_html(figure, vocabulary) for figure in card.all_figures if figure.correction
    )


def correction_html(figure: Figure, vocabulary: Vocabulary) -> str:
    """What stood here before."""
    return f'<p class="figure-card-correction">{escape(format_correction(figure, vocabulary))}</p>'


def format_correction(figure: Figure, vocabulary: Vocabulary) -> str:
    """«Исправлено: было 58 000 000, до 1 января 2023 г. …»; empty where nothing was corrected."""
    if figure.correction is None:
        return ""
    return vocabulary.card["corrected_note"].format(
        was=vocabulary.language.number(figure.correction.value),
        until=figure.correction.replaced_on.format(vocabulary.language),
        why=figure.correction.reason[vocabulary.language.code],
    )


def render_footer(card: Card, vocabulary: Vocabulary, links: CardLinks) -> str:
    """Sources, the day, and what can be taken along."""
    sources = ", ".join(render_source(source, vocabulary) for source in card.sources)
    day = f'<time datetime="{card.as_of}">{escape(format_as_of(card.as_of, vocabulary))}</time>'
    as_of = escape(vocabulary.page["as_of"]).replace("{date}", day)
    source = f"<p>{escape(vocabulary.page['source'])}: {sources}. {as_of}.</p>"
    return (
        f'<figcaption class="figure-card-foot">{closed(source)}{render_links(vocabulary, links)}</figcaption>'
    )


def closed(sentence: str) -> str:
    """One full stop at the end, also after «2022 г.»."""
    return sentence.replace(".</time>.", ".</time>")


def render_source(source: Source, vocabulary: Vocabulary) -> str:
    """The publisher, linked to the publication where its address is known, titled with its title."""
    name = escape(publisher_name(source, vocabulary))
    title = escape(source.title.get(vocabulary.language.code, ""))
    if not source.url:
        return f"<cite>{name}</cite>"
    return f'<cite><a href="{escape(source.url)}" title="{title}">{name}</a></cite>'


def render_links(vocabulary: Vocabulary, links: CardLinks) -> str:
    """What can be taken along, folded up: the picture in three sizes, the data, the page they are from."""
    pictures = [(links.pictures.get(size, ""), vocabulary.page[f"{size}_picture"]) for size in PICTURE_SIZES]
    tables = [(links.csv, vocabulary.page["csv"]), (links.json, vocabulary.page["json"])]
    files = "".join(render_link(href, name, " download") for href, name in (*pictures, *tables) if href)
    takes = files + (render_link(links.page, vocabulary.page["set"]) if links.page else "")
    if not takes:
        return ""
    summary = f"<summary>{escape(vocabulary.page['download'])}</summary>"
    return f'<details class="figure-card-links">{summary}<ul>{takes}</ul></details>'


def render_link(href: str, name: str, download: str = "") -> str:
    """One link of the list."""
    return f'<li><a href="{escape(href)}"{download}>{escape(name)}</a></li>'
