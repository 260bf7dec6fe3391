from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

    from tests.browser.conftest import Reader

RUSSIAN = {
    "бесплатно": "faq/calling/#is-it-free",
    "бесплатные звонки": "faq/calling/#is-it-free",
    "часы": "faq/calling/#opening-hours",
    "вызов врача на дому": "faq/help/#house-calls",
    "врачи на дом": "faq/help/#house-calls",
    "записи к врачу": "faq/help/#appointments-and-vaccination",
    "вакцинацию": "faq/help/#appointments-and-vaccination",
    "дозвонился": "faq/calling/#could-not-get-through",
    "роботы": "faq/calling/#voice-robot",
    "мобилизацией": "faq/help/#mobilisation",
    "медицинский совет": "faq/help/#medical-advice",
    "жалобы и благодарности": "faq/help/#complaints-and-thanks",
    "отличие от 112": "faq/what-122-is/#difference-from-112",
    "сколько звонили в Якутии в 2022": "faq/unknown/#yakutia-2022-totals",
    "госуслуг": "faq/unknown/#gosuslugi-requests",
    "поликлинике Якутска": "faq/help/#yakutsk-clinics",
    "голосового меню": "faq/calling/#voice-menu",
    "долго ждать": "faq/calling/#how-long-to-wait",
    "стоимость звонка в Якутии": "faq/unknown/#yakutia-cost-and-hours",
    "мурманск": "news/2022-12-27-murmansk-two-years/",
}
ENGLISH = {
    "free calls": "faq/calling/#is-it-free",
    "booking a doctor": "faq/help/#appointments-and-vaccination",
    "vaccinations": "faq/help/#appointments-and-vaccination",
    "complaining": "faq/help/#complaints-and-thanks",
    "waiting": "faq/calling/#how-long-to-wait",
    "robots": "faq/calling/#voice-robot",
    "voice menus": "faq/calling/#voice-menu",
    "mobilised": "faq/help/#mobilisation",
    "medical advice": "faq/help/#medical-advice",
    "differs from 112": "faq/what-122-is/#difference-from-112",
    "clinics": "faq/help/#yakutsk-clinics",
    "murmansk calls": "news/2022-12-27-murmansk-two-years/",
    "emergency numbers": "faq/what-122-is/#difference-from-112",
    "how many operators": "faq/answers/#how-many-operators",
    "who prepared the answers": "faq/answers/#who-prepares-answers",
    "getting through": "faq/calling/#could-not-get-through",
    "calling another region": "faq/calling/#from-another-region",
    "doctors at homes": "faq/help/#house-calls",
    "gosuslugi": "faq/unknown/#gosuslugi-requests",
    "when it began": "faq/what-122-is/#when-it-began",
}


@pytest.fixture(scope="module")
def search_page(reader: Reader) -> Iterator[Page]:
    with reader.visit() as page:
        yield page


def first_found(page: Page, language: str, words: str) -> str:
    """The address of the first result."""
    page.goto(f"/{language}/search/?q={words}")
    page.wait_for_selector(".search-results a")
    address = page.locator(".search-results a").first.get_attribute("href") or ""
    return address.removeprefix(f"/{language}/")


@pytest.mark.parametrize(("words", "answer"), RUSSIAN.items(), ids=RUSSIAN.keys())
def test_a_russian_question_finds_its_answer_first(search_page: Page, words: str, answer: str) -> None:
    assert first_found(search_page, "ru", words) == answer


@pytest.mark.parametrize(("words", "answer"), ENGLISH.items(), ids=ENGLISH.keys())
def test_an_english_question_finds_its_answer_first(search_page: Page, words: str, answer: str) -> None:
    assert first_found(search_page, "en", words) == answer


def test_nothing_is_loaded_before_the_field_is_touched(reader: Reader) -> None:
    visit = reader.visit()
    with visit as page:
        page.goto("/ru/search/", wait_until="networkidle")
        assert [url for url in visit.requests if "/search/ru/" in url and not url.endswith("/search/")] == []
        page.focus("#search-words")
        page.wait_for_event("response", lambda response: response.url.endswith("/search/ru/answers.json"))


def test_what_is_not_found_is_said(reader: Reader) -> None:
    with reader.visit() as page:
        page.goto("/ru/search/?q=щщщщ")
        page.wait_for_selector(".search-status:not(:empty)")
        assert page.inner_text(".search-status").startswith("Ничего не нашлось")


def test_without_scripts_every_question_is_listed(reader: Reader) -> None:
    with reader.visit(java_script_enabled=False) as page:
        page.goto("/ru/search/")
        assert not page.locator(".search").is_visible()
        assert page.locator(".alphabet li").count() >= 16
