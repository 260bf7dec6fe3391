"""The cards that the tests draw: one of each kind, in words that never change, and the site's own."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from plugins.cards.card_text import CardText, SiteLabel, TitleText
from plugins.cards.compose_text import compose_card_text, compose_title_card
from plugins.cards.design import read_palettes
from tests.figures.samples import LANGUAGES, ROOT, read_text, site_figures, vocabulary

if TYPE_CHECKING:
    from plugins.figures.model import Figures

PALETTES = read_palettes(ROOT / "theme" / "static" / "css" / "palette.css")
SITE = {"ru": SiteLabel("122: коротко о главном", "122"), "en": SiteLabel("122 in brief", "122")}

CARDS = Path(__file__).parent / "sample_cards.yaml"


@cache
def sample_figures() -> Figures:
    """The figures of the cards, which have no problems."""
    figures, problems = read_text(CARDS.read_text(encoding="utf-8"))
    assert not problems
    return figures


def sample_cards(code: str) -> dict[str, CardText]:
    """One card of each kind in one language, by the last part of its address."""
    figures = sample_figures()
    cards = [
        compose_card_text(card, figures.sets["trial"].title[code], SITE[code], vocabulary(code))
        for card in figures.cards.values()
    ]
    title = {
        "ru": "Колл-центр 122: коротко о главном за 2022 год",
        "en": "Call centre 122: the year 2022 in brief",
    }
    words = {
        "ru": "Все линии, кроме третьей, приняли звонки круглосуточно. Остальное — в тексте.",
        "en": "Every line but the third took calls round the clock. The rest is in the text.",
    }
    text = TitleText(title[code], words[code], {"ru": "18 января 2022 г.", "en": "January 18, 2022"}[code])
    cards.append(compose_title_card("trial.title", text, SITE[code], vocabulary(code)))
    return {card.address.split(".")[1]: card for card in cards}


def site_cards() -> dict[tuple[str, str], CardText]:
    """Every card of the site in every language."""
    figures = site_figures()[0]
    return {
        (card.address, code): compose_card_text(
            card, figures.sets[card.address.split(".")[0]].title[code], SITE[code], vocabulary(code)
        )
        for card in figures.cards.values()
        for code in LANGUAGES
    }
