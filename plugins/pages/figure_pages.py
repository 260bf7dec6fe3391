"""The pages and files of the figures: every set with its cards and its data, and all corrections."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from plugins.figures.caption import correction_told
from plugins.figures.dataset import Publication, dataset
from plugins.figures.model import corrected
from plugins.figures.opendata import data_csv, data_json
from plugins.figures.words import day_told
from plugins.pages.page_meta import MetaBuilder
from plugins.pages.page_views import CorrectionEntry, CorrectionsView, FigureSetsView, FigureSetView
from plugins.pages.view import FigureSetLink

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plugins.content.card_registry import CardRegistry
    from plugins.content.figure_renderer import FigureRenderer
    from plugins.figures.model import FigureSet
    from plugins.figures.moment import Moment
    from plugins.figures.vocabulary import Vocabulary
    from plugins.model.edition import Edition
    from plugins.model.urls import SiteUrls
    from plugins.pages.view import Site, View

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


def _as_of(figures: FigureSet) -> Moment:
    return max(card.as_of for card in figures.cards)


def _listed(figures: FigureSet, words: Vocabulary, site: Site) -> FigureSetLink:
    code = words.language.code
    day = words.page["as_of"].format(date=day_told(_as_of(figures), words))
    claim = words.bound(figures.cards[0].title[code])
    return FigureSetLink(words.bound(figures.title[code]), _url(figures, site), claim, day)


def _set_view(figures: FigureSet, heads: MetaBuilder, gallery: CardRegistry) -> FigureSetView:
    site = heads.site
    code = site.language.code
    spoken = gallery.texts.figure_renderer
    words = spoken.vocabularies[code]
    title = words.bound(figures.title[words.language.code])
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
        dataset=dataset(figures, words, publication),
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
        day = day_told(until, words)
        found.append(CorrectionEntry(str(until), day, figure.title, figure.url, figure.text))
    newest = tuple(sorted(found, key=lambda each: (each.date, each.url), reverse=True))
    text = site.phrases.text
    head = heads.for_listing("corrections", text("corrections.title"), text("corrections.description"))
    return CorrectionsView(**head, corrections=newest)


class CorrectedFigure(NamedTuple):
    """A figure's correction: its address, until when another value stood, and how readers are told."""

    address: str
    until: Moment
    title: str
    url: str
    text: str


def corrected_figures(spoken: FigureRenderer, code: str, addresses: SiteUrls) -> Iterator[CorrectedFigure]:
    """Every corrected figure in a language, the latest correction first."""
    words = spoken.vocabularies[code]
    for figure in corrected(spoken.figures):
        if figure.was:
            name, card, *_ = figure.address.split(".")
            title = spoken.figures.sets[name].title[words.language.code]
            url = f"{addresses.listing(code, f'figures/{name}')}#{name}-{card}"
            text = correction_told(figure, words)
            yield CorrectedFigure(figure.address, figure.was.until, title, url, text)


def data_files(spoken: FigureRenderer) -> Iterator[tuple[str, bytes]]:
    """The output path and the bytes of every set's CSV and JSON."""
    speaking = [words for code, words in spoken.vocabularies.items() if words.language.code == code]
    for figures in spoken.figures.sets.values():
        yield f"figures/{figures.name}/data.csv", data_csv(figures, speaking)
        yield f"figures/{figures.name}/data.json", data_json(figures, speaking)
