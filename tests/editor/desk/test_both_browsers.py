"""An editor's bad days, in Chromium and in Firefox: errors of one's own, of others, of the machine."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from plugins.editor.desk.workspace import TEMPORARY
from tests.browser.conftest import DESK
from tests.building import ROOT, content_of
from tests.editor.acts.sample_content import NEWS, OTHER, document
from tests.editor.desk.desk_server import NOW, SERVER, ServedDesk, desk_server, editors_browser
from tests.editor.desk.test_figures import SET
from tests.servers import free_port, running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page

MS = 60_000
FILES: dict[str, str | bytes] = {
    **{f"{name}/{code}.md": document("news", code) for name in (NEWS, OTHER) for code in ("ru", "en")},
    "figures/january.yaml": SET,
}
REASONS = {"Русский": "Это не так", "English": "This is wrong"}
DYING = """
import os, signal
from pathlib import Path
from plugins.editor.desk import workspace
sync = os.fsync
def die(handle):
    if Path(os.environ["DIES"]).exists():
        os.kill(os.getpid(), signal.SIGKILL)
    sync(handle)
workspace.os.fsync = die
"""


@pytest.fixture(scope="module", params=["browser", "firefox"])
def chosen(request: pytest.FixtureRequest) -> Iterator[Browser]:
    expect.set_options(timeout=MS)
    found: Browser = request.getfixturevalue(request.param)
    yield found
    expect.set_options(timeout=None)


@pytest.fixture(scope="module")
def desk(chosen: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedDesk]:
    with desk_server(tmp_path_factory.mktemp(chosen.browser_type.name), FILES) as desk:
        yield desk


@pytest.fixture(scope="module")
def editor(chosen: Browser, desk: ServedDesk) -> Iterator[BrowserContext]:
    context = editors_browser(chosen, desk, viewport=DESK)
    context.set_default_timeout(MS)
    yield context
    context.close()


@pytest.fixture
def page(editor: BrowserContext, desk: ServedDesk) -> Iterator[Page]:
    """A window; the files are as at the beginning, and nothing is kept of what was not saved."""
    for name, text in FILES.items():
        assert isinstance(text, str)
        (desk.content / name).write_text(text, encoding="utf-8")
    page = editor.new_page()
    yield page
    page.evaluate("indexedDB.deleteDatabase('desk')")
    page.close()


def open_item(page: Page, name: str) -> None:
    page.goto(f"/desk/#/item/{name}")
    expect(page.locator(".findings .count").first).not_to_have_text("Идёт проверка…")


def type_at_end(page: Page, words: str) -> None:
    page.locator(".cm-content").first.click()
    page.keyboard.press("ControlOrMeta+End")
    page.keyboard.type(words)


def save(page: Page) -> None:
    page.keyboard.press("ControlOrMeta+s")
    expect(page.locator(".save-state")).to_have_text("Всё сохранено")


def look(page: Page) -> None:
    page.get_by_role("button", name="Показать, что будет видно").first.click()
    expect(page.locator(".effects")).to_be_visible()


def on_disk(desk: ServedDesk, name: str, code: str = "ru") -> str:
    return (desk.content / name / f"{code}.md").read_text(encoding="utf-8")


def test_a_number_is_corrected_and_says_what_it_was(page: Page, desk: ServedDesk) -> None:
    page.goto("/desk/#/figures")
    card = page.get_by_role("article").filter(has_text="В январе 120 звонков")
    card.get_by_role("link", name="Исправить число: 120").click()
    page.get_by_label("Верное число").fill("121")
    page.get_by_label("Русский").fill("Опечатка")
    page.get_by_label("English").fill("A slip")
    page.get_by_role("button", name="Посмотреть, что изменится").click()
    expect(page.get_by_role("heading", name="Карточки, которые нарисуются заново")).to_be_visible()
    page.get_by_role("button", name="Исправить", exact=True).click()
    expect(page.get_by_role("heading", name="Числа", exact=True)).to_be_visible()
    found = (desk.content / "figures" / "january.yaml").read_text(encoding="utf-8")
    assert re.search(r"value: 121 .*\n +was: {value: 120, ", found)


def test_an_item_is_withdrawn_and_is_back(page: Page, desk: ServedDesk) -> None:
    page.goto(f"/desk/#/acts/{NEWS}?act=withdraw")
    page.get_by_text("Неверен").first.click()
    for label, reason in REASONS.items():
        page.get_by_label(label).fill(reason)
    look(page)
    page.locator(".effects").get_by_role("button", name="Отозвать").click()
    page.get_by_role("link", name="Вернуть").click()
    assert "status: withdrawn" in on_disk(desk, NEWS)
    assert "This is wrong" in on_disk(desk, NEWS, "en")
    look(page)
    page.locator(".effects").get_by_role("button", name="Вернуть").click()
    expect(page.get_by_role("link", name="Отозвать")).to_be_visible()
    assert on_disk(desk, NEWS) == FILES[f"{NEWS}/ru.md"]


def test_an_alert_goes_up_and_is_taken_away(page: Page, desk: ServedDesk) -> None:
    page.goto("/desk/#/alert")
    page.get_by_label("Русский").fill("Линия молчит")
    page.get_by_label("English").fill("The line is silent")
    page.get_by_label("До какого времени").fill("2026-11-22T18:00")
    look(page)
    page.get_by_role("button", name="Поставить объявление").click()
    expect(page.locator(".notice").first).to_contain_text("скоро закончится")
    assert "Линия молчит" in (desk.content / "alert.yaml").read_text(encoding="utf-8")
    page.get_by_role("button", name="Показать, что будет видно").last.click()
    page.get_by_role("button", name="Снять объявление").click()
    expect(page.locator(".notice").first).to_contain_text("Объявления нет")
    assert not (desk.content / "alert.yaml").exists()


def test_a_translation_that_lags_is_mended_and_confirmed(page: Page, desk: ServedDesk) -> None:
    open_item(page, OTHER)
    page.get_by_role("button", name="Весь перевод соответствует тексту").click()
    expect(page.locator(".lagging")).to_have_count(0)
    type_at_end(page, "\n\nИ ночью.")
    lagging = page.locator(".lagging")
    expect(lagging.get_by_role("heading", name="Где")).to_be_visible()
    page.locator(".cm-content").nth(1).click()
    page.keyboard.press("ControlOrMeta+End")
    page.keyboard.type("\n\nAt night, too.")
    lagging.get_by_role("button", name="Этот раздел переведён").click()
    expect(lagging).to_have_count(0)
    save(page)
    assert on_disk(desk, OTHER, "en").endswith("At night, too.")
    page.goto("/desk/")
    expect(page.locator(".item", has_text="Линия").first).to_be_visible()
    expect(page.get_by_role("link", name="Перевод отстал")).to_have_count(0)


def test_two_windows_on_one_file_lose_nothing(page: Page, editor: BrowserContext, desk: ServedDesk) -> None:
    open_item(page, NEWS)
    other = editor.new_page()
    open_item(other, NEWS)
    expect(other.get_by_text("открыт у вас ещё в одном окне").first).to_be_visible()
    type_at_end(page, "\nОдин.")
    type_at_end(other, "\nДругой.")
    save(page)
    other.keyboard.press("ControlOrMeta+s")
    other.get_by_role("button", name="Сравнить и решить").click()
    assert on_disk(desk, NEWS).endswith("\nОдин.")
    dialog = other.get_by_role("dialog")
    expect(dialog.get_by_role("textbox", name="Сейчас на диске")).to_contain_text("Один.")
    expect(dialog.get_by_role("textbox", name="Ваш текст")).to_contain_text("Другой.")
    dialog.get_by_role("button", name="Оставить мой").click()
    expect(other.locator(".save-state")).to_have_text("Всё сохранено")
    assert on_disk(desk, NEWS).endswith("\nДругой.")
    other.close()


def test_a_file_that_is_changed_on_the_disk_is_shown(page: Page, desk: ServedDesk) -> None:
    open_item(page, NEWS)
    theirs = str(FILES[f"{NEWS}/ru.md"]).replace("Первый", "Совсем другой")
    (desk.content / NEWS / "ru.md").write_text(theirs, encoding="utf-8")
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(page.locator(".cm-content").first).to_contain_text("Совсем другой абзац")
    expect(page.locator(".save-state")).to_have_text("Всё сохранено")
    assert on_disk(desk, NEWS) == theirs


def test_a_program_that_is_killed_while_it_saves_costs_nothing(chosen: Browser, tmp_path: Path) -> None:
    content_of(tmp_path, FILES)
    desk, dies = ServedDesk(tmp_path, free_port()), tmp_path / "dies"

    def serve() -> AbstractContextManager[None]:
        command = (sys.executable, "-c", DYING + SERVER, str(tmp_path), str(desk.port), NOW, "idle")
        return running(*command, port=desk.port, environment={"PYTHONPATH": str(ROOT), "DIES": str(dies)})

    with serve():
        desk.ask("GET", "/desk/api/texts")
        context = editors_browser(chosen, desk, viewport=DESK)
        page = context.new_page()
        open_item(page, NEWS)
        type_at_end(page, "\nНе пропадёт.")
        dies.touch()
        page.keyboard.press("ControlOrMeta+s")
        expect(page.locator(".message.error")).to_contain_text("Набранное осталось в браузере")
        expect(page.locator(".save-state")).to_have_text("Есть несохранённое")
        assert on_disk(desk, NEWS) == FILES[f"{NEWS}/ru.md"]
    dies.unlink()
    with serve():
        page.reload()
        page.get_by_role("button", name="Показать разницу").click()
        page.get_by_role("dialog").get_by_role("button", name="Вернуть его").click()
        save(page)
        assert on_disk(desk, NEWS).endswith("\nНе пропадёт.")
        assert not [*desk.content.rglob(f"{TEMPORARY}*")]
        context.close()
