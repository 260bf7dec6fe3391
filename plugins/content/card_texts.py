"""The texts of cards: figures, site, topics and titles, in every language."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from msgspec.structs import replace

from plugins.cards.card_text import CardText, SiteLabel, TitleText
from plugins.cards.compose_text import compose_card_text, compose_title_card
from plugins.cards.font import missing_glyphs

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from plugins.content.edition_builder import TopicNames
    from plugins.content.figure_renderer import FigureRenderer
    from plugins.figures.model import Card
    from plugins.i18n.language import Language
    from plugins.i18n.phrases import Phrases
    from plugins.model.bundle import Bundle
    from plugins.model.config import SiteConfig

    Palettes = Mapping[str, Mapping[str, str]]
    Progress = Callable[[int, int], None] | None


@dataclass(frozen=True, eq=False)
class CardTexts:
    """The texts of cards: of figures, topics, titles and the site."""

    figure_renderer: FigureRenderer
    phrases: Mapping[str, Phrases]
    topics: TopicNames
    site: SiteConfig
    composed: dict[tuple[str, str], CardText] = field(default_factory=dict)

    def has_drawn_figures(self, code: str) -> bool:
        """Whether a language has its own figure vocabulary, and letters that the typeface draws."""
        return self.figure_renderer.vocabularies[code].language.code == code and self.is_drawable(code)

    def is_drawn(self, code: str) -> bool:
        """Whether the figure cards of an edition are drawn, in its own or another language's words."""
        return _has_script(self.figure_renderer.vocabularies[code].language)

    def figure_card(self, card: Card, code: str) -> CardText:
        """A statistics card in the language whose vocabulary is used; made once."""
        words = self.figure_renderer.vocabularies[code]
        language = words.language.code
        if (card.address, language) not in self.composed:
            title = self.figure_renderer.figures.sets[card.address.partition(".")[0]].title[language]
            label = self._site_label(language if language in self.phrases else code)
            text = compose_card_text(card, title, label, words)
            self.composed[card.address, language] = text
        return self.composed[card.address, language]

    def site_card(self, code: str) -> CardText:
        """The default card."""
        text = self.phrases[code].text
        return self._titled("site", TitleText(text("site.tagline")), code)

    def topic_card(self, slug: str, code: str) -> CardText:
        """A topic's card, for items without a card of their own."""
        return self._titled(f"topic.{slug}", TitleText(self.topics[slug][code]), code)

    def title_card(self, bundle: Bundle, code: str) -> CardText:
        """A card with the item's title, summary and date, for items that ask for it."""
        matter, vocabulary = bundle.documents[code].matter, self.figure_renderer.vocabularies[code]
        date = vocabulary.language.date(bundle.published.date()) if bundle.published else ""
        text = TitleText(matter.title, matter.summary, date)
        return self._titled(f"item.{bundle.name.replace('/', '-')}", text, code)

    def is_drawable(self, code: str) -> bool:
        """Whether the typeface has the letters of a language, and draws them as it should."""
        return _has_script(self.phrases[code].language)

    def _titled(self, address: str, text: TitleText, code: str) -> CardText:
        vocabulary = self.figure_renderer.vocabularies[code]
        if not self.is_drawable(code):
            label = SiteLabel("", self.site.main.show, self.site.brand.has_motif)
            plain = compose_title_card("site", TitleText(self.site.main.show), label, vocabulary)
            return replace(plain, language=code, alt=f"{self.site.name[code]}: {self.site.main.show}")
        card = compose_title_card(address, text, self._site_label(code), vocabulary)
        return replace(card, language=code)

    def _site_label(self, code: str) -> SiteLabel:
        return SiteLabel(self.phrases[code].text("site.name"), self.site.main.show, self.site.brand.has_motif)


def _has_script(language: Language) -> bool:
    return language.direction == "ltr" and not missing_glyphs(language.name)
