from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from plugins.cards.chart_svg import COLUMN, render_chart
from plugins.cards.design import FORMATS, Area
from plugins.cards.layout import LAYOUTS, compose_scene
from plugins.cards.scene import Scene, TextMark
from plugins.figures.card_html import CardLinks, render_card
from tests.cards.sample_cards import sample_cards, sample_figures
from tests.cards.test_layout import assert_apart, card_texts
from tests.figures.samples import LANGUAGES, vocabulary

if TYPE_CHECKING:
    from plugins.cards.card_text import CardText

CHARTS = ("series", "line", "dozen", "gap", "waves", "years", "topics", "stack", "yearly")
GOOD_NAME = "Chart & table"


def parsed(card: CardText) -> ET.Element:
    return ET.fromstring(render_chart(card, GOOD_NAME))


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("name", CHARTS)
def test_chart_is_a_named_image_of_a_narrow_column(name: str, code: str) -> None:
    svg = parsed(sample_cards(code)[name])
    assert (svg.get("role"), svg.get("aria-label")) == ("img", GOOD_NAME)
    assert svg.get("viewBox", "").split()[2] == "320"
    texts = [each for each in svg if each.tag == "text"]
    assert min(int(each.get("font-size", "")) for each in texts) >= COLUMN.small.size
    assert "style" not in {key for each in svg.iter() for key in each.attrib}


@pytest.mark.parametrize("name", CHARTS)
def test_page_and_picture_draw_the_same_series(name: str) -> None:
    """The names of series, and the last value of each, stand in both."""
    card = sample_cards("en")[name]
    shown = {each.text for each in parsed(card) if each.tag == "text"}
    for size in FORMATS:
        drawn = {mark.text for mark in compose_scene(card, size).marks if isinstance(mark, TextMark)}
        names = {group.label for group in card.groups}
        assert names <= shown
        assert names <= drawn


@settings(max_examples=200, deadline=None)
@given(card=card_texts())
def test_no_text_of_a_chart_leaves_it_or_collides(card: CardText) -> None:
    svg = render_chart(card, GOOD_NAME)
    if not svg:
        return
    height = int(ET.fromstring(svg).get("viewBox", "").split()[3])
    marks = LAYOUTS[card.kind](card, COLUMN, Area(2, 2, COLUMN.width - 2, height - 2))
    assert_apart(Scene(COLUMN, tuple(marks)))
    for mark in marks:
        assert mark.bounds.left >= 0
        assert mark.bounds.right <= COLUMN.width
        if not isinstance(mark, TextMark):
            assert 0 <= mark.bounds.top <= mark.bounds.bottom <= height


def test_a_card_without_a_time_axis_has_no_chart() -> None:
    for name in ("number", "bars", "grid", "table", "title"):
        assert render_chart(sample_cards("en")[name], GOOD_NAME) == ""


def test_letters_that_the_typeface_lacks_leave_the_table() -> None:
    card = sample_cards("en")["years"]
    groups = tuple(replace(group, label="電話") for group in card.groups)
    assert render_chart(replace(card, groups=groups), GOOD_NAME) == ""


def test_a_text_too_long_for_the_column_leaves_the_table() -> None:
    card = sample_cards("en")["years"]
    groups = tuple(replace(group, label="Unbreakable" * 9) for group in card.groups)
    assert render_chart(replace(card, groups=groups), GOOD_NAME) == ""


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("name", CHARTS)
def test_the_chart_stands_above_a_table_named_by_the_title(name: str, code: str) -> None:
    card = sample_figures().cards[f"trial.{name}"]
    chart = render_chart(sample_cards(code)[name], GOOD_NAME)
    html = render_card(card, vocabulary(code), CardLinks(), "h2", chart)
    assert html.index("<h2") < html.index("<svg") < html.index("<table")
    assert f'aria-labelledby="trial-{name}-title"' in html
    assert f'id="trial-{name}-title"' in html
    assert "figure-card-bar" not in html
