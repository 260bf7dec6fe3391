"""The shipped content, built and published to a folder as an operator does it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.building import BUILD_DEMO, inv
from tests.deploy.running import NAME

if TYPE_CHECKING:
    from pathlib import Path


def publish_site(place: Path, *options: str | Path) -> Path:
    """Build with `options` and publish; the published folder. Later calls publish the next release there."""
    output, www = place / "output", place / "www"
    site = ("--site-url", f"https://{NAME}")
    for command in ((*BUILD_DEMO, *site, *options), ("publish", f"file:{www}")):
        done = inv(*command, "--output", output)
        assert done.returncode == 0, done.stderr
    return www
