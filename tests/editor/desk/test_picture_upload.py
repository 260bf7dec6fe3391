"""Pictures in the desk: stored under a safe name, deleted unless used, or refused in a sentence."""

from __future__ import annotations

import datetime as dt
import json
import unicodedata
from http.client import HTTPConnection
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlencode

import pytest
from PIL import Image

from plugins.editor.desk import deleted_pictures
from plugins.editor.desk.deleted_pictures import MAX_DAYS, DeletedPictures
from plugins.editor.slugs import MAX_SLUG_LENGTH
from plugins.images.intake import MAX_UPLOAD
from tests.building import NOW
from tests.editor.desk.desk_server import ServedDesk, desk_server
from tests.images.test_intake import HEIC, exif, file_of, photo

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BUNDLE = "news/2026-11-20-photo"
TEXT = "---\ntitle: Новость\nsummary: Коротко.\n---\nТекст.\n"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedDesk]:
    with desk_server(tmp_path_factory.mktemp("pictures"), {f"{BUNDLE}/ru.md": TEXT}) as desk:
        yield desk


def send(desk: ServedDesk, content: bytes, name: str, bundle: str = BUNDLE) -> tuple[int, Any]:
    """The answer to a picture."""
    path = f"/desk/api/pictures?{urlencode({'bundle': bundle, 'name': name})}"
    headers = {**desk.headers(), "Content-Type": "application/octet-stream"}
    status, text = desk.ask("POST", path, content, headers)
    return status, json.loads(text)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("IMG_2034.JPG", "img-2034.jpg"),
        ("IMG_2034.JPG", "img-2034-2.jpg"),
        ("Новый оператор.jpeg", "novyy-operator.jpg"),
        ("../../site.yaml", "site.jpg"),
        ("C:\\Photos\\me.jpg", "me.jpg"),
        ("ru.md", "ru.jpg"),
        ("", "picture.jpg"),
        ("<script>Фото.jpg", "foto.jpg"),
        (".htaccess", "htaccess.jpg"),
        (f"{'a' * 300}.jpg", f"{'a' * MAX_SLUG_LENGTH}.jpg"),
    ],
)
def test_a_picture_is_stored_beside_the_texts(desk: ServedDesk, typed: str, stored: str) -> None:
    status, answer = send(desk, file_of(photo(), "JPEG", exif=exif()), typed)
    assert (status, answer["name"]) == (200, stored)
    assert answer["done"] == ["Сведения о том, где сделан снимок, убраны."]
    assert (desk.content / BUNDLE / stored).stat().st_size == answer["size"]
    assert stored in desk.get(f"item?{urlencode({'bundle': BUNDLE})}")["pictures"]


@pytest.mark.parametrize(("tags", "author"), [({315: "Anna Orlova"}, "Anna Orlova"), ({}, "")])
def test_whose_picture_it_is_is_told_before_its_data_are_left_out(
    desk: ServedDesk, tags: dict[int, str], author: str
) -> None:
    data = Image.Exif()
    data.update(tags)
    status, answer = send(desk, file_of(photo(), "JPEG", exif=data), "author.jpg")
    assert (status, answer["author"]) == (200, author)
    assert author == "" or author.encode() not in (desk.content / BUNDLE / answer["name"]).read_bytes()


def test_a_stored_picture_is_shown_and_no_other_file(desk: ServedDesk) -> None:
    _, answer = send(desk, file_of(photo(), "JPEG"), "look.jpg")
    stored = (desk.content / BUNDLE / answer["name"]).read_bytes()
    for bundle, name, status in (
        (BUNDLE, answer["name"], 200),
        (BUNDLE, "ru.md", 403),
        (BUNDLE, "../../site.yaml", 403),
        (BUNDLE, "nothing.png", 404),
    ):
        connection = HTTPConnection("127.0.0.1", desk.port, timeout=60)
        query = urlencode({"bundle": bundle, "name": name})
        connection.request("GET", f"/desk/api/pictures/file?{query}", headers=desk.headers())
        response = connection.getresponse()
        assert response.status == status
        if status == 200:
            assert (response.getheader("Content-Type"), response.read()) == ("image/jpeg", stored)
        connection.close()


