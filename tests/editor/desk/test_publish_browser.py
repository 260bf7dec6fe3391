"""An editor publishes, asks for a second look and decides a conflict, in a browser and without a terminal."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING, Literal

import pytest

from plugins.editor.reviews import review_states
from plugins.publish.publish import list_releases
from tests.browser.conftest import DESK, PHONE
from tests.browser.test_accessibility import violations
from tests.editor.desk.desk_server import desk_server, editors_browser

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page, ViewportSize

    from tests.editor.desk.desk_server import ServedDesk

ITEM = "news/2022-12-30-year-in-figures"
FILE = f"{ITEM}/ru.md"
LOOKS: tuple[tuple[ViewportSize, Literal["light", "dark"]], ...] = ((PHONE, "dark"), (DESK, "light"))


def git(folder: Path, *arguments: str) -> str:
    who = ("-c", "user.name=Boris", "-c", "user.email=boris@example.org")
    command = ["git", "-C", str(folder), *who, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8").stdout


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedDesk]:
    """A desk whose content is a checkout that follows another."""
    folder = tmp_path_factory.mktemp("desk")
    with desk_server(folder) as served:
        git(folder, "init", "-q", "--bare", "-b", "main", "origin.git")
        git(folder, "init", "-q", "-b", "main", "content")
        git(served.content, "add", "-A")
        git(served.content, "commit", "-qm", "Begin")
        git(served.content, "remote", "add", "origin", str(folder / "origin.git"))
        git(served.content, "push", "-qu", "origin", "main")
        yield served


@pytest.fixture(scope="module")
def page(browser: Browser, desk: ServedDesk) -> Iterator[Page]:
    """The editor's window; whatever it logs as an error fails the test."""
    context = editors_browser(browser, desk, bypass_csp=True)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert errors == []


def check_looks(page: Page) -> None:
    """Axe finds nothing and nothing scrolls sideways, on a phone at night and a desk by day."""
    for size, scheme in LOOKS:
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def publish(page: Page, reason: str) -> None:
    """Look at what will change, say why it cannot wait if that is asked, and publish."""
    page.goto("/desk/#/publish")
    page.get_by_role("button", name="Посмотреть").click()
    page.locator("form.changes").wait_for(timeout=90_000)
    check_looks(page)
    if reason:
        assert page.locator("form.changes button[type=submit]").is_disabled()
        page.get_by_label("Почему нельзя дождаться").fill(reason)
    page.locator("form.changes button[type=submit]").click()
    page.get_by_text("Опубликовано, читатели уже видят.").wait_for(timeout=90_000)
    page.get_by_text("записан в историю и отправлен коллегам").wait_for(timeout=30_000)


def test_an_editor_publishes_and_somebody_looks_afterwards(page: Page, desk: ServedDesk) -> None:
    target = f"file:{desk.folder}/www"
    page.goto("/desk/#/publish")
    page.get_by_label("Место").fill("www")
    page.get_by_label("Адрес, по которому").fill("")
    page.get_by_role("button", name="Сохранить").click()
    page.get_by_role("alert").get_by_text("file:").wait_for()
    check_looks(page)
    page.get_by_label("Место").fill(target)
    page.get_by_role("button", name="Сохранить").click()
    publish(page, "")
    edited = (desk.content / FILE).read_text(encoding="utf-8") + "\nЕщё строка.\n"
    (desk.content / FILE).write_text(edited, encoding="utf-8")
    publish(page, "Линия не работает")
    assert list_releases(target).live == 2
    assert "Ещё строка" in (desk.folder / "www" / "ru" / ITEM / "index.html").read_text(encoding="utf-8")
    page.goto("/desk/#/review")
    page.get_by_role("link", name="Год в цифрах").click()
    page.get_by_text("Линия не работает").wait_for()
    check_looks(page)
    page.get_by_label("Кто посмотрел").fill("Вера")
    page.get_by_role("button", name="Подтвердить").click()
    page.get_by_text("Этот текст смотрит не первый человек: Вера").wait_for()
    assert not review_states(desk.content)[ITEM].is_open


def test_readers_get_an_earlier_release_back(page: Page, desk: ServedDesk) -> None:
    page.goto("/desk/#/publish")
    page.get_by_role("button", name="Показать выпуски").click()
    page.get_by_role("button", name="Вернуться к этому выпуску").click()
    check_looks(page)
    page.get_by_role("button", name="Да, вернуться").click()
    page.get_by_text("читатели снова видят прежний выпуск").wait_for(timeout=60_000)
    page.get_by_role("button", name="EN", exact=True).click()
    page.get_by_role("region", name="Steps").wait_for()
    assert not re.search("[а-яё]", page.locator(".steps").inner_text(), re.IGNORECASE)
    page.get_by_role("button", name="RU", exact=True).click()
    page.get_by_text("читатели снова видят прежний выпуск").wait_for()
    assert list_releases(f"file:{desk.folder}/www").live == 1


def test_a_conflict_is_decided_side_by_side(page: Page, desk: ServedDesk) -> None:
    other = desk.folder / "other"
    git(desk.folder, "clone", "-q", "origin.git", "other")
    text = (other / FILE).read_text(encoding="utf-8")
    assert "Ещё строка." in text
    (other / FILE).write_text(text.replace("Ещё строка.", "Строка Бориса."), encoding="utf-8")
    git(other, "commit", "-qam", "Edit")
    git(other, "push", "-q")
    (desk.content / FILE).write_text(text.replace("Ещё строка.", "Строка Анны."), encoding="utf-8")
    page.goto("/desk/#/team")
    page.get_by_role("button", name="Получить и отправить").click()
    page.get_by_text("Строка Бориса.").wait_for()
    check_looks(page)
    assert page.get_by_role("button", name="Готово").is_disabled()
    page.get_by_role("button", name="Взять оба").click()
    page.get_by_role("button", name="Готово").click()
    page.get_by_text("Оба варианта соединены.").wait_for()
    both = (desk.content / FILE).read_text(encoding="utf-8")
    assert both == text.replace("Ещё строка.", "Строка Анны.\nСтрока Бориса.")
    page.get_by_role("button", name="Получить и отправить").click()
    page.get_by_text("У всех одно и то же.").wait_for()
    git(other, "pull", "-q")
    assert (other / FILE).read_text(encoding="utf-8") == both


def test_the_help_is_read_section_by_section(page: Page) -> None:
    page.goto("/desk/#/help")
    page.locator(".help article h2").wait_for()
    check_looks(page)
    for picture in page.locator(".help article img").all():
        assert picture.evaluate("image => image.complete && image.naturalWidth") > 0
    last = page.locator(".help nav a").last
    title = last.inner_text()
    last.click()
    page.get_by_role("heading", name=title).wait_for()
