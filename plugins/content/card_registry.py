"""The gallery: every picture card of the site, named before it is drawn and drawn before it is shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from msgspec.structs import replace

from plugins.cards.formats import FORMATS, SHARE
from plugins.cards.key import card_name
from plugins.cards.palette import png_palette
from plugins.cards.poster import TITLE, Poster, poster_of, title_poster
from plugins.cards.shelf import Order, draw_cards
from plugins.figures.caption import Links
from plugins.model.edition import Picture

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from plugins.cards.formats import Format
    from plugins.content.figure_renderer import FigureRenderer
    from plugins.content.topics import TopicNames
    from plugins.diagnostics.problem import Problem
    from plugins.figures.model import Card
    from plugins.i18n.phrases import Phrases
    from plugins.model.bundle import Bundle
    from plugins.model.urls import SiteUrls

    Palettes = Mapping[str, Mapping[str, str]]
    Progress = Callable[[int, int], None] | None

LIGHT, DARK = "light", "dark"


@dataclass(frozen=True, eq=False)
class CardTexts:
    """What cards say: those of figures, of topics, of items that ask for one, and the site's own."""

    figure_renderer: FigureRenderer
    phrases: Mapping[str, Phrases]
    topics: TopicNames
    known: dict[tuple[str, str], Poster] = field(default_factory=dict)

    def has_vocabulary(self, code: str) -> bool:
        """Whether a language has words for figures of its own."""
        return self.figure_renderer.vocabularies[code].language.code == code

    def figure_card(self, card: Card, code: str) -> Poster:
        """A statistics card, in the language or the one it borrows words from; composed once."""
        words = self.figure_renderer.vocabularies[code]
        spoken = words.language.code
        if (card.address, spoken) not in self.known:
            kicker = self.figure_renderer.figures.sets[card.address.partition(".")[0]].title[spoken]
            poster = poster_of(card, kicker, self.phrases[spoken].text("site.name"), words)
            self.known[card.address, spoken] = poster
        return self.known[card.address, spoken]

    def site_card(self, code: str) -> Poster:
        """The picture of whatever has no topic."""
        text = self.phrases[code].text
        return self._titled("site", text("site.tagline"), text("site.name"), code)

    def topic_card(self, slug: str, code: str) -> Poster:
        """The picture of whatever has a topic and no card of its own."""
        return self._titled(f"topic.{slug}", self.topics[slug][code], "", code)

    def title_card(self, bundle: Bundle, code: str) -> Poster:
        """The picture of an item that asks for its title as a card."""
        topic = next((self.topics[slug][code] for slug in bundle.topics if slug in self.topics), "")
        title = bundle.documents[code].matter.title
        return self._titled(f"item.{bundle.name.replace('/', '-')}", title, topic, code)

    def _titled(self, address: str, title: str, kicker: str, code: str) -> Poster:
        name = self.phrases[code].text("site.name")
        return replace(
            title_poster(address, title, kicker, name, self.figure_renderer.vocabularies[code]), language=code
        )


