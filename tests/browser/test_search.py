"""The search in a browser: what is found first, what is corrected, and what the site does not have."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
import snowballstemmer
from babel import Locale

from plugins.pages.json_ld import text_content
from plugins.search.analysis import Analyzer
from tests.browser.test_offline import PAGE_KEPT, wait_until
from tests.building import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from tests.browser.conftest import Reader

STEMMERS = sorted(file.stem for file in (ROOT / "theme" / "static" / "js" / "stemmers").glob("*.js"))
CODES = {"norwegian": "nb"}
"""Codes of languages whose stemmer has another name than the language has in English."""
UNUSUAL = " Ёлка ёж мой cafés 16 240 колл-центр 電話番号 naïve Žluťoučký ΆΝΘΡΩΠΟΣ"
SPLIT = "async text => (await import('/search/search.js')).split(text)"
STEM = """async ([source, words]) => {
  const { default: Stemmer } = await import(`data:text/javascript,${encodeURIComponent(source)}`);
  const stemmer = new Stemmer();
  return words.map(word => stemmer.stemWord(word));
}"""

LAYOUT_SHIFT = """async () => {
  let sum = 0;
  const add = entries => entries.forEach(entry => (sum += entry.value));
  const observer = new PerformanceObserver(list => add(list.getEntries()));
  observer.observe({ type: "layout-shift", buffered: true });
  await new Promise(resolve => setTimeout(resolve, 100));
  add(observer.takeRecords());
  return sum;
}"""
GOOD_LAYOUT_SHIFT = 0.1

RUSSIAN = {
    "бесплатно": "faq/calling/#is-it-free",
    "бесплатные звонки": "faq/calling/#is-it-free",
    "платный ли звонок": "faq/calling/#is-it-free",
    "звонок бесплатный": "faq/calling/#is-it-free",
    "часы": "faq/calling/#opening-hours",
    "график": "faq/calling/#opening-hours",
    "круглосуточно": "faq/calling/#opening-hours",
    "вызов врача на дому": "faq/help/#house-calls",
    "врачи на дом": "faq/help/#house-calls",
    "вызвать скорую": "faq/help/#house-calls",
    "записи к врачу": "faq/help/#appointments-and-vaccination",
    "вакцинацию": "faq/help/#appointments-and-vaccination",
    "прививка": "faq/help/#appointments-and-vaccination",
    "привиться": "faq/help/#appointments-and-vaccination",
    "дозвонился": "faq/calling/#could-not-get-through",
    "роботы": "faq/calling/#voice-robot",
    "автоответчик": "faq/calling/#voice-robot",
    "мобилизацией": "faq/help/#mobilisation",
    "медицинский совет": "faq/help/#medical-advice",
    "жалобы и благодарности": "faq/help/#complaints-and-thanks",
    "претензия": "faq/help/#complaints-and-thanks",
    "112": "faq/what-122-is/#difference-from-112",
    "сколько звонили в Якутии в 2022": "faq/unknown/#yakutia-2022-totals",
    "госуслуг": "faq/unknown/#gosuslugi-requests",
    "поликлинике Якутска": "faq/help/#yakutsk-clinics",
    "голосового меню": "faq/calling/#voice-menu",
    "долго ждать": "faq/calling/#how-long-to-wait",
    "жду ответа": "faq/calling/#how-long-to-wait",
    "очередь на линии": "faq/calling/#how-long-to-wait",
    "стоимость звонка в Якутии": "faq/unknown/#yakutia-cost-and-hours",
    "цена": "faq/unknown/#yakutia-cost-and-hours",
    "мурманск": "news/2022-12-27-murmansk-two-years/",
    "как позвонить из другого региона": "faq/calling/#from-another-region",
    "что такое 122": "faq/what-122-is/#what-is-122",
    "когда появился номер": "faq/what-122-is/#when-it-began",
    "как мы считаем": "about/how-we-count/",
    "исправления": "about/corrections/",
    "итоги 2022": "summaries/2022/",
    "59 миллионов": "news/2022-12-27-russia-59-million/",
    "петербург": "news/2020-10-07-saint-petersburg-first-months/",
}
RUSSIAN_CORRECTED = {
    "отличие от 112": "faq/what-122-is/#difference-from-112",
    "мобелизация": "faq/help/#mobilisation",
    "вакцына": "faq/help/#appointments-and-vaccination",
    "вакцинацыя": "faq/help/#appointments-and-vaccination",
    "апиратор": "faq/help/#medical-advice",
    "поликлинники": "faq/help/#yakutsk-clinics",
    "жилоба": "faq/help/#complaints-and-thanks",
    "vrach": "faq/help/#house-calls",
    "vakcina": "faq/help/#appointments-and-vaccination",
    "zhaloba": "faq/help/#complaints-and-thanks",
    "zapis k vrachu": "faq/help/#appointments-and-vaccination",
    "dhfx": "faq/help/#house-calls",
    "pfgbcm r dhfxe": "faq/help/#appointments-and-vaccination",
}
RUSSIAN_ABSENT = ["инфаркт", "инсулин", "повестка", "саха", "гипертония", "ипотека", "паспорт"]
ENGLISH = {
    "free calls": "faq/calling/#is-it-free",
    "is the call free": "faq/calling/#is-it-free",
    "booking a doctor": "faq/help/#appointments-and-vaccination",
    "vaccinations": "faq/help/#appointments-and-vaccination",
    "jab": "faq/help/#appointments-and-vaccination",
    "complaining": "faq/help/#complaints-and-thanks",
    "waiting": "faq/calling/#how-long-to-wait",
    "queue": "faq/calling/#how-long-to-wait",
    "robots": "faq/calling/#voice-robot",
    "bot": "faq/calling/#voice-robot",
    "mobilised": "faq/help/#mobilisation",
    "medical advice": "faq/help/#medical-advice",
    "differs from 112": "faq/what-122-is/#difference-from-112",
    "ambulance": "faq/what-122-is/#difference-from-112",
    "clinics": "faq/help/#yakutsk-clinics",
    "murmansk calls": "news/2022-12-27-murmansk-two-years/",
    "emergency numbers": "faq/what-122-is/#difference-from-112",
    "how many operators": "faq/answers/#how-many-operators",
    "who prepared the answers": "faq/answers/#who-prepares-answers",
    "getting through": "faq/calling/#could-not-get-through",
    "calling another region": "faq/calling/#from-another-region",
    "doctors at homes": "faq/help/#house-calls",
    "gosuslugi": "faq/unknown/#gosuslugi-requests",
    "when did 122 start": "faq/what-122-is/#when-it-began",
    "price": "faq/calling/#is-it-free",
    "how we count": "about/how-we-count/",
}
ENGLISH_CORRECTED = {
    "voice menus": "faq/calling/#voice-menu",
    "vaccinatoin": "faq/help/#appointments-and-vaccination",
    "docotr": "faq/help/#house-calls",
    "complant": "faq/help/#complaints-and-thanks",
    "mobilisaton": "faq/help/#mobilisation",
    "clinik": "faq/help/#yakutsk-clinics",
    "вщсещк": "faq/help/#house-calls",
}
ENGLISH_ABSENT = ["insulin", "hypertension", "mortgage", "passport", "bitcoin", "weather"]

FIRST = [
    (language, words, answer, is_corrected)
    for language, table, is_corrected in (
        ("ru", RUSSIAN, False),
        ("ru", RUSSIAN_CORRECTED, True),
        ("en", ENGLISH, False),
        ("en", ENGLISH_CORRECTED, True),
    )
    for words, answer in table.items()
]
ABSENT = [("ru", word) for word in RUSSIAN_ABSENT] + [("en", word) for word in ENGLISH_ABSENT]
CORRECTED = {"ru": "Показано по запросу:", "en": "Shown for:"}
NOTHING = {"ru": "Ничего не нашлось", "en": "Nothing was found"}


@pytest.fixture(scope="module")
def search_page(reader: Reader) -> Iterator[Page]:
    with reader.visit() as page:
        yield page


@pytest.fixture(scope="module")
def blank_page(browser: Browser) -> Iterator[Page]:
    with browser.new_context() as context:
        yield context.new_page()


def ask(page: Page, language: str, words: str) -> tuple[str, list[str]]:
    """What the page says, and the addresses of the results."""
    page.goto(f"/{language}/search/?q={words}")
    page.wait_for_selector(".search-status:not(:empty)")
    links = page.locator(".search-results a").all()
    addresses = [link.get_attribute("href") or "" for link in links]
    status = page.inner_text(".search-status").replace("\xa0", " ")
    return status, [each.removeprefix(f"/{language}/") for each in addresses]


def test_results_push_nothing_away(search_page: Page) -> None:
    """The list of all questions stands below the results, and is shown when they are there."""
    ask(search_page, "ru", "врач")
    assert search_page.locator("#all-questions").is_visible()
    assert search_page.evaluate(LAYOUT_SHIFT) < GOOD_LAYOUT_SHIFT


@pytest.mark.parametrize(("language", "words", "answer", "is_corrected"), FIRST)
def test_a_question_finds_its_answer_first(
    search_page: Page, language: str, words: str, answer: str, *, is_corrected: bool
) -> None:
    says, addresses = ask(search_page, language, words)
    assert addresses[0] == answer
    assert (CORRECTED[language] in says) == is_corrected


@pytest.mark.parametrize(("language", "word"), ABSENT)
def test_what_the_site_does_not_have_is_not_found(search_page: Page, language: str, word: str) -> None:
    says, addresses = ask(search_page, language, word)
    assert addresses == []
    assert says.startswith(NOTHING[language])
    assert search_page.locator(".links-wide a").first.is_visible()
    assert search_page.locator("a[href='tel:122']").first.is_visible()


@pytest.mark.parametrize("words", ["врач", "запись к врачу", "мобелизация", "112", "вологда"])
def test_every_result_shows_the_words_marked_and_none_glued(search_page: Page, words: str) -> None:
    ask(search_page, "ru", words)
    for result in search_page.locator(".search-results li").all():
        assert result.locator("mark, a").count() > 1 or words[:4] in result.inner_text().lower()
        shown = result.locator("p").inner_text()
        assert not re.search(r"[а-яё]{2}[А-ЯЁ][а-яё]{2}", shown)
        assert not re.search(r"^\W*·|·\W*$", shown)


def test_the_answers_are_found_without_a_network(reader: Reader) -> None:
    with reader.visit() as page:
        page.goto("/ru/")
        wait_until(page, PAGE_KEPT, "/search/ru/answers.json")
        page.context.set_offline(offline=True)
        says, addresses = ask(page, "ru", "жалоба")
        assert addresses[0] == "faq/help/#complaints-and-thanks"
        assert "Сети нет" in says


@pytest.mark.parametrize("language", ["ru", "en"])
def test_the_page_splits_texts_as_the_index_does(reader: Reader, published: Path, language: str) -> None:
    pages = sorted((published / language).rglob("index.html"))
    text = " ".join(text_content(page.read_text(encoding="utf-8")) for page in pages) + UNUSUAL
    with reader.visit() as page:
        page.goto(f"/{language}/search/")
        assert page.evaluate(SPLIT, text) == Analyzer("").words(text)


@pytest.mark.parametrize("stemmer", STEMMERS)
def test_every_shipped_stemmer_is_that_of_the_index(blank_page: Page, stemmer: str) -> None:
    script = (ROOT / "theme" / "static" / "js" / "stemmers" / f"{stemmer}.js").read_text(encoding="utf-8")
    words = sorted(set(Analyzer("").words(names_in(stemmer))))
    assert len(words) > 100
    stem = snowballstemmer.stemmer(stemmer).stemWord
    assert blank_page.evaluate(STEM, [script, words]) == [stem(word) for word in words]


def names_in(stemmer: str) -> str:
    """Names of countries and languages in the language of a stemmer, as words of that language."""
    languages = {name.lower(): code for code, name in Locale("en").languages.items()}
    locale = Locale(CODES.get(stemmer) or languages[stemmer])
    return " ".join([*locale.territories.values(), *locale.languages.values()])


def test_nothing_is_loaded_before_the_field_is_touched(reader: Reader) -> None:
    visit = reader.visit()
    with visit as page:
        page.goto("/ru/search/", wait_until="networkidle")
        assert [url for url in visit.requests if "/search/ru/" in url and not url.endswith("/search/")] == []
        page.focus("#search-words")
        page.wait_for_event("response", lambda response: response.url.endswith("/search/ru/answers.json"))


def test_without_scripts_every_question_is_listed(reader: Reader) -> None:
    with reader.visit(java_script_enabled=False) as page:
        page.goto("/ru/search/")
        assert not page.locator(".search").is_visible()
        assert page.locator(".links-wide li").count() >= 16
