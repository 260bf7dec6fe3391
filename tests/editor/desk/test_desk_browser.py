"""The list and new items in a real browser; what a foreign page can do there, and what is kept in it."""

from __future__ import annotations

import http.server
import json
import re
import threading
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Error, expect
from starlette.routing import Route

from plugins.build.files import FileSnapshot
from plugins.editor.desk.access import loopback_access
from plugins.editor.desk.app import Desk, DeskPlace
from tests.browser.conftest import DESK, PHONE
from tests.browser.test_accessibility import violations
from tests.building import ROOT
from tests.editor.desk.desk_server import ServedDesk, desk_server, editors_browser
from tests.editor.desk.test_listing import FILES, item

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

MARKUP = "<img src=x onerror=alert(1)><b>x</b>"
HOSTILE = {
    "news/2026-11-21-hostile/ru.md": item(f"'{MARKUP}'", f"owner: '{MARKUP}'\n"),
    "news/2026-11-21-hostile/en.md": item(f"'{MARKUP}'"),
    "news/2026-11-20-gone/ru.md": item("Снято", f"status: withdrawn\nreason: '{MARKUP}'\n"),
    "faq/calling/hostile/ru.md": item(f"'{MARKUP}'", f"date: 2024-01-01\nowner: '{MARKUP}'\n"),
    "topics.yaml": f"health: {{ru: '{MARKUP}', en: '{MARKUP}'}}\ncalling: {{ru: Звонки, en: Calls}}\n",
}
FOREIGN = """<!doctype html><title>foreign</title><body>
<script type="module">
const { own, reading, writing } = await (await fetch("/addresses.json")).json();
const done = [];
const body = JSON.stringify({ path: "about/ru.md", text: "overwritten", hash: "", kind: "page" });
const headers = { "Content-Type": "application/json", "X-Desk-Token": "0" };
function load(tag, name, address) {
  const made = document.createElement(tag);
  done.push(new Promise((resolve) => { made.onload = made.onerror = resolve; }));
  made[name] = own + address;
  document.body.append(made);
}
function post(address, enctype) {
  const frame = document.createElement("iframe");
  frame.name = address + enctype;
  document.body.append(frame);
  const form = document.createElement("form");
  Object.assign(form, { method: "post", action: own + address, enctype, target: frame.name });
  const field = document.createElement("input");
  Object.assign(field, { name: body.slice(0, -1) + ', "x": "', value: '"}' });
  form.append(field);
  document.body.append(form);
  done.push(new Promise((resolve) => { frame.onload = resolve; }));
  form.submit();
}
for (const address of reading) {
  load("img", "src", address);
  load("script", "src", address);
  done.push(fetch(own + address, { mode: "no-cors", credentials: "include" }));
  done.push(fetch(own + address, { credentials: "include" }).then((answer) => answer.text()));
}
for (const address of writing) {
  post(address, "text/plain");
  post(address, "application/x-www-form-urlencoded");
  done.push(fetch(own + address, { method: "POST", mode: "no-cors", credentials: "include", body }));
  done.push(fetch(own + address, { method: "POST", credentials: "include", headers, body }));
  done.push(navigator.sendBeacon(own + address, body));
}
const results = await Promise.allSettled(done);
window.read = results.filter((each) => typeof each.value === "string").length;
document.title = "done";
</script>"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedDesk]:
    with desk_server(tmp_path_factory.mktemp("desk"), {**FILES, **HOSTILE}) as desk:
        yield desk


@pytest.fixture(scope="module")
def editor(browser: Browser, desk: ServedDesk) -> Iterator[BrowserContext]:
    context = editors_browser(browser, desk, bypass_csp=True)
    yield context
    context.close()


@pytest.fixture
def page(editor: BrowserContext) -> Iterator[Page]:
    page = editor.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("dialog", lambda dialog: wrong.append(dialog.message))
    page.on("request", lambda request: wrong.extend([] if "//127.0.0.1" in request.url else [request.url]))
    yield page
    page.close()
    assert wrong == []


def open_list(page: Page, query: str = "") -> None:
    page.goto(f"/desk/#/{query}")
    expect(page.locator(".items > li").first).to_be_visible()


def test_the_list_tells_states_in_an_editors_words_and_narrows(page: Page) -> None:
    open_list(page)
    expect(page.locator(".item", has_text="Позже").locator(".state")).to_have_text("Выйдет 23 ноября в 10:30")
    expect(page.locator(".item", has_text="Наполовину").locator(".versions")).to_contain_text(
        "English: черновик"
    )
    page.get_by_role("link", name="Черновики").click()
    expect(page.locator(".items > li")).to_have_count(2)
    page.get_by_role("link", name="Выйдут").click()
    expect(page.locator(".calendar td", has_text="Позже").locator(".day")).to_have_text("23")
    page.get_by_role("link", name="Все ").click()
    page.get_by_label("Найти по словам").fill("полдень ночных")
    expect(page.locator(".items > li")).to_have_count(1)
    page.get_by_label("Найти по словам").fill("")
    page.get_by_role("combobox", name="Раздел").select_option("faq")
    expect(page.locator(".items > li").first.locator(".facts")).to_contain_text("Вопрос и ответ")


def test_words_typed_at_once_after_a_link_keep_what_it_chose(page: Page) -> None:
    open_list(page)
    page.get_by_role("link", name="Черновики").click()
    expect(page.locator(".items > li")).to_have_count(2)
    page.evaluate(
        """() => {
          document.querySelector(".marks a.all").click();
          const search = document.querySelector("input[type=search]");
          search.value = "полдень ночных";
          search.dispatchEvent(new Event("input", { bubbles: true }));
        }"""
    )
    expect(page.locator(".items > li")).to_have_count(1)
    assert "state=" not in page.url


def test_the_list_asks_once_and_draws_tasks_that_are_looked_at(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.partition("/desk/api/")[2].partition("?")[0]))
    open_list(page)
    assert [each for each in asked if each in {"texts", "session", "items"}] == ["texts", "session", "items"]
    tasks = page.locator(".tasks details").first
    expect(tasks).to_be_visible()
    assert tasks.locator("li").count() == 0
    tasks.locator("summary").click()
    expect(tasks.get_by_role("link").first).to_have_attribute("href", "#/item/about")


def test_markup_in_any_field_is_shown_as_typed(page: Page) -> None:
    open_list(page)
    assert page.locator(".item", has_text=MARKUP).count() >= 3
    expect(page.get_by_role("combobox", name="Тема")).to_contain_text(MARKUP)
    assert page.locator("main img, main b").count() == 0


def test_a_new_item_is_made_with_the_keyboard_its_address_shown_first(page: Page, desk: ServedDesk) -> None:
    page.goto("/desk/#/new")
    page.get_by_label("Заголовок (Русский)").focus()
    page.keyboard.type("Горячая линия")
    expect(page.locator(".address")).to_contain_text("/ru/news/2026-11-22-goryachaya-liniya/")
    assert not (desk.content / "news" / "2026-11-22-goryachaya-liniya").exists()
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/#/item/news/2026-11-22-goryachaya-liniya")
    assert (desk.content / "news" / "2026-11-22-goryachaya-liniya" / "ru.md").exists()


@pytest.mark.parametrize(
    ("language", "screen", "scheme"),
    [("ru", PHONE, "dark"), ("en", DESK, "light")],
)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    browser: Browser, desk: ServedDesk, language: str, screen: ViewportSize, scheme: str
) -> None:
    asked = {"locale": language, "viewport": screen, "color_scheme": scheme, "bypass_csp": True}
    context = editors_browser(browser, desk, **asked)
    page = context.new_page()
    for address in ("", "?state=scheduled", "new"):
        page.set_viewport_size(screen)
        page.goto(f"/desk/#/{address}")
        page.reload()
        page.locator("main :is(.items, .address .hint, h1 + p)").first.wait_for()
        assert page.evaluate("document.documentElement.scrollWidth") == screen["width"]
        assert violations(page) == [], address
    context.close()


def addresses(desk: ServedDesk) -> dict[str, Any]:
    """Every address of the desk, by what reads and what changes."""
    place = DeskPlace(desk.content, ROOT / "theme", desk.folder / "out", desk.folder / "cache", desk.address)
    routes = Desk(place, loopback_access(desk.port, desk.key), "ru").routes()
    named = [each for each in routes if isinstance(each, Route)]
    found = [(re.sub(r"\{.*?\}", "a", each.path), each.methods or set()) for each in named]
    reading = [path for path, methods in found if "GET" in methods]
    writing = [path for path, methods in found if "POST" in methods]
    query = "?path=about/ru.md&kind=news&title-ru=A&q=a"
    return {"own": desk.address, "reading": [path + query for path in reading], "writing": writing}


class ForeignSite(http.server.BaseHTTPRequestHandler):
    """A site with one page, which does what it can to the desk."""

    def __init__(self, targets: dict[str, Any], *arguments: Any) -> None:
        self.targets = targets
        super().__init__(*arguments)

    def do_GET(self) -> None:
        is_page = self.path == "/"
        self.send_response(200)
        self.send_header("Content-Type", "text/html" if is_page else "application/json")
        self.end_headers()
        self.wfile.write((FOREIGN if is_page else json.dumps(self.targets)).encode())

    def log_message(self, *_: object) -> None: ...


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"], ids=["another site", "another port"])
def test_a_foreign_page_changes_and_reads_nothing(
    editor: BrowserContext, desk: ServedDesk, host: str
) -> None:
    targets = addresses(desk)
    assert len(targets["reading"]) > 5 < len(targets["writing"]) + 3
    before = FileSnapshot.at(str(desk.content)).digest()
    asked: set[tuple[str, str]] = set()
    answered: list[tuple[str, int]] = []
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(ForeignSite, targets)) as site:
        threading.Thread(target=site.serve_forever, daemon=True).start()
        page = editor.new_page()
        page.on("request", lambda request: asked.add((request.method, request.url)))
        page.on("response", lambda response: answered.append((response.url, response.status)))
        page.goto(f"http://{host}:{site.server_port}/")
        page.wait_for_function("document.title === 'done'", timeout=60_000)
        assert page.evaluate("window.read") == 0
        page.close()
        site.shutdown()
    own = targets["own"]
    assert asked >= {("GET", own + path) for path in targets["reading"]}
    assert asked >= {("POST", own + path) for path in targets["writing"]}
    statuses = {status for url, status in answered if url.startswith(own)}
    assert statuses == {403}
    assert FileSnapshot.at(str(desk.content)).digest() == before


def test_what_was_typed_survives_a_closed_and_a_crashed_page(editor: BrowserContext) -> None:
    store = "(await import('/desk/static/draft_store.js'))"
    keep = f"async (text) => {store}.keepDraft(`${{text}}.md`, {{ text, hash: 'h' }})"
    load = f"async (path) => {store}.loadDraft(path)"
    closed, crashed = editor.new_page(), editor.new_page()
    for page in (closed, crashed):
        page.goto("/desk/")
        page.locator("h1").wait_for()
    closed.evaluate(keep, "closed")
    closed.close(run_before_unload=True)
    crashed.evaluate(keep, "crashed")
    crashed.wait_for_function("() => new Promise((done) => setTimeout(() => done(true), 800))")
    with suppress(Error), crashed.expect_event("crash"):
        crashed.goto("chrome://crash", timeout=5_000)
    page = editor.new_page()
    page.goto("/desk/")
    page.locator("h1").wait_for()
    for name in ("closed", "crashed"):
        assert page.evaluate(load, f"{name}.md")["text"] == name
    page.evaluate(f"async (path) => {store}.forgetDraft(path)", "closed.md")
    assert page.evaluate(load, "closed.md") is None
    page.close()


def test_windows_hear_of_each_other_and_a_copied_window_counts_as_another(editor: BrowserContext) -> None:
    watch = """async () => {
      const { watchPresence } = await import('/desk/static/presence.js');
      window.others = [];
      window.watched = watchPresence('news/a', (others) => { window.others = others; });
    }"""
    first, second = editor.new_page(), editor.new_page()
    for page in (first, second):
        page.goto("/desk/")
        page.locator("h1").wait_for()
        page.evaluate(watch)
    second.wait_for_function("window.others.length === 1")
    first.evaluate("window.watched.setUnsaved(true)")
    first.wait_for_function("window.others.length === 1")
    with first.expect_popup() as opened:
        first.evaluate("void window.open('/desk/')")
    copied = opened.value
    copied.locator("h1").wait_for()
    copied.evaluate(watch)
    copied.wait_for_function("window.others.length === 2")
    assert copied.evaluate("window.others.some((each) => each.unsaved)")
    for page in (first, second, copied):
        page.close()


def test_a_window_that_crashed_or_is_closed_is_open_no_more(editor: BrowserContext, desk: ServedDesk) -> None:
    watch = """async () => {
      const { watchPresence } = await import('/desk/static/presence.js');
      window.others = [];
      window.watched = watchPresence('news/crash', (others) => { window.others = others; });
    }"""
    closed, crashed, left = (editor.new_page() for _ in range(3))
    for page in (closed, crashed, left):
        page.goto("/desk/")
        page.locator("h1").wait_for()
        page.evaluate(watch)
    left.wait_for_function("window.others.length === 2")
    closed.close(run_before_unload=True)
    with suppress(Error), crashed.expect_event("crash"):
        crashed.goto("chrome://crash", timeout=5_000)
    assert any(each["item"] == "news/crash" for each in desk.get("presence")["visits"])
    left.evaluate("void window.watched.setUnsaved(true)")
    left.wait_for_function("window.others.length === 0")
    left.evaluate("void window.watched.setUnsaved(false)")
    left.wait_for_function(
        "async () => (await (await fetch('/desk/api/presence')).json()).visits"
        ".filter((each) => each.item === 'news/crash').length === 1"
    )
    left.close()
    crashed.close()
