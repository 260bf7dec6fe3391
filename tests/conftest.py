"""Shared fixtures: one browser, one published site; and the marks of `./inv test --quick`."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.chromium import driver, launch_chromium
from tests.firefox import launch_firefox
from tests.published import publish_site

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Playwright

TESTS = Path(__file__).parent
PROGRAMS = (
    "browser/",
    "deploy/",
    "e2e/",
    "editor/desk/test_acts_browser.py",
    "editor/desk/test_both_browsers.py",
    "editor/desk/test_desk_browser.py",
    "editor/desk/test_figure_set_browser.py",
    "editor/desk/test_figures_browser.py",
    "editor/desk/test_insert_both_browser.py",
    "editor/desk/test_insert_places_browser.py",
    "editor/desk/test_item_browser.py",
    "editor/desk/test_list_browser.py",
    "editor/desk/test_needs_browser.py",
    "editor/desk/test_paste_browser.py",
    "editor/desk/test_publish_browser.py",
    "editor/desk/test_site_files_browser.py",
    "editor/desk/test_typing_browser.py",
    "editor/desk/test_walk.py",
    "editor/test_first_item.py",
    "editor/test_preview.py",
    "feeds/test_clients.py",
    "feeds/test_newsboat.py",
    "feeds/test_parsers.py",
    "publish/test_bad_day.py",
    "publish/test_hotfix.py",
    "publish/test_lock.py",
    "publish/test_provenance.py",
    "publish/test_s3.py",
    "publish/test_ssh.py",
    "publish/test_targets.py",
    "site/",
    "test_bootstrap.py",
    "test_clone.py",
    "test_programs.py",
)
"""Tests that need a browser, a server or a validator."""
SLOW = (
    "build/test_killed_worker.py",
    "cards/test_kerning.py",
    "editor/desk/test_git.py",
    "editor/desk/test_publishing.py",
    "editor/desk/test_start.py",
    "editor/test_mutations.py",
    "editor/test_terminal.py",
    "fuzzing/",
    "incremental/",
    "markdown/test_any_text.py",
    "release/test_faults.py",
    "security/test_huge.py",
    "security/test_patterns.py",
    "test_invalid_sites.py",
    "test_tasks.py",
)
"""Tests that build many sites or run for more than a few seconds."""


def pytest_configure() -> None:
    """Let programs that tests start be interrupted, as a shell's background job ignores it for all below."""
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests by their files, so that `-m` can select."""
    for item in items:
        path = item.path.relative_to(TESTS).as_posix()
        if path.startswith(PROGRAMS):
            item.add_marker(pytest.mark.programs)
        if path.startswith(SLOW):
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with driver() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    opened = launch_chromium(playwright)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def firefox(playwright: Playwright) -> Iterator[Browser]:
    opened = launch_firefox(playwright)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish_site(tmp_path_factory.mktemp("published"))
