"""RSS 2.0 and the RSS Advisory Board's best-practices profile (rssboard.org/rss-profile), rule by rule."""

from __future__ import annotations

import re
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import feedparser
import pytest
from lxml import etree

from tests.feeds.builders import PHOTO, documents, make_context, rich_context

NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "fh": "http://purl.org/syndication/history/1.0",
    "media": "http://search.yahoo.com/mrss/",
}
CHANNEL = {
    "title",
    "link",
    "copyright",
    "description",
    "docs",
    "generator",
    "image",
    "language",
    "lastBuildDate",
    "ttl",
    "item",
}
ITEM = {"title", "link", "description", "guid", "category", "pubDate"}

FILES = {url: document for url, document in documents(rich_context()).items() if url.endswith("rss.xml")}
ROOT = etree.fromstring(FILES["/ru/rss.xml"])


def texts(path: str) -> list[str]:
    return [str(found.text) for found in found_at(path)]


def found_at(path: str) -> list[etree._Element]:
    return ROOT.findall(path, NAMESPACES)


@pytest.mark.parametrize("url", sorted(FILES))
def test_every_document_is_parsed_completely_without_warnings(url: str) -> None:
    parsed = feedparser.parse(FILES[url])
    assert parsed.bozo == 0
    assert parsed.version == "rss20"
    assert len(parsed.entries) == FILES[url].count(b"<item>")


def test_the_root_is_rss_2_0_with_one_channel() -> None:
    assert (ROOT.tag, ROOT.get("version"), [child.tag for child in ROOT]) == ("rss", "2.0", ["channel"])


def test_a_channel_has_one_title_link_and_description() -> None:
    assert [len(found_at(f"channel/{name}")) for name in ("title", "link", "description")] == [1, 1, 1]


def test_elements_outside_a_namespace_are_those_of_the_specification() -> None:
    assert {child.tag for child in found_at("channel/*") if "}" not in str(child.tag)} <= CHANNEL
    assert {child.tag for child in found_at("channel/item/*") if "}" not in str(child.tag)} <= ITEM


def test_namespaces_are_declared_on_the_root_under_their_usual_prefixes() -> None:
    assert ROOT.nsmap == NAMESPACES


def test_the_channel_has_its_own_url() -> None:
    link = ROOT.find("channel/atom:link[@rel='self']", NAMESPACES)
    assert link is not None
    assert link.get("href") == "https://122.example/ru/rss.xml"
    assert link.get("type") == "application/rss+xml"


def test_the_channel_links_to_its_page_and_to_its_hub() -> None:
    assert texts("channel/link") == ["https://122.example/ru/"]
    assert [link.get("href") for link in found_at("channel/atom:link[@rel='hub']")] == [
        "https://hub.example/"
    ]


def test_the_channel_has_language_documentation_generator_and_ttl() -> None:
    assert texts("channel/language") == ["ru"]
    assert texts("channel/docs") == ["https://www.rssboard.org/rss-specification"]
    assert texts("channel/generator") == ["hotline-news"]
    assert texts("channel/ttl") == ["60"]


def test_the_image_has_the_channels_title_and_link_and_is_at_most_144_by_400() -> None:
    assert texts("channel/image/title") == texts("channel/title")
    assert texts("channel/image/link") == texts("channel/link")
    assert urlsplit(texts("channel/image/url")[0]).path.endswith((".png", ".gif", ".jpg"))
    assert int(texts("channel/image/width")[0]) <= 144
    assert int(texts("channel/image/height")[0]) <= 400


def test_every_date_follows_rfc_822_with_a_four_digit_year() -> None:
    dates = texts("channel/lastBuildDate") + texts("channel/item/pubDate")
    form = r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [+-]\d{4}"
    assert [date for date in dates if not re.fullmatch(form, date)] == []


def test_the_channel_is_dated_by_its_newest_change() -> None:
    built = parsedate_to_datetime(texts("channel/lastBuildDate")[0])
    assert built == max(map(parsedate_to_datetime, texts("channel/item/pubDate")))


