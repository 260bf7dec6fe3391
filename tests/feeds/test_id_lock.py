from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from plugins.feeds.id_lock import check_id_lock, update_id_lock
from plugins.i18n.language import Language
from plugins.model.document import Status
from tests.feeds.builders import make_edition, make_item, make_items

if TYPE_CHECKING:
    from plugins.model.edition import Item

PATH = "content/feed-identities.lock"
AUTHORITY = "122.example,2022"
ITEMS = make_items(3)
LOCKED = update_id_lock([make_edition(*ITEMS)], "", PATH, AUTHORITY)
FIRST = ITEMS[0]


def renamed(item: Item, name: str, identity: str = "") -> Item:
    bundle = f"news/{name}"
    return replace(item, bundle=bundle, path=f"content/{bundle}/ru.md", identity=identity or bundle)


def codes(*items: Item, locked: str = LOCKED, authority: str = AUTHORITY) -> list[str]:
    return [found.code for found in check_id_lock([make_edition(*items)], locked, PATH, authority)]


def test_each_line_of_the_lock_has_folder_languages_and_id() -> None:
    english = make_edition(replace(FIRST, language=Language("en")), code="en")
    lines = update_id_lock([make_edition(*ITEMS[:2]), english], "", PATH, AUTHORITY).splitlines()
    assert lines[2:] == [
        "authority 122.example,2022",
        "news/2022-01-02-news-1 en,ru news/2022-01-02-news-1",
        "news/2022-01-03-news-2 ru news/2022-01-03-news-2",
    ]


def test_a_changed_title_date_or_url_is_no_problem() -> None:
    assert codes(replace(FIRST, title="Иначе", url="/ru/else/"), *ITEMS[1:]) == []


@pytest.mark.parametrize(
    ("items", "code"),
    [
        (ITEMS[1:], "feed-item-lost"),
        ((replace(FIRST, status=Status.DRAFT), *ITEMS[1:]), "feed-item-lost"),
        ((replace(FIRST, scheduled=True), *ITEMS[1:]), "feed-item-lost"),
        ((renamed(FIRST, "2022-01-02-news-one"), *ITEMS[1:]), "feed-item-moved"),
        ((replace(FIRST, identity="first"), *ITEMS[1:]), "feed-identity-changed"),
    ],
)
def test_a_lost_or_changed_id_is_an_error(items: tuple[Item, ...], code: str) -> None:
    assert code in codes(*items)


@pytest.mark.parametrize(
    "item",
    [
        renamed(FIRST, "2022-01-02-news-one", identity=FIRST.identity),
        replace(FIRST, status=Status.WITHDRAWN),
    ],
)
def test_an_item_that_moved_with_its_id_or_was_withdrawn_is_no_problem(item: Item) -> None:
    assert codes(item, *ITEMS[1:]) == []


def test_the_error_says_where_and_what_to_type() -> None:
    moved = renamed(FIRST, "2022-01-02-news-one")
    found = check_id_lock([make_edition(moved, *ITEMS[1:])], LOCKED, PATH, AUTHORITY)[0]
    assert found.path == "content/news/2022-01-02-news-one/ru.md"
    for language in ("ru", "en"):
        assert "`moved_from: [news/2022-01-02-news-1]`" in found.format(language)


def test_a_lost_item_is_reported_on_its_line_of_the_lock() -> None:
    found = check_id_lock([make_edition(*ITEMS[1:])], LOCKED, PATH, AUTHORITY)[0]
    assert (found.path, LOCKED.splitlines()[found.line - 1].split()[0]) == (PATH, FIRST.bundle)


def test_a_lost_translation_is_an_error() -> None:
    english = make_edition(replace(FIRST, language=Language("en")), code="en")
    locked = update_id_lock([make_edition(*ITEMS), english], "", PATH, AUTHORITY)
    assert codes(*ITEMS, locked=locked) == ["feed-translation-lost"]


def test_another_authority_is_an_error() -> None:
    assert codes(*ITEMS, authority="new.example,2030") == ["feed-authority"]


def test_new_items_give_advice_if_there_is_a_lock() -> None:
    assert codes(*ITEMS, make_item(4)) == ["feed-lock-behind"]
    assert codes(*ITEMS, locked="") == []


@pytest.mark.parametrize("line", ["<<<<<<< HEAD", "news/a ru", "news/a ru b c", LOCKED.splitlines()[-1]])
def test_an_invalid_line_is_reported_and_never_overwritten(line: str) -> None:
    assert "feed-lock-line" in codes(*ITEMS, locked=f"{LOCKED}{line}\n")
    with pytest.raises(ValueError, match="no line of the lock file"):
        update_id_lock([make_edition(*ITEMS)], f"{LOCKED}{line}\n", PATH, AUTHORITY)


def test_an_update_keeps_lost_items_and_follows_moved_ones() -> None:
    moved = renamed(FIRST, "2022-01-02-elsewhere", identity=FIRST.identity)
    lines = update_id_lock([make_edition(moved)], LOCKED, PATH, AUTHORITY).splitlines()
    assert lines[3:] == [
        "news/2022-01-02-elsewhere ru news/2022-01-02-news-1",
        "news/2022-01-03-news-2 ru news/2022-01-03-news-2",
        "news/2022-01-04-news-3 ru news/2022-01-04-news-3",
    ]


def test_an_update_without_a_change_changes_nothing() -> None:
    assert update_id_lock([make_edition(*ITEMS)], LOCKED, PATH, AUTHORITY) == LOCKED
