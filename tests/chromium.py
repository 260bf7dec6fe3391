"""The system's Chromium, driven by Playwright."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from tests.firefox import DRIVER_OPTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Playwright

ARGUMENTS = ("--no-sandbox", "--disable-quic", "--ignore-certificate-errors")
"""Certificates are made for the test. A context's own option does not apply to service workers."""


@contextmanager
def driver() -> Iterator[Playwright]:
    """Playwright, which starts browsers; it allows one at a time in a thread."""
    before = os.environ.get("NODE_OPTIONS")
    os.environ["NODE_OPTIONS"] = f"{before or ''} {DRIVER_OPTIONS}".strip()
    starting = sync_playwright()
    try:
        playwright = starting.start()
    finally:
        os.environ.pop("NODE_OPTIONS")
        if before is not None:
            os.environ["NODE_OPTIONS"] = before
    yield playwright
    playwright.stop()


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser with a driver of its own, closed in the end."""
    with driver() as playwright:
        browser = launch_chromium(playwright)
        yield browser
        browser.close()


def launch_chromium(playwright: Playwright) -> Browser:
    """A browser of this driver."""
    return playwright.chromium.launch(executable_path=chromium_program(), args=[*ARGUMENTS])


def chromium_program() -> str:
    """Where the browser is; without it the test fails."""
    program = shutil.which("chromium") or shutil.which("google-chrome")
    assert program, "Chromium is needed: apt install chromium"
    return program
