"""What other services ask of items."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from plugins.feeds.profiles import check_profiles
from plugins.model.document import Status
from tests.feeds.builders import PHOTO, make_context, make_item, make_items

if TYPE_CHECKING:
    from plugins.model.edition import Item

LONG = "<p>" + "Слово за словом. " * 30 + "</p>"
TITLE = "Заголовок обычной длины"


def found(*items: Item, first: bool = False) -> list[tuple[str, str]]:
    """The codes of the advice, and the services that give it."""
    context = make_context(*items, dzen=("ru",), news_sitemap=("ru",))
    problems = check_profiles([context], "content/site.yaml", first=first)
    return [(each.code, dict(each.values)["profile"]) for each in problems]


def good(**changed: object) -> Item:
    return make_item(1, **{"title": TITLE, "html": LONG, **changed})


def test_a_good_item_is_good_for_all() -> None:
    assert found(good()) == []


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"title": "Коротко"}, [("profile-title", "MSN")]),
        ({"title": "Слово " * 30}, [("profile-title", "MSN")]),
        ({"html": "<p>Мало.</p>"}, [("profile-text", "Dzen")]),
        (
            {"pictures": (replace(PHOTO, width=800, height=420),)},
            [("profile-picture", "Google News, Discover")],
        ),
        ({"pictures": (replace(PHOTO, type="image/svg+xml"),)}, [("profile-picture", "Dzen")]),
        (
            {"pictures": (replace(PHOTO, height=300),)},
            [("profile-picture", "Flipboard"), ("profile-picture", "Telegram, VK")],
        ),
    ],
)
def test_what_a_service_misses_is_named(changed: dict[str, object], expected: list[tuple[str, str]]) -> None:
    assert found(good(**changed)) == expected


def test_an_item_without_any_picture_is_named_once_for_each_service() -> None:
    assert [code for code, _ in found(good(pictures=()))] == ["profile-no-picture"] * 5


def test_withdrawn_items_are_not_asked_for_anything() -> None:
    assert found(good(status=Status.WITHDRAWN, reason="Ошибка")) == []


@pytest.mark.parametrize(("count", "expected"), [(9, ["Dzen", "Flipboard"]), (10, ["Flipboard"]), (30, [])])
def test_services_that_do_not_know_the_feed_yet_need_items_enough(count: int, expected: list[str]) -> None:
    items = [replace(item, title=TITLE, text=good().text) for item in make_items(count)]
    assert [name for code, name in found(*items, first=True) if code == "profile-items"] == expected
    assert found(*items) == []
