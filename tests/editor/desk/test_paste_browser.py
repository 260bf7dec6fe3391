"""What is copied in other programs is pasted as Markdown, and nothing else of its markup comes through."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from plugins.editor.desk.desk_texts import load_desk_texts
from plugins.editor.desk.draft_check import LiveCheck
from plugins.editor.desk.loading import ContentLoader
from tests.browser.conftest import DESK
from tests.building import build_options
from tests.editor.desk.desk_server import ServedDesk, desk_server, editors_browser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, ConsoleMessage, Page

CLIPBOARD = Path(__file__).parent / "clipboard"
BUNDLE = "news/2026-11-20-pasted"
HEAD = "---\ntitle: Две линии\nsummary: Коротко о новых линиях.\ntopics: [health]\n---\n\n"
PLAIN = "простые слова"
PASTE = """(element, [markup, text]) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  clipboardData.setData("text/html", markup);
  element.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""
COPY = """([markup, text]) => navigator.clipboard.write([new ClipboardItem({
  "text/html": new Blob([markup], { type: "text/html" }),
  "text/plain": new Blob([text], { type: "text/plain" }),
})])"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedDesk]:
    expect.set_options(timeout=30_000)
    with desk_server(tmp_path_factory.mktemp("paste"), {f"{BUNDLE}/ru.md": HEAD}) as desk:
        yield desk
    expect.set_options(timeout=None)


@pytest.fixture(scope="module")
def opened(browser: Browser, desk: ServedDesk) -> Iterator[Page]:
    """The item's screen; every complaint of the browser, and every request to elsewhere, fails the test."""
    context, wrong = editors_browser(browser, desk, viewport=DESK), list[str]()
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on(
        "request", lambda request: wrong.append(request.url) if "//127.0.0.1" not in request.url else None
    )
    page.on("console", lambda told: wrong.append(told.text) if is_complaint(told) else None)
    page.goto(f"/desk/#/item/{BUNDLE}")
    page.locator(".cm-content").wait_for()
    yield page
    context.close()
    assert wrong == []


@pytest.fixture
def page(opened: Page) -> Page:
    """The text is empty, the cursor is in it."""
    write(opened, "")
    return opened


def is_complaint(told: ConsoleMessage) -> bool:
    return told.type == "error" and not told.text.startswith("Failed to load resource")


def write(page: Page, text: str) -> None:
    """Type this in place of the text, with the cursor at its end."""
    page.locator(".cm-line").last.click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.insert_text(text)


def paste(page: Page, markup: str, text: str = PLAIN) -> None:
    page.locator(".cm-content").evaluate(PASTE, [markup, text])


def typed(page: Page, desk: ServedDesk) -> str:
    """The text below the front matter, once it is saved."""
    page.keyboard.press("Control+s")
    expect(page.locator(".save-state")).to_have_text("Всё сохранено")
    text = (desk.content / BUNDLE / "ru.md").read_text(encoding="utf-8")
    assert text.startswith(HEAD.rstrip("\n"))
    return text.removeprefix(HEAD.rstrip("\n")).removeprefix("\n").removeprefix("\n")


@pytest.mark.parametrize("program", ["word", "libreoffice", "google_docs", "web_page"])
def test_what_is_copied_in_a_program_becomes_markdown_without_a_finding(
    page: Page, desk: ServedDesk, program: str
) -> None:
    paste(page, (CLIPBOARD / f"{program}.html").read_text(encoding="utf-8"))
    text = typed(page, desk)
    assert text == (CLIPBOARD / f"{program}.md").read_text(encoding="utf-8").rstrip("\n")
    live = LiveCheck(ContentLoader(lambda: build_options(desk.content, preview=True)))
    found = live.check(BUNDLE, {"ru": HEAD + text + "\n"}, load_desk_texts("en")).findings
    assert [each.message for each in found if each.line > HEAD.count("\n")] == []


