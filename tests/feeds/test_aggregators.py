"""Dzen (dzen.ru/help/ru/website/rss-modify) and Google News, by their published rules."""

from __future__ import annotations

import datetime as dt
import re

import feedparser
import pytest
from lxml import etree

from plugins.model.content_path import Section
from plugins.model.document import Status
from plugins.model.edition import Item, Picture
from tests.feeds.builders import NOW, PHOTO, documents, make_context, make_item

YESTERDAY = NOW - dt.timedelta(days=1)
LONG = "<p>" + "Слово за словом. " * 30 + "</p>"
NARROW = Picture("/media/small.png", "", 640, 480, "image/png", 9)
DRAWN = Picture("/media/card.svg", "", 1200, 630, "image/svg+xml", 9)
EVERYWHERE = frozenset({"ru"})
SITEMAP = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "n": "http://www.google.com/schemas/sitemap-news/0.9",
}


def dzen(*items: Item) -> etree._Element:
    return etree.fromstring(documents(make_context(*items, dzen=EVERYWHERE))["/ru/feeds/dzen/rss.xml"])


def news(*items: Item) -> etree._Element:
    files = documents(make_context(*items, news_sitemap=EVERYWHERE))
    return etree.fromstring(files["/ru/news-sitemap.xml"])


def fresh(**changed: object) -> Item:
    return make_item(1, **({"published": YESTERDAY, "html": LONG} | changed))


def test_disabled_aggregators_get_no_file() -> None:
    assert not {url for url in documents(make_context(fresh())) if "dzen" in url or "sitemap" in url}


def test_dzen_gets_a_valid_feed() -> None:
    files = documents(make_context(fresh(), dzen=EVERYWHERE))
    parsed = feedparser.parse(files["/ru/feeds/dzen/rss.xml"])
    assert (parsed.bozo, len(parsed.entries)) == (0, 1)


@pytest.mark.parametrize(
    "changed",
    [
        {"status": Status.WITHDRAWN},
        {"html": "<p>Слишком коротко.</p>"},
        {"pictures": ()},
        {"pictures": (NARROW,)},
        {"pictures": (DRAWN,)},
    ],
)
def test_dzen_gets_nothing_short_withdrawn_or_without_a_wide_picture(changed: dict[str, object]) -> None:
    assert dzen(fresh(**changed)).findall("channel/item") == []


def test_dzen_gets_what_is_new_or_the_newest_if_that_is_too_little_to_connect() -> None:
    hours = [*range(1, 9), *range(100, 140)]
    few = [fresh(identity=str(each), published=NOW - dt.timedelta(hours=each)) for each in hours]
    enough = [fresh(identity=str(-each), published=NOW - dt.timedelta(minutes=each)) for each in range(1, 10)]
    assert len(dzen(*few).findall("channel/item")) == 30
    assert len(dzen(*few, *enough).findall("channel/item")) == 17


def test_dzen_gets_at_most_500_items() -> None:
    minutes = (dt.timedelta(minutes=minute) for minute in range(501))
    items = [fresh(identity=str(each), bundle=f"news/{each}", published=YESTERDAY - each) for each in minutes]
    assert len(dzen(*items).findall("channel/item")) == 500


def test_dzen_gets_its_required_elements() -> None:
    item = dzen(fresh()).find("channel/item")
    assert item is not None
    names = {etree.QName(child).localname for child in item}
    assert {
        "title",
        "link",
        "guid",
        "pubDate",
        "category",
        "enclosure",
        "encoded",
        "description",
        "rating",
    } <= names
    assert [category.text for category in item.findall("category")] == [
        "format-article",
        "index",
        "comment-none",
    ]
    assert item.findtext("{*}rating") == "nonadult"
    assert item.find("{*}rating[@scheme='urn:simple']") is not None


def test_dzen_gets_no_query_strings() -> None:
    picture = Picture("/media/card.png?v=2", "", 1200, 630, "image/png", 9)
    item = dzen(fresh(pictures=(picture,), url="/ru/news/x/?a=1")).find("channel/item")
    assert item is not None
    assert "?" not in etree.tostring(item, encoding="unicode")


def test_dzen_gets_tables_as_lists_without_loss_of_text() -> None:
    table = """<table><caption>Год</caption><thead><tr><th>Показатель</th><th>Число</th></tr></thead>
    <tbody><tr><td>Звонки</td><td>26 158</td></tr></tbody></table>конец"""
    typed = (
        f"{LONG}{table}<p><strong>a</strong><em>b</em><br>c<code>d</code></p><h5>e</h5><dl><dt>f</dt></dl>"
    )
    text = str(dzen(fresh(html=typed)).findtext("channel/item/{*}encoded"))
    assert "<ul><li>Год</li><li>Звонки; Число: 26 158</li></ul>конец" in text
    assert "<p><b>a</b><i>b</i> cd</p><h4>e</h4><p>f</p>" in text
    assert set(re.findall(r"<(\w+)", text)) == {"p", "ul", "li", "b", "i", "h4"}


def test_the_news_sitemap_has_the_news_of_two_days() -> None:
    old = make_item(2, published=NOW - dt.timedelta(days=2, minutes=1))
    summary = make_item(3, published=YESTERDAY, section=Section.SUMMARIES)
    withdrawn = make_item(4, published=YESTERDAY, status=Status.WITHDRAWN)
    assert [loc.text for loc in news(fresh(), old, summary, withdrawn).iterfind("s:url/s:loc", SITEMAP)] == [
        "https://122.example/ru/news/2022-01-02-news-1/"
    ]


def test_the_news_sitemap_has_publication_language_time_and_title() -> None:
    written = news(fresh(title="A & B")).find("s:url/n:news", SITEMAP)
    assert written is not None
    assert written.findtext("n:publication/n:name", namespaces=SITEMAP) == "122: коротко о главном"
    assert written.findtext("n:publication/n:language", namespaces=SITEMAP) == "ru"
    assert written.findtext("n:publication_date", namespaces=SITEMAP) == "2023-01-30T12:00:00+09:00"
    assert written.findtext("n:title", namespaces=SITEMAP) == "A & B"


def test_the_news_sitemap_has_only_the_day_if_no_time_is_given() -> None:
    moments = news(fresh(time_known=False)).iterfind("s:url/n:news/n:publication_date", SITEMAP)
    assert [moment.text for moment in moments] == ["2023-01-30"]


def test_a_news_sitemap_without_news_is_empty() -> None:
    assert len(news()) == 0


def test_a_picture_of_700_pixels_is_wide_enough() -> None:
    wide = Picture(PHOTO.url, "", 700, 400, "image/jpeg", 9)
    assert len(dzen(fresh(pictures=(wide,))).findall("channel/item")) == 1
