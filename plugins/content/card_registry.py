"""The picture cards of the site: which there are, what they say, and their drawn files."""

from __future__ import annotations

import re
import sys
from operator import attrgetter
from typing import TYPE_CHECKING, NoReturn

from msgspec.structs import replace

from plugins.cards.card_cache import RenderJob, card_name, check_cards, draw_cards
from plugins.cards.card_text import TITLE, CardText
from plugins.cards.design import FORMATS, POST, SHARE, png_palette
from plugins.diagnostics.problem import advice
from plugins.figures.card_html import CardLinks
from plugins.figures.figure_text import format_amount
from plugins.figures.model import Kind
from plugins.model.edition import Cover, Picture

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from plugins.cards.design import Format
    from plugins.content.card_texts import CardTexts
    from plugins.diagnostics.problem import Problem
    from plugins.figures.model import Card
    from plugins.model.bundle import Bundle
    from plugins.model.urls import SiteUrls

    Palettes = Mapping[str, Mapping[str, str]]
    Progress = Callable[[int, int], None] | None
    from tqdm import tqdm

LIGHT, DARK = "light", "dark"
AFTER_WORD = re.compile(r"(?<=[^\W\d_])\u00a0")
"""A no-break space between a number and its hedge; those after digits bind the number's own parts."""