@pytest.mark.parametrize(
    ("markup", "becomes"),
    [
        ("<p>Раз</p><div><span>два<br>три</span></div>", PLAIN),
        ("<table><tr><td>Один</td></tr></table>", PLAIN),
        ('<pre style="font-family: monospace"><b>## Часы</b></pre>', PLAIN),
        ("<b>" + "слово " * 200_000 + "</b>", PLAIN),
        ("<p>#1 <b>снег_и_дождь</b> * {figure} &lt;b&gt;</p>", r"\#1 **снег_и_дождь** \* \{figure\} &lt;b>"),
        ("<b>Важно:</b>слово, а<i>(б)</i>в", "Важно:слово, а(б)в"),
        ("<p>Был <del>раз</del>, <s>два</s>, <strike>три</strike></p>", "Был ~~раз~~, ~~два~~, ~~три~~"),
        ('<p>Стало <span style="text-decoration:line-through">пять</span> шесть</p>', "Стало ~~пять~~ шесть"),
        ("<p>5 м<sup>2</sup>, H<sub>2</sub>O, 1<sup>й</sup></p>", "5 м², H₂O, 1й"),
        ('<p>10<span style="vertical-align:super">-3</span></p>', "10⁻³"),
        ('<p><b>Слово</b><a href="#_ftn1">[1]</a>.</p>', r"**Слово**\[1\]."),
        ("<p>раз<b> два </b>три <b>че</b><b>тыре</b></p>", "раз **два** три **четыре**"),
        ("<b>к\u00a0восьми\u00ad\u202eи\u200b</b>", "**к восьмии**"),
        ("<h4>Раз</h4><h5>Два</h5><h5>Три</h5>", "## Раз\n\n### Два\n\n### Три"),
        ('<p role="heading" aria-level="2">Раз</p>', "## Раз"),
        ("<p><b>Часы</b>: с утра!<br>: - 1. нет<br>- да</p>", "**Часы**: с утра!  \n\\: - 1. нет  \n\\- да"),
        ("<table><tr><th>Час<th>-<tr><td><p>1<p>2<td>-</table>", "| Час | - |\n| --- | --- |\n| 1 2 | - |"),
        ("<blockquote>" * 99 + "<ul><li>" * 99 + "раз", "> " * 9 + "раз"),
        ("<i>раз<br><br>два<br></i>", "*раз*\n\n*два*"),
        ('<a href="/faq/">раз</a> <a href="https://a.ru/b c|d">два</a>', "раз [два](https://a.ru/b%20c%7Cd)"),
        ('<a href="https://www.google.com/url?q=javascript:x&amp;sa=D">раз</a> <b>два</b>', "раз **два**"),
        ("<table><tr><td colspan=2>Раз<tr><td>2<td>3</table>", "| Раз |  |\n| --- | --- |\n| 2 | 3 |"),
    ],
)  # fmt: skip
def test_markup_becomes(page: Page, desk: ServedDesk, markup: str, becomes: str) -> None:
    paste(page, markup)
    assert typed(page, desk) == becomes


