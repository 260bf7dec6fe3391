"""The system's Firefox, driven by Playwright over WebDriver BiDi.

Playwright's own protocol needs a Firefox of its own build; BiDi is what every Firefox speaks. A context takes
a locale and a viewport, but no colour scheme: `firefox_shim.cjs` says why.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright

CHANNEL = "moz-firefox"
DRIVER_OPTIONS = f'--require "{Path(__file__).with_name("firefox_shim.cjs").as_posix()}"'
"""Options of Node for the driver that starts it."""
START_MS = 120_000


def launch_firefox(playwright: Playwright) -> Browser:
    """A browser of a driver that was started with `DRIVER_OPTIONS`."""
    return playwright.firefox.launch(channel=CHANNEL, executable_path=firefox_program(), timeout=START_MS)


def firefox_program() -> str:
    """Where the browser is; without it the test fails."""
    program = shutil.which("firefox-esr") or shutil.which("firefox")
    assert program, "Firefox is needed: apt install firefox-esr"
    return program
