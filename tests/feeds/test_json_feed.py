from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from tests.feeds.builders import PHOTO, documents, make_context, rich_context

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


def test_a_feed_without_news_has_an_empty_list() -> None:
    assert EMPTY["items"] == []


def test_it_has_no_archive_of_its_own() -> None:
    assert "next_url" not in FEED
    assert not [url for url in FILES if "archive" in url]


def test_a_picture_is_an_image_and_an_attachment_with_title_and_size() -> None:
    entry = FEED["items"][0]
    assert entry["image"] == "https://122.example/media/card.png"
    assert entry["attachments"] == [
        {
            "url": "https://122.example/media/card.png",
            "mime_type": "image/png",
            "title": PHOTO.alt,
            "size_in_bytes": PHOTO.length,
        }
    ]


def test_letters_are_not_escaped() -> None:
    assert "новости" in documents(make_context())["/ru/feed.json"].decode()
