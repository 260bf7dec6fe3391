from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from plugins.build.files import FileSnapshot
from plugins.diagnostics.problem import Severity
from plugins.editor.desk.loading import ContentLoader
from tests.building import build_options
from tests.editor.desk.desk_server import ServedDesk, desk_server

if TYPE_CHECKING:
    from collections.abc import Iterator

SITE = "https://122.example"
PLANS = (
    ({"kind": "news", "title-ru": "Новый график!"}, "news/2026-11-22-novyy-grafik"),
    ({"kind": "news", "title-en": "New hours", "date": "2026-12-03"}, "news/2026-12-03-new-hours"),
    ({"kind": "news", "title-ru": "Новый график", "name": "hours"}, "news/2026-11-22-hours"),
    ({"kind": "news", "title-ru": "<img src=x>Часы &", "topic": "health"}, "news/2026-11-22-chasy"),
    ({"kind": "faq", "title-ru": "Как звонить?", "topic": "calling"}, "faq/calling/kak-zvonit"),
    ({"kind": "summary", "year": "2025"}, "summaries/2025"),
    ({"kind": "page", "title-en": "Rules"}, "rules"),
)
LACKING = (
    ({"kind": "news"}, "Наберите заголовок"),
    ({"kind": "news", "title-ru": "…"}, "Наберите заголовок"),
    ({"kind": "news", "title-ru": "А", "date": "31.02.2026"}, "Такого дня нет"),
    ({"kind": "news", "title-ru": "А", "name": "../../evil"}, "В адрес не годится"),
    ({"kind": "news", "title-ru": "А", "name": "Кириллица"}, "В адрес не годится"),
    ({"kind": "faq", "title-ru": "А"}, "Выберите раздел"),
    ({"kind": "faq", "title-ru": "А", "topic": "../news"}, "Выберите раздел"),
    ({"kind": "summary", "year": "20"}, "Наберите год"),
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedDesk]:
    with desk_server(tmp_path_factory.mktemp("new")) as desk:
        yield desk


@pytest.mark.parametrize(("asked", "bundle"), PLANS)
def test_the_address_is_shown_before_the_item_is_made_and_is_then_the_items(
    desk: ServedDesk, asked: dict[str, str], bundle: str
) -> None:
    before = FileSnapshot.at(str(desk.content)).digest()
    plan = desk.get(f"new?{urlencode(asked)}")
    assert (plan["bundle"], plan["taken"]) == (bundle, False)
    assert all(address.startswith(SITE) for address in plan["addresses"].values())
    assert FileSnapshot.at(str(desk.content)).digest() == before
    assert desk.post("items", **asked) == (200, plan)
    assert [desk.get(f"file?path={path}")["path"] for path in plan["files"]] == plan["files"]
    assert next(each for each in desk.get("items")["items"] if each["bundle"] == bundle)["state"] == "draft"
    assert desk.get(f"new?{urlencode(asked)}")["taken"]
    assert desk.post("items", **asked)[0] == 409


def test_new_items_have_no_errors(desk: ServedDesk) -> None:
    for asked, _ in PLANS:
        desk.post("items", **{**asked, "name": f"checked-{asked['kind']}"})
    loaded = ContentLoader(lambda: build_options(desk.content, preview=True)).load().result
    wrong = [each for each in loaded.problems if each.severity is Severity.ERROR]
    assert [each.format("en") for each in wrong] == []


@pytest.mark.parametrize(("asked", "sentence"), LACKING)
def test_what_is_lacking_is_said(desk: ServedDesk, asked: dict[str, str], sentence: str) -> None:
    before = FileSnapshot.at(str(desk.content)).digest()
    assert desk.get(f"new?{urlencode(asked)}")["lacking"].startswith(sentence)
    status, answer = desk.post("items", **asked)
    assert status == 422
    assert answer["error"].startswith(sentence)
    assert FileSnapshot.at(str(desk.content)).digest() == before


@pytest.mark.parametrize("kind", ["", "figures", "alert", "../news", "news/"])
def test_no_other_kind_is_made(desk: ServedDesk, kind: str) -> None:
    assert desk.post("items", kind=kind, **{"title-ru": "А"})[0] == 400
