"""What is being checked, out of date, merged or changed: pages, lists, JSON-LD, redirects, search."""

from __future__ import annotations

import json
import re
import threading
from functools import partial
from http.server import ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.test_accessibility import violations
from tests.building import content_of, inv
from tests.feeds.month import QuietFiles

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

NOW = "2026-11-22T12:00+09:00"
SINCE = "since: 2026-11-21 14:30\n"


def item(title: str, more: str = "", text: str = "Текст.") -> str:
    return f"---\ntitle: {title}\nsummary: Коротко.\n{more}---\n{text}\n"


def dated(title: str, more: str = "", text: str = "Текст.") -> str:
    return item(title, f"date: 2026-11-01\n{more}", text)


CHECKED, OUTDATED, MERGED, TARGET, NOTED, GONE = (
    f"news/2026-11-1{number}-{name}"
    for number, name in enumerate(("checked", "outdated", "merged", "target", "noted", "gone"))
)
NOTES = """corrections: [{date: 2026-11-20, was: 5 минут, text: "Верно — 15 минут."}]
changes: [{date: 2026-11-21, time: "14:30", text: Добавлен график.}]
"""
FILES: dict[str, str | bytes] = {
    f"{CHECKED}/ru.md": item("Сомнение", f"status: checking\nreason: число звонков\n{SINCE}"),
    f"{CHECKED}/en.md": item("A doubt", "reason: the number of calls\n", "Text."),
    f"{OUTDATED}/ru.md": item("Давно", f"status: obsolete\nreason: Теперь иначе.\n{SINCE}"),
    f"{MERGED}/ru.md": item("Часть", f"status: merged\nmerged_into: {TARGET}\nmoved_from: [/old/part]\n"),
    f"{MERGED}/en.md": item("A part", text="Text."),
    f"{TARGET}/ru.md": item("Целое", text=f"[Часть](/{MERGED}/) и [вопрос](/faq/calling/#gone)."),
    f"{GONE}/ru.md": item("Неправда", "status: withdrawn\nreason: так не было\n"),
    f"{NOTED}/ru.md": item("С заметками", NOTES),
    "faq/calling/held/ru.md": dated("Сомнительный ответ?", "status: checking\n"),
    "faq/calling/gone/ru.md": dated("Прежний вопрос?", "status: merged\nmerged_into: faq/calling/held\n"),
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("statuses")
    content, output = content_of(folder, FILES), folder / "out"
    done = inv("build", "--content", content, "--output", output, "--now", NOW)
    assert done.returncode == 0, done.stderr
    return output


def page(built: Path, path: str) -> str:
    return (built / path / "index.html").read_text(encoding="utf-8")


def graph(html: str) -> list[dict[str, Any]]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html)
    assert found
    things: list[dict[str, Any]] = json.loads(found[1])["@graph"]
    return things


@pytest.mark.parametrize(
    ("path", "notice", "reason", "status"),
    [
        (f"ru/{CHECKED}", "Сведения проверяются", "Число звонков", "Under review"),
        (f"en/{CHECKED}", "This is being checked", "The number of calls", "Under review"),
        (f"ru/{OUTDATED}", "Устарело", "Теперь иначе.", "Obsolete"),
    ],
)
def test_a_notice_stands_before_the_text_in_every_language(
    built: Path, path: str, notice: str, reason: str, status: str
) -> None:
    html = page(built, path)
    shown = html.replace("\u00a0", " ")
    assert f'notice-alert">{notice} <time' in shown
    assert f")</time>. {reason}" in shown
    assert html.index("notice-alert") < html.index('class="lead"')
    assert "14:30" in html
    assert graph(html)[0]["creativeWorkStatus"] == status


def test_what_was_withdrawn_says_why_and_is_not_to_be_shared(built: Path) -> None:
    html = page(built, f"ru/{GONE}").replace("\u00a0", " ")
    assert "Материал отозван. Так не было." in html
    assert 'class="share"' not in html
    assert 'class="share"' in page(built, f"ru/{NOTED}")


def test_lists_and_the_search_tell_it_too(built: Path) -> None:
    for path, words in (
        (("ru/news"), "Сведения проверяются"),
        ("ru/news", "Устарело"),
        ("en/news", "This is being"),
    ):
        assert f'mark-alert">{words}' in page(built, path)
    assert 'mark-alert">Сведения проверяются' in page(built, "ru/faq/calling")
    found = [file.read_text(encoding="utf-8") for file in (built / "search/ru").rglob("*.json")]
    assert any("Устарело: Теперь иначе. Коротко." in text for text in found)
    assert not any('"Часть"' in text for text in found)


def test_notes_say_what_was_wrong_and_when(built: Path) -> None:
    html = page(built, f"ru/{NOTED}").replace("\u00a0", " ")
    assert "Было написано: «5 минут». Верно — 15 минут." in html
    assert html.index("Исправление. Было") < html.index("Изменение. Добавлен график.")
    assert "Что изменилось" in html
    (work, _) = graph(html)
    assert work["dateModified"] == "2026-11-21"
    assert work["correction"][0]["@type"] == "CorrectionComment"
    listed = page(built, "ru/corrections").replace("\u00a0", " ")
    assert [
        listed.index(each) for each in ("Изменено: С заметками", "Проверяется: Сомнение", "Вошло в другой")
    ]
    assert ">Число звонков.<" in listed


def test_an_answer_in_doubt_is_not_offered_to_search_engines(built: Path) -> None:
    questions = [
        question["name"]
        for thing in graph(page(built, "ru/faq/calling"))
        if thing["@type"] == "FAQPage"
        for question in thing["mainEntity"]
    ]
    assert questions
    assert "Сомнительный ответ?" not in questions


def test_the_addresses_of_a_merged_item_lead_to_the_other_one(built: Path) -> None:
    for path in (f"ru/{MERGED}", f"en/{MERGED}", "old/part"):
        assert f'content="0; url=/ru/{TARGET}/"' in page(built, path), path
    whole = page(built, f"ru/{TARGET}")
    assert f'href="/ru/{TARGET}/">Часть' in whole
    assert 'href="/ru/faq/calling/#held">вопрос' in whole
    assert 'id="gone"' in page(built, "ru/faq/calling")
    sitemap = (built / "sitemap.xml").read_text(encoding="utf-8")
    assert MERGED not in sitemap
    assert "Часть" not in page(built, "ru/news")
    feed = (built / "ru/atom.xml").read_text(encoding="utf-8")
    assert "Вошло в другой материал: Часть" in feed
    assert "tag:122.example,2022:ru/old/part" in feed


def test_aggregators_are_not_given_what_is_in_doubt(built: Path) -> None:
    for path in ("ru/feeds/dzen/rss.xml", "ru/news-sitemap.xml"):
        text = (built / path).read_text(encoding="utf-8")
        assert not any(each in text for each in (CHECKED, OUTDATED, MERGED)), path


@pytest.fixture(scope="module")
def served(built: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(QuietFiles, directory=str(built))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_axe_finds_nothing_on_these_pages(browser: Browser, served: str) -> None:
    context = browser.new_context(base_url=served, viewport={"width": 360, "height": 800}, bypass_csp=True)
    shown = context.new_page()
    for path in (f"ru/{CHECKED}/", f"en/{CHECKED}/", f"ru/{NOTED}/", "ru/faq/calling/", "ru/corrections/"):
        for scheme in ("light", "dark"):
            shown.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            shown.goto(f"/{path}")
            assert (path, violations(shown)) == (path, [])
            shown.set_viewport_size({"width": 360, "height": 800})
            assert shown.evaluate("document.documentElement.scrollWidth") == 360
    context.close()
