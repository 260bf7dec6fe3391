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
    from plugins.content.spoken import Spoken
    from plugins.content.topics import TopicNames
    from plugins.diagnostics.problem import Problem
    from plugins.figures.model import Card
    from plugins.i18n.phrases import Phrases
    from plugins.model.bundle import Bundle
    from plugins.model.urls import Addresses

    Palettes = Mapping[str, Mapping[str, str]]
    Progress = Callable[[int, int], None] | None

LIGHT, DARK = "light", "dark"


@dataclass(frozen=True, eq=False)
class Posters:
    """What cards say: those of figures, of topics, of items that ask for one, and the site's own."""

    spoken: Spoken
    phrases: Mapping[str, Phrases]
    topics: TopicNames
    known: dict[tuple[str, str], Poster] = field(default_factory=dict)

    def speaks(self, code: str) -> bool:
        """Whether a language has words for figures of its own."""
        return self.spoken.words[code].language.code == code

    def of_figures(self, card: Card, code: str) -> Poster:
        """A statistics card, in the language or the one it borrows words from; composed once."""
        words = self.spoken.words[code]
        spoken = words.language.code
        if (card.address, spoken) not in self.known:
            kicker = self.spoken.figures.sets[card.address.partition(".")[0]].title[spoken]
            poster = poster_of(card, kicker, self.phrases[spoken].text("site.name"), words)
            self.known[card.address, spoken] = poster
        return self.known[card.address, spoken]

    def of_site(self, code: str) -> Poster:
        """The picture of whatever has no topic."""
        text = self.phrases[code].text
        return self._titled("site", text("site.tagline"), text("site.name"), code)

    def of_topic(self, slug: str, code: str) -> Poster:
        """The picture of whatever has a topic and no card of its own."""
        return self._titled(f"topic.{slug}", self.topics[slug][code], "", code)

    def of_title(self, bundle: Bundle, code: str) -> Poster:
        """The picture of an item that asks for its title as a card."""
        topic = next((self.topics[slug][code] for slug in bundle.topics if slug in self.topics), "")
        title = bundle.documents[code].matter.title
        return self._titled(f"item.{bundle.name.replace('/', '-')}", title, topic, code)

    def _titled(self, address: str, title: str, kicker: str, code: str) -> Poster:
        name = self.phrases[code].text("site.name")
        return replace(title_poster(address, title, kicker, name, self.spoken.words[code]), language=code)


class Gallery:
    """The pictures of all cards; `pictures` has the file of each by its output path, once they are drawn."""

    def __init__(self, posters: Posters, addresses: Addresses, palettes: Palettes) -> None:
        self.posters = posters
        self.addresses = addresses
        self.palettes = palettes
        self.ink = png_palette(palettes[LIGHT])
        self.orders: tuple[Order, ...] = ()
        self.pictures: dict[str, Path] = {}
        self.problems: list[Problem] = []
        self._shared: dict[tuple[str, str], Picture] = {}

    def draw(self, bundles: Iterable[Bundle], shelf: Path, shown: str, progress: Progress) -> None:
        """Draw what is not on the shelf yet; what does not fit is told in `problems`."""
        orders = (*self._of_figures(), *self._of_topics(bundles, shown), *self._of_titles(bundles))
        self.orders = tuple(order._replace(folder=_folder(order.poster)) for order in orders)
        drawn = draw_cards(self.orders, self.palettes, shelf, progress)
        self.pictures |= drawn.pictures
        self.problems += drawn.problems

    def _of_figures(self) -> Iterator[Order]:
        spoken = self.posters.spoken
        for card in spoken.figures.cards.values():
            for code in filter(self.posters.speaks, spoken.words):
                poster = self.posters.of_figures(card, code)
                for size in FORMATS:
                    yield Order(poster, size, (LIGHT, DARK), card.path, card.line)

    def _of_topics(self, bundles: Iterable[Bundle], shown: str) -> Iterator[Order]:
        """One picture a topic and language, and one a language for the site."""
        used = dict.fromkeys(slug for bundle in bundles for slug in bundle.topics[:1])
        for code in self.posters.phrases:
            yield Order(self.posters.of_site(code), SHARE, (LIGHT,), f"theme/phrases/{code}.toml", 1)
            for slug in filter(self.posters.topics.__contains__, used):
                yield Order(self.posters.of_topic(slug, code), SHARE, (LIGHT,), f"{shown}/topics.yaml", 1)

    def _of_titles(self, bundles: Iterable[Bundle]) -> Iterator[Order]:
        for bundle in bundles:
            for code, document in bundle.documents.items():
                if document.matter.card == TITLE:
                    line = document.matter.line("title")
                    yield Order(self.posters.of_title(bundle, code), SHARE, (LIGHT,), document.path, line)

    def links(self, card: Card, code: str) -> Links:
        """Where a card's pictures, its set's page and its data lie."""
        name = card.address.partition(".")[0]
        poster = self.posters.of_figures(card, code)
        pictures = {size.name: self.addresses.url(self._path(poster, size)) for size in FORMATS}
        data = self.addresses.url(f"figures/{name}/data")
        anchor = card.address.replace(".", "-")
        page = f"{self.addresses.listing(code, f'figures/{name}')}#{anchor}"
        return Links(pictures, page, f"{data}.csv", f"{data}.json")

    def shared(self, bundle: Bundle, code: str, first_card: str) -> Picture | None:
        """What an item is shared with: its card, the first one in its text, its title, or its topic's."""
        asked = bundle.documents[code].matter.card or first_card
        card = self.posters.spoken.figures.card(asked)
        topic = next((slug for slug in bundle.topics if slug in self.posters.topics), "")
        if asked == TITLE:
            return self._picture(self.posters.of_title(bundle, code))
        key = (card.address if card else f"topic.{topic}", code)
        if key not in self._shared:
            found = self._picture(self._poster(card, topic, code))
            if found is None:
                return None
            self._shared[key] = found
        return self._shared[key]

    def card_picture(self, card: Card, code: str) -> Picture | None:
        """The share picture of a statistics card."""
        return self._picture(self.posters.of_figures(card, code))

    def site_card(self, code: str) -> Picture | None:
        """The picture of the site itself."""
        return self._picture(self.posters.of_site(code))

    def topic_cards(self, code: str) -> dict[str, Picture]:
        """The picture of every topic that is drawn, by its slug."""
        found = {slug: self._picture(self.posters.of_topic(slug, code)) for slug in self.posters.topics}
        return {slug: picture for slug, picture in found.items() if picture}

    def _poster(self, card: Card | None, topic: str, code: str) -> Poster:
        if card:
            return self.posters.of_figures(card, code)
        return self.posters.of_topic(topic, code) if topic else self.posters.of_site(code)

    def _picture(self, poster: Poster) -> Picture | None:
        """The share picture of a poster; nothing where it could not be drawn."""
        path = self._path(poster, SHARE)
        if path not in self.pictures:
            return None
        length = self.pictures[path].stat().st_size
        url = self.addresses.url(path)
        return Picture(url, poster.alt, SHARE.width, SHARE.height, "image/png", length)

    def _path(self, poster: Poster, size: Format) -> str:
        return f"{_folder(poster)}/{card_name(poster, size, LIGHT, self.ink)}"


def _folder(poster: Poster) -> str:
    """Where the pictures of a card are published: a figure's with its set's data."""
    return "cards" if poster.kind == TITLE else f"figures/{poster.address.partition('.')[0]}"
