"""RFC 4287, every MUST that applies; RFC 5005 for archives, RFC 6721 for withdrawn items."""

from __future__ import annotations

import datetime as dt
import re
from urllib.parse import urlsplit

import feedparser
import pytest
from lxml import etree

from tests.feeds.builders import PHOTO, documents, make_context, rich_context

ATOM = "http://www.w3.org/2005/Atom"
NAMES = {"a": ATOM, "at": "http://purl.org/atompub/tombstones/1.0", "media": "http://search.yahoo.com/mrss/"}
DATE = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)"

FILES = {
    url: document
    for url, document in documents(rich_context()).items()
    if (url.endswith("atom.xml") or "archive" in url)
}
ROOT = etree.fromstring(FILES["/ru/atom.xml"])


def found_at(path: str) -> list[etree._Element]:
    return ROOT.findall(path, NAMES)


def texts(path: str) -> list[str]:
    return [str(found.text) for found in found_at(path)]


@pytest.mark.parametrize("url", sorted(FILES))
def test_every_document_is_parsed_completely_without_warnings(url: str) -> None:
    parsed = feedparser.parse(FILES[url])
    assert parsed.bozo == 0
    assert parsed.version == "atom10"
    assert len(parsed.entries) == FILES[url].count(b"<entry>")


def test_the_root_is_a_feed_in_atoms_namespace_with_its_language() -> None:
    assert ROOT.tag == f"{{{ATOM}}}feed"
    assert ROOT.get("{http://www.w3.org/XML/1998/namespace}lang") == "ru"


@pytest.mark.parametrize("path", [".", "a:entry"])
@pytest.mark.parametrize("name", ["id", "title", "updated"])
def test_a_feed_and_each_entry_has_exactly_one(path: str, name: str) -> None:
    assert {len(parent.findall(f"a:{name}", NAMES)) for parent in found_at(path)} == {1}


@pytest.mark.parametrize("name", ["subtitle", "generator", "icon", "logo", "rights"])
def test_a_feed_has_at_most_one(name: str) -> None:
    assert len(found_at(f"a:{name}")) <= 1


@pytest.mark.parametrize("name", ["content", "published", "summary", "rights", "source"])
def test_an_entry_has_at_most_one(name: str) -> None:
    assert max(len(entry.findall(f"a:{name}", NAMES)) for entry in found_at("a:entry")) <= 1


def test_a_feed_has_an_author_since_its_entries_have_none() -> None:
    assert texts("a:author/a:name") == ["122: коротко о главном"]


def test_ids_are_absolute_unique_addresses() -> None:
    ids = texts("a:id") + texts("a:entry/a:id")
    assert all(re.fullmatch(r"tag:122\.example,2022:ru/[!-~]+", each) for each in ids)
    assert len(set(ids)) == len(ids) == 31


def test_dates_follow_rfc_3339() -> None:
    dates = texts(".//a:updated") + texts(".//a:published")
    assert [date for date in dates if not re.fullmatch(DATE, date)] == []


def test_the_feed_is_dated_by_its_newest_change() -> None:
    changes = map(dt.datetime.fromisoformat, texts("a:entry/a:updated"))
    assert dt.datetime.fromisoformat(texts("a:updated")[0]) == max(changes)


def test_every_link_has_an_absolute_href() -> None:
    assert {urlsplit(str(link.get("href"))).scheme for link in ROOT.iter(f"{{{ATOM}}}link")} == {"https"}


def test_no_two_alternate_links_of_one_parent_share_type_and_language() -> None:
    for parent in [ROOT, *found_at("a:entry")]:
        links = parent.findall("a:link", NAMES)
        alternates = [link for link in links if link.get("rel", "alternate") == "alternate"]
        assert len(alternates) == len({(link.get("type"), link.get("hreflang")) for link in alternates}) == 1


def test_the_feed_links_to_itself() -> None:
    assert [link.get("href") for link in found_at("a:link[@rel='self']")] == [
        "https://122.example/ru/atom.xml"
    ]


