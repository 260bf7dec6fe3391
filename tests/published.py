"""The shipped content, built and published to a folder as an operator does it."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from tests.building import BUILD_DEMO, DEMO, inv
from tests.deploy.running import NAME

if TYPE_CHECKING:
    from pathlib import Path


def publish_site(place: Path, *options: str | Path, content: Path = DEMO) -> Path:
    """Build a copy of `content` with `options` and publish; the published folder.

    A copy, because publishing writes the moment into the content's ledger. Later calls publish the next
    release of the same copy there.
    """
    output, www, copy = place / "output", place / "www", place / "content"
    if not copy.exists():
        shutil.copytree(content, copy)
    site = ("--content", copy, "--site-url", f"https://{NAME}")
    for command in ((*BUILD_DEMO, *site, *options), ("publish", f"file:{www}")):
        done = inv(*command, "--output", output)
        assert done.returncode == 0, done.stderr
    return www
