"""What the item's screen asks the server for: opened, one key written, words added, offers to pick from."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.editor.desk.desk_server import ServedDesk, desk_server

if TYPE_CHECKING:
    from collections.abc import Iterator

BUNDLE = "news/2026-11-20-lines"
TEXT = b"\xef\xbb\xbf---\r\ntitle: Lines  # said so\r\n---\r\n\r\nText\xc2\xa0one.  "


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedDesk]:
    with desk_server(tmp_path_factory.mktemp("desk"), {f"{BUNDLE}/en.md": TEXT}) as desk:
        yield desk


def test_an_item_opens_with_its_texts_fields_and_the_languages_it_lacks(desk: ServedDesk) -> None:
    item = desk.get(f"item?bundle={BUNDLE}")
    assert item["texts"]["en"]["file"]["text"] == "---\ntitle: Lines  # said so\n---\n\nText\u00a0one.  "
    assert item["texts"]["ru"]["file"] is None
    assert item["day"] == "2026-11-20"
    assert {field["key"] for field in item["fields"]} >= {"title", "topics", "card"}
    for bundle, status in (("news/2026-11-21-none", 404), ("words", 404), ("../outside", 403)):
        assert desk.ask("GET", f"/desk/api/item?bundle={bundle}", headers=desk.headers())[0] == status


def test_a_key_is_written_to_the_file_that_was_read_and_to_no_other(desk: ServedDesk) -> None:
    file = desk.content / BUNDLE / "en.md"
    path, read = f"{BUNDLE}/en.md", desk.get(f"item?bundle={BUNDLE}")["texts"]["en"]["file"]["hash"]
    changes = {"title": "Two: lines", "topics": ["health"]}
    body = {"path": path, "changes": changes}
    status, answer = post(desk, "form", {**body, "hash": "0"})
    assert (status, file.read_bytes()) == (409, TEXT)
    assert answer["hash"] == read
    assert post(desk, "form", {**body, "hash": read})[0] == 200
    after = TEXT.replace(b"Lines", b'"Two: lines"').replace(
        b"said so\r\n", b"said so\r\ntopics: [health]\r\n"
    )
    assert file.read_bytes() == after
    file.write_bytes(TEXT)
    wrong_ones: tuple[object, ...] = ({"title": 5}, [], None)
    for wrong in wrong_ones:
        assert post(desk, "form", {**body, "changes": wrong, "hash": read})[0] == 400
    assert post(desk, "form", {**body, "path": f"{BUNDLE}/en.py", "hash": read})[0] == 403


def test_a_word_is_added_to_the_list_of_its_language_and_known_from_then_on(desk: ServedDesk) -> None:
    asked = {"bundle": BUNDLE, "texts": {"en": "---\ntitle: Lines\n---\n\nThe zzyzxy lines.\n"}}
    found = post(desk, "check", asked)[1]["findings"]
    assert [each["word"] for each in found if each["word"]] == ["zzyzxy"]
    assert post(desk, "words", {"language": "en", "word": "zzyzxy"})[0] == 200
    assert not [each for each in post(desk, "check", asked)[1]["findings"] if each["word"]]
    for wrong in ({"language": "xx", "word": "a"}, {"language": "en", "word": "a\nb"}, {"language": "en"}):
        assert post(desk, "words", wrong)[0] == 400


@pytest.mark.parametrize("texts", [None, [], {"xx": ""}, {"en": 5}, "text"])
def test_texts_of_another_form_are_refused(desk: ServedDesk, texts: object) -> None:
    for path in ("check", "needs"):
        assert post(desk, path, {"bundle": BUNDLE, "texts": texts})[0] == 400


def test_pages_are_picked_by_words_of_their_titles(desk: ServedDesk) -> None:
    offers = desk.get("pick/links?language=ru&q=%D1%86%D0%B8%D1%84%D1%80%D0%B0%D1%85%20%D0%93%D0%9E%D0%94")
    assert [each["value"] for each in offers["offers"]] == ["/news/2022-12-30-year-in-figures/"]
    assert desk.get("pick/figures?language=ru&q=")["offers"] == []
    assert desk.ask("GET", "/desk/api/pick/links?language=xx&q=", headers=desk.headers())[0] == 400


def test_what_is_not_built_has_no_page_and_no_feed_entry(desk: ServedDesk) -> None:
    assert desk.get(f"shared?bundle={BUNDLE}&language=en") == {"page": None, "entry": None, "feed_length": 0}
    assert desk.get("shared?bundle=../..&language=en")["page"] is None


def post(desk: ServedDesk, path: str, data: object) -> tuple[int, Any]:
    """The status and the answer of the API to data, among it some called `path`."""
    status, text = desk.ask("POST", f"/desk/api/{path}", json.dumps(data).encode(), desk.headers())
    return status, json.loads(text)
