"""Cards in a script that the typeface does not draw as it should are not drawn."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from plugins.content.brand import brand_palettes
from plugins.content.card_registry import CardRegistry
from plugins.content.card_texts import CardTexts
from plugins.content.figure_renderer import FigureRenderer
from plugins.diagnostics.problem import Severity
from plugins.i18n.language import Language
from plugins.model.urls import SiteUrls
from tests.building import ROOT, SITE, site_phrases
from tests.figures.samples import site_figures, vocabulary

if TYPE_CHECKING:
    from pathlib import Path

    from plugins.figures.model import Card

CARD = next(iter(site_figures()[0].cards.values()))


def drawn_cards(code: str, card: Card, folder: Path) -> CardRegistry:
    """The cards of a site with one figure card, in English and a language with the English words."""
    english = site_phrases("en")
    phrases = {"en": english, code: replace(english, language=Language(code))}
    vocabularies = {
        "en": vocabulary("en"),
        code: dataclasses.replace(vocabulary("en"), language=Language(code)),
    }
    figures = site_figures()[0]
    titles = {name: replace(each, title={**each.title, code: "x"}) for name, each in figures.sets.items()}
    renderer = FigureRenderer(replace(figures, sets=titles, cards={card.address: card}), vocabularies)
    site = replace(SITE, languages=("en", code), name={**SITE.name, code: "x"})
    palettes = brand_palettes(ROOT / "theme", SITE.brand)
    cards = CardRegistry(CardTexts(renderer, phrases, {}, site), SiteUrls(SITE.url), palettes)
    cards.draw([], folder, "content", None)
    return cards


@pytest.mark.parametrize("code", ["ar", "he", "ckb", "zh-Hant", "hi", "th"])
def test_an_edition_in_such_a_script_has_a_plain_card_and_one_line_of_advice(
    code: str, tmp_path: Path
) -> None:
    cards = drawn_cards(code, CARD, tmp_path)
    assert [job.card.address for job in cards.jobs if job.card.language == code] == ["site"]
    assert [(each.code, each.severity) for each in cards.problems] == [("cards-script", Severity.ADVICE)]
    assert not cards.links(CARD, code).picture
    assert cards.links(CARD, code).csv
    assert cards.card_picture(CARD, code) is None
    plain = cards.site_card(code)
    assert plain
    assert f".{code}." in plain.url
    assert cards.links(CARD, "en").picture
    assert cards.card_picture(CARD, "en")
