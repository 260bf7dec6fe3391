"""An editor writes an item in a real browser: form and source, checks, two windows, lost connections."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE
from tests.browser.test_accessibility import violations
from tests.editor.desk.desk_server import ServedDesk, desk_server, editors_browser
from tests.images.test_intake import exif, file_of, photo

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, ViewportSize

BUNDLE = "news/2026-11-20-lines"
SECONDS = 30
"""The first check waits for the first build."""
CRLF = (
    "\ufeff---\r\ntitle:   'Две линии'  # так решили\r\nsummary: Коротко о новых линиях.\r\n"
    "topics: [health]\r\n---\r\n\r\nПервый абзац.  \r\n\r\n## Часы\r\n\r\nС утра до вечера.\r\n\r\nКонец"
)
PASTE = """(element, [picture, text]) => {
  const bytes = Uint8Array.from(atob(picture), (char) => char.charCodeAt(0));
  const clipboardData = new DataTransfer();
  clipboardData.items.add(new File([bytes], "photo.jpg", { type: "image/jpeg" }));
  if (text) clipboardData.setData("text/plain", text);
  element.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""
RU = CRLF.removeprefix("\ufeff").replace("\r\n", "\n")
EN = (
    "---\ntitle: Two lines\nsummary: The new lines in short.\n---\n\nThe first paragraph.\n\n## Hours\n\nFrom"
    " morning to night.\n\nThe end\n"
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedDesk]:
    files: dict[str, str | bytes] = {f"{BUNDLE}/ru.md": CRLF, f"{BUNDLE}/en.md": EN}
    expect.set_options(timeout=SECONDS * 1000)
    with desk_server(tmp_path_factory.mktemp("item"), files, builds=True) as desk:
        yield desk
    expect.set_options(timeout=None)


@pytest.fixture
def page(editor: BrowserContext, desk: ServedDesk) -> Iterator[Page]:
    """The item's screen, its files as at the beginning; every complaint of the browser fails the test."""
    (desk.content / BUNDLE / "ru.md").write_bytes(CRLF.encode())
    (desk.content / BUNDLE / "en.md").write_bytes(EN.encode())
    page, wrong = editor.new_page(), list[str]()
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on(
        "request", lambda request: wrong.append(request.url) if "//127.0.0.1" not in request.url else None
    )
    page.on("console", lambda told: wrong.append(told.text) if is_complaint(told) else None)
    open_item(page)
    yield page
    page.evaluate("indexedDB.deleteDatabase('desk')")
    page.close()
    assert wrong == []


def is_complaint(told: ConsoleMessage) -> bool:
    """Whether the console tells an error other than the refusals that a test asks for."""
    return told.type == "error" and not told.text.startswith("Failed to load resource")


def open_item(page: Page) -> None:
    page.goto(f"/desk/#/item/{BUNDLE}")
    page.reload()
    expect(page.locator(".findings .count").first).not_to_have_text("Идёт проверка…")


def on_disk(desk: ServedDesk, language: str = "ru") -> bytes:
    return (desk.content / BUNDLE / f"{language}.md").read_bytes()


def save(page: Page) -> None:
    page.keyboard.press("Control+s")
    expect(page.locator(".save-state")).to_have_text("Всё сохранено")


def test_one_key_edited_in_the_form_is_a_change_of_one_line(page: Page, desk: ServedDesk) -> None:
    page.get_by_label("Заголовок", exact=True).first.fill("Три линии")
    expect(page.locator(".item-head h1")).to_have_text("Три линии")
    save(page)
    assert on_disk(desk) == CRLF.replace("Две линии", "Три линии").encode()
    assert on_disk(desk, "en") == EN.encode()
    page.get_by_label("Заголовок", exact=True).first.fill("Две линии")
    expect(page.locator(".item-head h1")).to_have_text("Две линии")
    save(page)
    assert on_disk(desk) == CRLF.encode()


def test_a_mistake_is_told_while_typing_and_mended_by_a_button(page: Page, desk: ServedDesk) -> None:
    page.locator(".cm-content").first.click()
    page.keyboard.press("Control+End")
    page.keyboard.type("\n\n#### Ещё\n\nДлинное предлажение.")
    findings = page.get_by_role("region", name="Что показала проверка: Русский")
    expect(findings).to_contain_text("Доступность. После заголовка выше сразу идёт ####")
    findings.get_by_role("button", name="Исправить").click()
    findings.get_by_role("button", name="предложение", exact=True).click()
    expect(findings).not_to_contain_text("####")
    save(page)
    assert on_disk(desk).decode() == f"{CRLF}\r\n\r\n### Ещё\r\n\r\nДлинное предложение."


def test_selecting_everything_and_typing_keeps_the_front_matter(page: Page, desk: ServedDesk) -> None:
    page.locator(".cm-content").first.click()
    page.keyboard.press("Control+a")
    page.keyboard.type("Всё новое.")
    save(page)
    assert on_disk(desk).decode() == CRLF.partition("---\r\n\r\n")[0] + "---\r\nВсё новое."


def test_a_file_changed_elsewhere_is_shown_beside_and_never_overwritten(page: Page, desk: ServedDesk) -> None:
    theirs = CRLF.replace("Первый", "Другой").encode()
    page.locator(".cm-content").first.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" мой")
    (desk.content / BUNDLE / "ru.md").write_bytes(theirs)
    page.keyboard.press("Control+s")
    page.get_by_role("button", name="Сравнить и решить").click()
    assert on_disk(desk) == theirs
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("textbox", name="Сейчас на диске")).to_contain_text("Другой абзац")
    mine = dialog.get_by_role("textbox", name="Ваш текст")
    mine.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(", сведённый")
    dialog.get_by_role("button", name="Сохранить собранное").click()
    expect(page.locator(".save-state")).to_have_text("Всё сохранено")
    assert on_disk(desk).decode() == f"{CRLF} мой, сведённый"
    page.keyboard.press("Escape")
    (desk.content / BUNDLE / "ru.md").write_bytes(theirs)
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(page.locator(".cm-content").first).to_contain_text("Другой абзац")


