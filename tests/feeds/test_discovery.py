"""Feeds are found: from pages, from lists, and from the addresses that programs try."""

from __future__ import annotations

from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest
from msgspec.structs import replace

from plugins.build.digest import Digester
from plugins.content.ledger import Ledger
from plugins.feeds.discovery import feed_links, opml_files, page_feeds, short_addresses
from plugins.feeds.releases import edition_releases
from plugins.model.old_address import parse_old_address
from plugins.model.urls import SiteUrls
from tests.building import site_phrases
from tests.feeds.builders import documents, make_context, make_edition, make_items

URLS = SiteUrls("https://122.example/line")
RUSSIAN = replace(make_context(*make_items(3)), urls=URLS)
ENGLISH = replace(RUSSIAN, edition=make_edition(*make_items(3), code="en"))
LISTS = {urlsplit(file.url).path: file for file in opml_files([RUSSIAN, ENGLISH], Digester())}


def addresses(path: str) -> list[str]:
    return [str(each.get("xmlUrl")) for each in ET.fromstring(LISTS[path].compose()).iter("outline")]


def test_there_is_a_list_of_all_feeds_and_one_for_each_language() -> None:
    assert sorted(LISTS) == ["/line/en/feeds.opml", "/line/feeds.opml", "/line/ru/feeds.opml"]


@pytest.mark.parametrize("path", LISTS)
def test_every_listed_feed_exists(path: str) -> None:
    written = {*documents(RUSSIAN), *documents(ENGLISH), "/line/alerts/atom.xml", "None"}
    assert {urlsplit(address).path for address in addresses(path)} <= written


def test_a_list_is_opml_2_0_with_a_type_text_and_url_for_every_feed() -> None:
    root = ET.fromstring(LISTS["/line/ru/feeds.opml"].compose())
    assert (root.tag, root.get("version"), [child.tag for child in root]) == ("opml", "2.0", ["head", "body"])
    for outline in root.iter("outline"):
        assert outline.get("type") == "rss"
        assert outline.get("text")
        assert str(outline.get("xmlUrl")).startswith("https://122.example/line/")


def test_the_list_of_all_feeds_groups_them_by_language() -> None:
    body = ET.fromstring(LISTS["/line/feeds.opml"].compose()).find("body")
    assert body is not None
    assert [outline.get("text") for outline in body][:2] == ["Русский", "English"]


@pytest.mark.parametrize(
    ("typed", "feed"),
    [
        ("/rss.xml", "/line/ru/rss.xml"),
        ("/feed", "/line/ru/rss.xml"),
        ("/feed/", "/line/ru/rss.xml"),
        ("/atom.xml", "/line/ru/atom.xml"),
        ("/feed.json", "/line/ru/feed.json"),
        ("/en/feed/", "/line/en/rss.xml"),
    ],
)
def test_the_usual_addresses_lead_to_the_feeds(typed: str, feed: str) -> None:
    assert short_addresses(["ru", "en"], URLS)[typed] == feed


def test_a_short_address_is_none_of_a_feed_and_can_be_put_into_a_servers_configuration() -> None:
    short = short_addresses(["ru", "en"], SiteUrls("https://122.example"))
    assert not short.keys() & short.values()
    assert all(parse_old_address(typed) for typed in short)


def test_a_page_of_a_topic_and_that_of_corrections_name_their_own_feeds() -> None:
    own = page_feeds(RUSSIAN.edition, URLS, edition_releases(RUSSIAN.edition, Ledger()))
    assert sorted(own) == ["/line/ru/corrections/", "/ru/topics/health/"]
    assert own["/line/ru/corrections/"][0] == (
        "application/rss+xml",
        "122: исправления (RSS)",
        "https://122.example/line/ru/feeds/corrections/rss.xml",
    )


def test_every_page_links_to_the_feeds_with_localized_names() -> None:
    edition = make_edition(phrases=site_phrases("en"), language=site_phrases("en").language)
    assert feed_links(edition, SiteUrls("https://122.example")) == (
        ("application/rss+xml", "122: news (RSS)", "https://122.example/en/rss.xml"),
        ("application/atom+xml", "122: news (Atom)", "https://122.example/en/atom.xml"),
        ("application/feed+json", "122: news (JSON Feed)", "https://122.example/en/feed.json"),
    )
