"""An editor changes what is the same on every page in a browser: the number, a topic, a new region."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.test_accessibility import violations
from tests.building import VALID
from tests.editor.desk.desk_server import ServedDesk, desk_server, editors_browser
from tests.editor.desk.test_site_files import QUESTIONS, REGION, SOURCES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

SITE = "\ufeff" + (VALID / "site.yaml").read_text(encoding="utf-8").rstrip("\n").replace("\n", "\r\n")
SECONDS = 60
"""The first check waits for the first build."""
UNSAVED = "Есть несохранённое"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedDesk]:
    files: dict[str, str | bytes] = {
        "site.yaml": SITE,
        "regions/north.yaml": REGION,
        "regions/questions.yaml": QUESTIONS,
        "sources.yaml": SOURCES,
    }
    expect.set_options(timeout=SECONDS * 1000)
    with desk_server(tmp_path_factory.mktemp("site"), files, builds=True) as desk:
        yield desk
    expect.set_options(timeout=None)


@pytest.fixture
def page(editor: BrowserContext, desk: ServedDesk) -> Iterator[Page]:
    """The text of site.yaml as at the beginning; what a script throws fails the test."""
    (desk.content / "site.yaml").write_bytes(SITE.encode())
    page, wrong = editor.new_page(), list[str]()
    page.on("pageerror", lambda error: wrong.append(str(error)))
    open_file(page, "site.yaml")
    yield page
    page.evaluate("indexedDB.deleteDatabase('desk')")
    page.close()
    assert wrong == []


def open_file(page: Page, path: str) -> None:
    page.goto(f"/desk/#/site/{path}")
    expect(page.locator(".findings .count")).to_contain_text("ошиб")


def type_in_line(page: Page, words: str, before: str, after: str) -> None:
    """Replace words of the line that has them, as an editor would: at the keyboard."""
    line = page.locator(".source .cm-line", has_text=words)
    line.click()
    text = line.inner_text().strip().replace(before, after)
    page.keyboard.press("Home")
    page.keyboard.press("Shift+End")
    page.keyboard.insert_text(text)


def test_a_mistake_is_seen_at_its_line_mended_and_the_front_page_has_the_new_number(
    page: Page, desk: ServedDesk
) -> None:
    assert violations(page) == []
    type_in_line(page, "kind: call", '"122"', '"один"')
    finding = page.locator(".findings li.error").first
    expect(finding).to_contain_text("Строка 7")
    expect(page.locator(".cm-lint-marker-error")).to_have_count(1)
    expect(page.get_by_text("С этими ошибками сайт не собрать")).to_be_visible()
    assert violations(page) == []
    type_in_line(page, "kind: call", '"один"', '"129"')
    expect(page.locator(".findings .count")).to_contain_text("0 ошибок")
    expect(page.get_by_label("Номер линии или её адрес")).to_have_value("129")
    page.get_by_role("button", name="Сохранить").click()
    expect(page.get_by_text("Всё сохранено")).to_be_visible()
    saved = (desk.content / "site.yaml").read_bytes().decode()
    assert saved == SITE.replace('show: "122"', 'show: "129"')
    page.get_by_text("Главная страница, как увидят читатели").click()
    front = page.frame_locator(".frame iframe")
    expect(front.locator("a[href='tel:129']").first).to_be_visible()


def test_the_form_writes_the_number_and_the_hours_and_nothing_else(page: Page, desk: ServedDesk) -> None:
    page.get_by_label("Номер линии или её адрес").fill("128")
    hours = page.get_by_role("group", name="Когда работает линия, словами")
    hours.get_by_label("Русский").fill("Круглосуточно")
    hours.get_by_label("English").fill("Day and night")
    expect(page.locator(".source .cm-content")).to_contain_text("en: Day and night}}")
    expect(page.locator(".source .cm-content")).to_contain_text('show: "128"')
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Всё сохранено")).to_be_visible()
    line = "hours: {text: {ru: Круглосуточно, en: Day and night}}\r\n"
    wanted = SITE.replace('show: "122"', 'show: "128"').replace("emergency:", f"{line}emergency:")
    assert (desk.content / "site.yaml").read_bytes().decode() == wanted


def test_what_was_typed_outlives_the_page_and_is_told_of_in_the_list(page: Page) -> None:
    type_in_line(page, "kind: call", '"122"', '"127"')
    expect(page.get_by_text(UNSAVED)).to_be_visible()
    page.goto("/desk/#/")
    page.reload()
    unsaved = page.get_by_role("region", name="В этом браузере есть несохранённый текст")
    unsaved.get_by_role("link", name="site.yaml").click()
    page.get_by_role("button", name="Показать разницу").click()
    assert violations(page) == []
    page.get_by_role("button", name="Вернуть его").click()
    expect(page.locator(".source .cm-content")).to_contain_text('show: "127"')
    expect(page.get_by_text(UNSAVED)).to_be_visible()
    page.get_by_role("button", name="Сохранить").click()
    expect(page.get_by_text("Всё сохранено")).to_be_visible()


def test_a_file_changed_elsewhere_is_shown_beside_and_never_overwritten(page: Page, desk: ServedDesk) -> None:
    file = desk.content / "site.yaml"
    theirs = SITE.replace("Это пробный сайт.", "Это сайт для проб.").encode()
    type_in_line(page, "kind: call", '"122"', '"126"')
    expect(page.get_by_text(UNSAVED)).to_be_visible()
    file.write_bytes(theirs)
    page.get_by_role("button", name="Сохранить").click()
    page.get_by_role("button", name="Сравнить и решить").click()
    expect(page.get_by_role("dialog").get_by_text("Это сайт для проб.").first).to_be_visible()
    assert violations(page) == []
    assert file.read_bytes() == theirs
    page.get_by_role("button", name="Взять другой").click()
    expect(page.get_by_text("Всё сохранено")).to_be_visible()
    expect(page.locator(".source .cm-content")).to_contain_text("Это сайт для проб.")
    assert file.read_bytes() == theirs


def test_a_region_is_begun_by_its_name_filled_in_and_deleted_on_a_phone(
    browser: Browser, desk: ServedDesk
) -> None:
    context = editors_browser(browser, desk, viewport=PHONE, locale="en")
    page = context.new_page()
    page.goto("/desk/#/site")
    expect(page.get_by_role("link", name="Name, number, hours, languages", exact=True)).to_be_visible()
    assert fits_and_reads(page)
    page.get_by_text("A new region").click()
    names = page.get_by_role("group", name="Name of the region")
    names.get_by_label("Русский").fill("Юг")
    names.get_by_label("English").fill("The South")
    page.get_by_role("button", name="Begin the region").click()
    expect(page.get_by_text("This is not there yet.")).to_be_visible()
    hours = page.locator(".site-form details", has=page.get_by_text("Hours", exact=True))
    answer = hours.get_by_role("group", name="The answer")
    answer.get_by_label("Русский").fill("Круглосуточно")
    answer.get_by_label("English").fill("Day and night")
    hours.get_by_label("As of").fill("2026-11")
    expect(page.locator(".source .cm-content")).to_contain_text("as_of: 2026-11")
    expect(page.locator(".findings .count")).to_contain_text("0 errors")
    assert fits_and_reads(page)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Everything is saved")).to_be_visible()
    text = (desk.content / "regions" / "yug.yaml").read_text(encoding="utf-8")
    assert "facts:\n  hours: {text: {ru: Круглосуточно, en: Day and night}, as_of: 2026-11}\n" in text
    page.get_by_role("button", name="Delete").click()
    assert fits_and_reads(page)
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.get_by_text("Deleted: The South.")).to_be_visible()
    assert not (desk.content / "regions" / "yug.yaml").exists()
    context.close()


def test_a_topic_is_added_at_the_end(browser: Browser, desk: ServedDesk) -> None:
    context = editors_browser(browser, desk, viewport=PHONE)
    page = context.new_page()
    open_file(page, "topics.yaml")
    before = (desk.content / "topics.yaml").read_text(encoding="utf-8")
    page.get_by_text("Ещё одна тема").click()
    form = page.locator(".site-form form")
    form.get_by_label("Русский").fill("Льготы")
    form.get_by_label("English").fill("Benefits")
    assert fits_and_reads(page)
    form.get_by_role("button", name="Добавить").click()
    expect(page.get_by_role("group", name="Льготы")).to_be_visible()
    page.get_by_role("button", name="Сохранить").click()
    expect(page.get_by_text("Всё сохранено")).to_be_visible()
    after = (desk.content / "topics.yaml").read_text(encoding="utf-8")
    assert after == f"{before}lgoty: {{ru: Льготы, en: Benefits}}\n"
    context.close()


def fits_and_reads(page: Page) -> bool:
    width = page.evaluate("document.documentElement.scrollWidth")
    return bool(violations(page) == [] and width <= PHONE["width"])
