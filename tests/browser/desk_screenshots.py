"""Pictures of the editors' desk at work on the demonstration, for the handbook and to look over."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from plugins.editor.desk.publish_settings import PublishSettings, write_settings
from tests.browser.conftest import DESK, PHONE
from tests.building import DEMO, NOW, ROOT
from tests.editor.desk.desk_server import SERVER, ServedDesk, editors_browser
from tests.servers import free_port, running

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page, ViewportSize

LANGUAGES = ("ru", "en")
BUILD_SECONDS = 180
IS_READY = "!document.querySelector('.waiting, [aria-busy=true]')"
SETTLE_MS = 1500
"""For checks and previews, which come after the first view."""
TARGET = "file:/srv/www/hotline"
"""What the pictures name: the folder that the demonstration is published to is another one each time."""
EDITOR = {"ru": "Анна", "en": "Anna"}
REASON = {"ru": "Первая публикация", "en": "The first publication"}
SENTENCE = {"ru": "\nЛиния работает и ночью.\n", "en": "\nThe line answers at night too.\n"}
VIEWS: tuple[tuple[ViewportSize, Literal["light", "dark"], str], ...] = (
    (DESK, "light", "desk"),
    (PHONE, "dark", "phone"),
)


def desk_pictures(browser: Browser) -> Iterator[tuple[str, bytes]]:
    """Names and pictures: each screen in each language, on a desk and on a phone at night."""
    for language in LANGUAGES:
        with _desk(EDITOR[language]) as desk:
            context = editors_browser(browser, desk, locale=language, bypass_csp=True)
            page = context.new_page()
            item = max(path.name for path in (desk.content / "news").iterdir())
            _publish(page, language)
            for name, path in screens(item).items():
                for size, scheme, shown in VIEWS:
                    page.set_viewport_size(size)
                    page.emulate_media(color_scheme=scheme)
                    _open(page, path)
                    if name == "publish":
                        _prepare(page, desk, item, language)
                    if name == "item":
                        page.locator(".fields textarea").first.wait_for(state="attached")
                    page.wait_for_timeout(SETTLE_MS)
                    yield f"desk-{name}.{shown}.{language}.png", page.screenshot()
            context.close()


def screens(item: str) -> dict[str, str]:
    """The addresses of the desk's screens, with one item."""
    of_item = {"item": f"item/news/{item}", "review": f"review/news/{item}"}
    others = {name: name for name in ("publish", "team", "help")}
    return {"list": "", "new": "new", **of_item, "site": "site/site.yaml", **others}


@contextmanager
def _desk(editor: str) -> Iterator[ServedDesk]:
    """An editor's desk on a copy of the demonstration, with its preview built and a place to publish to."""
    with tempfile.TemporaryDirectory(prefix="desk-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        shutil.copytree(DEMO, folder / "content")
        write_settings(folder / "content", PublishSettings(f"file:{folder}/www"))
        port = free_port()
        command = (sys.executable, "-c", SERVER, str(folder), str(port), NOW.isoformat(), "building")
        nobody = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_DIR": str(folder / "none"), "LOGNAME": editor}
        with running(*command, port=port, environment={"PYTHONPATH": str(ROOT), **nobody}):
            yield ServedDesk(folder, port)


def _open(page: Page, path: str) -> None:
    page.goto(f"/desk/#/{path}")
    page.reload()
    page.locator("main h1").first.wait_for(timeout=BUILD_SECONDS * 1000)
    page.wait_for_function(IS_READY, timeout=BUILD_SECONDS * 1000)


def _publish(page: Page, language: str) -> None:
    """Publish the demonstration as it is, so that a later look shows the change of one item."""
    _open(page, "publish")
    _look(page)
    for reason in page.locator("form.changes textarea").all():
        reason.fill(REASON[language])
    page.locator("form.changes button[type=submit]").click()
    page.locator(".steps[aria-busy=true]").wait_for()
    page.wait_for_function(IS_READY, timeout=BUILD_SECONDS * 1000)


def _prepare(page: Page, desk: ServedDesk, item: str, language: str) -> None:
    """Change an item, and look at what readers would get."""
    file = desk.content / "news" / item / f"{language}.md"
    file.write_text(file.read_text(encoding="utf-8") + SENTENCE[language], encoding="utf-8")
    _look(page)
    page.locator(".target code").evaluate("(place, text) => { place.textContent = text; }", TARGET)


def _look(page: Page) -> None:
    page.locator("main > p > button").click()
    page.locator(".steps[aria-busy=true]").wait_for()
    page.wait_for_function(IS_READY, timeout=BUILD_SECONDS * 1000)