def test_a_telephones_picture_is_converted(desk: ServedDesk) -> None:
    status, answer = send(desk, HEIC.read_bytes(), "IMG_1.HEIC")
    assert (status, answer["name"], len(answer["done"])) == (200, "img-1.jpg", 2)


@pytest.mark.parametrize(
    ("content", "bundle", "status", "sentence"),
    [
        (b"%PDF-1.7", BUNDLE, 422, "Картинка plan.pdf в формате, которого сайт не показывает (PDF)"),
        (file_of(photo(), "JPEG")[:900], BUNDLE, 422, "Картинка plan.pdf не читается"),
        (file_of(photo(), "JPEG"), "news/nothing", 404, "news/nothing"),
        (file_of(photo(), "JPEG"), "../outside", 403, "../outside"),
        (bytes(MAX_UPLOAD + 1), BUNDLE, 413, "больше 40 МБ. Сохраните её поменьше"),
    ],
    ids=["pdf", "cut", "nowhere", "outside", "heavy"],
)
def test_what_cannot_be_stored_is_refused_in_a_sentence(
    desk: ServedDesk, content: bytes, bundle: str, status: int, sentence: str
) -> None:
    before = sorted(path.name for path in (desk.content / BUNDLE).iterdir())
    answer = send(desk, content, "plan.pdf", bundle)
    assert answer[0] == status
    assert sentence in answer[1]["error"]
    assert sorted(path.name for path in (desk.content / BUNDLE).iterdir()) == before


ORPHAN = "news/2026-11-19-orphan"


@pytest.mark.parametrize(
    ("path", "text", "line"),
    [
        (f"{ORPHAN}/ru.md", f"{TEXT}\n![Зал](hall_1.jpg)\n", 7),
        (f"{ORPHAN}/ru.md", f'{TEXT}\n![Зал](hall\\_1.jpg "Зал")\n', 7),
        (f"{ORPHAN}/en.md", "---\ntitle: {\nimage: HALL%5F1.jpg\n---\n", 3),
        (f"{BUNDLE}/ru.md", f"{TEXT}\n[Зал](/{ORPHAN}/hall_1.jpg)\n", 7),
        ("site.yaml", f"picture: {ORPHAN}/hall_1.jpg\n", None),
    ],
    ids=["text", "escaped", "front-matter", "other-item", "site"],
)
def test_a_picture_that_is_used_is_not_deleted(
    desk: ServedDesk, path: str, text: str, line: int | None
) -> None:
    picture, file = desk.content / ORPHAN / "hall_1.jpg", desk.content / path
    picture.parent.mkdir(exist_ok=True)
    (picture.parent / "ru.md").write_text(TEXT, encoding="utf-8")
    picture.write_bytes(file_of(photo(), "JPEG"))
    before = file.read_text(encoding="utf-8") if file.exists() else ""
    # What `site.yaml` says now is kept: it is read for every answer.
    file.write_text(text if line else f"{before}# {text}", encoding="utf-8")
    status, answer = desk.post("pictures/delete", bundle=ORPHAN, name="hall_1.jpg")
    file.write_text(before, encoding="utf-8")
    assert status == 422, answer
    assert "используется" in answer["error"]
    place = {"path": f"content/{path}", "line": line or len(before.splitlines()) + 1}
    assert answer["errors"] == [place]
    assert picture.is_file()


