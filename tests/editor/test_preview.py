"""The preview in a real browser: saved changes are reloaded, errors are shown until they are fixed."""

from __future__ import annotations

import shutil
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from plugins.editor.preview.preview_session import bind_free_port
from tests.building import ROOT, content_of
from tests.servers import free_port, running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

ITEM = "news/2022-12-30-year-in-figures"
SERVER = """
import sys
from pathlib import Path
from plugins.editor.preview.preview_session import PreviewSession
from plugins.editor.report import load_ui_text
folder, port = Path(sys.argv[1]), int(sys.argv[2])
texts = load_ui_text(sys.argv[3])
PreviewSession(folder / "content", folder / "preview", texts, print, port, theme=folder / "theme").run()
"""
TIMEOUT_MS = 30_000


@dataclass(frozen=True)
class EditingSession:
    """The edited folder and the browser page."""

    folder: Path
    page: Page

    def save(self, name: str, *changes: tuple[str, str]) -> str:
        """Change a file; returns its previous text."""
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
def open_session(folder: Path, language: str, browser: Browser) -> Iterator[EditingSession]:
    """A preview of the valid site in a folder, with messages in a language."""
    port = free_port()
    content_of(folder)
    shutil.copytree(ROOT / "theme", folder / "theme")
    server = (sys.executable, "-c", SERVER, str(folder), str(port), language)
    with running(*server, port=port):
        page = browser.new_page(viewport={"width": 900, "height": 360}, locale=language)
        page.set_default_timeout(TIMEOUT_MS)
        expect.set_options(timeout=TIMEOUT_MS)
        page.goto(f"http://127.0.0.1:{port}/{language}/{ITEM}/")
        expect(page.locator("h1")).to_have_count(1)
        yield EditingSession(folder, page)
        page.close()


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[EditingSession]:
    with open_session(tmp_path_factory.mktemp("preview"), "ru", browser) as session:
        yield session


def test_a_saved_text_is_reloaded(session: EditingSession) -> None:
    before = session.save(f"content/{ITEM}/ru.md", ("Первый абзац.", "Совсем другой абзац."))
    expect(session.page.locator("main")).to_contain_text("Совсем другой абзац.")
    session.restore(f"content/{ITEM}/ru.md", before)
    expect(session.page.locator("main")).to_contain_text("Первый абзац.")


def test_an_error_is_shown_over_the_page_until_it_is_fixed(session: EditingSession) -> None:
    before = session.save(f"content/{ITEM}/ru.md", ("title:", "titel:"))
    notice = session.page.get_by_role("alert")
    expect(notice).to_contain_text("Сайт не собирается")
    expect(notice).to_contain_text(f"content/{ITEM}/ru.md:2")
    expect(notice).to_contain_text("Напишите «title:».")
    expect(session.page.locator("h1")).to_have_text("Год в цифрах")
    session.restore(f"content/{ITEM}/ru.md", before)
    expect(notice).to_have_count(0)


def test_an_error_is_told_in_the_language_of_the_editor_who_looks(
    session: EditingSession, browser: Browser
) -> None:
    page = browser.new_page(locale="en-GB")
    before = session.save(f"content/{ITEM}/ru.md", ("title:", "titel:"))
    page.goto(session.page.url)
    notice = page.get_by_role("alert")
    expect(notice).to_contain_text("The site cannot be built")
    expect(notice).to_contain_text("Write “title:”.")
    page.evaluate("localStorage.setItem('desk-language', 'ru')")
    page.reload()
    expect(notice).to_contain_text("Напишите «title:».")
    session.restore(f"content/{ITEM}/ru.md", before)
    page.close()


def test_a_template_error_is_shown_with_its_line(session: EditingSession) -> None:
    before = session.save("theme/templates/article.html", ("{% extends", "{% if %}\n{% extends"))
    notice = session.page.get_by_role("alert")
    expect(notice).to_contain_text("article.html:")
    session.restore("theme/templates/article.html", before)
    expect(notice).to_have_count(0)


def test_a_page_opened_during_an_error_shows_it_too(session: EditingSession) -> None:
    before = session.save("content/topics.yaml", ("health:", "health"))
    expect(session.page.get_by_role("alert")).to_contain_text("content/topics.yaml:")
    session.page.reload()
    expect(session.page.get_by_role("alert")).to_contain_text("content/topics.yaml:")
    session.restore("content/topics.yaml", before)
    expect(session.page.get_by_role("alert")).to_have_count(0)


def test_a_draft_is_shown_as_one(session: EditingSession) -> None:
    before = session.save(f"content/{ITEM}/ru.md", ("title:", "status: draft\ntitle:"))
    expect(session.page.locator(".notice-alert")).to_contain_text("Черновик")
    session.restore(f"content/{ITEM}/ru.md", before)
    expect(session.page.locator(".notice-alert")).to_have_count(0)


def test_a_saved_style_is_reloaded(session: EditingSession) -> None:
    session.save("theme/static/css/base.css", ("body {", "body { border-top: 7px solid;"))
    expect(session.page.locator("body")).to_have_css("border-top-width", "7px")


def test_no_page_of_the_preview_makes_the_browser_complain(session: EditingSession, browser: Browser) -> None:
    output = session.folder / "preview"
    pages = sorted(file.relative_to(output).as_posix() for file in output.rglob("*.html"))
    assert {"ru/404.html", "ru/search/index.html", "en/faq/calling/index.html"} <= {*pages}
    page, complaints = browser.new_page(), list[str]()
    page.on("console", lambda told: complaints.append(f"{page.url} {told.text}"))
    page.on("pageerror", lambda error: complaints.append(f"{page.url} {error}"))
    page.on("response", lambda answer: complaints.append(answer.url) if answer.status >= 400 else None)
    origin = session.page.url.split("/ru/")[0]
    for path in pages:
        page.goto(f"{origin}/{path.removesuffix('index.html')}")
    page.locator("#preview-desk").wait_for()
    assert complaints == []
    assert page.request.get(f"{origin}/favicon.ico").ok
    page.close()


def test_a_missing_page_shows_the_sites_404_page(session: EditingSession) -> None:
    response = session.page.request.get(session.page.url + "nowhere/")
    assert response.status == 404
    assert "122" in response.text()


def test_no_file_outside_the_output_is_served(session: EditingSession) -> None:
    origin = session.page.url.split("/ru/")[0]
    assert session.page.request.get(f"{origin}/%2e%2e/content/topics.yaml").status == 404


def test_the_first_free_port_is_taken() -> None:
    with bind_free_port(range(8400, 8500)) as first, bind_free_port(range(8400, 8500)) as second:
        assert first.getsockname()[1] < second.getsockname()[1]
