"""What a new item needs to be published, in a real browser: each line leads to where an editor can do it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK
from tests.editor.desk.desk_server import ServedDesk, desk_server, editors_browser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

MS = 60_000


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedDesk]:
    expect.set_options(timeout=MS)
    with desk_server(tmp_path_factory.mktemp("needs")) as desk:
        yield desk
    expect.set_options(timeout=None)


@pytest.mark.parametrize(
    ("kind", "more"),
    [("news", {}), ("faq", {"topic": "calling"}), ("page", {}), ("summary", {"year": "2025"})],
)
def test_a_new_item_needs_nothing_that_is_done_in_the_source_alone(
    browser: Browser, desk: ServedDesk, kind: str, more: dict[str, str]
) -> None:
    titles = {"title-ru": f"Новое {kind}", "title-en": f"New {kind}", "date": "2026-11-22"}
    _, made = desk.post("items", kind=kind, **titles, **more)
    context = editors_browser(browser, desk, viewport=DESK)
    page = context.new_page()
    page.goto(f"/desk/#/item/{made['bundle']}")
    needs = page.locator(".needs section", has_text="Чтобы опубликовать").get_by_role("button")
    expect(needs.filter(has_text="снять пометку «Черновик»")).to_have_count(2)
    for need in needs.all():
        assert "шапк" not in need.inner_text()
        need.click()
        is_text = "на месте заготовки" in need.inner_text()
        place, expected = ("class", "cm-content") if is_text else ("id", "^field-")
        expect(page.locator("*:focus")).to_have_attribute(place, re.compile(expected))
    context.close()