@pytest.mark.parametrize(
    ("link", "note"),
    [
        ('<a href="#_ftn1" name="_ftnref1">[1]</a>', '<a href="#_ftnref1" name="_ftn1">[1]</a> '),
        ('<a href="#sdfootnote1sym"><sup>1</sup></a>', '<a href="#sdfootnote1anc">1</a>'),
        ('<sup><a href="#ftnt1" id="ftnt_ref1">[1]</a></sup>', '<a href="#ftnt_ref1">[1]</a> '),
    ],
    ids=["word", "libreoffice", "google docs"],
)
def test_a_footnote_stays_one(page: Page, desk: ServedDesk, link: str, note: str) -> None:
    paste(page, f"<p>Слово{link}.</p><div><p>{note}Откуда.</p></div>")
    assert typed(page, desk) == "Слово[^1].\n\n[^1]: Откуда."


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>document.title = 'read'</script>{}",
        "<img src=x onerror=\"document.title = 'read'\">{}",
        "<a href=\"javascript:document.title = 'read'\">{}</a>",
        "<a href=\" JaVa\tscript:document.title = 'read'\">{}</a>",
        '<a href="data:text/html,read">{}</a>',
        "<iframe srcdoc=\"<script>parent.document.title = 'read'</script>\"></iframe>{}",
        "<svg onload=\"document.title = 'read'\"><script>1</script></svg>{}",
        "<style>* {{ display: none }}</style><link rel=stylesheet href=https://a.ru/b.css>{}",
        "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=x onerror=1&gt;'>{}",
        "<form action=https://a.ru><input value=read><button>read</button></form>{}",
        "<p></p><template><b>read</b></template><noscript><b>read</b></noscript>{}",
        "<meta http-equiv=refresh content='0; url=https://a.ru'><base href=https://a.ru>{}",
        "<div>" * 3_000 + "{}",
        "<span>" * 3_000 + "{}",
        "<table><tr><td>" * 1_000 + "{}",
    ],
)
def test_hostile_markup_leaves_the_plain_text(page: Page, desk: ServedDesk, hostile: str) -> None:
    paste(page, hostile.format("слова"))
    assert typed(page, desk) == PLAIN
    assert "read" not in page.title()


@pytest.mark.parametrize(
    ("before", "markup", "becomes"),
    [
        ("Начало ", "<b>раз</b>", "Начало **раз**"),
        ("Начало", "<ul><li>раз</ul>", "Начало\n\n- раз"),
        ("Начало\n", "<ul><li>раз</ul>", "Начало\n\n- раз"),
        ("Начало ", "<p><b>раз</b></p><h2>Два</h2>", "Начало **раз**\n\n## Два"),
        ("## Часы\n\n", "<h3>Раз</h3><h4>Два</h4>", "## Часы\n\n### Раз\n\n#### Два"),
        ("## Часы\n\n", "<h1>Раз</h1>", "## Часы\n\n## Раз"),
    ],
)
def test_one_step_takes_back_what_was_pasted_among_words(
    page: Page, desk: ServedDesk, before: str, markup: str, becomes: str
) -> None:
    write(page, before)
    paste(page, markup)
    assert typed(page, desk) == becomes
    page.keyboard.press("Control+z")
    assert typed(page, desk) == before


def test_what_is_selected_is_replaced_and_blocks_stand_apart(page: Page, desk: ServedDesk) -> None:
    write(page, "раз два три")
    for _ in range(4):
        page.keyboard.press("ArrowLeft")
    for _ in range(3):
        page.keyboard.press("Shift+ArrowLeft")
    paste(page, "<blockquote>слова</blockquote>")
    assert typed(page, desk) == "раз \n\n> слова\n\n три"


def test_cells_stay_cells_and_pictures_of_words_stay_out(page: Page, desk: ServedDesk) -> None:
    cells = "<table><tr><td><b>Час</b></td><td>Звонки</td></tr><tr><td>1</td><td>2</td></tr></table>"
    paste(page, cells, "Час\tЗвонки\n9\t1\n")
    assert typed(page, desk) == "| Час | Звонки |\n| --- | --- |\n| 9 | 1 |"


def test_the_keys_of_the_browser_paste_with_formatting_and_without(page: Page, desk: ServedDesk) -> None:
    page.evaluate(COPY, ["<p>Звонок <b>бесплатный</b></p>", "Звонок бесплатный"])
    page.keyboard.press("Control+v")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+Shift+v")
    assert typed(page, desk) == "Звонок **бесплатный**\nЗвонок бесплатный"


def test_nothing_but_words_is_pasted_into_the_front_matter(page: Page, desk: ServedDesk) -> None:
    page.locator(".cm-folded").click()
    page.locator(".cm-line", has_text="title:").click()
    page.keyboard.press("End")
    paste(page, "<b>раз</b>", " раз")
    page.keyboard.press("Control+s")
    expect(page.locator(".save-state")).to_have_text("Всё сохранено")
    assert "title: Две линии раз\n" in (desk.content / BUNDLE / "ru.md").read_text(encoding="utf-8")
