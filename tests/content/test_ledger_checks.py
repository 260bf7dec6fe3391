from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from plugins.content.ledger import FigureRecord, ItemRecord, Ledger, parse_ledger, render_ledger, write_ledger
from plugins.content.ledger_checks import check_ledger, check_released, check_values
from plugins.content.ledger_stamp import stamp_ledger
from plugins.content.load import load_content
from plugins.figures.model import FigureCorrection
from plugins.i18n.language import Language
from plugins.model.document import Status
from plugins.model.partial_date import PartialDate, Span
from tests.building import NOW, ZONE, build_options, content_of
from tests.feeds.builders import make_edition, make_items
from tests.figures.samples import site_figures

if TYPE_CHECKING:
    from pathlib import Path

    from plugins.diagnostics.problem import Problem
    from plugins.model.edition import Edition, Item

AUTHORITY = "122.example,2022"
ITEMS = make_items(3)
FIRST = ITEMS[0]


def ledger_of(*editions: Edition) -> Ledger:
    """A ledger with the items of editions, as it is read from its file."""
    ledger = Ledger(authority=AUTHORITY)
    for edition in editions:
        for item in edition.announced_items:
            code = item.language.code
            ledger.add(
                ItemRecord(id=item.identity, language=code, bundle=item.bundle, released=item.published)
            )
    return parse_ledger(render_ledger(ledger), "content/ledger.jsonl")[0]


LEDGER = ledger_of(make_edition(*ITEMS))


def renamed(item: Item, name: str, identity: str = "") -> Item:
    bundle = f"news/{name}"
    return replace(item, bundle=bundle, path=f"content/{bundle}/ru.md", identity=identity or bundle)


def found(*items: Item, ledger: Ledger = LEDGER, authority: str = AUTHORITY) -> list[Problem]:
    return check_released([make_edition(*items)], ledger, authority, {})


def codes(*items: Item, ledger: Ledger = LEDGER, authority: str = AUTHORITY) -> list[str]:
    return [each.code for each in found(*items, ledger=ledger, authority=authority)]


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
    problem = found(moved, *ITEMS[1:])[0]
    assert problem.path == "content/news/2022-01-02-news-one/ru.md"
    for language in ("ru", "en"):
        assert "`moved_from: [news/2022-01-02-news-1]`" in problem.format(language)


def test_a_lost_item_is_reported_on_its_line_of_the_ledger() -> None:
    problem = found(*ITEMS[1:])[0]
    line = render_ledger(LEDGER).splitlines()[problem.line - 1]
    assert (problem.path, FIRST.bundle.encode() in line) == ("content/ledger.jsonl", True)


def test_a_lost_translation_is_an_error() -> None:
    english = make_edition(replace(FIRST, language=Language("en")), code="en")
    assert codes(*ITEMS, ledger=ledger_of(make_edition(*ITEMS), english)) == ["feed-translation-lost"]


def test_another_authority_is_an_error() -> None:
    assert codes(*ITEMS, authority="new.example,2030") == ["feed-authority"]


HIDDEN = {
    "feed-item-draft": "---\ntitle: Пример\nstatus: draft\n---\nТекст.\n",
    "feed-item-scheduled": '---\ntitle: Пример\ntime: "23:30"\n---\nТекст.\n',
}


@pytest.mark.parametrize("code", HIDDEN)
def test_an_item_that_was_hidden_is_told_from_one_that_moved(tmp_path: Path, code: str) -> None:
    day = "2026-11-22" if code == "feed-item-scheduled" else "2026-11-20"
    name = f"news/{day}-example"
    content = content_of(tmp_path, {f"{name}/ru.md": "---\ntitle: Пример\n---\nТекст.\n"})
    options = build_options(content)
    write_ledger(stamp_ledger(load_content(options), options)[0], content)
    (content / name / "ru.md").write_text(HIDDEN[code], encoding="utf-8")
    problems = check_ledger(load_content(options), options)
    assert [each.code for each in problems if each.code.startswith("feed")] == [code]
    assert problems[0].path == f"content/{name}/ru.md"


def changed_value(released: str, now: str, **more: object) -> list[str]:
    """The problems of a figure of 2022 that was released on December 27, 2022."""
    figure = site_figures()[0].figures["russia-2022.calls"]
    record = FigureRecord(
        id=figure.address, value=Decimal(released), at=dt.datetime(2022, 12, 27, tzinfo=ZONE)
    )
    current = replace(figure, value=Decimal(now), **more)
    return [each.code for each in check_values([current], {figure.address: record}, NOW.date())]


def correction(value: str) -> FigureCorrection:
    return FigureCorrection(Decimal(value), PartialDate(2023, 1, 10), {})


NEWER, OLDER = PartialDate(2023, 2, 1), PartialDate(2022, 12, 27)
OVER = Span(PartialDate(2021), PartialDate(2021))


@pytest.mark.parametrize(
    ("now", "more", "expected"),
    [
        ("59000000", {}, []),
        ("59000001", {}, ["figure-value-changed"]),
        ("59000001", {"correction": correction("59000000")}, []),
        ("59000001", {"correction": correction("58000000")}, ["figure-value-changed"]),
        ("59000001", {"as_of": NEWER}, []),
        ("59000001", {"as_of": NEWER, "covers": None}, []),
        ("59000001", {"as_of": NEWER, "covers": OVER}, ["figure-value-changed"]),
        ("59000001", {"as_of": OLDER}, ["figure-value-changed"]),
        ("59000001", {"remainder": True}, []),
    ],
)
def test_a_released_value_that_changes_needs_a_correction(
    now: str, more: dict[str, object], expected: list[str]
) -> None:
    assert changed_value("59000000", now, **more) == expected


def test_a_figure_that_was_never_released_may_change() -> None:
    assert list(check_values(site_figures()[0].figures.values(), {}, NOW.date())) == []
