from __future__ import annotations

from typing import TYPE_CHECKING

from tests.browser.conftest import both_languages
from tests.browser.newsroom import opened

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from tests.browser.conftest import Reader

ANSWERS = "/ru/faq/calling/"
EDITION_KEPT = """async front => {
  const [name] = await caches.keys();
  const kept = name && await (await caches.open(name)).keys();
  return navigator.serviceWorker.controller && (await caches.match(front)) && kept.length > 20;
}"""
PAGE_KEPT = "async page => caches.match(page)"
REPLACED = "async old => (await caches.keys()).every(name => name !== old)"


def wait_until(page: Page, question: str, about: str) -> None:
    """Ask until the answer is yes; Playwright's own `wait_for_function` takes any promise for a yes."""
    asking = f"""async about => {{
      for (let left = 200; left; left--) {{
        if (await ({question})(about)) return true;
        await new Promise(again => setTimeout(again, 50));
      }}
    }}"""
    assert page.evaluate(asking, about), question


def keep_edition(page: Page, language: str) -> None:
    """Open the front and wait until the worker has kept the edition."""
    page.goto(f"/{language}/")
    for path in ("", "search/", "summaries/2022/", "news/"):
        wait_until(page, EDITION_KEPT, f"/{language}/{path}")


@both_languages
def test_the_number_and_the_answers_are_there_without_a_network(reader: Reader, language: str) -> None:
    with reader.visit() as page:
        keep_edition(page, language)
        page.context.set_offline(offline=True)
        for path in ("", "faq/", "faq/calling/"):
            page.goto(f"/{language}/{path}")
            assert page.locator("a[href='tel:122']").first.is_visible()
            assert page.locator(".questions, .answer").count() > 1


@both_languages
def test_a_page_that_was_not_kept_tells_so_in_its_language(reader: Reader, language: str) -> None:
    with reader.visit() as page:
        keep_edition(page, language)
        page.context.set_offline(offline=True)
        page.goto(f"/{language}/")
        page.goto(f"/{language}/topics/")
        assert page.locator("html").get_attribute("lang") == language
        assert page.locator("a[href='tel:122']").first.is_visible()
        title = page.inner_text("h1")
        kept = page.locator("main .links a").evaluate_all("links => links.map(each => each.pathname)")
        assert {f"/{language}/{path}" for path in ("", "search/", "summaries/2022/", "news/")} < set(kept)
        for path in kept:
            page.goto(path)
            assert page.inner_text("h1") != title, path


def test_the_readers_own_region_is_kept(reader: Reader) -> None:
    with reader.visit() as page:
        keep_edition(page, "ru")
        page.evaluate("localStorage.setItem('region', 'yakutia')")
        page.goto("/ru/faq/")
        wait_until(page, PAGE_KEPT, "/ru/regions/yakutia/")
        page.context.set_offline(offline=True)
        page.goto("/ru/regions/yakutia/")
        assert page.inner_text("h1") == "122 в\u00a0Якутии"


def test_a_new_release_replaces_what_was_kept_of_the_old_one(browser: Browser, tmp_path: Path) -> None:
    with opened(tmp_path) as newsroom, newsroom.reader(browser).visit() as page:
        page.goto("/ru/")
        wait_until(page, PAGE_KEPT, ANSWERS)
        (old,) = page.evaluate("caches.keys()")
        newsroom.write("faq/calling/is-it-free/ru.md", "Нет.", "Нет, звонок бесплатный.")
        newsroom.release()
        page.goto("/ru/")
        wait_until(page, REPLACED, old)
        page.goto("/ru/")
        wait_until(page, PAGE_KEPT, ANSWERS)
        page.context.set_offline(offline=True)
        page.goto(ANSWERS)
        assert page.inner_text(".answer .prose").strip() == "Нет, звонок бесплатный."
        assert len(page.evaluate("caches.keys()")) == 1
