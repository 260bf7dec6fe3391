"""What tests of several packages share: one browser and one published site for the whole run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.chromium import chromium
from tests.published import publish_site

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish_site(tmp_path_factory.mktemp("published"))