def test_a_picture_is_deleted_when_no_text_has_it_saved_or_not(desk: ServedDesk) -> None:
    folder = desk.content / BUNDLE
    (folder / "lone.jpg").write_bytes(file_of(photo(), "JPEG"))
    (folder / "alone.jpg").write_bytes(file_of(photo(), "JPEG"))
    (folder / "ru.md").write_text(f"{TEXT}![Дом](alone.jpg)\n", encoding="utf-8")
    asked = {"bundle": BUNDLE, "name": "lone.jpg"}
    status, answer = desk.post("pictures/delete", **asked, texts={"en": "![](lone.jpg)"})
    assert (status, answer["errors"]) == (422, [{"path": f"content/{BUNDLE}/en.md", "line": 1}])
    assert desk.post("pictures/delete", **asked, texts={"ru": TEXT})[0] == 200
    assert not (folder / "lone.jpg").exists()
    assert (folder / "alone.jpg").is_file()
    assert desk.post("pictures/delete", **asked)[0] == 404


def deleted(desk: ServedDesk, name: str, content: bytes) -> str:
    """The id of a picture that was stored and deleted again."""
    (desk.content / BUNDLE / name).write_bytes(content)
    status, answer = desk.post("pictures/delete", bundle=BUNDLE, name=name)
    assert (status, answer["name"]) == (200, name)
    return str(answer["id"])


def kept(desk: ServedDesk, bundle: str = BUNDLE) -> list[str]:
    """The ids of the deleted pictures of an item, as they are listed."""
    found = desk.get(f"pictures/deleted?{urlencode({'bundle': bundle})}")
    assert found["days"] == MAX_DAYS
    return [each["id"] for each in found["pictures"]]


def test_a_deleted_picture_is_brought_back_once_and_to_the_byte(desk: ServedDesk) -> None:
    content = file_of(photo(), "JPEG", exif=exif())
    first, second = deleted(desk, "back.jpg", content), deleted(desk, "back.jpg", content + b"!")
    assert {first, second} <= set(kept(desk))
    assert kept(desk, ORPHAN) == []
    assert list(desk.content.rglob("*back*")) == []
    for key, name, found in ((first, "back.jpg", content), (second, "back-2.jpg", content + b"!")):
        assert desk.post("pictures/restore", bundle=BUNDLE, id=key) == (200, {"name": name})
        assert (desk.content / BUNDLE / name).read_bytes() == found
    assert not {first, second} & set(kept(desk))
    status, answer = desk.post("pictures/restore", bundle=BUNDLE, id=first)
    assert (status, "Откройте это окно заново" in answer["error"]) == (404, True)


def test_deleted_pictures_follow_an_item_to_its_new_folder(desk: ServedDesk) -> None:
    old, new = "news/2026-11-18-soon", "news/2026-12-01-soon"
    folder = desk.content / old
    folder.mkdir()
    (folder / "ru.md").write_text(TEXT.replace("summary", "status: draft\nsummary"), encoding="utf-8")
    (folder / "soon.jpg").write_bytes(file_of(photo(), "JPEG"))
    key = desk.post("pictures/delete", bundle=old, name="soon.jpg")[1]["id"]
    asked = {"act": "schedule", "bundle": old, "at": "2026-12-01T10:00"}
    status, looked = desk.post("acts/look", **asked)
    assert status == 200, looked
    assert desk.post("acts/do", **asked, state=looked["state"])[1]["bundle"] == new
    assert (kept(desk, old), kept(desk, new)) == ([], [key])
    assert desk.post("pictures/restore", bundle=new, id=key)[0] == 200
    assert (desk.content / new / "soon.jpg").is_file()


@pytest.mark.parametrize("typed", ["", "../../content", "0" * 16, "/etc"])
def test_nothing_but_a_deleted_picture_of_the_item_is_brought_back(desk: ServedDesk, typed: str) -> None:
    other = deleted(desk, "mine.jpg", file_of(photo(), "JPEG"))
    (desk.content / ORPHAN).mkdir(exist_ok=True)
    for bundle, key in ((BUNDLE, typed), (ORPHAN, other), ("news/nothing", other)):
        assert desk.post("pictures/restore", bundle=bundle, id=key)[0] == 404
    assert desk.post("pictures/restore", bundle="../content", id=other)[0] == 403
    assert other in kept(desk)