def test_every_item_has_one_title_link_description_guid_and_date() -> None:
    for item in found_at("channel/item"):
        for name in ("title", "link", "description", "guid", "pubDate"):
            assert len(item.findall(name)) == 1


def test_guids_are_unique_and_no_permalinks() -> None:
    guids = found_at("channel/item/guid")
    assert {guid.get("isPermaLink") for guid in guids} == {"false"}
    assert len({guid.text for guid in guids}) == len(guids) == 30


def test_every_url_is_absolute() -> None:
    attributes = [
        str(found.get(name)) for name in ("url", "href") for found in ROOT.iterfind(f".//*[@{name}]")
    ]
    addresses = attributes + texts("channel/link") + texts("channel/item/link")
    assert [address for address in addresses if urlsplit(address).scheme != "https"] == []


def test_titles_are_plain_text() -> None:
    assert "«A & B» <i>не тег</i>" in texts("channel/item/title")


def test_a_description_is_escaped_as_html() -> None:
    assert "5 &lt; 6 &amp; 7 &gt; 6" in texts("channel/item/description")


def test_the_summary_precedes_the_content() -> None:
    for item in found_at("channel/item"):
        names = [child.tag for child in item]
        assert names.index("description") < names.index(f"{{{NAMESPACES['content']}}}encoded")


def test_texts_have_no_relative_url_script_class_or_id() -> None:
    everything = "".join(texts("channel/item/content:encoded"))
    assert re.findall(r'(?:href|src|cite)="(?!https?:|mailto:|tel:)[^"]*"', everything) == []
    assert re.findall(r"<script|<iframe|<source|\son\w+=|class=|\sid=|style=|srcset=", everything) == []


def test_a_picture_is_named_once() -> None:
    assert etree.tostring(found_at("channel/item")[0]).decode().count("/media/card.png") == 1


def test_a_picture_has_its_size_and_alternative_text() -> None:
    content = found_at("channel/item/media:content")[0]
    assert (content.get("width"), content.get("height"), content.get("medium")) == ("1200", "630", "image")
    assert content.get("fileSize") == str(PHOTO.length)
    assert texts("channel/item/media:content/media:description")[0] == PHOTO.alt


def test_an_author_without_email_is_dc_creator() -> None:
    assert set(texts("channel/item/dc:creator")) == {"122: коротко о главном"}
    assert found_at("channel/item/author") == []


def test_categories_are_topics_by_their_names() -> None:
    assert set(texts("channel/item/category")) == {"Здоровье"}


def test_a_change_after_publication_has_atom_updated() -> None:
    assert texts("channel/item/atom:updated") == ["2022-05-01T00:00:00+09:00"]


def test_a_withdrawn_item_stays_as_a_notice_under_its_guid() -> None:
    parsed = feedparser.parse(FILES["/ru/rss.xml"])
    notice = next(entry for entry in parsed.entries if entry.id.endswith("news-91"))
    assert notice.title == "Снято с публикации: Новость 91"
    assert notice.summary == "Число оказалось неверным."
    assert "Полный текст" not in str(notice)


def test_older_items_are_in_atom_archives_that_it_links_to() -> None:
    assert not [url for url in FILES if "archive" in url and url.endswith("rss.xml")]
    links = etree.fromstring(FILES["/ru/rss.xml"]).findall("channel/atom:link", NAMESPACES)
    (archive,) = [link for link in links if link.get("rel") == "prev-archive"]
    assert archive.get("href") == "https://122.example/ru/archive/2022-03.xml"
    assert archive.get("type") == "application/atom+xml"


def test_an_edition_without_news_has_a_valid_feed_dated_by_its_authority() -> None:
    parsed = feedparser.parse(documents(make_context())["/ru/rss.xml"])
    assert (parsed.bozo, len(parsed.entries), parsed.feed.title) == (0, 1, "122: новости")
    assert parsed.feed.updated == "Sat, 01 Jan 2022 09:00:00 +0900"
