"""Screenshots of every kind of page and of the editors' desk, on a phone and on a desk, by day and by night.

Some of them stand in the README and in the handbook; all the others are for people to look over.
"""

from __future__ import annotations

import io
import re
import sys
from itertools import product
from typing import TYPE_CHECKING, Literal

from PIL import Image

from plugins.release.manifest import is_release
from tests.browser.conftest import DESK, KINDS, LANGUAGES, PHONE
from tests.browser.desk_screenshots import desk_pictures
from tests.chromium import chromium
from tests.servers import free_port, running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

SCREENS = {"phone": PHONE, "desk": DESK}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
SHOWN = {"front.phone.light.en.png": "front-phone.png", "summary.desk.light.en.png": "summary-desk.png"}
"""Those that stand in the README, and what they are called there."""


HANDBOOK = re.compile(r"desk-(?:list|item|site|publish|review)\.desk\.\w+\.png")
"""Those that stand in the handbook, which is the desk's help."""


def take_screenshots(output: Path, folder: Path, docs: Path) -> int:
    """Photograph the site built in `output`, and the desk; returns how many pictures there are in `folder`.

    Exits if there is no site.
    """
    if not is_release(output):
        raise SystemExit(f"There is no site in {output} to photograph. Run ./inv build, then repeat.")
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    server = (sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1", "-d", str(output))
    with running(*server, port=port), chromium() as browser:
        taken = {**dict(_pictures(browser, f"http://127.0.0.1:{port}")), **dict(desk_pictures(browser))}
    for name, picture in taken.items():
        (folder / name).write_bytes(picture)
    for name, public in SHOWN.items():
        (docs / "screenshots" / public).write_bytes(_small(taken[name]))
    (docs / "handbook").mkdir(exist_ok=True)
    for name in filter(HANDBOOK.fullmatch, taken):
        (docs / "handbook" / name.replace(".desk.", "-").lower()).write_bytes(_small(taken[name]))
    return len(taken)


def _pictures(browser: Browser, address: str) -> Iterator[tuple[str, bytes]]:
    for (kind, path), (screen, size), scheme, language in product(
        KINDS.items(), SCREENS.items(), SCHEMES, LANGUAGES
    ):
        context = browser.new_context(base_url=address, viewport=size, color_scheme=scheme)
        page = context.new_page()
        page.goto(f"/{language}/{path}")
        yield f"{kind.replace(' ', '-')}.{screen}.{scheme}.{language}.png", page.screenshot()
        context.close()


def _small(picture: bytes) -> bytes:
    """The picture in 128 colours, which a page of flat colours does not miss."""
    reduced = io.BytesIO()
    Image.open(io.BytesIO(picture)).convert("RGB").quantize(128).save(reduced, "PNG", optimize=True)
    return reduced.getvalue()