def test_what_was_not_saved_is_compared_before_it_is_taken_back(page: Page, desk: ServedDesk) -> None:
    page.locator(".cm-content").first.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" набрано")
    expect(page.locator(".save-state")).to_have_text("Есть несохранённое")
    page.wait_for_timeout(500)
    page.reload()
    page.get_by_role("button", name="Показать разницу").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("textbox", name="Набрано и не сохранено")).to_contain_text("Конец набрано")
    assert on_disk(desk) == CRLF.encode()
    dialog.get_by_role("button", name="Вернуть его").click()
    save(page)
    assert on_disk(desk).decode() == f"{CRLF} набрано"


def test_a_field_typed_while_the_desk_does_not_answer_is_kept(page: Page, desk: ServedDesk) -> None:
    page.route("**/form-text", lambda route: route.abort())
    page.locator("#field-ru-summary").fill("Без связи.")
    expect(page.locator(".save-state")).to_have_text("Есть несохранённое")
    page.wait_for_timeout(1000)
    page.unroute("**/form-text")
    page.reload()
    page.get_by_role("button", name="Показать разницу").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("textbox", name="Набрано и не сохранено")).to_contain_text("Без связи.")
    assert on_disk(desk) == CRLF.encode()


def test_a_lagging_section_is_shown_with_both_texts_and_confirmed(page: Page, desk: ServedDesk) -> None:
    page.get_by_role("button", name="Весь перевод соответствует тексту").click()
    expect(page.locator(".lagging")).to_have_count(0)
    save(page)
    page.get_by_label("Краткое содержание").first.fill("Иначе о новых линиях.")
    lagging = page.locator(".lagging")
    expect(lagging.locator("ins").first).to_be_visible()
    expect(lagging.locator("del").first).to_be_visible()
    expect(page.locator(".cm-lagging").first).to_be_visible()
    lagging.get_by_role("button", name="Этот раздел переведён").click()
    expect(lagging).to_have_count(0)
    save(page)
    assert on_disk(desk, "en").count(b"\n") == EN.count("\n") + 1


