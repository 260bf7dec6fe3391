from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.screenshots import take_screenshots

if TYPE_CHECKING:
    from pathlib import Path


def test_without_a_built_site_it_is_said_and_nothing_is_photographed(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"There is no site in .*Run \./inv build"):
        take_screenshots(tmp_path / "output", tmp_path / "pictures", tmp_path / "docs")
    assert not list(tmp_path.iterdir())
