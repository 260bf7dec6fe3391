"""A set of figures in the desk: opened, drawn as it would be, edited line by line, and deleted if unused."""

from __future__ import annotations

import json
from base64 import b64decode
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest

from tests.editor.desk.desk_server import ServedDesk, desk_server
from tests.editor.desk.test_figures import SET, TABLE, TEXT, WORDS, send
from tests.figures.samples import CALL_UNITS

if TYPE_CHECKING:
    from collections.abc import Iterator

SERIES = (
    """title: {ru: По месяцам, en: By month}
"""
    + CALL_UNITS
    + """sources:
  report: {publisher: {ru: Отчёт, en: A report}, url: none, date: 2026-01-31}
cards:
  - id: months
    kind: series
    step: month
    title: {ru: Звонки по месяцам, en: Calls by month}
    unit: call
    source: report  # отчёт за январь
    points: [[2025-11, 15], [2025-12, 17], [2026-01, 20]]
  - id: all
    kind: number
    title: {ru: Двадцать звонков, en: Twenty calls}
    unit: call
    value: 20
    source: report
"""
)
NEW = {"publisher": {"ru": "Мэрия", "en": "City Hall"}, "url": "https://city.example/a", "date": "2026-02-28"}
PNG = b"\x89PNG"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedDesk]:
    files: dict[str, str | bytes] = {
        "figures/january.yaml": SET,
        "figures/months.yaml": SERIES,
        "news/2026-02-01-january/ru.md": TEXT,
    }
    with desk_server(tmp_path_factory.mktemp("set"), files) as desk:
        yield desk


def opened(desk: ServedDesk, name: str = "months") -> Any:  # noqa: ANN401 - what JSON holds
    return desk.get(f"figures/set?{urlencode({'name': name})}")


def post(desk: ServedDesk, act: str, name: str = "months", **more: object) -> tuple[int, Any]:
    """The answer to an act on a set as it was just opened."""
    return desk.post(f"figures/set/{act}", **{"name": name, "state": opened(desk, name)["state"], **more})


def test_a_set_is_opened_as_it_stands_in_its_file(desk: ServedDesk) -> None:
    found = opened(desk)
    assert (found["path"], found["languages"], found["table"]) == ("figures/months.yaml", ["ru", "en"], None)
    months, number = found["cards"]
    assert months["fields"]["source"] == "report"
    assert (months["kinds"], months["row"]["next"], number["row"]) == (["series"], "2026-02", None)
    assert [figure["value"] for figure in number["figures"]] == ["20"]
    assert [card["fields"]["title"]["ru"] for card in found["cards"]] == [
        "Звонки по месяцам",
        "Двадцать звонков",
    ]


def test_cards_are_drawn_as_they_would_be_and_nothing_is_written(desk: ServedDesk) -> None:
    before = desk.post("figures/set/look", name="months", changes={})[1]
    changes = {"cards": {"all": {"title": {"ru": "Иначе", "en": "Otherwise"}}}}
    status, after = desk.post("figures/set/look", name="months", changes=changes)
    assert (status, after["problems"]) == (200, [])
    for code in ("ru", "en"):
        assert before["pictures"]["months"][code] == after["pictures"]["months"][code]
        kind, _, data = after["pictures"]["all"][code]["url"].partition(",")
        assert (kind, b64decode(data)[:4]) == ("data:image/png;base64", PNG)
        assert data != before["pictures"]["all"][code]["url"].partition(",")[2]
    assert (desk.content / "figures" / "months.yaml").read_text(encoding="utf-8") == SERIES


