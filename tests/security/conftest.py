"""The hostile site, built once for all tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.building import NOW, content_of, inv
from tests.images.sample_pictures import encode, photograph
from tests.security.hostile import hostile_files

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    output = folder / "output"
    site = content_of(folder, hostile_files(encode(photograph())))
    built = inv("build", "--content", site, "--output", output, "--now", NOW.isoformat())
    assert built.returncode == 0, built.stderr
    return output
