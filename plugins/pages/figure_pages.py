"""Pages of figures: the list of sets, each set, and all corrections."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from plugins.figures.card_html import format_correction
from plugins.figures.figure_text import format_as_of
from plugins.figures.model import list_corrected
from plugins.figures.open_data import Publication, compose_dataset
from plugins.pages.page_meta import MetaBuilder
from plugins.pages.page_views import CorrectionEntry, CorrectionsView, FigureSetsView, FigureSetView
from plugins.pages.views import FigureSetLink

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plugins.content.card_registry import CardRegistry
    from plugins.content.figure_renderer import FigureRenderer
    from plugins.figures.model import FigureSet, PartialDate
    from plugins.figures.vocabulary import Vocabulary
    from plugins.model.edition import Edition
    from plugins.model.urls import SiteUrls
    from plugins.pages.views import Site, View

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
"""Of the sets as collected here; a source's own licence stands with the source."""


def figure_set_views(edition: Edition, site: Site, gallery: CardRegistry) -> Iterator[View]:
    """The list of sets, every set, and the corrections."""
    heads = MetaBuilder(site)
    spoken = gallery.texts.figure_renderer
    words = spoken.vocabularies[site.language.code]
    by_title = sorted(spoken.figures.sets.values(), key=lambda figures: figures.title[words.language.code])
    sets = sorted(by_title, key=_as_of, reverse=True)
    text = site.phrases.text
    listed = tuple(_listed(each, words, site) for each in sets)
    head = heads.for_listing("figures", text("figures.title"), text("figures.description"))
    yield FigureSetsView(**head, sets=listed)
    for figures in sets:
        yield _set_view(figures, heads, gallery)
    yield _corrections(edition, heads, spoken)


def _url(figures: FigureSet, site: Site) -> str:
    return site.urls.listing(site.language.code, f"figures/{figures.name}")


def _as_of(figures: FigureSet) -> PartialDate:
    return max(card.as_of for card in figures.cards)


def _listed(figures: FigureSet, words: Vocabulary, site: Site) -> FigureSetLink:
    code = words.language.code
    day = words.page["as_of"].format(date=format_as_of(_as_of(figures), words))
    claim = words.bind_short_words(figures.cards[0].title[code])
    return FigureSetLink(words.bind_short_words(figures.title[code]), _url(figures, site), claim, day)


def _set_view(figures: FigureSet, heads: MetaBuilder, gallery: CardRegistry) -> FigureSetView:
    site = heads.site
    code = site.language.code
    spoken = gallery.texts.figure_renderer
    words = spoken.vocabularies[code]
    title = words.bind_short_words(figures.title[words.language.code])
    blocks = (spoken.card_block(card, code, gallery.links(card, code), "h2") for card in figures.cards)
    files = {kind: site.urls.url(f"figures/{figures.name}/data.{kind}") for kind in ("csv", "json")}
    publication = Publication(
        page=site.urls.absolute(_url(figures, site)),
        files={
            "text/csv": site.urls.absolute(files["csv"]),
            "application/json": site.urls.absolute(files["json"]),
        },
        licence=LICENCE,
        publisher=site.phrases.text("site.name"),
    )
    head = heads.for_listing(
        f"figures/{figures.name}",
        title,
        site.phrases.text("figures.set", title=title),
        way=(heads.section_link("figures"),),
        share=gallery.card_picture(figures.cards[0], code),
    )
    return FigureSetView(
        **head,
        cards=tuple(blocks),
        csv=files["csv"],
        json=files["json"],
        dataset=compose_dataset(figures, words, publication),
    )


def _corrections(edition: Edition, heads: MetaBuilder, spoken: FigureRenderer) -> CorrectionsView:
    site = heads.site
    code = site.language.code
    found = [
        CorrectionEntry(each.date.isoformat(), site.language.date(each.date), item.title, item.url, each.text)
        for item in edition.items
        for each in item.corrections
    ]
    words = spoken.vocabularies[code]
    for figure in corrected_figures(spoken, code, site.urls):
        until = figure.until
        day = format_as_of(until, words)
        found.append(CorrectionEntry(str(until), day, figure.title, figure.url, figure.text))
    newest = tuple(sorted(found, key=lambda each: (each.date, each.url), reverse=True))
    text = site.phrases.text
    head = heads.for_listing("corrections", text("corrections.title"), text("corrections.description"))
    return CorrectionsView(**head, corrections=newest)


class CorrectedFigure(NamedTuple):
    """A corrected figure: its address, until when the former value stood, and the texts shown."""

    address: str
    until: PartialDate
    title: str
    url: str
    text: str


def corrected_figures(spoken: FigureRenderer, code: str, addresses: SiteUrls) -> Iterator[CorrectedFigure]:
    """Corrected figures in a language, latest first."""
    words = spoken.vocabularies[code]
    for figure in list_corrected(spoken.figures):
        if figure.correction:
            name, card, *_ = figure.address.split(".")
            title = spoken.figures.sets[name].title[words.language.code]
            url = f"{addresses.listing(code, f'figures/{name}')}#{name}-{card}"
            text = format_correction(figure, words)
            yield CorrectedFigure(figure.address, figure.correction.replaced_on, title, url, text)
