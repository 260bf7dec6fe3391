"""Pages of figures: the list of sets, each set, and all corrections."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from plugins.content.item_events import CORRECTION, item_events
from plugins.figures.card_html import CardLinks, format_correction
from plugins.figures.figure_text import format_as_of
from plugins.figures.model import list_corrected
from plugins.figures.open_data import Publication, compose_dataset
from plugins.model.config import SiteSection
from plugins.pages.embed_pages import embedded_cards
from plugins.pages.page_meta import MetaBuilder
from plugins.pages.page_views import CorrectionEntry, CorrectionsView, FigureSetsView, FigureSetView
from plugins.pages.press_text import LICENCE
from plugins.pages.views import FigureSetLink, Link

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from plugins.content.card_registry import CardRegistry
    from plugins.content.figure_renderer import FigureRenderer
    from plugins.figures.model import FigureSet
    from plugins.model.edition import Edition, Item
    from plugins.model.partial_date import PartialDate
    from plugins.model.urls import SiteUrls
    from plugins.pages.views import Site, View


def figure_set_views(edition: Edition, site: Site, cards: CardRegistry) -> Iterator[View]:
    """The list of sets, every set, and the corrections."""
    meta = MetaBuilder(site)
    renderer = cards.texts.figure_renderer
    sets = newest_sets(renderer, site.language.code)
    listed = tuple(_listed(each, site, cards) for each in sets)
    if SiteSection.FIGURES not in site.config.sections_off:
        press = site.urls.listing(site.language.code, "press") if sets else ""
        yield FigureSetsView(**meta.for_section("figures"), sets=listed, press=press)
    for figures in sets:
        yield _set_view(figures, meta, cards)
    yield _corrections(edition, meta, renderer)


def newest_sets(renderer: FigureRenderer, code: str) -> tuple[FigureSet, ...]:
    """All sets, those with the newest figures first, and by title."""
    vocabulary = renderer.vocabularies[code]
    by_title = sorted(renderer.figures.sets.values(), key=lambda each: vocabulary.localize(each.title))
    return tuple(sorted(by_title, key=_as_of, reverse=True))


def _url(figures: FigureSet, site: Site) -> str:
    return site.urls.listing(site.language.code, f"figures/{figures.name}")


def _as_of(figures: FigureSet) -> PartialDate:
    return max(card.as_of for card in figures.cards)


def _listed(figures: FigureSet, site: Site, cards: CardRegistry) -> FigureSetLink:
    vocabulary = cards.texts.figure_renderer.vocabularies[site.language.code]
    code = vocabulary.language.code
    day = vocabulary.page["as_of"].format(date=format_as_of(_as_of(figures), vocabulary))
    claim = vocabulary.bind_short_words(figures.cards[0].title[code])
    name = vocabulary.bind_short_words(figures.title[code])
    cover = cards.cover(figures.cards[0].address, "", site.language.code)
    return FigureSetLink(vocabulary.language, name, _url(figures, site), claim, day, cover)


def _set_view(figures: FigureSet, meta: MetaBuilder, cards: CardRegistry) -> FigureSetView:
    site = meta.site
    code = site.language.code
    renderer = cards.texts.figure_renderer
    vocabulary = renderer.vocabularies[code]
    title = vocabulary.bind_short_words(figures.title[vocabulary.language.code])
    # The page has the data once, below all cards, and the press kit has the pictures.
    blocks = (
        renderer.card_block(card, code, CardLinks(press=cards.links(card, code).press), "h2")
        for card in figures.cards
    )
    files = {kind: site.urls.url(f"figures/{figures.name}/data.{kind}") for kind in ("csv", "json")}
    head = meta.for_listing(
        f"figures/{figures.name}",
        title,
        site.phrases.text("figures.set", title=title),
        way=(meta.section_link("figures"),),
        share=cards.card_picture(figures.cards[0], code),
    )
    return FigureSetView(
        **head,
        language=vocabulary.language,
        cards=tuple(blocks),
        csv=files["csv"],
        json=files["json"],
        dataset=compose_dataset(figures, vocabulary, _publication(figures, files, site)),
        press=f"{_url(figures, site)}press/",
        oembed=_first_oembed(figures, cards, site),
    )


def _publication(figures: FigureSet, files: Mapping[str, str], site: Site) -> Publication:
    return Publication(
        page=site.urls.absolute(_url(figures, site)),
        files={
            "text/csv": site.urls.absolute(files["csv"]),
            "application/json": site.urls.absolute(files["json"]),
        },
        licence=LICENCE,
        publisher=site.phrases.text("site.name"),
    )


def _first_oembed(figures: FigureSet, cards: CardRegistry, site: Site) -> Link | None:
    embeds = (each for each in embedded_cards(cards, site) if each.figures is figures)
    return next((Link(each.title, site.urls.absolute(each.link.oembed)) for each in embeds), None)


def _corrections(edition: Edition, meta: MetaBuilder, renderer: FigureRenderer) -> CorrectionsView:
    site = meta.site
    code = site.language.code
    items = (*edition.items, *edition.merged)
    found = [entry for item in items for entry in _item_entries(item, site)]
    vocabulary = renderer.vocabularies[code]
    for figure in corrected_figures(renderer, code, site.urls):
        day = format_as_of(figure.until, vocabulary)
        found.append(CorrectionEntry(str(figure.until), day, figure.title, figure.url, figure.text))
    newest = tuple(sorted(found, key=lambda each: (each.date, each.url), reverse=True))
    return CorrectionsView(**meta.for_section("corrections"), corrections=newest)


def _item_entries(item: Item, site: Site) -> Iterator[CorrectionEntry]:
    """What was corrected or changed in an item, and its status; all but corrections say what they are."""
    for event in item_events(item, site.phrases):
        title = item.title if event.kind == CORRECTION else event.heading(item, site.phrases)
        yield CorrectionEntry(
            event.date.isoformat(), site.language.date(event.date), title, item.url, event.text
        )


class CorrectedFigure(NamedTuple):
    """A corrected figure: its address, until when the former value stood, and the texts shown."""

    address: str
    until: PartialDate
    title: str
    url: str
    text: str


def corrected_figures(renderer: FigureRenderer, code: str, urls: SiteUrls) -> Iterator[CorrectedFigure]:
    """Corrected figures in a language, latest first."""
    vocabulary = renderer.vocabularies[code]
    for figure in list_corrected(renderer.figures):
        if figure.correction:
            name, card, *_ = figure.address.split(".")
            title = renderer.figures.sets[name].title[vocabulary.language.code]
            url = f"{urls.listing(code, f'figures/{name}')}#{name}-{card}"
            text = format_correction(figure, vocabulary)
            yield CorrectedFigure(figure.address, figure.correction.replaced_on, title, url, text)
