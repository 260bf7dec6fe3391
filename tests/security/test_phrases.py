"""Phrases of the theme are text: HTML in them is escaped."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.building import NOW, ROOT, content_of
from tests.security.hostile import active_parts, built

if TYPE_CHECKING:
    from pathlib import Path

EVIL = "<script>alert(1)</script><img src=x onerror=alert(1)>"
SENTENCE = re.compile(r'^(\w+ = "[^"\n]*[^\W\d_][^"\n]* [^"\n]*)"$', re.MULTILINE)
"""A phrase of several words on one line: the others are numbers, signs and names."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The valid site in a theme whose every sentence has HTML at its end."""
    place = tmp_path_factory.mktemp("phrases")
    shutil.copytree(ROOT / "theme", place / "theme")
    for code in ("ru", "en"):
        file = place / "theme" / "phrases" / f"{code}.toml"
        text, changed = SENTENCE.subn(lambda match: f'{match[1]}{EVIL}"', file.read_text(encoding="utf-8"))
        assert changed > 100, changed
        file.write_text(text, encoding="utf-8")
    settings = {
        "PATH": content_of(place),
        "THEME": place / "theme",
        "OUTPUT_PATH": place / "output",
        "CACHE_PATH": place / ".cache",
        "NOW": NOW.isoformat(),
    }
    said = [f"{name}={json.dumps(str(value))}" for name, value in settings.items()]
    command = [sys.executable, "-m", "pelican", "-s", "pelicanconf.py", "-e", *said, "SEARCH=false"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return place / "output"


def test_html_in_a_phrase_is_inert(site: Path) -> None:
    pages = dict(built(site, ".html"))
    assert len(pages) > 20, len(pages)
    assert {path: found for path, page in pages.items() if (found := [*active_parts(page)])} == {}


def test_html_in_a_phrase_is_escaped(site: Path) -> None:
    for path in ("ru/index.html", "en/index.html"):
        assert (site / path).read_text(encoding="utf-8").count("&lt;script&gt;alert(1)&lt;/script&gt;") > 3, (
            path
        )
