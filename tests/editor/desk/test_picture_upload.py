"""Pictures that are sent to the desk: stored beside the texts under a safe name, or refused in a sentence."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest

from plugins.editor.slugs import MAX_SLUG_LENGTH
from plugins.images.intake import MAX_UPLOAD
from tests.editor.desk.desk_server import ServedDesk, desk_server
from tests.images.test_intake import HEIC, exif, file_of, photo

if TYPE_CHECKING:
    from collections.abc import Iterator

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


def test_a_telephones_picture_is_converted(desk: ServedDesk) -> None:
    status, answer = send(desk, HEIC.read_bytes(), "IMG_1.HEIC")
    assert (status, answer["name"], len(answer["done"])) == (200, "img-1.jpg", 2)


@pytest.mark.parametrize(
    ("content", "bundle", "status", "sentence"),
    [
        (b"%PDF-1.7", BUNDLE, 422, "Картинка plan.pdf не читается"),
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
