"""The same content gives the same bytes: in any folder, with any hash seed, in any time zone."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

from tests.building import ROOT, content_of
from tests.incremental.workplace import tree

if TYPE_CHECKING:
    from pathlib import Path

SURROUNDINGS = (
    {"PYTHONHASHSEED": "1", "TZ": "Asia/Yakutsk", "LC_ALL": "C"},
    {"PYTHONHASHSEED": "2", "TZ": "America/Anchorage", "LC_ALL": "C.UTF-8"},
)


def test_surroundings_leave_no_trace(tmp_path: Path) -> None:
    sites = []
    for number, surroundings in enumerate(SURROUNDINGS):
        folder = tmp_path / ("a" * (1 + 9 * number))
        folder.mkdir()
        content = content_of(folder)
        options = ["--content", content, "--output", folder / "o", "--cache", folder / "c"]
        command = [sys.executable, ROOT / "entry.py", "build", *options, "--now", "2026-11-22T12:00:00+00:00"]
        subprocess.run(
            list(map(str, command)), check=True, env={**os.environ, **surroundings}, capture_output=True
        )
        sites.append(tree(folder / "o"))
    assert sites[0] == sites[1]


WORDS = ("options.now", "self.now", "datetime.now")
PACKAGES = {"content", "pages", "site", "feeds", "cards", "figures", "markdown", "search", "pwa"}
KNOWN = {
    "content/alert.py",
    "content/content_builder.py",
    "content/ledger_checks.py",  # only for the day in a message
    "content/ledger_stamp.py",  # not in builds
    "content/load.py",
    "content/options.py",
    "content/edition_builder.py",
    "content/published_documents.py",
    "feeds/feed.py",
    "site/build.py",
    "site/outputs.py",
}


def test_only_known_modules_ask_for_the_time() -> None:
    """Another module must add its moments to `plugins.site.build.change_moments`."""
    asking = {
        path.relative_to(ROOT / "plugins").as_posix()
        for path in (ROOT / "plugins").rglob("*.py")
        if path.parent.name in PACKAGES and any(word in path.read_text(encoding="utf-8") for word in WORDS)
    }
    assert asking <= KNOWN, asking - KNOWN
