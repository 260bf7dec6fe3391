"""An editor edits a set of figures in a browser: texts, the next month, a card from a table, what goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE
from tests.browser.test_accessibility import violations
from tests.editor.desk.desk_server import desk_server, editors_browser
from tests.editor.desk.test_figure_set import SERIES
from tests.editor.desk.test_figures import SET, TABLE, TEXT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

SECONDS = 60_000


@pytest.fixture
def patience() -> Iterator[None]:
    expect.set_options(timeout=SECONDS)
    yield
    expect.set_options(timeout=None)


@pytest.mark.usefixtures("patience")
def test_a_set_is_edited_line_by_line_and_nothing_that_is_used_goes(browser: Browser, tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "figures/january.yaml": SET,
        "figures/months.yaml": SERIES,
        "news/2026-02-01-january/ru.md": TEXT,
    }
    with desk_server(tmp_path, files) as desk:
        page = editors_browser(browser, desk, viewport=DESK).new_page()
        file = desk.content / "figures" / "months.yaml"
        page.goto("/desk/#/figures")
        page.get_by_role("link", name="Править набор: По месяцам").click()
        edit_title(page)
        add_month(page)
        assert violations(page) == []
        keep(page)
        page.get_by_role("button", name="Сохранить набор").click()
        expect(page.get_by_text("Ничего не изменено.")).to_be_visible()
        said = "{publisher: {ru: Мэрия, en: City Hall}, url: none, date: 2026-02-28}"
        assert file.read_text(encoding="utf-8") == SERIES.replace("Двадцать звонков", "Всего 20").replace(
            "cards:\n", f"  meriya-2026: {said}\ncards:\n"
        ).replace("[2026-01, 20]]", "[2026-01, 20], {at: 2026-02, value: 25, source: meriya-2026}]")
        page.set_viewport_size(PHONE)
        add_card(page)
        assert "- id: topics\n" in file.read_text(encoding="utf-8")
        assert violations(page) == []
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= PHONE["width"]
        delete(page)
        assert "- id: all\n" not in file.read_text(encoding="utf-8")
        refuse(page)
        assert (desk.content / "figures" / "january.yaml").is_file()


def edit_title(page: Page) -> None:
    card = page.get_by_role("region", name="Двадцать звонков")
    picture = card.locator("img[lang=ru]")
    expect(picture).to_be_visible()
    before = picture.get_attribute("src")
    card.get_by_role("group", name="Что показывает карточка").get_by_label("Русский").fill("Всего 20")
    changed = page.get_by_role("region", name="Всего 20").locator("img[lang=ru]")
    expect(changed).not_to_have_attribute("src", before or "")


def add_month(page: Page) -> None:
    page.get_by_role("button", name="Ещё один источник").click()
    source = page.locator("details.set-source").last
    publisher = source.get_by_role("group", name="Кто опубликовал")
    publisher.get_by_label("Русский").fill("Мэрия")
    publisher.get_by_label("English").fill("City Hall")
    source.get_by_label("Когда это опубликовано").fill("2026-02-28")
    card = page.get_by_role("region", name="Звонки по месяцам")
    card.get_by_role("button", name="Добавить следующую точку").click()
    expect(page.get_by_text("Заполните новую строку")).to_be_visible()
    expect(card.get_by_label("За какое время")).to_have_value("2026-02")
    card.get_by_label("Число", exact=True).fill("25")
    card.get_by_label("Её источник").select_option(label="Мэрия, 2026-02-28")
    expect(page.get_by_text("Ещё не сохранено.")).to_be_visible()


def keep(page: Page) -> None:
    """What was typed outlives the page, and another language of the desk; it is told of in the list."""
    page.goto("/desk/#/")
    page.reload()
    page.get_by_role("link", name="figures/months.yaml").click()
    expect(page.get_by_text("Несохранённые правки снова здесь.")).to_be_visible()
    page.get_by_role("button", name="EN").click()
    expect(page.get_by_text("Your edits that were not saved are here again.")).to_be_visible()
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert violations(page) == []
    page.set_viewport_size(DESK)
    page.get_by_role("button", name="RU").click()
    expect(page.get_by_role("region", name="Всего 20")).to_be_visible()


def add_card(page: Page) -> None:
    page.get_by_role("link", name="Ещё одна карточка из таблицы").click()
    page.get_by_label("Или вставьте её").fill(TABLE)
    expect(page.get_by_text("Понято")).to_be_visible()
    page.get_by_role("textbox", name="Русский").fill("В феврале звонков вдвое больше")
    page.get_by_role("textbox", name="English", exact=True).fill("Twice as many calls in February")
    page.get_by_role("textbox", name="Звонки English").fill("Calls")
    page.get_by_role("textbox", name="Обращения English").fill("Requests")
    page.get_by_label("Источник").select_option(label="Отчёт, 2026-01-31")
    page.get_by_label("Что считают").select_option("call")
    page.get_by_role("button", name="Сделать карточку").click()
    expect(page.get_by_role("region", name="В феврале звонков вдвое больше")).to_be_visible()


def delete(page: Page) -> None:
    card = page.get_by_role("region", name="Всего 20")
    card.get_by_role("button", name="Удалить карточку").focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Удалить карточку")
    expect(dialog.get_by_text("Всего 20")).to_be_visible()
    dialog.get_by_role("button", name="Удалить", exact=True).click()
    expect(card).to_have_count(0)


def refuse(page: Page) -> None:
    page.goto("/desk/#/figures/set/january")
    page.get_by_role("button", name="Удалить набор").click()
    dialog = page.get_by_role("dialog", name="Удалить набор")
    dialog.get_by_role("button", name="Удалить", exact=True).click()
    expect(dialog.get_by_text("Это используется")).to_be_visible()
    assert violations(page) == []
    dialog.get_by_role("link", name="content/news/2026-02-01-january/ru.md").click()
    expect(page.get_by_role("heading", name="Январь", level=1)).to_be_visible()
