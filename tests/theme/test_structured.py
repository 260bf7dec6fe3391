from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from msgspec.structs import replace

from plugins.content.alert import Alert
from plugins.model.config import Channel, ChannelKind
from plugins.pages.json_ld import json_ld, text_content
from tests.theme.samples import sample_pages

PAGES = {f"{page.kind}-{page.site.language.code}": page for page in sample_pages()}


def told(name: str) -> dict[str, dict[str, Any]]:
    """The things a sample page tells machines, by their kind."""
    page = PAGES[name]
    graph = json.loads(json_ld(page.view, page.site))["@graph"]
    return {thing["@type"]: thing for thing in graph}


@pytest.mark.parametrize(
    ("name", "kind", "properties"),
    [
        ("front-ru", "WebSite", {"name", "url", "publisher", "inLanguage", "about"}),
        ("article-ru", "NewsArticle", {"headline", "datePublished", "dateModified", "image", "author"}),
        ("summary-en", "Article", {"headline", "datePublished", "publisher", "inLanguage"}),
        ("page-en", "WebPage", {"name", "url"}),
        ("faq_topic-ru", "FAQPage", {"mainEntity"}),
        ("news-en", "BreadcrumbList", {"itemListElement"}),
    ],
)
def test_a_page_tells_what_it_is_with_all_that_is_required(
    name: str, kind: str, properties: set[str]
) -> None:
    assert properties <= told(name)[kind].keys()


def test_every_question_has_its_answer_in_words() -> None:
    for question in told("faq_topic-ru")["FAQPage"]["mainEntity"]:
        assert question["name"]
        assert question["acceptedAnswer"]["text"].startswith("На номер 122")


def test_the_number_is_the_contact_of_the_service_and_not_of_the_publisher() -> None:
    site = told("front-ru")["WebSite"]
    assert site["about"]["availableChannel"]["servicePhone"]["telephone"] == "122"
    assert "122.example" in site["publisher"]["url"]
    assert "contactPoint" not in site["publisher"]


def test_an_alert_in_force_is_an_announcement_with_its_end_and_place() -> None:
    page = PAGES["front-ru"]
    starts, ends = (dt.datetime(2026, 1, day, tzinfo=dt.UTC) for day in (1, 9))
    alert = Alert(starts=starts, ends=ends, text="Линия <не> работает", level="urgent", url="/site/ru/faq/")
    site = replace(page.site, alert=alert)
    (announcement,) = (
        thing
        for thing in json.loads(json_ld(page.view, site))["@graph"]
        if thing["@type"] == "SpecialAnnouncement"
    )
    assert announcement["name"] == "Срочно: Линия <не> работает"
    assert (announcement["datePosted"], announcement["expires"]) == (starts.isoformat(), ends.isoformat())
    assert announcement["newsUpdatesAndGuidelines"] == "https://122.example/site/ru/faq/"
    assert announcement["spatialCoverage"]["@type"] == "AdministrativeArea"
    assert "SpecialAnnouncement" not in told("front-ru")


def test_the_publishers_channels_say_whose_site_it_is() -> None:
    page = PAGES["front-ru"]
    channels = (Channel(ChannelKind.MAX, "https://max.ru/our_line"),)
    site = replace(page.site, config=replace(page.site.config, channels=channels))
    graph = json.loads(json_ld(page.view, site))["@graph"]
    assert graph[0]["publisher"]["sameAs"] == ["https://max.ru/our_line"]
    assert "sameAs" not in told("front-ru")["WebSite"]["publisher"]


def test_no_text_can_end_the_script_element() -> None:
    assert all("<" not in json_ld(page.view, page.site) for page in PAGES.values())


def test_a_page_that_is_not_indexed_tells_nothing() -> None:
    page = PAGES["not_found-ru"]
    assert json_ld(page.view, page.site) == ""


def test_the_way_to_a_page_ends_with_the_page() -> None:
    steps = told("article-ru")["BreadcrumbList"]["itemListElement"]
    assert [step["position"] for step in steps] == [1, 2, 3]
    assert steps[-1]["item"] == "https://122.example/site/ru/news/2022-12-30-year/"


def test_blocks_of_a_text_are_parted_by_spaces_and_inline_words_are_not() -> None:
    assert text_content("<p>A <a href='/'>b</a>.</p><p>C &amp; d</p>") == "A b. C & d"
