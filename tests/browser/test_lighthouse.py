"""Lighthouse on a phone. Its times and the score they make depend on the machine; docs/reader.md has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.lighthouse import PAGES, Report, measure, packed_site

if TYPE_CHECKING:
    from collections.abc import Mapping

TESTED = ["home, ru", "home, en", "item, ru", "FAQ, en", "summary, ru", "search, en"]
"""Each kind of page in one language at least: the templates of both are the same."""
FREE_OF_TIMES = ("accessibility", "best-practices", "seo")


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Report]:
    with packed_site(tmp_path_factory.mktemp("lighthouse")) as address:
        return dict(zip(TESTED, measure(address, [PAGES[page] for page in TESTED]), strict=True))


@pytest.mark.parametrize("page", TESTED)
def test_a_page_loses_no_point_and_does_not_move(reports: Mapping[str, Report], page: str) -> None:
    report = reports[page]
    assert {category: report.scores[category] for category in FREE_OF_TIMES} == dict.fromkeys(
        FREE_OF_TIMES, 100
    ), report.lost
    assert round(report.shift, 3) == 0  # as Lighthouse tells it: three decimals


@pytest.mark.parametrize("page", [page for page in TESTED if page.startswith("home")])
def test_the_home_page_with_all_it_asks_for_is_light(reports: Mapping[str, Report], page: str) -> None:
    assert reports[page].transferred < 90_000
