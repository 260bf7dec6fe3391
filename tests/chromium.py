"""The system's Chromium, driven by Playwright."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

ARGUMENTS = ("--no-sandbox", "--disable-quic", "--ignore-certificate-errors")
"""Certificates are made for the test. A context's own option does not apply to service workers."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser, closed in the end; Playwright allows one at a time in a thread."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_program(), args=[*ARGUMENTS])
        yield browser
        browser.close()


def chromium_program() -> str:
    """Where the browser is; without it the test fails."""
    program = shutil.which("chromium") or shutil.which("google-chrome")
    assert program, "Chromium is needed: apt install chromium"
    return program
