"""Nothing that an editor types, drops or takes back in an item is lost without a word."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.editor.desk.desk_server import ServedDesk, desk_server
from tests.images.test_intake import file_of, photo

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import BrowserContext, Locator, Page, Route

BUNDLE = "news/2026-11-20-typed"
RU = "---\ntitle: Две линии\nsummary: Коротко о новых линиях.\ntopics: [health]\n---\n\nТекст.\n"
DROP = """(element, [content, names, type]) => {
  const bytes = Uint8Array.from(atob(content), (char) => char.charCodeAt(0));
  const dataTransfer = new DataTransfer();
  for (const name of names) dataTransfer.items.add(new File([bytes], name, { type }));
  const { x, y } = element.getBoundingClientRect();
  const place = { clientX: x + 5, clientY: y + 5, bubbles: true, cancelable: true };
  element.dispatchEvent(new DragEvent("drop", { dataTransfer, ...place }));
}"""
PICTURE = file_of(photo(), "JPEG")
DRAFTS = """() => new Promise((resolve) => {
  indexedDB.open("desk", 1).onsuccess = ({ target: { result: database } }) => {
    const asked = database.transaction("drafts").objectStore("drafts").getAll();
    asked.onsuccess = () => { database.close(); resolve(JSON.stringify(asked.result)); };
  };
})"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedDesk]:
    expect.set_options(timeout=30_000)
    with desk_server(tmp_path_factory.mktemp("typing"), {f"{BUNDLE}/ru.md": RU}) as desk:
        yield desk
    expect.set_options(timeout=None)


@pytest.fixture
def page(editor: BrowserContext, desk: ServedDesk) -> Iterator[Page]:
    (desk.content / BUNDLE).mkdir(exist_ok=True)
    (desk.content / BUNDLE / "ru.md").write_text(RU, encoding="utf-8")
    page = editor.new_page()
    page.goto(f"/desk/#/item/{BUNDLE}")
    page.locator("#field-ru-title").wait_for()
    yield page
    page.evaluate("indexedDB.deleteDatabase('desk')")
    page.close()


def on_disk(desk: ServedDesk) -> str:
    return (desk.content / BUNDLE / "ru.md").read_text(encoding="utf-8")


def text_of(page: Page) -> Locator:
    return page.locator(".source .cm-content")


def type_at_the_end(page: Page, text: str) -> None:
    text_of(page).click()
    page.keyboard.press("Control+End")
    page.keyboard.type(text)


@pytest.mark.parametrize(
    ("field", "typed", "written"),
    [
        ("title", "Три линии", "title: Три линии\n"),
        ("summary", "Иначе.", "summary: Иначе.\n"),
        ("author", "Анна Орлова", "author: Анна Орлова\n"),
        ("time", "10:30", 'time: "10:30"\n'),
    ],
)
def test_what_was_typed_in_a_field_just_before_saving_is_saved(
    page: Page, desk: ServedDesk, field: str, typed: str, written: str
) -> None:
    page.locator(f"#field-ru-{field}").fill(typed)
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Сохранено.")).to_be_visible()
    expect(page.locator(".save-state")).to_have_text("Всё сохранено")
    assert written in on_disk(desk)


def test_what_is_typed_while_the_text_is_being_saved_is_saved_after_it(page: Page, desk: ServedDesk) -> None:
    held: list[Route] = []
    page.route("**/desk/api/file", lambda route: route.continue_() if held else held.append(route))
    type_at_the_end(page, "Раз.")
    page.keyboard.press("Control+s")
    expect(page.locator(".save-state")).to_have_text("Сохраняется…")
    page.keyboard.type(" Два.")
    page.keyboard.press("Control+s")
    page.keyboard.press("Control+s")
    held[0].continue_()
    expect(page.locator(".save-state")).to_have_text("Всё сохранено")
    assert on_disk(desk) == f"{RU}Раз. Два."


def test_a_draft_and_what_is_typed_after_it_both_stay_until_they_are_decided_on(
    page: Page, desk: ServedDesk
) -> None:
    type_at_the_end(page, "Первое.")
    page.wait_for_function(f"({DRAFTS})().then((found) => found.includes('Первое.'))")
    page.reload()
    expect(page.get_by_text("В этом браузере есть несохранённый текст")).to_be_visible()
    type_at_the_end(page, "Второе.")
    page.wait_for_function(f"({DRAFTS})().then((found) => found.includes('Второе.'))")
    page.reload()
    for typed, other in (("Второе.", "Первое."), ("Первое.", "Второе.")):
        page.get_by_role("button", name="Показать разницу").click()
        page.get_by_role("button", name="Вернуть его").click()
        expect(text_of(page)).to_contain_text(typed)
        expect(text_of(page)).not_to_contain_text(other)
    page.get_by_role("button", name="Показать разницу").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("textbox", name="Сейчас в редакторе")).to_contain_text("Первое.")
    expect(dialog.get_by_role("textbox", name="Набрано и не сохранено")).to_contain_text("Второе.")
    dialog.get_by_role("button", name="Отказаться от него").click()
    page.keyboard.press("Control+s")
    expect(page.locator(".save-state")).to_have_text("Всё сохранено")
    assert on_disk(desk) == f"{RU}Первое."


def test_a_file_that_is_gone_is_told_as_gone(page: Page, desk: ServedDesk) -> None:
    type_at_the_end(page, "Ещё.")
    (desk.content / BUNDLE / "ru.md").unlink()
    page.keyboard.press("Control+s")
    expect(page.get_by_role("alert").get_by_text("больше нет: его удалили")).to_be_visible()
    page.get_by_role("button", name="Сравнить и решить").click()
    page.get_by_role("button", name="Оставить мой").click()
    expect(page.locator(".save-state")).to_have_text("Всё сохранено")
    expect(page.locator(".messages").get_by_text("не сохранён")).to_have_count(0)
    assert on_disk(desk) == f"{RU}Ещё."


def drop(page: Page, content: bytes, names: str, kind: str) -> None:
    """Drop a file of each of these names."""
    text_of(page).evaluate(DROP, [base64.b64encode(content).decode(), names.split(), kind])


def test_of_several_dropped_pictures_it_is_said_which_one_was_taken(page: Page) -> None:
    drop(page, PICTURE, "one.jpg two.jpg three.jpg", "image/jpeg")
    expect(page.get_by_role("dialog").get_by_text("Сохранена как one")).to_be_visible()
    expect(page.locator(".messages")).to_contain_text("взята только one.jpg")


def test_each_dropped_picture_is_shown_with_what_became_of_it(page: Page) -> None:
    for content, told in ((PICTURE, "Сохранена как"), (b"broken", "не читается"), (PICTURE, "Сохранена как")):
        drop(page, content, "photo.jpg", "image/jpeg")
        expect(page.get_by_role("dialog").get_by_text(told)).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.parametrize("name", ["form.pdf", "letter.docx", "archive.zip", "noending"])
def test_a_dropped_file_that_is_no_picture_is_refused_and_leaves_the_text(page: Page, name: str) -> None:
    before = text_of(page).inner_text()
    drop(page, b"%PDF-1.7", name, "application/pdf")
    expect(page.get_by_text(f"{name} — не картинка")).to_be_visible()
    assert text_of(page).inner_text() == before


def test_the_words_of_a_dropped_text_file_go_into_the_text(page: Page) -> None:
    drop(page, "Из файла.".encode(), "note.txt", "text/plain")
    expect(text_of(page)).to_contain_text("Из файла.")
    expect(page.get_by_role("dialog")).to_have_count(0)
