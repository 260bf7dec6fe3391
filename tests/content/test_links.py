"""Links inside the site: pages, files, queries, and the site's own full address."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from plugins.content.load import load_site
from tests.building import SITE, build_options, content_of, inv, read

if TYPE_CHECKING:
    from pathlib import Path

ITEM = "news/2023-01-31-item/ru.md"
TEXT = "---\ntitle: Новость\nsummary: Коротко.\ntopics: [health]\n---\n\n[сюда]({})\n"
FIGURES = """title: {ru: Итоги, en: Results}
units:
  call:
    ru: {one: звонок, few: звонка, many: звонков, other: звонка, gen: {one: звонка, other: звонков}}
    en: {one: call, other: calls}
sources:
  report: {publisher: {ru: Газета, en: Gazette}, url: "https://news.example/", date: 2022-12-31}
cards:
  - {id: calls, kind: number, title: {ru: Звонки, en: Calls}, label: {ru: Звонки, en: Calls}, unit: call,
     period: {ru: за год, en: in the year}, covers: 2022, value: 512, as_of: 2022-12-31, source: report,
     context: {ru: Больше одного в день., en: More than one a day.}}
"""


def link_of(folder: Path, target: str) -> tuple[str, list[str]]:
    """Where a link in a Russian item leads, and the codes of the problems."""
    content = content_of(folder, {ITEM: TEXT.format(target), "figures/results.yaml": FIGURES})
    result = load_site(build_options(content))
    item = next(each for each in result.content.editions[0].news if each.bundle in ITEM)
    found = re.search('href="([^"]*)"', item.html)
    return found[1] if found else "", [each.code for each in result.problems if each.path.endswith(ITEM)]


@pytest.mark.parametrize(
    ("target", "url"),
    [
        ("/rss.xml", "/ru/rss.xml"),
        ("/en/rss.xml", "/en/rss.xml"),
        ("/feed.json", "/ru/feed.json"),
        ("/topics/health/atom.xml", "/ru/topics/health/atom.xml"),
        ("/figures/results/data.csv", "/figures/results/data.csv"),
        ("/figures/results/data.json", "/figures/results/data.json"),
        ("/sitemap.xml", "/sitemap.xml"),
        ("/search/?q=врач", "/ru/search/?q=%D0%B2%D1%80%D0%B0%D1%87"),
        ("/search/?q=a%20b", "/ru/search/?q=a%20b"),
        ("/about/?utm_source=vk&amp;utm_medium=post", "/ru/about/?utm_source=vk&amp;utm_medium=post"),
        ("/faq/calling/?a=1#is-it-free", "/ru/faq/calling/?a=1#is-it-free"),
        ("?utm_source=vk", "/ru/news/2023-01-31-item/?utm_source=vk"),
        (f"{SITE.url}/ru/about/", f"{SITE.url}/ru/about/"),
        (f"{SITE.url}/rss.xml", f"{SITE.url}/rss.xml"),
        (SITE.url, SITE.url),
        ("https://example.org/no/such/page/", "https://example.org/no/such/page/"),
    ],
)
def test_what_the_site_has_is_accepted(target: str, url: str, tmp_path: Path) -> None:
    assert link_of(tmp_path, target) == (url, [])


@pytest.mark.parametrize(
    ("target", "url"),
    [
        ("/news/2023-01-30-former/", "/ru/news/2023-01-30-present/"),
        ("/en/news/2023-01-30-former/", "/en/news/2023-01-30-present/"),
        ("../2023-01-30-former/", "/ru/news/2023-01-30-present/"),
        ("/news/2023-01-30-former/#hours", "/ru/news/2023-01-30-present/#hours"),
        (f"{SITE.url}/ru/news/2023-01-30-former/", f"{SITE.url}/ru/news/2023-01-30-former/"),
        ("/faq/calling/#former", "/ru/faq/calling/#present"),
        ("/faq/gone/#elsewhere", "/ru/faq/calling/#present"),
    ],
)
def test_a_link_to_a_former_folder_leads_to_the_item(target: str, url: str, tmp_path: Path) -> None:
    moved = "---\ntitle: {}\nsummary: {}\n{}---\n\n## Часы {{#hours}}\n\n{}\n"
    faq = "moved_from: [faq/calling/former, faq/gone/elsewhere]\ndate: 2022-12-30\n"
    files: dict[str, str | bytes] = {
        ITEM: TEXT.format(target),
        "news/2023-01-30-present/ru.md": moved.format(
            "Был", "Был там.", "topics: [health]\nmoved_from: [news/2023-01-30-former]\n", "Есть."
        ),
        "news/2023-01-30-present/en.md": moved.format("Was", "It was there.", "", "It is."),
        "faq/calling/present/ru.md": f"---\ntitle: Где он?\nsummary: Тут.\n{faq}---\n\nТут.\n",
    }
    content = content_of(tmp_path, files)
    result = load_site(build_options(content))
    item = next(each for each in result.content.editions[0].news if each.bundle in ITEM)
    assert [each.code for each in result.problems if each.path.endswith(ITEM)] == []
    assert f'href="{url}"' in item.html


@pytest.mark.parametrize(
    ("target", "code"),
    [
        (f"{SITE.url}/ru/abuot/", "link-dead"),
        (f"{SITE.url.replace('https', 'http')}/news/nothing/?a=b", "link-dead"),
        (f"{SITE.url.replace('://', '://www.')}/faq/calling/#nothing", "anchor-dead"),
        ("/rss.xm", "link-dead"),
        ("/figures/nothing/data.csv", "link-file"),
        ("request.pdf", "link-file"),
        ("public\\forms\\request.pdf", "link-file"),
        ("example.org/a", "link-host"),
        ("минздрав.рф", "link-host"),
        ("/nothing/?q=1", "link-dead"),
        ("https://example.org:99999/", "link-broken"),
        ("http://127.0.0.1:8000/ru/about/", "link-local"),
        ("https://example,org", "link-broken"),
        ("tel:+7", "link-number-length"),
    ],
)
def test_what_leads_nowhere_is_told(target: str, code: str, tmp_path: Path) -> None:
    assert link_of(tmp_path, target)[1] == [code]


@pytest.mark.parametrize("target", ["../../faq/calling/is-it-free/{}.md", "../../about/{}.md"])
def test_links_to_the_texts_of_one_item_are_the_same_in_both_languages(target: str, tmp_path: Path) -> None:
    english = TEXT.replace("topics: [health]\n", "").replace("Новость", "News").replace("Коротко", "Brief")
    files: dict[str, str | bytes] = {
        ITEM: TEXT.format(target.format("ru")),
        ITEM.replace("ru.md", "en.md"): english.format(target.format("en")),
    }
    assert load_site(build_options(content_of(tmp_path, files))).problems == ()


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("target", ["#nothing", "/nowhere/zzzz/", "/forms/zzzz.pdf"])
def test_a_message_says_what_to_do_and_lists_no_nothing(target: str, language: str, tmp_path: Path) -> None:
    found = load_site(build_options(content_of(tmp_path, {ITEM: TEXT.format(target)}))).problems
    (message,) = (each.message(language) for each in found if each.path.endswith(ITEM))
    assert "—." not in message
    assert len(re.findall(r"[.] |[.]$", message)) > 1


def test_every_file_that_links_may_name_is_written(tmp_path: Path) -> None:
    content, output = content_of(tmp_path, {"figures/results.yaml": FIGURES}), tmp_path / "output"
    built = inv(
        "build", "--content", content, "--output", output, "--cache", tmp_path / "cache", "--no-search"
    )
    assert built.returncode == 0, built.stderr
    links = read(content).references.links
    assert {"figures/results/data.csv", "sitemap.xml"} <= links.files
    assert {"rss.xml", "topics/health/rss.xml"} <= links.edition_files
    named = [*links.files, *(f"{code}/{path}" for code in SITE.languages for path in links.edition_files)]
    assert [path for path in named if not (output / path).is_file()] == []
