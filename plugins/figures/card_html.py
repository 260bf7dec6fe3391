"""Renders a card on a page: `{card}set.card` becomes a `<figure>` that reads as a list or a table."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, NamedTuple

from plugins.figures.derived import change_of, share_of
from plugins.figures.figure_text import (
    figure_label,
    format_amount,
    format_as_of,
    format_change,
    format_day,
    format_figure,
    format_period,
    format_share,
    list_calculations,
    unit_plural,
)
from plugins.figures.model import Kind
from plugins.figures.prose import render_computed, render_figure
from plugins.figures.row_table import render_row_table
from plugins.i18n.typography import NO_BREAK_SPACE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plugins.figures.model import Card, Figure, Source
    from plugins.figures.vocabulary import Vocabulary

BAR_WIDTH = 100  # of a full bar, in user units of its viewBox


class CardLinks(NamedTuple):
    """The URLs of a card's picture, of its set's page and data, and of its press kit, which has all sizes."""

    picture: str = ""
    page: str = ""
    csv: str = ""
    json: str = ""
    press: str = ""


def render_card(
    card: Card, vocabulary: Vocabulary, links: CardLinks, heading: str = "p", chart: str = ""
) -> str:
    """Render a card as `<figure>`.

    `heading` is the title's element if the page's outline has it; `chart` is an SVG that shows what its table
    states.
    """
    anchor = card.anchor
    if chart or card.rows:  # a caption within a table that scrolls would be cut
        table = _render_table(card, vocabulary, f' aria-labelledby="{anchor}-title">', bars=not chart)
        title = f'<{heading} class="figure-card-title" id="{anchor}-title">{_card_title(card, vocabulary)}'
        body = f'{title}</{heading}><div class="figure-card-chart">{chart}{table}</div>'
    elif card.kind in {Kind.NUMBER, Kind.GRID}:
        title = f'<{heading} class="figure-card-title">{_card_title(card, vocabulary)}</{heading}>'
        body = title + _render_list(card, vocabulary)
    else:
        caption = f'><caption class="figure-card-title">{_card_title(card, vocabulary)}</caption>'
        # An only child of its figure would take its accessible name from the figcaption with the source.
        body = f"<div>{_render_table(card, vocabulary, caption)}</div>"
    return (
        f'<figure class="figure-card figure-card-{card.kind}" id="{anchor}">{body}'
        f"{_render_notes(card, vocabulary)}{_render_footer(card, vocabulary, links)}</figure>"
    )


def _card_title(card: Card, vocabulary: Vocabulary) -> str:
    return escape(vocabulary.bind_short_words(vocabulary.localize(card.title)))


def _render_list(card: Card, vocabulary: Vocabulary) -> str:
    figures = card.figures if card.kind is Kind.GRID else card.all_figures
    rows = "".join(
        f"<div><dt>{escape(_row_name(figure, card, vocabulary))}</dt>"
        f"<dd>{render_figure(figure, _format_breakable(figure, vocabulary))}"
        f"{_render_asides(figure, card, vocabulary)}</dd></div>"
        for figure in figures
    )
    return f"<dl>{rows}</dl>{_render_whole_bar(card, vocabulary)}"


def _format_breakable(figure: Figure, vocabulary: Vocabulary) -> str:
    """A figure with a line break allowed before its unit, for large type in a narrow column."""
    text, unit = format_figure(figure, vocabulary), format_amount(figure, vocabulary).unit
    return text.replace(f"{NO_BREAK_SPACE}{unit}", f" {unit}") if unit else text


def _row_name(figure: Figure, card: Card, vocabulary: Vocabulary) -> str:
    name = format_period(figure, vocabulary) if card.kind is Kind.SERIES else figure_label(figure, vocabulary)
    return vocabulary.bind_short_words(name[:1].upper() + name[1:])


def _render_asides(figure: Figure, card: Card, vocabulary: Vocabulary) -> str:
    asides = [escape(vocabulary.card["corrected"])] if figure.correction else []
    asides += [escape(vocabulary.calculation["mark"])] if figure.calculation else []
    if card.kind is Kind.NUMBER and figure is card.figures[0]:
        derived = (
            (share_of(figure, card.whole), format_share(figure, card.whole, vocabulary)),
            (change_of(figure, card.before), format_change(figure, card.before, vocabulary)),
        )
        asides += [render_computed(computed, text, vocabulary) for computed, text in derived if computed]
    return "".join(f" <small>({aside})</small>" for aside in asides)


def _render_whole_bar(card: Card, vocabulary: Vocabulary) -> str:
    if card.kind is not Kind.NUMBER or card.whole is None or not card.whole.value:
        return ""
    fraction = vocabulary.find_fraction(vocabulary.localize(card.title))
    tick = float(fraction[0]) if fraction else None
    return _render_bar(float(card.figures[0].value / card.whole.value), tick)


def _render_bar(share: float, tick: float | None = None) -> str:
    """Render a decorative bar as SVG: `share` (0 to 1) of its track, and a tick; without `style`."""
    mark = f'<rect class="tick" x="{_bar_width(tick)}" width="0.6" height="4"/>' if tick is not None else ""
    return (
        f'<svg class="figure-card-bar" aria-hidden="true" viewBox="0 0 {BAR_WIDTH} 4" '
        f'width="100%" height="12" preserveAspectRatio="none">'
        f'<rect class="track" width="{BAR_WIDTH}" height="4"/>'
        f'<rect class="bar" width="{_bar_width(share)}" height="4"/>{mark}</svg>'
    )


def _bar_width(share: float) -> str:
    return f"{max(0.0, min(1.0, share)) * BAR_WIDTH:.2f}".rstrip("0").rstrip(".")


def _render_table(card: Card, vocabulary: Vocabulary, caption: str, *, bars: bool = True) -> str:
    """The card's table, with a bar in each row if there is no chart above it.

    `caption` is its `<caption>`, or an `aria-labelledby` attribute in its place.
    """
    if card.rows:
        return render_row_table(card, vocabulary, caption)
    shares = card.kind is Kind.SHARE
    heads = [vocabulary.page["date"] if card.kind is Kind.SERIES else vocabulary.page["figure"]]
    heads += [_common_unit(card, vocabulary) or vocabulary.page["value"]]
    heads += [f"{vocabulary.page['share']}, {vocabulary.calculation['mark']}"] if shares else []
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in heads)
    top = max((figure.value for figure in card.figures), default=0)
    # Bars side by side are a comparison, which figures that were counted differently do not bear.
    bars = bars and card.comparable
    scale = float(card.whole.value if shares and card.whole else top) if bars else None
    rows = "".join(_render_row(figure, card, vocabulary, scale) for figure in card.figures)
    total = _render_total(card, vocabulary)
    return f"<table{caption}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody>{total}</table>"


def _common_unit(card: Card, vocabulary: Vocabulary) -> str:
    """The unit that all figures of a card share, as a column header: «Звонков»."""
    units = {unit_plural(figure, vocabulary) for figure in card.all_figures}
    name = units.pop() if len(units) == 1 else ""
    return name[:1].upper() + name[1:]


def _render_cell(figure: Figure, card: Card, vocabulary: Vocabulary) -> str:
    if not _common_unit(card, vocabulary):
        return render_figure(figure, format_figure(figure, vocabulary))
    amount = format_amount(figure, vocabulary)
    return render_figure(figure, amount.hedged_number)


def _render_row(figure: Figure, card: Card, vocabulary: Vocabulary, scale: float | None) -> str:
    """A row of the table, with a bar if there is a `scale`: the value of a full bar."""
    share = ""
    if card.kind is Kind.SHARE:
        computed = share_of(figure, card.whole)
        text = format_share(figure, card.whole, vocabulary)
        share = f"<td>{render_figure(computed, text) if computed else ''}</td>"
    bar = "" if scale is None else _render_bar(float(figure.value) / scale if scale else 0.0)
    name = escape(_row_name(figure, card, vocabulary))
    value = _render_cell(figure, card, vocabulary) + _render_asides(figure, card, vocabulary)
    return f'<tr><th scope="row">{name}{bar}</th><td>{value}</td>{share}</tr>'


def _render_total(card: Card, vocabulary: Vocabulary) -> str:
    if card.whole is None:
        return ""
    name = escape(vocabulary.bind_short_words(figure_label(card.whole, vocabulary)))
    value = _render_cell(card.whole, card, vocabulary)
    share = "<td></td>" if card.kind is Kind.SHARE else ""
    cells = f'<th scope="row">{name}</th><td>{value}</td>{share}'
    return f"<tfoot><tr>{cells}</tr></tfoot>"


def _render_notes(card: Card, vocabulary: Vocabulary) -> str:
    context = vocabulary.localize(card.context)
    texts = (f"{context[:1].upper()}{context[1:]}", *list_notes(card, vocabulary))
    notes = (vocabulary.bind_short_words(note.lstrip("* ")) for note in texts if note)
    corrections = (format_correction(figure, vocabulary) for figure in card.all_figures if figure.correction)
    lines = [f'<p class="figure-card-note">{escape(note)}</p>' for note in notes]
    lines += [f'<p class="figure-card-correction">{escape(text)}</p>' for text in corrections]
    return "".join(lines)


def list_notes(card: Card, vocabulary: Vocabulary) -> Iterator[str]:
    """The card's own note, the formulas of what is computed, and the end of an unfinished period."""
    if own := vocabulary.localize(card.note):
        yield own
    if formulas := list_calculations(card, vocabulary):
        yield vocabulary.calculation["note"].format(formulas="; ".join(formulas))
    for until in [figure.counted_until for figure in card.figures if figure.counted_until][:1]:
        yield vocabulary.card["unfinished_note"].format(date=format_day(until, vocabulary))


