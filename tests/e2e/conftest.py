"""The published site behind the shipped nginx and the shipped Caddy, one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import Reader
from tests.deploy.conftest import serve
from tests.e2e.violations import Reports, report_endpoint

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

    from tests.deploy.conftest import Serve
    from tests.deploy.running import Server

__all__ = ["serve"]


@pytest.fixture(scope="session")
def reports() -> Iterator[Reports]:
    with report_endpoint() as endpoint:
        yield endpoint


@pytest.fixture(scope="session")
def shipped(
    serve: Serve, published: Path, reports: Reports, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    with serve(tmp_path_factory.mktemp("shipped"), published, reports=reports.address) as server:
        yield server


@pytest.fixture(scope="session")
def reader(browser: Browser, shipped: Server) -> Reader:
    return Reader(browser, shipped.address)
