"""The desk's frame and its list in a real browser: where one is, what is said, an empty folder."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.test_accessibility import violations
from tests.editor.desk.desk_server import desk_server, editors_browser
from tests.editor.desk.test_figures import SET

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser


ITEM = "news/2022-12-30-year-in-figures"


def test_the_frame_says_where_one_is_and_tells_failures_only_there(browser: Browser, tmp_path: Path) -> None:
    with desk_server(tmp_path) as desk:
        context = editors_browser(browser, desk, locale="en")
        page = context.new_page()
        here = page.locator("nav [aria-current]").first
        for path, part, title in (
            (f"item/{ITEM}", "Items", "The year in figures"),
            (f"acts/{ITEM}", "Items", "The year in figures"),
            (f"review/{ITEM}", "Publish", "The year in figures"),
            ("team", "Publish", "Team"),
        ):
            page.goto(f"/desk/#/{path}")
            expect(page.locator("main h1")).to_have_text(title)
            expect(here).to_have_text(part)
        tell = "async ([text, kind]) => (await import('/desk/static/desk.js')).say(text, kind)"
        for kind, count in (("error", 0), ("note", 1)):
            page.evaluate(tell, ["It is so", kind])
            expect(page.locator(".message")).to_have_text(re.compile("It is so"))
            page.get_by_role("link", name="Help" if kind == "error" else "Alert", exact=True).click()
            expect(page.locator("main h1")).to_have_text("Help" if kind == "error" else "Alert")
            expect(page.locator(".message")).to_have_count(count)
        context.close()


def test_marks_of_states_are_of_one_height_and_the_screens_of_publishing_lead_to_each_other(
    browser: Browser, tmp_path: Path
) -> None:
    english = "---\ntitle: Lines\nsummary: In short.\ntranslated_from: 11111111\n---\n\nText.\n"
    russian = "---\ntitle: Линии\nsummary: Коротко.\ntopics: [health]\n---\n\nТекст.\n"
    files: dict[str, str | bytes] = {"news/2026-11-20-a/ru.md": russian, "news/2026-11-20-a/en.md": english}
    with desk_server(tmp_path, files) as desk:
        page = editors_browser(browser, desk, viewport=PHONE).new_page()
        page.goto("/desk/")
        marks = page.locator(".marks a")
        expect(marks.filter(has_text="Перевод отстал")).to_be_visible()
        heights = {round(box["height"]) for each in marks.all() if (box := each.bounding_box())}
        assert len(heights) == 1
        page.goto("/desk/#/publish")
        for name, title in (
            ("Второй взгляд", "Второй взгляд"),
            ("Команда", "Команда"),
            ("Публикация", "Публикация"),
        ):
            page.locator("main nav").get_by_role("link", name=name).click()
            expect(page.locator("main h1")).to_have_text(title)
            expect(page.locator("main nav [aria-current=page]")).to_have_text(name)
        assert violations(page) == []


def test_what_else_waits_is_told_in_an_editors_words(browser: Browser, tmp_path: Path) -> None:
    alert = "level: info\nfrom: 2026-11-20 10:00\nuntil: 2026-11-23 18:00\ntext: {ru: Ремонт, en: Repairs}\n"
    old = SET.replace("date: 2026-01-31", "date: 2023-01-31")
    with desk_server(tmp_path, {"alert.yaml": alert, "figures/january.yaml": old}) as desk:
        desk.post("reviews/ask", bundle=ITEM, act="fact-check", note="Числа")
        context = editors_browser(browser, desk)
        page = context.new_page()
        page.goto("/desk/")
        tasks = page.locator(".tasks")
        tasks.locator("summary").first.wait_for()
        for each in tasks.locator("summary").all():
            each.click()
        expect(tasks).to_contain_text("Ремонт 23 ноября 18:00")
        expect(tasks).to_contain_text("31 января 2023")
        expect(tasks).to_contain_text("просят проверить факты:")
        expect(tasks.locator(".note", has_text=re.compile(r"\d{4}-\d\d-\d\d"))).to_have_count(0)
        tasks.get_by_role("link", name="Ремонт").click()
        expect(page.locator("main h1")).to_have_text("Объявление")
        context.close()


def test_an_empty_folder_invites_to_the_first_item_and_says_what_the_site_lacks(
    browser: Browser, tmp_path: Path
) -> None:
    with desk_server(tmp_path) as desk:
        for each in desk.content.iterdir():
            shutil.rmtree(each) if each.is_dir() else each.unlink()
        context = editors_browser(browser, desk, bypass_csp=True)
        page = context.new_page()
        page.goto("/desk/")
        expect(page.get_by_text("Не сказано, чей это сайт.")).to_be_visible()
        expect(page.locator(".count, .items, .filters")).to_have_count(0)
        assert violations(page) == []
        page.get_by_role("link", name="content/site.yaml:1").click()
        expect(page.get_by_text("Этого пока нет.")).to_be_visible()
        page.go_back()
        page.get_by_role("link", name="Написать первый материал").click()
        expect(page.get_by_role("heading", name="Новый материал")).to_be_visible()
        context.close()


def test_the_time_zone_is_said_by_its_place_in_the_editors_language(browser: Browser, tmp_path: Path) -> None:
    with desk_server(tmp_path) as desk:
        context = editors_browser(browser, desk)
        page = context.new_page()
        page.goto("/desk/#/alert")
        expect(page.get_by_text("(часовой пояс: Якутск)").first).to_be_visible()
        page.get_by_role("button", name="EN", exact=True).click()
        expect(page.get_by_text("(time zone: Yakutsk)").first).to_be_visible()
        for path, told in (
            ("new", "time zone: Yakutsk"),
            (f"item/{ITEM}", "In the site’s time zone (Yakutsk)."),
        ):
            page.goto(f"/desk/#/{path}")
            expect(page.get_by_text(told).first).to_be_attached()
            expect(page.locator("body")).not_to_contain_text("Asia/")
        page.goto("/desk/#/?state=scheduled")
        expect(page.locator(".calendar h2")).to_contain_text("(time zone: Yakutsk)")
        context.close()