class CardRegistry:
    """The pictures of all cards; `pictures` has the file of each by its output path, once they are drawn."""

    def __init__(self, posters: CardTexts, addresses: SiteUrls, palettes: Palettes) -> None:
        self.texts = posters
        self.urls = addresses
        self.palettes = palettes
        self.color_index = png_palette(palettes[LIGHT])
        self.jobs: tuple[Order, ...] = ()
        self.pictures: dict[str, Path] = {}
        self.problems: list[Problem] = []
        self._shared: dict[tuple[str, str], Picture] = {}

    def draw(self, bundles: Iterable[Bundle], shelf: Path, shown: str, progress: Progress) -> None:
        """Draw what is not on the shelf yet; what does not fit is told in `problems`."""
        orders = (*self._figure_jobs(), *self._topic_jobs(bundles, shown), *self._title_jobs(bundles))
        self.jobs = tuple(order._replace(folder=_folder(order.poster)) for order in orders)
        drawn = draw_cards(self.jobs, self.palettes, shelf, progress)
        self.pictures |= drawn.pictures
        self.problems += drawn.problems

    def _figure_jobs(self) -> Iterator[Order]:
        spoken = self.texts.figure_renderer
        for card in spoken.figures.cards.values():
            for code in filter(self.texts.has_vocabulary, spoken.vocabularies):
                poster = self.texts.figure_card(card, code)
                for size in FORMATS:
                    yield Order(poster, size, (LIGHT, DARK), card.path, card.line)

    def _topic_jobs(self, bundles: Iterable[Bundle], shown: str) -> Iterator[Order]:
        """One picture a topic and language, and one a language for the site."""
        used = dict.fromkeys(slug for bundle in bundles for slug in bundle.topics[:1])
        for code in self.texts.phrases:
            yield Order(self.texts.site_card(code), SHARE, (LIGHT,), f"theme/phrases/{code}.toml", 1)
            for slug in filter(self.texts.topics.__contains__, used):
                yield Order(self.texts.topic_card(slug, code), SHARE, (LIGHT,), f"{shown}/topics.yaml", 1)

    def _title_jobs(self, bundles: Iterable[Bundle]) -> Iterator[Order]:
        for bundle in bundles:
            for code, document in bundle.documents.items():
                if document.matter.card == TITLE:
                    line = document.matter.line("title")
                    yield Order(self.texts.title_card(bundle, code), SHARE, (LIGHT,), document.path, line)

    def links(self, card: Card, code: str) -> Links:
        """Where a card's pictures, its set's page and its data lie."""
        name = card.address.partition(".")[0]
        poster = self.texts.figure_card(card, code)
        pictures = {size.name: self.urls.url(self._path(poster, size)) for size in FORMATS}
        data = self.urls.url(f"figures/{name}/data")
        anchor = card.address.replace(".", "-")
        page = f"{self.urls.listing(code, f'figures/{name}')}#{anchor}"
        return Links(pictures, page, f"{data}.csv", f"{data}.json")

    def share_picture(self, bundle: Bundle, code: str, first_card: str) -> Picture | None:
        """What an item is shared with: its card, the first one in its text, its title, or its topic's."""
        asked = bundle.documents[code].matter.card or first_card
        card = self.texts.figure_renderer.figures.card(asked)
        topic = next((slug for slug in bundle.topics if slug in self.texts.topics), "")
        if asked == TITLE:
            return self._picture(self.texts.title_card(bundle, code))
        key = (card.address if card else f"topic.{topic}", code)
        if key not in self._shared:
            found = self._picture(self._poster(card, topic, code))
            if found is None:
                return None
            self._shared[key] = found
        return self._shared[key]

    def card_picture(self, card: Card, code: str) -> Picture | None:
        """The share picture of a statistics card."""
        return self._picture(self.texts.figure_card(card, code))

    def site_card(self, code: str) -> Picture | None:
        """The picture of the site itself."""
        return self._picture(self.texts.site_card(code))

    def topic_cards(self, code: str) -> dict[str, Picture]:
        """The picture of every topic that is drawn, by its slug."""
        found = {slug: self._picture(self.texts.topic_card(slug, code)) for slug in self.texts.topics}
        return {slug: picture for slug, picture in found.items() if picture}

    def _poster(self, card: Card | None, topic: str, code: str) -> Poster:
        if card:
            return self.texts.figure_card(card, code)
        return self.texts.topic_card(topic, code) if topic else self.texts.site_card(code)

    def _picture(self, poster: Poster) -> Picture | None:
        """The share picture of a poster; nothing where it could not be drawn."""
        path = self._path(poster, SHARE)
        if path not in self.pictures:
            return None
        length = self.pictures[path].stat().st_size
        url = self.urls.url(path)
        return Picture(url, poster.alt, SHARE.width, SHARE.height, "image/png", length)

    def _path(self, poster: Poster, size: Format) -> str:
        return f"{_folder(poster)}/{card_name(poster, size, LIGHT, self.color_index)}"


def _folder(poster: Poster) -> str:
    """Where the pictures of a card are published: a figure's with its set's data."""
    return "cards" if poster.kind == TITLE else f"figures/{poster.address.partition('.')[0]}"
