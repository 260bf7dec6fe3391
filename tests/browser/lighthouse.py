"""Lighthouse on the shipped content behind the shipped nginx: what a phone on a slow line gets."""

from __future__ import annotations

import json
import os
import subprocess
from contextlib import contextmanager
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from plugins.publish.precompress import precompress
from tests.browser.conftest import KINDS, LANGUAGES
from tests.building import BUILD_DEMO, ROOT, inv
from tests.chromium import chromium_program
from tests.deploy.running import nginx
from tests.servers import program

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

SCRIPT = ROOT / "tests" / "browser" / "lighthouse.mjs"
KINDS_MEASURED = {"home": "front", "item": "item", "FAQ": "faq", "summary": "summary", "search": "search"}
PAGES = {
    f"{name}, {language}": f"/{language}/{KINDS[kind]}"
    for (name, kind), language in product(KINDS_MEASURED.items(), LANGUAGES)
}
"""The pages measured, by what the table calls them."""


class Report(NamedTuple):
    """What Lighthouse says of one page.

    `scores` are of 100, by category; `lost` names the audits that lost points; `shift` is the cumulative
    layout shift, `transferred` bytes, `paint` (the largest) and `blocked` (the main thread) milliseconds.
    """

    scores: dict[str, int]
    lost: list[str]
    shift: float
    transferred: int
    paint: float
    blocked: float


@contextmanager
def packed_site(place: Path) -> Iterator[str]:
    """The shipped content, built for the address it is then served at, which is given."""
    (place / "nginx").mkdir()
    with nginx(place / "nginx", place / "www") as server:
        address = server.address
        built = inv(
            *BUILD_DEMO,
            "--output",
            place / "output",
            "--site-url",
            address,
        )
        assert built.returncode == 0, built.stderr
        precompress(place / "output", place / "www")
        yield address


def measure(address: str, paths: Sequence[str]) -> list[Report]:
    """One run of Lighthouse on each path of the site at `address`."""
    command = [program("node"), str(SCRIPT), *(f"{address}{path}" for path in paths)]
    environment = {**os.environ, "CHROME_PATH": chromium_program()}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [Report(**json.loads(line)) for line in done.stdout.splitlines()]
