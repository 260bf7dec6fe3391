"""A newsroom's acts in a real browser, on a phone: hold and end it, mend a typo, an alert on and off."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.test_accessibility import violations
from tests.editor.acts.sample_content import NEWS, OTHER, document
from tests.editor.desk.desk_server import ServedDesk, desk_server, editors_browser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

DRAFT = "news/2026-11-22-draft"
FILES: dict[str, str | bytes] = {
    f"{name}/{code}.md": document("news", code) for name in (NEWS, OTHER) for code in ("ru", "en")
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedDesk]:
    with desk_server(tmp_path_factory.mktemp("desk"), FILES) as desk:
        yield desk


@pytest.fixture(scope="module")
def page(browser: Browser, desk: ServedDesk) -> Iterator[Page]:
    context = editors_browser(browser, desk, bypass_csp=True, viewport=PHONE)
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    yield page
    context.close()
    assert wrong == []


def look(page: Page) -> None:
    """See what will be seen, with nothing wider than the phone, and nothing that axe finds."""
    page.get_by_role("button", name="Показать, что будет видно").first.click()
    expect(page.locator(".effects")).to_be_visible(timeout=60_000)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    assert violations(page) == []
    page.set_viewport_size(PHONE)


def test_an_item_is_held_in_both_languages_and_the_check_ends(page: Page, desk: ServedDesk) -> None:
    page.goto(f"/desk/#/acts/{NEWS}")
    page.get_by_role("link", name="Отметить: проверяется").click()
    page.get_by_label("Русский").fill("часы работы")
    look(page)
    expect(page.locator(".effects")).to_contain_text("This is being checked")
    assert "checking" not in (desk.content / NEWS / "ru.md").read_text(encoding="utf-8")
    page.get_by_role("button", name="Собрать страницы и показать").click()
    pages = page.locator("iframe")
    expect(pages).to_have_count(2, timeout=120_000)
    shown = page.frame_locator("iframe").nth(1).locator(".notice-alert")
    expect(shown).to_contain_text("This is being checked", timeout=30_000)
    page.get_by_role("button", name="Поставить пометку").click()
    page.get_by_role("link", name="Закончить проверку").click(timeout=60_000)
    assert "status: checking" in (desk.content / NEWS / "ru.md").read_text(encoding="utf-8")
    page.get_by_text("Всё верно").first.click()
    look(page)
    page.get_by_role("button", name="Закончить проверку").click()
    expect(page.get_by_role("link", name="Отметить: проверяется")).to_be_visible(timeout=60_000)
    assert "kind: confirmed" in (desk.content / NEWS / "en.md").read_text(encoding="utf-8")


def test_a_typo_is_mended_and_a_number_is_not_taken_for_one(page: Page, desk: ServedDesk) -> None:
    page.goto(f"/desk/#/acts/{OTHER}?act=mend")
    page.get_by_text("Опечатка").first.click()
    page.get_by_text("Текст (Русский)").click()
    text = page.locator("textarea.act-text")
    typed = text.input_value()
    text.fill(typed.replace("с 8 часов", "с 9 часов"))
    page.get_by_role("button", name="Показать, что будет видно").click()
    expect(page.locator(".notice.error")).to_contain_text("это не опечатка", timeout=60_000)
    text.fill(typed.replace("Позвоните", "Позвониите"))
    look(page)
    page.get_by_role("button", name="Исправить опечатку").click()
    expect(page.locator(".message")).to_contain_text("Готово", timeout=60_000)
    assert "Позвониите" in (desk.content / OTHER / "ru.md").read_text(encoding="utf-8")


def test_an_alert_goes_up_and_is_taken_away(page: Page, desk: ServedDesk) -> None:
    page.goto("/desk/#/alert")
    page.get_by_label("Русский").fill("Линия молчит")
    page.get_by_label("English").fill("The line is silent")
    page.get_by_label("До какого времени").fill("2026-11-22T18:00")
    page.get_by_text("Срочно").click()
    look(page)
    expect(page.locator(".effects")).to_contain_text("до 22 ноября, 18:00")
    page.get_by_role("button", name="Поставить объявление").click()
    expect(page.locator(".notice").first).to_contain_text("скоро закончится", timeout=60_000)
    assert "level: urgent" in (desk.content / "alert.yaml").read_text(encoding="utf-8")
    page.get_by_role("button", name="Показать, что будет видно").last.click()
    page.get_by_role("button", name="Снять объявление").click(timeout=60_000)
    expect(page.locator(".notice").first).to_contain_text("Объявления нет", timeout=60_000)
    assert not (desk.content / "alert.yaml").exists()


def test_what_is_not_saved_follows_an_item_to_its_new_day(page: Page, desk: ServedDesk) -> None:
    folder = desk.content / DRAFT
    folder.mkdir()
    (folder / "ru.md").write_text(document("news", "ru", "status: draft\n"), encoding="utf-8")
    page.goto(f"/desk/#/item/{DRAFT}")
    page.locator("#field-ru-summary").fill("Набрано и не сохранено.")
    expect(page.locator(".save-state")).to_have_text("Есть несохранённое")
    page.wait_for_timeout(1000)
    page.goto(f"/desk/#/acts/{DRAFT}?act=schedule")
    page.get_by_label("Когда выйдет").fill("2026-12-01T10:00")
    expect(page.get_by_text("Он будет таким: …/news/2026-12-01-draft/.")).to_be_visible()
    look(page)
    page.get_by_role("button", name="Назначить время").click()
    page.wait_for_url("**/acts/news/2026-12-01-draft", timeout=60_000)
    page.goto("/desk/#/item/news/2026-12-01-draft")
    page.get_by_role("button", name="Показать разницу").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("textbox", name="Набрано и не сохранено")).to_contain_text("Набрано и не")
    page.keyboard.press("Escape")
    page.goto("/desk/")
    unsaved = page.get_by_role("region", name="В этом браузере есть несохранённый текст")
    expect(unsaved.get_by_role("link")).to_have_text(["news/2026-12-01-draft/ru.md"])


def test_a_draft_gets_another_address_and_is_deleted(page: Page, desk: ServedDesk) -> None:
    old, new = "news/2026-11-21-tpyo", "news/2026-11-21-typo"
    (desk.content / old).mkdir()
    text = document("news", "ru", "status: draft\n").replace("Линия", "Опечатка в адресе")
    (desk.content / old / "ru.md").write_text(text, encoding="utf-8")
    page.goto(f"/desk/#/acts/{old}")
    page.get_by_role("link", name="Другой адрес").click()
    expect(page.get_by_text("Сначала напишите другой адрес.")).to_be_visible()
    page.get_by_label("Новый адрес").fill("Опечатка")
    expect(page.get_by_role("button", name="Показать, что будет видно")).to_be_disabled()
    page.get_by_label("Новый адрес").fill("typo")
    look(page)
    page.get_by_role("button", name="Дать этот адрес").click()
    page.wait_for_url(f"**/acts/{new}", timeout=60_000)
    assert not (desk.content / old).exists()
    assert (desk.content / new / "ru.md").is_file()
    page.get_by_role("link", name="Удалить").click()
    look(page)
    page.get_by_role("button", name="Удалить материал").click()
    expect(page.locator(".message")).to_contain_text("Материал «Опечатка в адресе» удалён.", timeout=60_000)
    expect(page.get_by_role("heading", name="Материалы")).to_be_visible()
    assert not (desk.content / new).exists()


def test_nothing_changes_when_somebody_else_has_edited_meanwhile(page: Page, desk: ServedDesk) -> None:
    page.goto(f"/desk/#/acts/{OTHER}?act=withdraw")
    page.get_by_text("Неверен").first.click()
    page.get_by_label("Русский").fill("Ошибка")
    look(page)
    file = desk.content / OTHER / "ru.md"
    file.write_text(file.read_text(encoding="utf-8") + "\nЕщё.\n", encoding="utf-8")
    page.locator(".effects").get_by_role("button", name="Отозвать").click()
    expect(page.locator(".notice.error")).to_contain_text("кто-то изменил", timeout=60_000)
    assert "withdrawn" not in file.read_text(encoding="utf-8")


def test_no_act_is_done_by_a_request_that_only_reads(desk: ServedDesk) -> None:
    before = {file: file.read_bytes() for file in desk.content.rglob("*.md")}
    for path in (f"acts?bundle={NEWS}", "acts/alert"):
        desk.get(path)
    for path in ("acts/look", "acts/do", "acts/page", "acts/live"):
        assert desk.ask("GET", f"/desk/api/{path}", headers=desk.headers())[0] in {404, 405}
    status, answer = desk.post("acts/do", act="withdraw", bundle="../../etc", texts={"ru": "x"})
    assert status == 422
    assert "error" in answer
    assert {file: file.read_bytes() for file in desk.content.rglob("*.md")} == before