class CardRegistry:
    """All cards; `pictures` maps output paths to drawn files once `draw` has run."""

    def __init__(self, texts: CardTexts, urls: SiteUrls, palettes: Palettes) -> None:
        self.texts = texts
        self.urls = urls
        self.palettes = palettes
        self.color_indexes = {theme: png_palette(tokens) for theme, tokens in palettes.items()}
        self.jobs: tuple[RenderJob, ...] = ()
        self.pictures: dict[str, Path] = {}
        self.problems: list[Problem] = []
        self._shared: dict[tuple[str, str], Picture] = {}
        self._paths: dict[tuple[str, str, str, str], str] = {}

    def draw(self, bundles: Iterable[Bundle], cache_dir: Path, display_name: str, progress: Progress) -> None:
        """Draw cards missing in the cache; texts that do not fit are in `problems`."""
        self._collect_jobs(bundles, display_name)
        drawn = draw_cards(self.jobs, self.palettes, cache_dir, progress)
        self.pictures |= drawn.pictures
        self.problems += drawn.problems

    def check(self, bundles: Iterable[Bundle], display_name: str) -> None:
        """Find texts that do not fit, and draw nothing: there are no `pictures` then."""
        self._collect_jobs(bundles, display_name)
        self.problems += check_cards(self.jobs)

    def _collect_jobs(self, bundles: Iterable[Bundle], display_name: str) -> None:
        """All cards, but for those without a title, which is an error of its own."""
        jobs = (*self._figure_jobs(), *self._topic_jobs(bundles, display_name), *self._title_jobs(bundles))
        self.jobs = tuple(job._replace(folder=_output_folder(job.card)) for job in jobs if job.card.title)

    def _figure_jobs(self) -> Iterator[RenderJob]:
        language = self.texts.figure_renderer
        for card in filter(attrgetter("figures"), language.figures.cards.values()):
            for code in filter(self.texts.has_drawn_figures, language.vocabularies):
                text = self.texts.figure_card(card, code)
                for size in FORMATS:
                    yield RenderJob(text, size, (LIGHT, DARK), card.path, card.line)

    def _topic_jobs(self, bundles: Iterable[Bundle], display_name: str) -> Iterator[RenderJob]:
        used = dict.fromkeys(slug for bundle in bundles for slug in bundle.topics[:1])
        file = f"{display_name}/site.yaml"
        for code, phrases in self.texts.phrases.items():
            yield RenderJob(self.texts.site_card(code), SHARE, (LIGHT,), file, 1)
            if not self.texts.is_drawable(code):
                self.problems.append(advice(file, 1, "cards-script", language=phrases.language.name))
                continue
            for slug in filter(self.texts.topics.__contains__, used):
                yield RenderJob(
                    self.texts.topic_card(slug, code), SHARE, (LIGHT,), f"{display_name}/topics.yaml", 1
                )

    def _title_jobs(self, bundles: Iterable[Bundle]) -> Iterator[RenderJob]:
        for bundle in bundles:
            for code, document in bundle.documents.items():
                if document.matter.card == TITLE and self.texts.is_drawable(code):
                    line = document.matter.line("title")
                    yield RenderJob(self.texts.title_card(bundle, code), SHARE, (LIGHT,), document.path, line)

    def links(self, card: Card, code: str) -> CardLinks:
        """URLs of a card's picture, its set's page, data and press kit."""
        name = card.address.partition(".")[0]
        picture = ""
        if self.texts.is_drawn(code):
            picture = self.urls.url(self.picture_path(self.texts.figure_card(card, code), SHARE))
        data = self.urls.url(f"figures/{name}/data")
        page = self.urls.listing(code, f"figures/{name}")
        anchor = f"#{card.anchor}"
        return CardLinks(picture, page + anchor, f"{data}.csv", f"{data}.json", f"{page}press/{anchor}")

    def share_picture(self, bundle: Bundle, code: str, first_card: str) -> Picture | None:
        """An item's share picture: its card, the first in its text, its title, or its topic's card."""
        wanted = bundle.documents[code].matter.card or first_card
        if wanted != TITLE and not self.texts.is_drawn(code):
            wanted = ""
        card = self.texts.figure_renderer.figures.cards.get(wanted)
        topic = next((slug for slug in bundle.topics if slug in self.texts.topics), "")
        if wanted == TITLE:
            return self._picture(self.texts.title_card(bundle, code))
        key = (card.address if card else f"topic.{topic}", code)
        if key not in self._shared:
            found = self._picture(self._card_text(card, topic, code))
            if found is None:
                return None
            self._shared[key] = found
        return self._shared[key]

    def card_picture(self, card: Card, code: str) -> Picture | None:
        """The share picture of a statistics card; None where the typeface lacks the language's script."""
        return self._picture(self.texts.figure_card(card, code)) if self.texts.is_drawn(code) else None

    def cover(self, address: str, figure: str, code: str) -> Cover | None:
        """What is shown of an item with this card, or else with the card of the figure in its title.

        None if there is no such card, or none is drawn.
        """
        figures, vocabulary = (
            self.texts.figure_renderer.figures,
            self.texts.figure_renderer.vocabularies[code],
        )
        card = figures.cards.get(address or ".".join(figure.split(".")[:2]))
        if card is None or not self.texts.is_drawn(code):
            return None
        text = self.texts.figure_card(card, code)
        wide, square = self._picture(text), self._picture(text, POST)
        if wide is None or square is None:
            return None
        dark, square_dark = (self.urls.url(self.picture_path(text, size, DARK)) for size in (SHARE, POST))
        page = self.urls.listing(code, f"figures/{card.address.partition('.')[0]}")
        cover = Cover(wide, dark, square, square_dark, page)
        titled = figures.figures.get(figure) or (card.figures[0] if card.kind is Kind.NUMBER else None)
        if titled is None:
            return cover
        amount = format_amount(titled, vocabulary)
        return replace(cover, number=AFTER_WORD.sub(" ", amount.hedged_number), unit=amount.unit)

    def site_card(self, code: str) -> Picture | None:
        """The default share picture."""
        return self._picture(self.texts.site_card(code))

    def topic_cards(self, code: str) -> dict[str, Picture]:
        """Share pictures of drawn topic cards by slug."""
        found = {slug: self._picture(self.texts.topic_card(slug, code)) for slug in self.texts.topics}
        return {slug: picture for slug, picture in found.items() if picture}

    def _card_text(self, card: Card | None, topic: str, code: str) -> CardText:
        if card:
            return self.texts.figure_card(card, code)
        return self.texts.topic_card(topic, code) if topic else self.texts.site_card(code)

    def _picture(self, text: CardText, size: Format = SHARE) -> Picture | None:
        path = self.picture_path(text, size)
        if path not in self.pictures:
            return None
        length = self.pictures[path].stat().st_size
        url = self.urls.url(path)
        return Picture(url, text.alt, size.width, size.height, "image/png", length)

    def picture_path(self, text: CardText, size: Format, theme: str = LIGHT) -> str:
        """The output path of a card's picture."""
        key = (text.address, text.language, size.name, theme)
        if key not in self._paths:
            name = card_name(text, size, theme, self.color_indexes[theme])
            self._paths[key] = f"{_output_folder(text)}/{name}"
        return self._paths[key]


def _output_folder(text: CardText) -> str:
    return "cards" if text.kind == TITLE else f"figures/{text.address.partition('.')[0]}"


BAR = "{percentage:3.0f}%|{bar}| {n_fmt}/{total_fmt}"


def drawing_bar() -> Progress:
    """What to call after each drawn card; `None` where nobody looks."""
    if not sys.stderr.isatty():
        return None
    bars: list[tqdm[NoReturn]] = []

    def show(done: int, of: int) -> None:
        if not bars:
            bars.append(_bar(of))
        bars[0].update()
        if done == of:
            bars.pop().close()

    return show


def _bar(of: int) -> tqdm[NoReturn]:
    from tqdm import tqdm

    # tqdm watches over its bars from a thread, and a process with threads must not be forked.
    tqdm.monitor_interval = 0
    bar: tqdm[NoReturn] = tqdm(total=of, bar_format=BAR, leave=False, file=sys.stderr)
    return bar
