from __future__ import annotations

from typing import TYPE_CHECKING

from tests.browser.conftest import both_languages

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import Reader

KEPT = """async front => {
  const [name] = await caches.keys();
  const kept = name && await (await caches.open(name)).keys();
  return navigator.serviceWorker.controller && (await caches.match(front)) && kept.length > 20;
}"""


def keep_edition(page: Page, language: str) -> None:
    """Open the front and wait until the worker has kept the edition."""
    page.goto(f"/{language}/")
    page.wait_for_function(KEPT, arg=f"/{language}/")


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
