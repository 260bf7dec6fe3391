"""What a new item needs to be published, in a real browser: each line leads to where an editor can do it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK
from tests.browser.test_accessibility import violations
from tests.editor.desk.desk_server import ServedDesk, desk_server, editors_browser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

MS = 60_000


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedDesk]:
    expect.set_options(timeout=MS)
    with desk_server(tmp_path_factory.mktemp("needs")) as desk:
        yield desk
    expect.set_options(timeout=None)


@pytest.mark.parametrize(
    ("kind", "more"),
    [("news", {}), ("faq", {"topic": "calling"}), ("page", {}), ("summary", {"year": "2025"})],
)
def test_a_new_item_needs_nothing_that_is_done_in_the_source_alone(
    browser: Browser, desk: ServedDesk, kind: str, more: dict[str, str]
) -> None:
    titles = {"title-ru": f"Новое {kind}", "title-en": f"New {kind}", "date": "2026-11-22"}
    _, made = desk.post("items", kind=kind, **titles, **more)
    context = editors_browser(browser, desk, viewport=DESK)
    page = context.new_page()
    page.goto(f"/desk/#/item/{made['bundle']}")
    needs = page.locator(".needs section", has_text="Чтобы опубликовать")
    expect(needs.get_by_role("button", name="Готово к публикации")).to_have_count(1)
    for need in needs.locator("button.link").all():
        assert "шапк" not in need.inner_text()
        need.click()
        is_text = "на месте заготовки" in need.inner_text()
        place, expected = ("class", "cm-content") if is_text else ("id", "^field-")
        expect(page.locator("*:focus")).to_have_attribute(place, re.compile(expected))
    context.close()


TEXT = "---\ntitle: {title}\nsummary: {title}.\ntopics: [health]{more}\n---\n\n{text}\n"
DRAFT = "\nstatus: draft  # пока"


@pytest.mark.parametrize(
    ("drafts", "named"),
    [(("ru", "en"), "Русский, English"), (("ru",), "Русский"), (("en",), "English")],
    ids=" ".join,
)
@pytest.mark.parametrize("width", [360, 1280])
def test_one_button_takes_the_mark_of_a_draft_off_every_language(
    browser: Browser, desk: ServedDesk, drafts: tuple[str, ...], named: str, width: int
) -> None:
    folder = desk.content / "news" / f"2026-11-21-{'-'.join(drafts)}-{width}"
    folder.mkdir()
    marked = {code: DRAFT if code in drafts else "" for code in ("ru", "en")}
    for code, text in (("ru", "Линия отвечает."), ("en", "The line answers.")):
        written = TEXT.format(title=text[:-1], text=text, more=marked[code])
        (folder / f"{code}.md").write_text(written, encoding="utf-8")
    context = editors_browser(browser, desk, viewport={"width": width, "height": 800})
    page = context.new_page()
    page.goto(f"/desk/#/item/news/{folder.name}")
    needs = page.locator(".needs section", has_text="Чтобы опубликовать")
    expect(needs).to_contain_text(f"Пока черновик: {named}.")
    assert violations(page) == []
    needs.get_by_role("button", name="Готово к публикации").press("Enter")
    expect(page.get_by_text("Материал больше не черновик")).to_be_visible()
    expect(page.locator(".save-state")).to_have_text("Всё сохранено")
    expect(needs.get_by_role("heading")).to_be_focused()
    expect(needs.get_by_role("button", name="Готово к публикации")).to_have_count(0)
    expect(needs).to_contain_text("English: подтвердить, что перевод соответствует тексту")
    for code, text in (("ru", "Линия отвечает."), ("en", "The line answers.")):
        unmarked = TEXT.format(title=text[:-1], text=text, more="")
        assert (folder / f"{code}.md").read_text(encoding="utf-8") == unmarked
    context.close()


def test_the_button_changes_no_file_that_was_changed_elsewhere(browser: Browser, desk: ServedDesk) -> None:
    file = desk.content / "news" / "2026-11-21-elsewhere" / "ru.md"
    file.parent.mkdir()
    text = TEXT.format(title="Линия", text="Текст.", more=DRAFT)
    file.write_text(text, encoding="utf-8")
    context = editors_browser(browser, desk, viewport=DESK)
    page = context.new_page()
    page.goto("/desk/#/item/news/2026-11-21-elsewhere")
    button = page.get_by_role("button", name="Готово к публикации")
    expect(button).to_be_visible()
    file.write_text(f"{text}Другое.\n", encoding="utf-8")
    button.click()
    expect(page.get_by_text("изменился, пока вы писали")).to_be_visible()
    expect(page.get_by_text("Материал больше не черновик")).to_have_count(0)
    assert file.read_text(encoding="utf-8") == f"{text}Другое.\n"
    context.close()
