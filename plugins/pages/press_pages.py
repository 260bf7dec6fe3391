"""The pages of the press kit: all kits, and one for each figure set and each year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from plugins.content.card_files import card_files
from plugins.pages.page_meta import MetaBuilder
from plugins.pages.press_text import LICENCE, format_size
from plugins.pages.press_views import (
    Download,
    PressCard,
    PressFile,
    PressLink,
    PressSetView,
    PressView,
    PressYearView,
    YearCard,
    YearSet,
)
from plugins.pages.views import Link

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plugins.figures.model import Card, FigureSet
    from plugins.model.edition import Cover
    from plugins.pages.press_archive import Archive
    from plugins.pages.press_kit import PressKit
    from plugins.pages.views import View

SECTION = "press"


def press_views(kit: PressKit) -> Iterator[View]:
    """The list of kits, every kit of a year, and every kit of a set; none without figures."""
    if not kit.sets:
        return
    meta = MetaBuilder(kit.site)
    yield _list_view(kit, meta)
    for year, parts in kit.years.items():
        yield _year_view(kit, meta, year, parts)
    for figures in kit.sets:
        yield _set_view(kit, meta, figures)


def set_kit_url(kit: PressKit, figures: FigureSet) -> str:
    """`/ru/figures/russia-2022/press/`."""
    return kit.listing(f"figures/{figures.name}/{SECTION}")


def year_kit_url(kit: PressKit, year: int) -> str:
    """`/ru/press/2022/`."""
    return kit.listing(f"{SECTION}/{year}")


def _list_view(kit: PressKit, meta: MetaBuilder) -> PressView:
    text = kit.site.phrases.text
    head = meta.for_listing(
        SECTION,
        text("press.title"),
        text("press.description"),
        way=(meta.section_link("figures"),),
        share=kit.cards.card_picture(kit.sets[0].cards[0], kit.code),
    )
    first = kit.embeds.get(kit.sets[0].cards[0].address)
    years = (
        PressLink(text("press.year", year=year), year_kit_url(kit, year), sum(map(len, parts.values())))
        for year, parts in kit.years.items()
    )
    sets = (PressLink(kit.name(each), set_kit_url(kit, each), len(each.cards)) for each in kit.sets)
    return PressView(
        **head,
        language=kit.language,
        years=tuple(years),
        sets=tuple(sets),
        licence=LICENCE,
        example=first.link if first else None,
    )


def _year_view(
    kit: PressKit, meta: MetaBuilder, year: int, parts: dict[str, tuple[Card, ...]]
) -> PressYearView:
    text = kit.site.phrases.text
    first = next(iter(parts.values()))[0]
    head = meta.for_listing(
        f"{SECTION}/{year}",
        text("press.year", year=year),
        text("press.year_description", year=year),
        way=(meta.section_link("figures"), Link(text("press.title"), kit.listing(SECTION))),
        share=kit.cards.card_picture(first, kit.code),
    )
    return PressYearView(
        **head,
        language=kit.language,
        sets=tuple(_year_set(kit, kit.figures(name), cards) for name, cards in parts.items()),
        citations=kit.year_citations(year),
        archive=_download(kit, kit.year_archives[year]),
        licence=LICENCE,
    )


def _year_set(kit: PressKit, figures: FigureSet, cards: tuple[Card, ...]) -> YearSet:
    url = set_kit_url(kit, figures)
    shown = (
        YearCard(
            kit.title(card),
            kit.alt(card),
            _undescribed(kit.cards.cover(card.address, "", kit.code)),
            f"{url}#{card.anchor}",
        )
        for card in cards
    )
    return YearSet(kit.name(figures), url, _download(kit, kit.set_archives[figures.name]), tuple(shown))


def _undescribed(cover: Cover | None) -> Cover | None:
    """The picture without an alternative text, which stands below it."""
    return replace(cover, picture=replace(cover.picture, alt="")) if cover else None


def _set_view(kit: PressKit, meta: MetaBuilder, figures: FigureSet) -> PressSetView:
    text, name = kit.site.phrases.text, kit.name(figures)
    head = meta.for_listing(
        f"figures/{figures.name}/{SECTION}",
        text("press.set", title=name),
        text("press.set_description", title=name),
        way=(meta.section_link("figures"), Link(name, kit.listing(f"figures/{figures.name}"))),
        share=kit.cards.card_picture(figures.cards[0], kit.code),
    )
    data = kit.site.urls.url(f"figures/{figures.name}/data")
    return PressSetView(
        **head,
        language=kit.language,
        cards=tuple(_press_card(kit, card) for card in figures.cards),
        citations=kit.set_citations(figures),
        archive=_download(kit, kit.set_archives[figures.name]),
        csv=f"{data}.csv",
        json=f"{data}.json",
        set_url=kit.listing(f"figures/{figures.name}"),
        licence=LICENCE,
    )


def _press_card(kit: PressKit, card: Card) -> PressCard:
    uses, phrases = kit.vocabulary.page, kit.site.phrases
    files = (
        PressFile(file, uses[f"{file.size}_picture"], format_size(file.length, phrases))
        for file in card_files(kit.cards, card, kit.code)
    )
    embedded = kit.embeds.get(card.address)
    return PressCard(
        card.anchor,
        kit.title(card),
        kit.alt(card),
        tuple(files),
        embedded.link if embedded else None,
    )


def _download(kit: PressKit, archive: Archive) -> Download:
    return Download(kit.site.urls.url(archive.path), format_size(archive.length, kit.site.phrases))