def test_toolbar_and_pickers_insert_what_is_picked_by_title(page: Page, desk: ServedDesk) -> None:
    page.locator(".cm-content").first.click()
    page.keyboard.press("Control+End")
    bar = page.get_by_role("toolbar").first
    page.keyboard.press("Enter")
    bar.get_by_role("button", name="Ссылка").click()
    page.get_by_label("Найти по названию").fill("год в цифрах")
    page.get_by_role("dialog").get_by_role("button", name="Год в цифрах").first.click()
    bar.get_by_role("button", name="Таблица").click()
    bar.get_by_role("button", name="Врезка").click()
    save(page)
    text = on_disk(desk).decode().replace("\r\n", "\n")
    assert "\n[Год в цифрах](/news/2022-12-30-year-in-figures/)" in text
    assert "\n\n| Столбец 1 | Столбец 2 |\n| --- | --- |\n" in text
    assert '\n\n!!! note "Важно"\n\n    Текст врезки.' in text


def test_needs_lead_to_their_fields(page: Page) -> None:
    page.get_by_label("Краткое содержание").first.fill("")
    needs = page.locator(".needs section", has_text="Чтобы опубликовать")
    needs.get_by_role("button", name="Русский: написать краткое содержание").click()
    expect(page.get_by_label("Краткое содержание").first).to_be_focused()


def test_the_built_page_the_shared_link_and_the_feed_entry_are_shown(page: Page) -> None:
    frame = page.frame_locator(".frame iframe")
    expect(frame.locator("h1")).to_have_text("Две линии")
    page.get_by_role("button", name="Ссылка в соцсетях").click()
    expect(page.locator(".telegram .name")).to_have_text("Две линии")
    expect(page.locator(".search-engine")).to_contain_text("Коротко о новых линиях.")
    page.get_by_role("button", name="Запись в ленте").click()
    expect(page.locator(".entry h3")).to_have_text("Две линии")


def test_firefox_does_the_same(firefox: Browser, desk: ServedDesk) -> None:
    (desk.content / BUNDLE / "ru.md").write_bytes(CRLF.encode())
    context = editors_browser(firefox, desk, viewport=DESK)
    page = context.new_page()
    open_item(page)
    page.get_by_label("Заголовок", exact=True).first.fill("Три линии")
    expect(page.locator(".item-head h1")).to_have_text("Три линии")
    page.locator(".cm-content").first.click()
    page.keyboard.press("Control+End")
    page.keyboard.type("\n\n#### Ещё")
    findings = page.get_by_role("region", name="Что показала проверка: Русский")
    findings.get_by_role("button", name="Исправить").click()
    save(page)
    mine = f"{CRLF.replace('Две', 'Три')}\r\n\r\n### Ещё"
    assert on_disk(desk).decode() == mine
    page.keyboard.type("!")
    (desk.content / BUNDLE / "ru.md").write_bytes(CRLF.encode())
    page.keyboard.press("Control+s")
    page.get_by_role("button", name="Сравнить и решить").click()
    assert on_disk(desk) == CRLF.encode()
    page.get_by_role("dialog").get_by_role("button", name="Оставить мой").click()
    expect(page.locator(".save-state")).to_have_text("Всё сохранено")
    assert on_disk(desk).decode() == f"{mine}!"
    expect(page.frame_locator(".frame iframe").locator("h1")).to_have_text("Три линии")
    context.close()


@pytest.mark.parametrize(("language", "screen", "scheme"), [("ru", PHONE, "dark"), ("en", DESK, "light")])
def test_axe_finds_nothing_on_the_items_screen(
    browser: Browser, desk: ServedDesk, language: str, screen: ViewportSize, scheme: str
) -> None:
    asked = {"locale": language, "viewport": screen, "color_scheme": scheme, "bypass_csp": True}
    context = editors_browser(browser, desk, **asked)
    page = context.new_page()
    page.goto(f"/desk/#/item/{BUNDLE}")
    page.locator(".needs").wait_for()
    page.locator(".frame").evaluate("frame => frame.remove()")  # the page in it has tests of its own
    assert page.evaluate("document.documentElement.scrollWidth") == screen["width"]
    assert violations(page) == []
    page.get_by_role("toolbar").first.get_by_role("button").nth(2).click()
    page.get_by_role("dialog").locator("li").first.wait_for()
    assert violations(page) == []
    context.close()


