"""One value everywhere: what charts, pictures' descriptions and feeds say is what the figures are."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import lxml.html
import pytest
from PIL import Image

from plugins.figures.derived import derived_figures
from plugins.figures.figure_text import format_amount, format_figure, format_share
from plugins.figures.model import Kind
from plugins.figures.vocabulary import NUMBER
from tests.figures.samples import LANGUAGES, site_figures, vocabulary

if TYPE_CHECKING:
    from plugins.figures.model import Card, Figure
    from tests.site.conftest import Page, Site

FIGURES = site_figures()[0]
CARDS = list(FIGURES.cards.values())
SPACES = re.compile(r"[\s\u00a0\u202f]+")
GROUPS = re.compile(r"(?<=\d)[ ,](?=\d{3}(?!\d))")
SCALES = (1_000, 1_000_000)
MAX_LISTED = 12  # figures in a description; of longer series it names the ends
PERCENT = re.compile(r"\d+(?:[.,]\d+)?\s?%")


def plain(text: str) -> str:
    """A text with ordinary spaces, its numbers without groups: whether `8814` has one is taste."""
    return GROUPS.sub("", SPACES.sub(" ", text)).strip()


def picture(site: Site, card: Card, code: str) -> Image.Image:
    """The card as it is shared."""
    name, _, own = card.address.partition(".")
    (file,) = (site.output / "figures" / name).glob(f"{own}.share.light.{code}.*.png")
    return Image.open(file)


def shown_numbers(card: Card, code: str) -> set[str]:
    """Every number that a card may show: figures, also in thousands or millions, percentages and years."""
    words = vocabulary(code)
    figures: tuple[Figure, ...] = (*card.all_figures, *derived_figures(card))
    numbers = {plain(format_amount(figure, words).number) for figure in figures}
    years = {
        str(date.year)
        for figure in figures
        if figure.covers
        for date in (figure.covers.first, figure.covers.last)
    }
    scaled = (words.language.number(round(figure.value / scale, 1)) for figure in figures for scale in SCALES)
    return {number.rstrip(" %") for number in (*numbers, *map(plain, scaled))} | years | {"0"}


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.address)
def test_the_description_in_a_picture_has_the_values_of_its_figures(
    site: Site, card: Card, code: str
) -> None:
    with picture(site, card, code) as image:
        described = plain(image.info["Description"])
        assert plain(image.info["Title"]) == plain(card.title[code])
    words = vocabulary(code)
    listed = card.all_figures if len(card.figures) <= MAX_LISTED and not card.rows else ()
    for figure in listed:
        if figure is not card.whole or card.kind in {Kind.NUMBER, Kind.SHARE}:
            assert plain(format_figure(figure, words)) in described
    for part in card.figures if card.kind is Kind.SHARE else ():
        assert plain(format_share(part, card.whole, words)) in described
    percentages = {plain(format_share(part, card.whole, words)) for part in card.figures}
    for typed in PERCENT.findall(described):
        assert (
            any(plain(typed) in each for each in percentages | {described.partition(".")[0]}) or card.before
        )


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("name", sorted(FIGURES.sets))
def test_charts_on_pages_show_the_values_of_their_figures(site: Site, name: str, code: str) -> None:
    page = site.pages[f"/{code}/figures/{name}/"]
    for card in FIGURES.sets[name].cards:
        (figure,) = page.tree.xpath(f"//figure[@id='{card.address.replace('.', '-')}']")
        known = shown_numbers(card, code)
        for text in figure.xpath(".//*[local-name()='text']/text()"):
            for number in NUMBER.findall(plain(text)):
                assert number in known, (card.address, text)


def prose_values(page: Page) -> list[tuple[str, str]]:
    """The figures in an article's text, value and words; those of cards are pictures in feeds."""
    found = page.tree.xpath("//main//article//data[not(ancestor::figure)]")
    return [(each.get("value"), plain(each.text_content())) for each in found]


@pytest.mark.parametrize("code", LANGUAGES)
def test_feeds_have_the_values_of_their_pages(site: Site, code: str) -> None:
    feed = json.loads((site.output / code / "feed.json").read_bytes())
    compared = 0
    for entry in feed["items"]:
        address = re.sub(r"^https?://[^/]+", "", entry["url"])
        if address not in site.pages:
            continue
        content = lxml.html.fromstring(entry["content_html"])
        text = plain(content.text_content())
        values = prose_values(site.pages[address])
        assert [words for _, words in values if words not in text] == []
        compared += len(values)
        descriptions = {plain(image) for image in content.xpath("//figure/img/@alt")}
        pictured = site.pages[address].tree.xpath(
            "//main//article//figure[contains(@class, 'figure-card')]/@id"
        )
        cards = [card for card in CARDS if card.address.replace(".", "-") in pictured]
        for card in cards:
            with picture(site, card, code) as image:
                assert plain(image.info["Description"]) in descriptions
    assert compared > 20