def test_what_a_card_cannot_say_is_told_while_it_is_typed(desk: ServedDesk) -> None:
    long = {"ru": " ".join(["слово"] * 20), "en": "Words"}
    status, found = desk.post("figures/set/look", name="months", changes={"cards": {"all": {"title": long}}})
    assert status == 200
    told = {each["code"]: each for each in found["problems"]}
    assert told["figures-long-title"]["path"] == "content/figures/months.yaml"
    assert told["figures-long-title"]["message"].startswith("months.all: ")
    changes = {"cards": {"all": {"title": long}}}
    status, answer = post(desk, "write", changes=changes)
    assert (status, bool(answer["errors"])) == (422, True)
    assert (desk.content / "figures" / "months.yaml").read_text(encoding="utf-8") == SERIES


def test_the_next_month_with_its_source_is_two_lines(desk: ServedDesk) -> None:
    row = {"values": {"value": "25"}, "at": "2026-02", "source": "+1"}
    changes = {"sources": {"+1": NEW}, "rows": {"months": [row]}}
    assert desk.post("figures/set/write", name="months", changes=changes, state="other")[0] == 409
    status, _ = post(desk, "write", changes=changes)
    assert status == 200
    said = "{publisher: {ru: Мэрия, en: City Hall}, url: https://city.example/a, date: 2026-02-28}"
    source = f"  meriya-2026: {said}\n"
    written = SERIES.replace("cards:\n", f"{source}cards:\n").replace(
        "[2026-01, 20]]", "[2026-01, 20], {at: 2026-02, value: 25, source: meriya-2026}]"
    )
    file = desk.content / "figures" / "months.yaml"
    assert file.read_text(encoding="utf-8") == written
    file.write_text(SERIES, encoding="utf-8")


def test_a_table_becomes_a_card_of_a_set_that_is_there(desk: ServedDesk) -> None:
    words = {**WORDS, "day": "", "source": "report", "into": "months", "unit": "call"}
    assert send(desk, TABLE.encode(), "table.csv", words)[1]["lacking"] == ""
    status, plan = send(desk, TABLE.encode(), "table.csv", words, write="yes")
    assert (status, plan["files"], plan["written"]) == (200, ["figures/months.yaml"], True)
    file = desk.content / "figures" / "months.yaml"
    added = file.read_text(encoding="utf-8").removeprefix(SERIES)
    assert added.startswith("  - id: topics\n    kind: series\n    step: month\n")
    assert "points: [[2025-01, 120], [2025-02, 240], [2025-03, 180]]" in added
    assert [card["id"] for card in opened(desk)["cards"]] == ["months", "all", "topics"]
    assert send(desk, TABLE.encode(), "table.csv", words, write="yes")[0] == 200
    assert [card["id"] for card in opened(desk)["cards"]][-1] == "topics-2"
    file.write_text(SERIES, encoding="utf-8")


def test_what_items_use_is_not_deleted(desk: ServedDesk) -> None:
    status, answer = post(desk, "delete", "january", card="")
    assert status == 422
    assert [each["path"] for each in answer["errors"]] == ["content/news/2026-02-01-january/ru.md"]
    assert (desk.content / "figures" / "january.yaml").is_file()


def test_what_nobody_uses_is_deleted_a_card_and_then_the_set(desk: ServedDesk) -> None:
    file = desk.content / "figures" / "months.yaml"
    assert desk.post("figures/set/delete", name="months", card="all", state="old")[0] == 409
    assert post(desk, "delete", card="all")[0] == 200
    assert file.read_text(encoding="utf-8") == SERIES[: SERIES.index("  - id: all")]
    status, answer = post(desk, "delete", card="months")
    assert (status, "единственная карточка" in answer["error"]) == (422, True)
    assert post(desk, "delete", card="")[0] == 200
    assert not file.exists()
    assert "months" not in {each["name"] for each in desk.get("figures")["sets"]}


@pytest.mark.parametrize("name", ["../site", "nowhere", "january/../months", ""])
def test_no_other_file_is_opened(desk: ServedDesk, name: str) -> None:
    status, text = desk.ask(
        "GET", f"/desk/api/figures/set?{urlencode({'name': name})}", headers=desk.headers()
    )
    assert status in {403, 422}
    assert json.loads(text)["error"]