def test_pictures_are_set_aside_for_some_days_and_up_to_some_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deleted_pictures, "MAX_BYTES", 100)
    trash = DeletedPictures(tmp_path, NOW)
    first = trash.keep(BUNDLE, "a.jpg", bytes(60))
    trash.now += dt.timedelta(seconds=1)
    second = trash.keep(BUNDLE, "b.jpg", bytes(40))
    assert trash.of(BUNDLE) == [second, first]
    trash.now += dt.timedelta(seconds=1)
    huge = trash.keep(BUNDLE, "c.jpg", bytes(101))
    assert trash.of(BUNDLE) == [huge]
    assert sorted(path.name for path in tmp_path.iterdir()) == [huge.id]
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "record.json").write_text("{", encoding="utf-8")
    trash.now += dt.timedelta(days=MAX_DAYS, seconds=1)
    assert trash.of(BUNDLE) == []
    last = trash.keep(BUNDLE, "d.jpg", b"")
    assert trash.of(BUNDLE) == [last]
    assert not (tmp_path / huge.id).exists()


def test_a_picture_that_cannot_be_set_aside_is_not_deleted(desk: ServedDesk) -> None:
    picture = desk.content / BUNDLE / "full.jpg"
    picture.write_bytes(file_of(photo(), "JPEG"))
    aside = desk.folder / "preview-cache" / "deleted-pictures"
    moved = aside.with_name("moved")
    aside.rename(moved)
    aside.write_bytes(b"")
    status, answer = desk.post("pictures/delete", bundle=BUNDLE, name="full.jpg")
    aside.unlink()
    moved.rename(aside)
    assert (status, bool(answer["error"])) == (507, True)
    assert picture.is_file()


DECOMPOSED = "e\u0301te\u0301 \u0438\u0306.jpg"


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_picture_with_a_decomposed_name_is_listed_used_and_deleted(
    desk: ServedDesk, form: Literal["NFC", "NFD"]
) -> None:
    folder, composed = desk.content / BUNDLE, unicodedata.normalize("NFC", DECOMPOSED)
    file = folder / DECOMPOSED
    file.write_bytes(file_of(photo(), "JPEG"))
    assert composed in desk.get(f"item?{urlencode({'bundle': BUNDLE})}")["pictures"]
    asked = {"bundle": BUNDLE, "name": unicodedata.normalize(form, composed)}
    texts = {"ru": f"{TEXT}![Лето](<{composed}>)\n"}
    assert desk.post("pictures/delete", **asked, texts=texts)[0] == 422
    findings = desk.post("check", bundle=BUNDLE, texts=texts)[1]["findings"]
    assert [each for each in findings if each["severity"] == "error" or composed in each["path"]] == []
    assert desk.post("pictures/delete", **asked)[0] == 200
    assert not file.exists()


@pytest.mark.parametrize(
    ("bundle", "name", "status"),
    [
        (BUNDLE, "ru.md", 403),
        (BUNDLE, "../../site.yaml", 403),
        ("..", "x.jpg", 403),
        ("public", "p.jpg", 404),
    ],
)
def test_nothing_but_an_items_picture_is_deleted(
    desk: ServedDesk, bundle: str, name: str, status: int
) -> None:
    (desk.content / "public").mkdir(exist_ok=True)
    (desk.content / "public" / "p.jpg").write_bytes(file_of(photo(), "JPEG"))
    assert desk.post("pictures/delete", bundle=bundle, name=name)[0] == status
    assert (desk.content / "public" / "p.jpg").is_file()
    assert (desk.content / "site.yaml").is_file()
    assert (desk.content / BUNDLE / "ru.md").is_file()
