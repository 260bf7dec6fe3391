"""An editor makes a card of a pasted table, puts it into an article, and corrects a number, in a browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE
from tests.browser.test_accessibility import violations
from tests.editor.desk.desk_server import desk_server, editors_browser
from tests.editor.desk.test_figures import SET, TABLE, TEXT, WORDS

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

SECONDS = 60_000


def test_from_a_pasted_table_to_a_card_in_an_article_and_a_corrected_number(
    browser: Browser, tmp_path: Path
) -> None:
    files: dict[str, str | bytes] = {"figures/january.yaml": SET, "news/2026-02-01-january/ru.md": TEXT}
    expect.set_options(timeout=SECONDS)
    with desk_server(tmp_path, files, builds=True) as desk:
        page = editors_browser(browser, desk, viewport=DESK).new_page()
        page.goto("/desk/#/figures/table")
        paste(page)
        assert violations(page) == []
        page.get_by_role("button", name="Сделать набор").click()
        expect(page.get_by_role("heading", name=WORDS["titles"]["ru"]).first).to_be_visible()  # type: ignore[index] # texts by language
        insert_card(page)
        assert "{card}" in (desk.content / "news/2026-02-01-january/ru.md").read_text(encoding="utf-8")
        page.set_viewport_size(PHONE)
        correct(page)
        assert "value: 121  # из отчёта" in (desk.content / "figures/january.yaml").read_text(
            encoding="utf-8"
        )
    expect.set_options(timeout=None)


def test_long_words_of_a_figure_stay_within_a_phone(browser: Browser, tmp_path: Path) -> None:
    long = SET.replace("value: 120", "value: 123456789012345")
    assert long != SET
    with desk_server(tmp_path, {"figures/january.yaml": long}) as desk:
        page = editors_browser(browser, desk, viewport=PHONE).new_page()
        page.goto("/desk/#/figures")
        page.get_by_role("link", name="Исправить число").first.wait_for(timeout=SECONDS)
        assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def paste(page: Page) -> None:
    page.get_by_label("Или вставьте её").fill(TABLE)
    expect(page.get_by_text("Понято")).to_be_visible()
    for label, text in (
        ("Русский", "В феврале звонков вдвое больше"),
        ("English", "Twice as many calls in February"),
        ("Кто и где это опубликовал", "Мэрия, https://example.org/report"),
        ("Когда это опубликовано", "2025-04-01"),
        ("Звонки English", "Calls"),
        ("Обращения English", "Requests"),
    ):
        page.get_by_label(label, exact=label == "English").first.fill(text)


def insert_card(page: Page) -> None:
    page.goto("/desk/#/item/news/2026-02-01-january")
    page.locator(".cm-content").first.click()
    page.keyboard.press("Control+End")
    page.get_by_role("button", name="Карточка", exact=True).first.click()
    page.get_by_role("dialog").get_by_text("В феврале звонков вдвое больше").first.click()
    page.keyboard.press("Control+s")
    expect(page.locator(".save-state")).to_have_text("Всё сохранено")


def correct(page: Page) -> None:
    page.goto("/desk/#/figures")
    expect(page.get_by_role("heading", name="В январе 120 звонков")).to_be_visible()
    assert violations(page) == []
    card = page.get_by_role("article").filter(has_text="В январе 120 звонков")
    card.get_by_role("link", name="Исправить число: 120").click()
    page.get_by_label("Верное число").fill("121")
    page.get_by_label("Русский").fill("Опечатка")
    page.get_by_label("English").fill("A slip")
    page.get_by_role("button", name="Посмотреть, что изменится").click()
    expect(page.get_by_role("heading", name="Карточки, которые нарисуются заново")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Исправить", exact=True).click()
    expect(page.get_by_role("heading", name="Числа", exact=True)).to_be_visible()
