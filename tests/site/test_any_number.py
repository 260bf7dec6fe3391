"""Any number and any name: pages, icons and cards show them whole."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from plugins.cards.design import FORMATS, png_palette
from plugins.cards.renderer import draw_card
from plugins.content.contacts import dial_from_shown
from plugins.model.contact import Contact, ContactKind
from plugins.pages.views import contact_links
from plugins.pwa.web_app import SAFE_RADIUS, draw_icon, icon_design
from tests.building import SITE, site_phrases
from tests.cards.sample_cards import PALETTES, sample_cards
from tests.theme.preview import render, stylesheet
from tests.theme.samples import Page, sample_pages

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from plugins.model.config import SiteConfig

NUMBERS = ("11", "122", "*4444", "116 123", "0800 1111", "0800 123 456", "+1 212-555-0134", "8 800 2000 122")
NAMES = {
    "short": {"ru": "Берег", "en": "Shore"},
    "long": {
        "ru": "Круглосуточная линия доверия для семей и близких «Северный архипелаг»",
        "en": "The Confidential Helpline of the Northern Archipelago for Families and Carers",
    },
}
WIDTHS = (320, 360, 896, 1280)
SHORT_FORMS = ("1", "11", "122", "0800", "*444", "WWWW", "#31#", "")
MEASURE = """() => ({
    page: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    cut: [...document.querySelectorAll("h1, .hero-number, .hero-number b, .call > span, .brand, .contacts a")]
        .filter(each => each.scrollWidth > each.clientWidth + 1 && getComputedStyle(each).display != "inline")
        .map(each => each.outerHTML),
    heading: document.querySelector("h1").clientWidth,
    lines: document.querySelector(".hero-number b").getClientRects().length,
})"""


def config_of(number: str, name: str) -> SiteConfig:
    kind = ContactKind.CALL
    contact = Contact(kind=kind, show=number, dial=dial_from_shown(kind, number))
    other = Contact(kind=ContactKind.SMS, show=number, dial=contact.dial)
    return replace(SITE, name=NAMES[name], headline={}, contacts=(contact, other))


def front(code: str, number: str, name: str) -> str:
    """The sample front page of a site with another number and name, its style within it."""
    page = next(each for each in sample_pages() if (each.kind, each.site.language.code) == ("front", code))
    config = config_of(number, name)
    phrases = site_phrases(code).for_site(config)
    site = replace(page.site, phrases=phrases, config=config, contacts=contact_links(config, phrases))
    html = render(Page(page.kind, site, page.view))
    policy = html.index("<meta http-equiv")
    html = html[:policy] + html[html.index(">", policy) + 1 :]
    return html.replace("</head>", f"<style>{stylesheet()}</style></head>")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("number", NUMBERS)
def test_the_front_page_shows_the_whole_number_at_every_width(
    number: str, name: str, browser: Browser
) -> None:
    page = browser.new_page()
    for code in ("ru", "en"):
        page.set_content(front(code, number, name))
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            found = page.evaluate(MEASURE)
            assert found["page"] <= 0, (code, width)
            assert found["cut"] == [], (code, width)
            assert found["heading"] >= min(width - 40, 300), (code, width)
            assert found["lines"] == 1, (code, width)
    page.close()


@pytest.mark.parametrize("text", SHORT_FORMS)
def test_an_icon_has_no_ink_outside_the_safe_zone(text: str) -> None:
    design = icon_design(SITE, PALETTES["light"])._replace(text=text, motif=False)
    icon = draw_icon(design, 192).convert("L")
    ground, middle = icon.getpixel((0, 0)), 95.5
    inked = [
        math.hypot(x - middle, y - middle)
        for x in range(icon.width)
        for y in range(icon.height)
        if abs(int(icon.getpixel((x, y))) - int(ground)) > 40  # type: ignore[arg-type] # a gray value
    ]
    assert len(inked) > 100
    assert max(inked) <= SAFE_RADIUS * 192 + 1


@pytest.mark.parametrize("number", NUMBERS)
def test_a_cards_head_has_room_for_the_number(number: str) -> None:
    palette = png_palette(PALETTES["light"])
    for code in ("ru", "en"):
        for card in sample_cards(code).values():
            for size in FORMATS:
                assert draw_card(replace(card, number=number), size, palette)
