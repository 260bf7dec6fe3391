"""A figure or a card that is picked goes into both languages' texts, where they stand for each other."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE
from tests.browser.test_accessibility import violations
from tests.editor.desk.desk_server import ServedDesk, desk_server, editors_browser
from tests.editor.desk.test_figures import SET

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

BUNDLE, ALONE = "news/2026-02-01-january", "news/2026-02-02-alone"
HEAD = "---\ntitle: {title}\n# так решили\nsummary: {title}.\n---\n"
RU = """Начало.

## Раньше

```
# не заголовок
```

## Часы

С утра.

- До вечера

Всегда.
"""
EN = """The beginning.

## Hours

From morning.

- To night

Always.
"""
CARD, FIGURE = "{card}january.all", "{figure}january.all"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedDesk]:
    files: dict[str, str | bytes] = {
        "figures/january.yaml": SET,
        f"{BUNDLE}/ru.md": "",
        f"{ALONE}/ru.md": HEAD.format(title="Одно") + "Один.\n",
    }
    expect.set_options(timeout=30_000)
    with desk_server(tmp_path_factory.mktemp("both"), files) as desk:
        yield desk
    expect.set_options(timeout=None)


@pytest.fixture
def page(browser: Browser, desk: ServedDesk) -> Iterator[Page]:
    context = editors_browser(browser, desk, viewport=DESK)
    yield context.new_page()
    context.close()


def open_item(page: Page, desk: ServedDesk, russian: str = RU, english: str = EN) -> None:
    folder = desk.content / BUNDLE
    (folder / "ru.md").write_text(HEAD.format(title="Январь") + russian, encoding="utf-8")
    (folder / "en.md").write_text(HEAD.format(title="January") + english, encoding="utf-8")
    page.goto(f"/desk/#/item/{BUNDLE}")
    expect(page.locator(".findings .count").first).not_to_have_text("Идёт проверка…")


def pick(page: Page, tool: str, line: str) -> None:
    """Pick the one figure or card at the end of a line of the Russian text."""
    russian = page.get_by_role("region", name="Русский", exact=True)
    russian.locator(".cm-line", has_text=re.compile(f"^{re.escape(line)}$")).click()
    page.keyboard.press("End")
    russian.get_by_role("button", name=tool, exact=True).click()
    page.get_by_role("dialog").locator(".offers button").first.click()


def texts(page: Page, desk: ServedDesk) -> list[str]:
    page.keyboard.press("Control+s")
    expect(page.locator(".save-state")).to_have_text("Всё сохранено")
    return [
        (desk.content / BUNDLE / f"{code}.md").read_text(encoding="utf-8").partition("\n---\n")[2]
        for code in ("ru", "en")
    ]


PLACES = {
    "a card": ("Карточка", "С утра.", "From morning."),
    "a figure": ("Число", "Всегда.", "Always."),
    "a figure in a list": ("Число", "- До вечера", "- To night"),
    "before all headings": ("Карточка", "Начало.", "The beginning."),
}


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
def test_what_is_picked_stands_in_both_texts_where_it_was_shown(
    page: Page, desk: ServedDesk, place: tuple[str, str, str]
) -> None:
    tool, line, other = place
    open_item(page, desk)
    russian, english = texts(page, desk)
    pick(page, tool, line)
    dialog = page.get_by_role("dialog", name="Куда это встанет")
    expect(dialog.locator(".both-place")).to_contain_text(other)
    expect(dialog.locator(".both-place ins")).to_contain_text("120")
    assert violations(page) == []
    assert not any("january.all" in each for each in page.locator(".cm-content").all_inner_texts())
    dialog.get_by_role("button", name="Вставить").click()
    here, there = (f"\n\n{CARD}", f"\n\n{CARD}") if tool == "Карточка" else (FIGURE, f" {FIGURE}")
    assert texts(page, desk) == [
        russian.replace(line, line + here, 1),
        english.replace(other, other + there, 1),
    ]


def test_a_language_is_left_out_if_the_editor_says_so_or_it_is_there(page: Page, desk: ServedDesk) -> None:
    page.set_viewport_size(PHONE)
    open_item(page, desk, english=EN + f"\n{FIGURE}.\n")
    pick(page, "Число", "Всегда.")
    dialog = page.get_by_role("dialog", name="Куда это встанет")
    expect(dialog.get_by_text("В этом тексте это уже есть.")).to_be_visible()
    expect(dialog.get_by_role("checkbox")).not_to_be_checked()
    dialog.get_by_role("checkbox").check()
    dialog.get_by_role("checkbox").uncheck()
    page.keyboard.press("Enter")
    russian, english = texts(page, desk)
    assert (russian.count(FIGURE), english.count(FIGURE)) == (1, 1)


def test_an_item_in_one_language_is_not_asked_about_others(page: Page, desk: ServedDesk) -> None:
    page.goto(f"/desk/#/item/{ALONE}")
    pick(page, "Число", "Один.")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("Control+s")
    expect(page.locator(".save-state")).to_have_text("Всё сохранено")
    assert FIGURE in (desk.content / ALONE / "ru.md").read_text(encoding="utf-8")