def test_a_finding_of_a_file_leaves_the_row_to_its_words_on_a_phone(
    browser: Browser, desk: ServedDesk
) -> None:
    names = ("a.jpg", "the-hall-where-calls-are-answered-at-night.jpg")
    for name in names:
        (desk.content / BUNDLE / name).write_bytes(file_of(photo(), "JPEG"))
    context = editors_browser(browser, desk, viewport=PHONE)
    page = context.new_page()
    page.goto(f"/desk/#/item/{BUNDLE}")
    found = page.locator(".findings span.place")
    expect(found.first).to_be_visible()
    assert [each.inner_text() for each in found.all()] == [*names]
    for place in found.all():
        row, own, words = (
            each.bounding_box()
            for each in (place.locator(".."), place, place.locator("xpath=following::span[1]"))
        )
        assert row
        assert own
        assert words
        text = place.evaluate(
            "place => { const all = document.createRange(); all.selectNodeContents(place);"
            " return all.getBoundingClientRect().width; }"
        )
        assert own["width"] <= text + 1 or text > row["width"] / 2, "it takes what its name needs"
        assert words["width"] > row["width"] / 2
        assert own["x"] + own["width"] <= row["x"] + row["width"]
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    context.close()
    for name in names:
        (desk.content / BUNDLE / name).unlink()


def test_no_byte_changes_when_an_item_is_opened_and_saved(page: Page, desk: ServedDesk) -> None:
    save(page)
    assert (on_disk(desk), on_disk(desk, "en")) == (CRLF.encode(), EN.encode())


@pytest.mark.parametrize(
    ("copied", "becomes"),
    [
        ("Час\tЗвонки\r\n9–10\t1|2\r\n", "| Час | Звонки |\n| --- | --- |\n| 9–10 | 1\\|2 |"),
        ("Час\tЗвонки\n9–10", "Час\tЗвонки\n9–10"),
        ("•\tдень\n•\tночь", "•\tдень\n•\tночь"),
        ("1.\tдень\n2.\tночь", "1.\tдень\n2.\tночь"),
        ("одна строка", "одна строка"),
    ],
    ids=["table", "uneven", "bullets", "numbers", "words"],
)
def test_words_copied_in_an_office_program_are_pasted_without_the_picture_of_them(
    page: Page, desk: ServedDesk, copied: str, becomes: str
) -> None:
    page.locator(".cm-content").first.click()
    page.keyboard.press("Control+End")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    picture = base64.b64encode(file_of(photo(), "PNG")).decode()
    page.locator(".cm-content").first.evaluate(PASTE, [picture, copied])
    save(page)
    assert on_disk(desk).decode().replace("\r\n", "\n").endswith(f"Конец\n\n{becomes}")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_nothing_is_ready_to_be_published_before_it_is_saved(page: Page) -> None:
    page.locator(".cm-content").first.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" истории.")
    page.get_by_role("button", name="сохранить набранное").click()
    expect(page.locator(".save-state")).to_have_text("Всё сохранено")
    expect(page.get_by_role("button", name="сохранить набранное")).to_have_count(0)


def test_a_photograph_is_pasted_described_and_inserted_in_both_texts(page: Page, desk: ServedDesk) -> None:
    page.locator(".cm-content").first.click()
    page.keyboard.press("Control+End")
    picture = base64.b64encode(file_of(photo(), "JPEG", exif=exif())).decode()
    page.locator(".cm-content").first.evaluate(PASTE, [picture, ""])
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("Сведения о том, где сделан снимок, убраны.")).to_be_visible()
    shown = dialog.get_by_role("img", name="photo.jpg")
    expect(shown).to_be_visible()
    assert shown.evaluate("picture => picture.decode().then(() => picture.naturalWidth)") > 0
    dialog.get_by_label("Что на ней (Русский)").fill("Оператор за столом")
    dialog.get_by_label("Что на ней (English)").fill("An operator at her desk")
    dialog.get_by_label("Подпись (Русский)").fill("Зал © Анна Орлова")
    dialog.get_by_label("Подпись (English)").fill("The hall © Anna Orlova")
    assert violations(page) == []
    dialog.get_by_role("button", name="Вставить").click()
    page.keyboard.press("Control+s")
    expect(page.locator(".save-state")).to_have_text("Всё сохранено")
    assert '![Оператор за столом](photo.jpg "Зал © Анна Орлова")' in (
        desk.content / BUNDLE / "ru.md"
    ).read_text(encoding="utf-8")
    assert '![An operator at her desk](photo.jpg "The hall © Anna Orlova")' in (
        desk.content / BUNDLE / "en.md"
    ).read_text(encoding="utf-8")


