"""Editions in which sections, or everything, are empty: they build, and no page has an empty list."""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING

import lxml.html
import pytest
from lxml import etree

from plugins.search.index import ANSWERS
from tests.building import ROOT, VALID, content_of, inv

if TYPE_CHECKING:
    from pathlib import Path

NEWS = "---\ntitle: {title}\nsummary: {title}.\n{keys}---\n\n{title}.\n"
QUESTION = "---\ntitle: {title}\ndate: 2022-12-30\n---\n\n{title}.\n"
FOLDER = "news/2023-01-31-a"
SITES: dict[str, dict[str, str]] = {
    "nothing": {},
    "one news item": {f"{FOLDER}/ru.md": NEWS.format(title="Новость", keys="")},
    "one news item in both languages": {
        f"{FOLDER}/ru.md": NEWS.format(title="Новость", keys="topics: [health]\n"),
        f"{FOLDER}/en.md": NEWS.format(title="News", keys=""),
    },
    "news in one language only": {f"{FOLDER}/en.md": NEWS.format(title="News", keys="topics: [health]\n")},
    "answers in one language only": {"faq/calling/free/ru.md": QUESTION.format(title="Сколько стоит звонок")},
    "answers in the other language only": {"faq/calling/free/en.md": QUESTION.format(title="Is it free")},
    "a summary only": {"summaries/2022/ru.md": NEWS.format(title="Итоги", keys="date: 2022-12-30\n")},
    "a page only": {"about/en.md": "---\ntitle: About\n---\n\nAbout.\n"},
    "drafts only": {
        f"{FOLDER}/ru.md": NEWS.format(title="Новость", keys="status: draft\n"),
        "faq/calling/free/ru.md": "---\ntitle: Вопрос\ndate: 2022-12-30\nstatus: draft\n---\n\nОтвет.\n",
    },
    "scheduled items only": {"news/2990-01-31-a/ru.md": NEWS.format(title="Новость", keys="")},
}
CONTAINERS = "//ul | //ol[not(@class='search-results')] | //dl | //section | //main//div | //nav"


def site_of(folder: Path, files: dict[str, str]) -> Path:
    """A content folder with topics and these files only."""
    content = folder / "content"
    content.mkdir()
    for name in ("site.yaml", "topics.yaml"):
        shutil.copy2(VALID / name, content)
    for name, text in files.items():
        (content / name).parent.mkdir(parents=True, exist_ok=True)
        (content / name).write_text(text, encoding="utf-8")
    return content


def build(content: Path, *options: str) -> Path:
    """Build the site; its output folder."""
    output = content.parent / "output"
    built = inv("build", "--content", content, "--output", output, "--cache", ROOT / ".cache", *options)
    assert built.returncode == 0, built.stderr
    return output


def empty_containers(page: lxml.html.HtmlElement) -> list[str]:
    """Lists, sections and blocks of a page without any text or picture."""
    found = page.xpath(CONTAINERS)
    return [etree.tostring(each, encoding="unicode") for each in found if not holds_anything(each)]


def holds_anything(element: lxml.html.HtmlElement) -> bool:
    parts = element.xpath(".//text()[not(ancestor::h1 or ancestor::h2)] | .//img | .//svg | .//input")
    return any(not isinstance(part, str) or part.strip() for part in parts)


@pytest.mark.parametrize("name", SITES)
def test_a_site_with_empty_sections_is_built_whole(name: str, tmp_path: Path) -> None:
    output = build(site_of(tmp_path, SITES[name]))
    for file in output.rglob("*.html"):
        page = lxml.html.document_fromstring(file.read_bytes())
        assert not empty_containers(page), file
        for script in page.xpath("//script[@type='application/ld+json']/text()"):
            assert all(json.loads(script)["@graph"])
    for file in (*output.rglob("*.xml"), *output.rglob("*.json"), *output.rglob("*.webmanifest")):
        etree.parse(file) if file.suffix == ".xml" else json.loads(file.read_bytes())
    for language in ("ru", "en"):
        check_search(output, language)
    assert check_cached_pages(output) > 2


def check_search(output: Path, language: str) -> None:
    """The search page offers the field if, and only if, there is an index to ask."""
    page = lxml.html.document_fromstring((output / language / "search" / "index.html").read_bytes())
    index = output / "search" / language
    assert bool(page.xpath("//form")) == bool(page.xpath("//script[@type='module']")) == index.is_dir()
    if index.is_dir():
        shards = json.loads((index / "index.json").read_bytes())["shards"]
        assert shards
        for name, count, letters in shards:
            assert count
            assert letters
            assert (index / f"{name}.json").is_file() == (name == ANSWERS) != (index / name).is_dir()


def check_cached_pages(output: Path) -> int:
    """Every page that the service worker caches exists; their number."""
    worker = (output / "worker.js").read_text(encoding="utf-8")
    found = re.match(r"const RELEASE = (.*);\n", worker)
    assert found
    release = json.loads(found[1])
    urls = [*release["shell"], *(url for pages in release["pages"].values() for url in pages)]
    for url in urls:
        path = output / url.lstrip("/")
        assert (path / "index.html" if url.endswith("/") else path).is_file(), url
    return len(urls)


def test_sections_may_become_empty_one_after_another(tmp_path: Path) -> None:
    content = content_of(tmp_path)
    build(content)
    for section in ("news", "summaries", "faq", "about"):
        shutil.rmtree(content / section)
        output = build(content, "--force")
        assert (output / "ru" / "index.html").is_file()
    assert not (output / "search" / "ru").exists()
