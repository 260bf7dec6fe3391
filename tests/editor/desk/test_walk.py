"""An editor's whole way without a terminal, in Chromium and in Firefox: from a double click to a live item.

The item is in two languages, with a photograph, and with a card and a number from a table that was pasted.
"""

from __future__ import annotations

import io
import os
import re
import signal
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from lxml import etree
from PIL import Image
from playwright.sync_api import expect

from tests.browser.conftest import DESK
from tests.deploy.test_runbook import clone_project
from tests.editor.desk.test_figures_browser import paste
from tests.editor.desk.test_start import linux_command, opened
from tests.images.test_intake import exif, file_of, photo
from tests.servers import free_port, running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Locator, Page

MS = 120_000
"""The first build and each publishing take a while on a busy machine."""
BROWSERS = ("browser", "firefox")
CARD = {"ru": "В феврале звонков вдвое больше", "en": "Twice as many calls in February"}
TITLES = {"ru": "Линия отвечает и ночью", "en": "The line answers at night too"}
SUMMARIES = {"ru": "Позвонить можно в любой час.", "en": "You can call at any hour."}
SENTENCES = {"ru": "Теперь операторы отвечают круглые сутки.", "en": "Operators now answer day and night."}
ALTS = {"ru": "Оператор за рабочим столом", "en": "An operator at her desk"}
NUMBERS = {"ru": re.compile(r"круглые сутки\.\s120$"), "en": re.compile(r"night\.\s120$")}
"""Without a unit: the table's columns count two things."""
NAMES = {"ru": "Русский", "en": "English"}


@dataclass(frozen=True)
class Workplace:
    """An editor's copy of the project, the place it is published to, and the browser's page."""

    project: Path
    page: Page

    @property
    def live(self) -> Path:
        return self.project.with_name("www")

    @property
    def bundle(self) -> Path:
        """The folder of the new item."""
        (found,) = (self.project / "content" / "news").glob("*-liniya-otvechaet-i-nochyu")
        return found


