from __future__ import annotations

import re
from pathlib import Path

import pytest

from plugins.content.site_config import read_site_config

ROOT = Path(__file__).parent.parent.parent
SITE = (ROOT / "content" / "site.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "authority",
    [
        "122.example",
        "122.example,22",
        "https://122.example,2022",
        "122.example,2022-02-31",
        "122.example,0000",
    ],
)
def test_an_authority_without_a_day_that_exists_is_an_error(authority: str, tmp_path: Path) -> None:
    site = re.sub(r"(?m)^(\s*authority:).*", rf'\1 "{authority}"', SITE)
    (tmp_path / "site.yaml").write_text(site, encoding="utf-8")
    _, problems = read_site_config(tmp_path, "content", ROOT / "theme")
    assert "site-authority" in [found.code for found in problems]
