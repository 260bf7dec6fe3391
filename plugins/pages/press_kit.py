"""What the press may take: the figure sets and years of an edition, their citations and archives."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from plugins.cards.design import FORMATS, SHARE
from plugins.content.card_files import card_files
from plugins.pages.embed_pages import embedded_cards
from plugins.pages.figure_pages import newest_sets
from plugins.pages.press_archive import archive_of, picture_member, text_member
from plugins.pages.press_text import Subject, citations, read_me

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from plugins.content.card_registry import CardRegistry
    from plugins.figures.model import Card, FigureSet
    from plugins.figures.vocabulary import Vocabulary
    from plugins.i18n.language import Language
    from plugins.pages.embed_pages import EmbeddedCard
    from plugins.pages.press_archive import Archive
    from plugins.pages.press_views import SuggestedCitation
    from plugins.pages.views import Site

READ_ME = "README.txt"


@dataclass(frozen=True)
class PressKit:
    """The press kit of an edition; `data` has the bytes of the sets' tables by output path.

    `kits` are those of all editions by language: one that borrows another's figures has its archives.
    """

    site: Site
    cards: CardRegistry
    data: Mapping[str, bytes]
    kits: Mapping[str, PressKit]

    @property
    def code(self) -> str:
        """The code of the edition's language."""
        return self.site.language.code

    @property
    def vocabulary(self) -> Vocabulary:
        """The words of the edition's figures."""
        return self.cards.texts.figure_renderer.vocabularies[self.code]

    @property
    def language(self) -> Language:
        """The language of the edition's figures."""
        return self.vocabulary.language

    @cached_property
    def sets(self) -> tuple[FigureSet, ...]:
        """The figure sets, the newest first."""
        return newest_sets(self.cards.texts.figure_renderer, self.code)

    @cached_property
    def years(self) -> dict[int, dict[str, tuple[Card, ...]]]:
        """The cards of each year, the newest first, by the name of their set."""
        years = sorted({card.year for figures in self.sets for card in figures.cards}, reverse=True)
        return {
            year: {
                figures.name: found
                for figures in self.sets
                if (found := tuple(card for card in figures.cards if card.year == year))
            }
            for year in years
        }

    @cached_property
    def embeds(self) -> dict[str, EmbeddedCard]:
        """The cards that other sites may embed, by address."""
        return {each.card.address: each for each in embedded_cards(self.cards, self.site)}

    def listing(self, path: str) -> str:
        """The URL of a page of the edition."""
        return self.site.urls.listing(self.code, path)

    def figures(self, name: str) -> FigureSet:
        """A set by name."""
        return self.cards.texts.figure_renderer.figures.sets[name]

    def name(self, figures: FigureSet) -> str:
        """The title of a set."""
        return self.vocabulary.bind_short_words(self.vocabulary.localize(figures.title))

    def title(self, card: Card) -> str:
        """The claim of a card."""
        return self.vocabulary.bind_short_words(self.vocabulary.localize(card.title))

    def alt(self, card: Card) -> str:
        """The alternative text of a card's pictures."""
        return self.cards.texts.figure_card(card, self.code).alt

    def set_citations(self, figures: FigureSet) -> tuple[SuggestedCitation, ...]:
        """How to cite a set."""
        subject = Subject(figures.cards, f"figures/{figures.name}", figures.title)
        return citations(subject, self.cards.texts, self.site.urls)

    def year_citations(self, year: int) -> tuple[SuggestedCitation, ...]:
        """How to cite the figures of a year."""
        cards = tuple(card for found in self.years[year].values() for card in found)
        return citations(Subject(cards, f"press/{year}"), self.cards.texts, self.site.urls)

    @cached_property
    def set_archives(self) -> dict[str, Archive]:
        """The archive of each set by name: light pictures in every size, its table, a text on them."""
        if self._lender:
            return self._lender.set_archives
        return {
            each.name: self._archive(
                f"figures/{each.name}/{each.name}",
                self.name(each),
                self.set_citations(each),
                {each.name: each.cards},
                [size.name for size in FORMATS],
            )
            for each in self.sets
        }

    @cached_property
    def year_archives(self) -> dict[int, Archive]:
        """The archive of each year: light pictures in the size of links, tables, a text on them."""
        if self._lender:
            return self._lender.year_archives
        return {
            year: self._archive(
                f"figures/{year}",
                self.site.phrases.text("press.year", year=year),
                self.year_citations(year),
                parts,
                [SHARE.name],
            )
            for year, parts in self.years.items()
        }

    @property
    def _lender(self) -> PressKit | None:
        """The kit of the edition in the language of the figures, if that is another."""
        return self.kits.get(self.language.code) if self.language.code != self.code else None

    def _archive(
        self,
        path: str,
        title: str,
        cited: Sequence[SuggestedCitation],
        parts: Mapping[str, tuple[Card, ...]],
        sizes: Collection[str],
    ) -> Archive:
        cards = tuple(card for found in parts.values() for card in found)
        named = [
            (f"{card.anchor}-{file.size}-{file.width}x{file.height}.png", card, file)
            for card in cards
            for file in card_files(self.cards, card, self.code)
            if file.is_light and file.size in sizes
        ]
        described = [(name, self.alt(card)) for name, card, _ in named]
        text = read_me(title, cited, described, self.site.phrases)
        members = (
            text_member(READ_ME, text),
            *(picture_member(name, self.cards.pictures[file.path], file) for name, _, file in named),
            *(text_member(f"{name}.csv", self.data[f"figures/{name}/data.csv"]) for name in parts),
        )
        name = f"{path.rpartition('/')[2]}.{self.code}"
        date = max(card.as_of for card in cards)
        return archive_of(f"{path.rpartition('/')[0]}/{name}.zip", name, members, date)
