from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from tests.feeds.builders import documents, make_context, rich_context

SCHEMA = json.loads(Path(__file__).with_name("json_feed.schema.json").read_text(encoding="utf-8"))
FILES = {
    url: json.loads(document)
    for url, document in documents(rich_context()).items()
    if url.endswith("feed.json")
}
EMPTY = json.loads(documents(make_context())["/ru/feed.json"])
FEED = FILES["/ru/feed.json"]


@pytest.mark.parametrize("feed", [*FILES.values(), EMPTY], ids=[*FILES, "without news"])
def test_every_document_meets_the_specification(feed: object) -> None:
    jsonschema.validate(feed, SCHEMA, cls=jsonschema.Draft202012Validator)


def test_ids_are_unique() -> None:
    assert len({entry["id"] for entry in FEED["items"]}) == len(FEED["items"]) == 30


def test_a_feed_without_news_tells_what_it_is() -> None:
    assert [item["title"] for item in EMPTY["items"]] == [EMPTY["title"]]


def test_it_has_no_archive_of_its_own() -> None:
    assert "next_url" not in FEED
    assert not [url for url in FILES if "archive" in url]


def test_a_picture_is_the_image_of_its_item_and_no_attachment_too() -> None:
    entry = FEED["items"][0]
    assert entry["image"] == "https://122.example/media/card.png"
    assert "attachments" not in entry


def test_letters_are_not_escaped() -> None:
    assert "новости" in documents(make_context())["/ru/feed.json"].decode()