def test_a_stored_picture_is_deleted_once_no_text_has_it(page: Page, desk: ServedDesk) -> None:
    picture = desk.content / BUNDLE / "spare.jpg"
    picture.write_bytes(file_of(photo(), "JPEG"))
    open_item(page)
    page.locator(".cm-content").first.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" ![Зал](spare.jpg)")
    page.get_by_role("button", name="Картинка", exact=True).first.click()
    page.get_by_role("dialog").get_by_role("combobox").select_option("spare.jpg")
    page.get_by_role("button", name="Удалить картинку").click()
    expect(page.get_by_role("dialog").get_by_text("можно будет ещё 30 дней")).to_be_visible()
    page.get_by_role("button", name="Удалить", exact=True).click()
    expect(page.get_by_role("alert").get_by_text(f"content/{BUNDLE}/ru.md")).to_be_visible()
    assert picture.is_file()
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.locator(".cm-content").first.click()
    page.keyboard.press("Control+z")
    page.get_by_role("button", name="Картинка", exact=True).first.click()
    page.get_by_role("dialog").get_by_role("combobox").select_option("spare.jpg")
    page.get_by_role("button", name="Удалить картинку").click()
    page.get_by_role("button", name="Удалить", exact=True).click()
    expect(page.get_by_role("option", name="spare.jpg")).to_have_count(0)
    assert not picture.exists()
    expect(page.get_by_role("button", name="Вернуть: spare.jpg")).to_be_focused()
    assert violations(page) == []
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog").get_by_role("combobox")).to_be_focused()
    expect(page.get_by_role("dialog").get_by_role("combobox")).to_have_value("spare.jpg")
    expect(page.get_by_role("dialog").get_by_role("status").first).to_contain_text("spare.jpg снова на месте")
    assert picture.is_file()


def test_a_deleted_picture_is_brought_back_after_the_page_was_left(page: Page, desk: ServedDesk) -> None:
    picture = desk.content / BUNDLE / "late.jpg"
    content = file_of(photo(), "JPEG")
    picture.write_bytes(content)
    assert desk.post("pictures/delete", bundle=BUNDLE, name="late.jpg")[0] == 200
    page.set_viewport_size(PHONE)
    open_item(page)
    page.get_by_role("button", name="Картинка", exact=True).first.click()
    expect(page.get_by_role("dialog").get_by_text("Удалённые картинки")).to_be_visible()
    page.get_by_role("button", name="Вернуть: late.jpg").click()
    expect(page.get_by_role("button", name="Вернуть: late.jpg")).to_have_count(0)
    assert picture.read_bytes() == content


NUMBERS_AT_LINES = """() => {
  const tops = (name) => [...document.querySelectorAll(`section.language:not(.other) .cm-editor ${name}`)]
    .filter((each) => each.offsetHeight && getComputedStyle(each).visibility !== "hidden")
    .map((each) => Math.round(each.getBoundingClientRect().top));
  const [lines, numbers] = [tops(".cm-line"), tops(".cm-lineNumbers .cm-gutterElement")];
  return lines.length > 3 && numbers.every((top) => lines.some((line) => Math.abs(line - top) <= 2));
}"""
LANDSCAPE: ViewportSize = {"width": 800, "height": 360}


@pytest.mark.parametrize("share", [0.25, 0], ids=["in sight", "out of sight"])
def test_line_numbers_stand_at_their_lines_after_a_phone_was_turned(
    page: Page, desk: ServedDesk, share: float
) -> None:
    long = "\n\n".join(f"{number}. {'Очень длинный абзац. ' * 12}" for number in range(9))
    (desk.content / BUNDLE / "ru.md").write_text(f"{RU}\n\n{long}\n", encoding="utf-8")
    page.set_viewport_size(PHONE)
    open_item(page)
    for size in (LANDSCAPE, PHONE, LANDSCAPE):
        page.evaluate("(share) => scrollTo(0, document.body.scrollHeight * share)", share)
        page.set_viewport_size(size)
        page.locator(".cm-editor").first.scroll_into_view_if_needed()
        page.wait_for_function(NUMBERS_AT_LINES, timeout=SECONDS * 1000)
