"""The preview in a real browser: what is saved is shown, what is broken is told until it is mended.

`python -m tests.editor.test_preview` draws the handbook's pictures anew.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from plugins.editor.preview.session import listen
from tests.building import ROOT, content_of
from tests.chromium import chromium
from tests.servers import free_port, running

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

ITEM = "news/2022-12-30-year-in-figures"
SERVER = """
import sys
from pathlib import Path
from plugins.editor.preview.session import Session
from plugins.editor.report import read_words
folder, port = Path(sys.argv[1]), int(sys.argv[2])
words = read_words(sys.argv[3])
Session(folder / "content", folder / "preview", words, print, port, theme=folder / "theme").run()
"""
PATIENCE = 30_000


@dataclass(frozen=True)
class Writing:
    """An editor at work: the folder being edited, and the browser beside it."""

    folder: Path
    page: Page

    def save(self, name: str, *changes: tuple[str, str]) -> str:
        """Change a file; its text before."""
        file = self.folder / name
        before = text = file.read_text(encoding="utf-8")
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        file.write_text(text, encoding="utf-8")
        return before

    def restore(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, encoding="utf-8")


@contextmanager
def writing_in(folder: Path, language: str, browser: Browser) -> Iterator[Writing]:
    """A preview of the valid site in a folder, its messages in a language."""
    port = free_port()
    content_of(folder)
    shutil.copytree(ROOT / "theme", folder / "theme")
    server = (sys.executable, "-c", SERVER, str(folder), str(port), language)
    with running(*server, port=port):
        page = browser.new_page(viewport={"width": 900, "height": 360})
        page.set_default_timeout(PATIENCE)
        expect.set_options(timeout=PATIENCE)
        page.goto(f"http://127.0.0.1:{port}/{language}/{ITEM}/")
        expect(page.locator("h1")).to_have_count(1)
        yield Writing(folder, page)
        page.close()


@pytest.fixture(scope="module")
def writing(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Writing]:
    with writing_in(tmp_path_factory.mktemp("preview"), "ru", browser) as session:
        yield session


def test_a_saved_text_is_shown(writing: Writing) -> None:
    before = writing.save(f"content/{ITEM}/ru.md", ("Первый абзац.", "Совсем другой абзац."))
    expect(writing.page.locator("main")).to_contain_text("Совсем другой абзац.")
    writing.restore(f"content/{ITEM}/ru.md", before)
    expect(writing.page.locator("main")).to_contain_text("Первый абзац.")


def test_a_mistake_is_told_over_the_page_and_goes_when_it_is_mended(writing: Writing) -> None:
    before = writing.save(f"content/{ITEM}/ru.md", ("title:", "titel:"))
    notice = writing.page.get_by_role("alert")
    expect(notice).to_contain_text("Сайт не собирается")
    expect(notice).to_contain_text(f"content/{ITEM}/ru.md:2")
    expect(notice).to_contain_text("Напишите «title:».")
    expect(writing.page.locator("h1")).to_have_text("Год в цифрах")
    writing.restore(f"content/{ITEM}/ru.md", before)
    expect(notice).to_have_count(0)


def test_a_template_that_cannot_be_read_is_told_with_its_line(writing: Writing) -> None:
    before = writing.save("theme/templates/article.html", ("{% extends", "{% if %}\n{% extends"))
    notice = writing.page.get_by_role("alert")
    expect(notice).to_contain_text("article.html:")
    writing.restore("theme/templates/article.html", before)
    expect(notice).to_have_count(0)


def test_a_page_opened_while_the_site_is_broken_tells_so_too(writing: Writing) -> None:
    before = writing.save("content/topics.yaml", ("health:", "health"))
    expect(writing.page.get_by_role("alert")).to_contain_text("content/topics.yaml:")
    writing.page.reload()
    expect(writing.page.get_by_role("alert")).to_contain_text("content/topics.yaml:")
    writing.restore("content/topics.yaml", before)
    expect(writing.page.get_by_role("alert")).to_have_count(0)


def test_a_draft_is_shown_as_one(writing: Writing) -> None:
    before = writing.save(f"content/{ITEM}/ru.md", ("title:", "status: draft\ntitle:"))
    expect(writing.page.locator(".notice-alert")).to_contain_text("Черновик")
    writing.restore(f"content/{ITEM}/ru.md", before)
    expect(writing.page.locator(".notice-alert")).to_have_count(0)


def test_a_style_is_shown_when_it_is_saved(writing: Writing) -> None:
    writing.save("theme/static/css/base.css", ("body {", "body { border-top: 7px solid;"))
    expect(writing.page.locator("body")).to_have_css("border-top-width", "7px")


def test_an_address_without_a_page_shows_the_sites_own_page_for_that(writing: Writing) -> None:
    answer = writing.page.request.get(writing.page.url + "nowhere/")
    assert answer.status == 404
    assert "122" in answer.text()


def test_nothing_outside_the_preview_is_served(writing: Writing) -> None:
    origin = writing.page.url.split("/ru/")[0]
    assert writing.page.request.get(f"{origin}/%2e%2e/content/topics.yaml").status == 404


def test_the_first_free_port_is_taken() -> None:
    with listen(range(8400, 8500)) as first, listen(range(8400, 8500)) as second:
        assert first.getsockname()[1] < second.getsockname()[1]


def draw(language: str, browser: Browser) -> None:
    """The handbook's picture of a message over the page."""
    with tempfile.TemporaryDirectory() as folder, writing_in(Path(folder), language, browser) as session:
        session.save(
            f"content/{ITEM}/{language}.md", ("title:", "titel:"), ("/faq/calling/is-it-free/", "/faq/")
        )
        expect(session.page.get_by_role("alert")).to_have_count(1)
        session.page.screenshot(path=ROOT / "docs" / "handbook" / f"preview-{language}.png")


if __name__ == "__main__":
    with chromium() as opened:
        for editors_language in ("ru", "en"):
            draw(editors_language, opened)
