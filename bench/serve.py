"""How long after a save the browser shows it: `./inv serve` on the shipped content and on a large corpus.

The time is split: what the build took, as the server says, and the rest, until the page is there. After each
save the desk's list is opened, too: it reads the folder again; and a misspelt word is typed and saved in the
desk, until it is told of, and until the preview shows it.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

from playwright.sync_api import sync_playwright

from bench.formats import ours, write_corpus
from tests.building import DEMO

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

ROOT = Path(__file__).parent.parent
SAVES = ("одна", "другая", "третья", "четвёртая", "пятая")
"""Words, not numbers: a number in one language alone would be an error."""
MISSPELT = ("ошыпка", "предлажение", "телефонн", "звонокк", "операторр")
PATIENCE = 300_000
"""Milliseconds the first build of a large corpus may take."""


@dataclass(frozen=True, slots=True)
class Saved:
    """One save: seconds until it was seen, and of these the build's own; seconds until the list was there.

    Of a save in the desk: seconds until a message was `told`, and until the preview `showed` the text.
    """

    seen: float
    built: float
    listed: float
    told: float
    showed: float


def main(folder: Path, articles: int) -> None:
    """Print a line for each content."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(DEMO, folder / "shipped" / "content")
    write_corpus(folder / "large" / "content", articles, ours)
    for name in ("shipped", "large"):
        saved = list(_session(folder / name))
        seen = statistics.median(each.seen for each in saved)
        built = statistics.median(each.built for each in saved)
        print(
            f"{name:8} seen {seen:.2f} s after a save: {built:.2f} s building, {seen - built:.2f} s the rest"
        )
        listed = statistics.median(each.listed for each in saved)
        told = statistics.median(each.told for each in saved)
        showed = statistics.median(each.showed for each in saved)
        print(f"{'':8} the desk's list is there {listed:.2f} s after it is opened")
        print(f"{'':8} a save in the desk: {told:.2f} s to the message, {showed:.2f} s to the preview")


def _session(folder: Path) -> Iterator[Saved]:
    item = max((folder / "content" / "news").iterdir())
    command = (
        sys.executable,
        str(ROOT / "entry.py"),
        "serve",
        "--content",
        str(folder / "content"),
        "--lang",
        "en",
    )
    serving = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    with serving as server, sync_playwright() as playwright:
        log = cast("IO[str]", server.stdout)
        address, entrance = _address(log.readline()), _address(log.readline())
        log.readline()
        chromium = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-quic"]
        )
        context = browser.new_context()
        context.set_default_timeout(PATIENCE)
        page, desk, writer = (context.new_page() for _ in range(3))
        page.goto(f"{address}/ru/news/{item.name}/")
        desk.goto(entrance)
        writer.goto(f"{entrance.partition('?')[0]}#/item/news/{item.name}")
        for words, misspelt in zip(SAVES, MISSPELT, strict=True):
            seen = _save(item / "ru.md", f"Правка {words}.", page)
            built, listed = float(log.readline().split()[-2]), _list(desk)
            yield Saved(seen, built, listed, *_write(misspelt, writer, page))
            log.readline()
        browser.close()
        server.terminate()


def _address(line: str) -> str:
    """The address in a line of the server."""
    return next(word for word in line.split() if word.startswith("http")).rstrip(":")


def _list(desk: Page) -> float:
    """Seconds until the desk's list is there after its page is opened."""
    started = time.perf_counter()
    desk.reload()
    desk.locator(".items > li").first.wait_for()
    return time.perf_counter() - started


def _write(word: str, writer: Page, page: Page) -> tuple[float, float]:
    """Seconds from a save in the desk until it tells of a misspelt word, and until the preview shows it."""
    writer.reload()
    writer.locator(".findings .count:not(:has-text('Checking'))").first.wait_for()
    source = writer.locator("section[aria-label='Русский'] .cm-content")
    source.click()
    writer.keyboard.press("Control+End")
    writer.keyboard.type(f" {word}")
    started = time.perf_counter()
    writer.keyboard.press("Control+s")
    writer.locator(".findings").get_by_text(word).first.wait_for()
    told = time.perf_counter() - started
    page.get_by_text(word).wait_for()
    return told, time.perf_counter() - started


def _save(file: Path, words: str, page: Page) -> float:
    """Seconds from a save until the page shows it."""
    text = file.read_text(encoding="utf-8")
    started = time.perf_counter()
    file.write_text(f"{text}\n{words}\n", encoding="utf-8")
    page.get_by_text(words).wait_for()
    return time.perf_counter() - started