@contextmanager
def double_click(project: Path) -> Iterator[str]:
    """The program that the starter runs; the address that it opens the browser at."""
    clone_project(project)
    (project / "browser").write_text('#!/bin/sh\necho "$1" >> "$(dirname "$0")/opened"\n', encoding="utf-8")
    for name in ("inv", "browser"):
        (project / name).chmod(0o755)
    started = subprocess.Popen(
        linux_command(project / "desk.desktop"),
        cwd="/",
        env={**os.environ, "BROWSER": str(project / "browser"), "LANG": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield opened(project, 1)[0]
    finally:
        os.killpg(started.pid, signal.SIGINT)
        started.wait()


@pytest.fixture(params=BROWSERS)
def workplace(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Workplace]:
    chosen: Browser = request.getfixturevalue(request.param)
    expect.set_options(timeout=MS)
    with double_click(tmp_path / "my site") as address:
        context = chosen.new_context(locale="ru", viewport=DESK, reduced_motion="reduce")
        context.set_default_timeout(MS)
        page, wrong = context.new_page(), list[str]()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(address)
        yield Workplace(tmp_path / "my site", page)
        context.close()
        assert wrong == []
    expect.set_options(timeout=None)


def test_from_a_double_click_to_a_news_item_that_readers_see(workplace: Workplace) -> None:
    page = workplace.page
    expect(page.locator(".item").first.locator(".state")).to_have_text("Готово, ещё не опубликовано")
    make_card(page)
    begin(page)
    write(workplace)
    add_photograph(workplace)
    add_card_and_number(workplace)
    release(page)
    publish(workplace)
    look_at_files(workplace)
    look_at_site(workplace)


def make_card(page: Page) -> None:
    page.get_by_role("link", name="Числа", exact=True).click()
    page.get_by_role("link", name="из таблицы").click()
    paste(page)
    page.get_by_role("button", name="Сделать набор").click()
    expect(page.get_by_role("heading", name=CARD["ru"]).first).to_be_visible()


def begin(page: Page) -> None:
    page.get_by_role("link", name="Создать", exact=True).first.click()
    page.get_by_label("Заголовок (Русский)").fill(f"{TITLES['ru']} 🎉")
    page.get_by_label("Заголовок (English)").fill(TITLES["en"])
    page.get_by_label("Тема").select_option("health")
    expect(page.locator(".address")).to_contain_text("-liniya-otvechaet-i-nochyu/")
    page.get_by_role("button", name="Создать черновик").click()
    expect(page.locator(".item-head h1")).to_contain_text(TITLES["ru"])


def part(page: Page, code: str) -> Locator:
    """The half of the item's screen for a language."""
    return page.get_by_role("region", name=NAMES[code], exact=True)


def save(page: Page) -> None:
    page.get_by_role("button", name="Сохранить", exact=True).click()
    expect(page.locator(".save-state")).to_have_text("Всё сохранено")


def write(workplace: Workplace) -> None:
    page = workplace.page
    part(page, "ru").get_by_label("Заголовок", exact=True).fill(TITLES["ru"])
    for code in ("ru", "en"):
        part(page, code).get_by_label("Краткое содержание").fill(SUMMARIES[code])
        part(page, code).locator(".cm-content").click()
        page.keyboard.press("ControlOrMeta+a")
        page.keyboard.press(
            "Delete"
        )  # the driver of Firefox composes Cyrillic letters, as an input method does
        page.keyboard.type(SENTENCES[code])
    save(page)
    for code in ("ru", "en"):
        saved = (workplace.bundle / f"{code}.md").read_text(encoding="utf-8")
        assert SUMMARIES[code] in saved
        assert saved.endswith(f"---\n{SENTENCES[code]}")


def add_photograph(workplace: Workplace) -> None:
    page, file = workplace.page, workplace.project / "IMG_2034.jpg"
    file.write_bytes(file_of(photo(), "JPEG", exif=exif()))
    assert b"Camera Maker" in file.read_bytes()
    part(page, "ru").locator(".cm-content").click()
    part(page, "ru").get_by_role("button", name="Картинка").click()
    dialog = page.get_by_role("dialog")
    dialog.locator("input[type=file]").set_input_files(file)
    expect(dialog.get_by_text("Сведения о том, где сделан снимок, убраны.")).to_be_visible()
    dialog.get_by_role("button", name="Вставить").click()
    expect(dialog.get_by_label("Что на ней (Русский)")).to_be_focused()
    for code, alt in ALTS.items():
        dialog.get_by_label(f"Что на ней ({NAMES[code]})").fill(alt)
    dialog.get_by_role("button", name="Вставить").click()
    page.keyboard.type("\n")
    save(page)
    for code, alt in ALTS.items():
        assert f"![{alt}](img-2034.jpg)" in (workplace.bundle / f"{code}.md").read_text(encoding="utf-8")


def add_card_and_number(workplace: Workplace) -> None:
    """The number goes to the end of the sentence, the card below everything, both into both texts."""
    page = workplace.page
    russian = part(page, "ru")
    russian.locator(".cm-line", has_text=SENTENCES["ru"]).click()
    page.keyboard.press("End")
    page.keyboard.type(" ")
    for tool, offer in (("Число", "120"), ("Карточка", CARD["ru"])):
        russian.get_by_role("button", name=tool, exact=True).click()
        page.get_by_role("dialog").locator(".offers button", has_text=offer).first.click()
        places = page.get_by_role("dialog", name="Куда это встанет")
        places.get_by_role("button", name="Вставить").click()
        page.keyboard.press("ControlOrMeta+End")
    page.keyboard.type("\n")
    save(page)
    for code in ("ru", "en"):
        saved = (workplace.bundle / f"{code}.md").read_text(encoding="utf-8")
        assert len(re.findall(r"^\{card\}\S+$", saved, re.MULTILINE)) == 1
        assert re.search(rf"^{SENTENCES[code]} \{{figure\}}\S+$", saved, re.MULTILINE)


def release(page: Page) -> None:
    """Say that it may be published, and confirm that the translation says the same."""
    page.locator(".needs").get_by_role("button", name="Готово к публикации").click()
    expect(page.get_by_label("Состояние", exact=True)).to_have_value("")
    page.get_by_role("button", name="Весь перевод соответствует тексту").click()
    expect(page.locator(".lagging")).to_have_count(0)
    save(page)
    expect(page.locator(".needs")).to_contain_text("Ничего не нужно: можно публиковать.")


def publish(workplace: Workplace) -> None:
    page = workplace.page
    page.get_by_role("link", name="Публикация", exact=True).click()
    page.get_by_label("Место").fill(f"file:{workplace.live}")
    page.get_by_label("Адрес, по которому").fill("")
    page.get_by_role("button", name="Сохранить", exact=True).click()
    page.get_by_role("button", name="Посмотреть, что изменится").click()
    expect(page.locator("form.changes")).to_contain_text(TITLES["ru"])
    assert not workplace.live.exists()
    page.locator("form.changes").get_by_role("button", name="Опубликовать").click()
    expect(page.get_by_text("Опубликовано, читатели уже видят.")).to_be_visible()
    expect(page.get_by_text("записан в историю и отправлен коллегам")).to_be_visible()
    page.get_by_role("link", name="Материалы", exact=True).click()
    expect(page.locator(".item", has_text=TITLES["ru"]).locator(".state")).to_contain_text("Опубликовано")


def look_at_files(workplace: Workplace) -> None:
    name = workplace.bundle.name
    for code in ("ru", "en"):
        html = etree.HTML((workplace.live / code / "news" / name / "index.html").read_text(encoding="utf-8"))
        assert [" ".join(html.xpath("string(//h1)").split())] == [TITLES[code]]
        assert html.xpath(f"//img[@alt='{ALTS[code]}']")
        feed = etree.parse(workplace.live / code / "rss.xml")
        assert f"/{code}/news/{name}/" in " ".join(feed.xpath("//item/link/text()"))
    for file in workplace.live.rglob("*"):
        if file.suffix in {".jpg", ".jpeg", ".webp", ".avif", ".png"}:
            assert b"Camera Maker" not in file.read_bytes()
            with Image.open(io.BytesIO(file.read_bytes())) as image:
                assert not image.getexif()
    assert [*workplace.live.glob("cards/**/*.png")]


def look_at_site(workplace: Workplace) -> None:
    """Readers see both pages: the photograph and the card are loaded, the number is in words."""
    page, port = workplace.page, free_port()
    served = ("--bind", "127.0.0.1", "-d", str(workplace.live), str(port))
    with running(sys.executable, "-m", "http.server", *served, port=port):
        for code in ("ru", "en"):
            page.goto(f"http://127.0.0.1:{port}/{code}/news/{workplace.bundle.name}/")
            main = page.locator("main")
            expect(main.get_by_role("heading", level=1)).to_have_text(TITLES[code])
            expect(main).to_contain_text(SENTENCES[code])
            for image in main.locator("img").all():
                image.scroll_into_view_if_needed()
                assert image.evaluate("async (image) => (await image.decode(), image.naturalWidth)") > 0
            expect(main).to_contain_text(CARD[code])
            expect(main.get_by_text(NUMBERS[code])).to_be_visible()