def test_the_term_of_a_category_is_its_name() -> None:
    assert {category.get("term") for category in found_at("a:entry/a:category")} == {"Здоровье"}


def test_every_entry_has_an_author() -> None:
    assert set(texts("a:entry/a:author/a:name")) == {"122: коротко о главном"}
    assert len(found_at("a:entry/a:author")) == len(found_at("a:entry"))


def test_the_feed_has_its_rights() -> None:
    assert texts("a:rights") == ["© 122: коротко о главном"]


def test_text_is_of_a_known_type_and_html_has_no_elements_in_it() -> None:
    for name in ("title", "summary", "content", "subtitle"):
        for text in ROOT.iter(f"{{{ATOM}}}{name}"):
            assert text.get("type", "text") in {"text", "html"}
            assert len(text) == 0


def test_content_is_html_and_the_summary_plain_text() -> None:
    assert {content.get("type") for content in found_at("a:entry/a:content")} == {"html"}
    assert "5 < 6 & 7 > 6" in texts("a:entry/a:summary")


def test_an_enclosure_has_relation_type_and_length() -> None:
    enclosure = found_at("a:entry/a:link[@rel='enclosure']")[0]
    assert (enclosure.get("type"), enclosure.get("length")) == ("image/png", str(PHOTO.length))
    assert (enclosure.get("href"), enclosure.get("title")) == (
        "https://122.example/media/card.png",
        PHOTO.alt,
    )


def test_a_picture_is_named_once() -> None:
    entry = etree.tostring(found_at("a:entry")[0]).decode()
    assert entry.count("/media/card.png") == 1


def test_entries_are_sorted_newest_first() -> None:
    published = [dt.datetime.fromisoformat(moment) for moment in texts("a:entry/a:published")]
    assert published == sorted(published, reverse=True)


def test_a_withdrawn_item_is_a_notice_and_a_tombstone() -> None:
    stone = found_at("at:deleted-entry")[0]
    assert stone.get("ref") == "tag:122.example,2022:ru/news/2022-04-02-news-91"
    assert re.fullmatch(DATE, str(stone.get("when")))
    assert stone.findtext("at:comment", namespaces=NAMES) == "Число оказалось неверным."
    assert texts("a:entry/a:id").count(str(stone.get("ref"))) == 1
    assert "Снято с публикации: Новость 91" in texts("a:entry/a:title")


def test_the_namespace_of_tombstones_stands_where_one_is() -> None:
    declared = {url: b"tombstones" in document for url, document in FILES.items()}
    assert declared == {url: b"deleted-entry" in document for url, document in FILES.items()}


def test_archives_share_the_feeds_id_and_link_to_each_other() -> None:
    for number in (1, 2, 3):
        archive = etree.fromstring(FILES[f"/ru/archive/2022-0{number}.xml"])
        links = {str(link.get("rel")): link.get("href") for link in archive.findall("a:link", NAMES)}
        assert archive.findtext("a:id", namespaces=NAMES) == texts("a:id")[0]
        assert links["current"] == "https://122.example/ru/atom.xml"
        assert ("prev-archive" in links, "next-archive" in links) == (number > 1, number < 3)


def test_every_item_is_reachable_from_the_feed_through_its_archives() -> None:
    seen, url = set(), "https://122.example/ru/atom.xml"
    while url:
        document = etree.fromstring(FILES[url.removeprefix("https://122.example")])
        seen |= {found.text for found in document.findall("a:entry/a:id", NAMES)}
        link = document.find("a:link[@rel='prev-archive']", NAMES)
        url = str(link.get("href")) if link is not None else ""
    assert len(seen) == 94


def test_an_edition_without_news_has_a_valid_feed() -> None:
    parsed = feedparser.parse(documents(make_context())["/ru/atom.xml"])
    assert (parsed.bozo, len(parsed.entries)) == (0, 1)
    assert parsed.entries[0].title == parsed.feed.title
    assert parsed.feed.updated == "2022-01-01T09:00:00+09:00"
