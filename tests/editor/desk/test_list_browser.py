"""The list in a real browser: what it says where there is nothing to list."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.test_accessibility import violations
from tests.editor.desk.desk_server import desk_server, editors_browser

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser


def test_an_empty_folder_invites_to_the_first_item_and_says_what_the_site_lacks(
    browser: Browser, tmp_path: Path
) -> None:
    with desk_server(tmp_path) as desk:
        for each in desk.content.iterdir():
            shutil.rmtree(each) if each.is_dir() else each.unlink()
        context = editors_browser(browser, desk, bypass_csp=True)
        page = context.new_page()
        page.goto("/desk/")
        expect(page.get_by_text("Нет файла site.yaml")).to_be_visible()
        expect(page.locator(".count, .items, .filters")).to_have_count(0)
        assert violations(page) == []
        page.get_by_role("link", name="Написать первый материал").click()
        expect(page.get_by_role("heading", name="Новый материал")).to_be_visible()
        context.close()
