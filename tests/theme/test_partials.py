"""Partials are pure: equal arguments give equal HTML; numbers in plain words are not broken."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from jinja2 import UndefinedError
from msgspec.structs import replace

from plugins.pages.page_views import ItemView, NewsView
from plugins.pages.render import PartialRenderer, template_globals
from plugins.pages.safe_html import isolated, unbroken
from tests.theme.preview import ENVIRONMENT
from tests.theme.samples import MOMENT, sample_pages

if TYPE_CHECKING:
    from plugins.model.edition import Teaser

PAGE = next(page for page in sample_pages() if isinstance(page.view, NewsView))


@pytest.fixture
def render_partial() -> PartialRenderer:
    made = template_globals(ENVIRONMENT, PAGE.site)["render_partial"]
    assert isinstance(made, PartialRenderer)
    return made


@pytest.fixture
def teaser() -> Teaser:
    assert isinstance(PAGE.view, NewsView)
    return PAGE.view.teasers[0]


def test_a_partial_shows_what_it_is_given(render_partial: PartialRenderer, teaser: Teaser) -> None:
    third, second = (
        render_partial("teaser", teaser=teaser, level=3),
        render_partial("teaser", teaser=teaser, level=2),
    )
    other = render_partial("teaser", teaser=replace(teaser, title="Another"), level=3)
    assert "<h3" in third
    assert str(second) == str(third).replace("<h3", "<h2").replace("</h3", "</h2")
    assert "Another" in other
    assert render_partial("teaser", teaser=teaser, level=3) is third


def test_objects_that_come_and_go_are_not_taken_for_each_other(
    render_partial: PartialRenderer, teaser: Teaser
) -> None:
    told = [
        render_partial("teaser", teaser=replace(teaser, title=f"Title {number}"), level=3)
        for number in range(50)
    ]
    assert all(f"Title {number}<" in html for number, html in enumerate(told))


def test_a_partial_knows_nothing_of_the_page_around_it(render_partial: PartialRenderer) -> None:
    with pytest.raises(UndefinedError, match="view"):
        render_partial("breadcrumb")


def test_no_line_ends_within_a_telephone_number_and_all_else_is_escaped() -> None:
    assert unbroken('8-800-101-0035 & <b> "COVID-19"') == (
        '<span class="unbroken">8-800-101-0035</span> &amp; &lt;b&gt; &#34;COVID-19&#34;'
    )
    assert unbroken("10–15") == '<span class="unbroken">10–15</span>'


def test_numbers_keep_their_order_in_right_to_left_text() -> None:
    assert unbroken("8-800 \u0623", "rtl") == '<span class="unbroken" dir="ltr">8-800</span> \u0623'
    assert isolated("+1 <2", "rtl") == '<bdi dir="ltr">+1 &lt;2</bdi>'
    assert isolated("+1 <2", "ltr") == "+1 &lt;2"


def test_a_text_reviewed_on_the_day_of_its_publication_names_one_date() -> None:
    dates = ENVIRONMENT.get_template("parts/dates.html")
    names = template_globals(ENVIRONMENT, PAGE.site)
    article = next(page.view for page in sample_pages() if isinstance(page.view, ItemView))
    for reviewed, count in ((MOMENT.date(), 1), (None, 1), (MOMENT.date() + dt.timedelta(1), 2)):
        item = replace(article.item, published=MOMENT, updated=None, reviewed=reviewed)
        assert dates.render(**names, item=item).count("<time") == count