def format_correction(figure: Figure, vocabulary: Vocabulary) -> str:
    """«Исправлено: было 58 000 000, до 1 января 2023 г. …»; empty if the figure was not corrected."""
    if figure.correction is None:
        return ""
    return vocabulary.card["corrected_note"].format(
        was=vocabulary.language.number(figure.correction.value),
        until=figure.correction.replaced_on.format(vocabulary.language),
        why=vocabulary.localize(figure.correction.reason),
    )


def _render_footer(card: Card, vocabulary: Vocabulary, links: CardLinks) -> str:
    sources = ", ".join(_render_source(source, vocabulary) for source in card.sources)
    date = f'<time datetime="{card.as_of}">{escape(format_as_of(card.as_of, vocabulary))}</time>'
    as_of = escape(vocabulary.page["as_of"]).replace("{date}", date)
    source = f"<p>{escape(vocabulary.page['source'])}: {sources}. {as_of}.</p>"
    source = source.replace(".</time>.", ".</time>")  # one full stop after «2022 г.»
    return f'<figcaption class="figure-card-foot">{source}{_render_links(vocabulary, links)}</figcaption>'


def _render_source(source: Source, vocabulary: Vocabulary) -> str:
    name = escape(vocabulary.localize(source.publisher))
    title = escape(vocabulary.localize(source.title))
    if not source.url:
        return f"<cite>{name}</cite>"
    return f'<cite><a href="{escape(source.url)}" title="{title}">{name}</a></cite>'


def _render_links(vocabulary: Vocabulary, links: CardLinks) -> str:
    downloads = {"share_picture": links.picture, "csv": links.csv, "json": links.json}
    files = "".join(
        _render_link(href, vocabulary.page[name], " download") for name, href in downloads.items() if href
    )
    pages = [(links.press, vocabulary.page["press"]), (links.page, vocabulary.page["set"])]
    items = files + "".join(_render_link(href, name) for href, name in pages if href)
    if not files:  # two links at most: they need no fold
        return f'<ul class="figure-card-links">{items}</ul>' if items else ""
    summary = f"<summary>{escape(vocabulary.page['download'])}</summary>"
    return f'<details class="figure-card-links">{summary}<ul>{items}</ul></details>'


def _render_link(href: str, name: str, download: str = "") -> str:
    return f'<li><a href="{escape(href)}"{download}>{escape(name)}</a></li>'
