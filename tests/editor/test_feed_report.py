"""What feed readers will see of the next release."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from plugins.content.load import load_content
from plugins.editor.feed_report import FeedReport, ShownCounts, format_report, next_release
from plugins.editor.record import record_release
from plugins.editor.report import load_ui_text
from tests.building import NOW, build_options, inv
from tests.feeds.month import FIRST, Month

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DAYS = (Month.add, Month.add_another)
CORRECTIONS = "[{date: 2026-11-22, text: Было иначе.}]"


@pytest.fixture
def month(tmp_path: Path) -> Month:
    """A month whose two first items are recorded."""
    month = Month(tmp_path, "")
    record_release(build_options(month.content, now=NOW))
    for edit in DAYS:
        edit(month)
    record_release(build_options(month.content, now=NOW))
    return month


def report(month: Month) -> FeedReport:
    options = build_options(month.content, now=NOW)
    return next_release(load_content(options), options)


@pytest.mark.parametrize(
    ("edit", "by_id", "by_date"),
    [
        (Month.begin, ShownCounts(0, 0, 0, 0), ShownCounts(0, 0, 0, 0)),
        (Month.translate, ShownCounts(1, 0, 0, 0), ShownCounts(1, 0, 0, 0)),
        (Month.edit, ShownCounts(0, 1, 0, 0), ShownCounts(0, 0, 0, 1)),
        (Month.correct, ShownCounts(1, 1, 0, 0), ShownCounts(1, 0, 0, 0)),
        (Month.withdraw, ShownCounts(0, 0, 1, 0), ShownCounts(0, 0, 1, 0)),
        (Month.alert, ShownCounts(1, 0, 0, 0), ShownCounts(1, 0, 0, 0)),
    ],
)
def test_each_kind_of_client_sees_what_it_can(
    month: Month, edit: Callable[[Month], None], by_id: ShownCounts, by_date: ShownCounts
) -> None:
    edit(month)
    counts = report(month).counts
    assert (counts["guid"], counts["date"], counts["mail"]) == (by_id, by_date, by_date)


def test_an_edit_without_a_correction_is_named(month: Month) -> None:
    month.edit()
    found = report(month)
    assert found.silent == (f"content/{FIRST}/ru.md",)
    for language, words in (("en", "is told nothing"), ("ru", "об этом не узнает")):
        assert words in format_report(found, load_ui_text(language))


def test_a_moved_item_is_new_to_those_who_know_addresses(month: Month) -> None:
    month.move()
    found = report(month)
    assert (found.counts["link"].new, found.counts["guid"].new) == (3, 2)  # its corrections are new too
    assert found.moved == (f"content/{FIRST}-renamed/ru.md",)


def test_the_command_says_it_in_lines_and_asks_for_more_items_only_at_first(month: Month) -> None:
    options = ("--content", month.content, "--now", NOW.isoformat(), "--lang", "en")
    month.add()
    done = inv("feeds", *options)
    assert "By id (newsboat, NetNewsWire, Feedly): 0 new, 0 updated, 0 withdrawn, 0 invisible" in done.stdout
    assert "takes in a feed" not in done.stdout
    assert "Dzen takes in a feed with 10 items" in inv("feeds", *options, "--first").stdout
