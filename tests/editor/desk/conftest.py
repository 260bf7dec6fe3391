"""The browser of an editor who has a file's `desk` open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import DESK
from tests.editor.desk.desk_server import editors_browser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext

    from tests.editor.desk.desk_server import ServedDesk


@pytest.fixture(scope="module")
def editor(browser: Browser, desk: ServedDesk) -> Iterator[BrowserContext]:
    context = editors_browser(browser, desk, viewport=DESK)
    yield context
    context.close()
