"""The example sites, checked, built and read as the demonstration is; each shows its own number only."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import feedparser
import pytest

from tests.building import NOW, ROOT, inv
from tests.site.conftest import Site
from tests.site.test_pages import VNU

if TYPE_CHECKING:
    from pathlib import Path

EXAMPLES = ROOT / "examples"
NUMBERS = {"109": "109", "211": "211", "0800-123-456": "0800\u00a0123\u00a0456"}
"""What each site shows."""
DIALED = {"109": "tel:109", "211": "tel:211", "0800-123-456": "tel:0800123456"}
CALLS = """title: {en: Calls}
sources: {office: {publisher: {en: The office}, url: none, date: 2022-12}}
cards:
  - {id: calls, kind: bars, title: {en: Calls}, unit: none, as_of: 2022-12, source: office,
     bars: [{id: day, label: {en: By day}, value: 20}, {id: night, label: {en: By night}, value: 10}]}
"""
OTHER = "122"
"""The number of the demonstration."""
DIGEST = re.compile(r"[0-9a-f]{8,}")
TEXTS = {".html", ".xml", ".json", ".webmanifest", ".txt", ".js", ".atom", ".rss"}


@pytest.fixture(scope="module", params=NUMBERS)
def example(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Site]:
    """The folder of an example and its built site."""
    output = tmp_path_factory.mktemp(request.param) / "output"
    folders = ("--content", EXAMPLES / request.param, "--output", output, "--cache", output.parent / "cache")
    built = inv("build", *folders, "--now", NOW.isoformat())
    assert built.returncode == 0, built.stderr
    return request.param, Site(output)


@pytest.mark.parametrize("name", NUMBERS)
def test_an_example_has_no_errors_and_no_advice_but_on_languages(name: str) -> None:
    checked = inv("check", "--content", EXAMPLES / name, "--format", "json", "--now", NOW.isoformat())
    assert checked.returncode == 0, checked.stdout
    codes = {found["code"] for found in json.loads(checked.stdout)}
    assert codes <= {"phrase-untranslated", "phrase-borrowed", "cards-script"}


def test_figures_in_languages_without_words_for_them_are_advised(tmp_path: Path) -> None:
    content = shutil.copytree(EXAMPLES / "211", tmp_path / "content")
    (content / "figures").mkdir()
    (content / "figures" / "calls.yaml").write_text(CALLS, encoding="utf-8")
    checked = inv("check", "--content", content, "--now", NOW.isoformat(), "--lang", "en")
    assert checked.returncode == 0, checked.stdout
    assert "figures have no words of their own in: es, ar." in checked.stdout


def test_every_page_of_an_example_is_valid_html(example: tuple[str, Site]) -> None:
    command = ["java", "-jar", str(VNU), "--errors-only", "--skip-non-html", str(example[1].output)]
    assert subprocess.run(command, capture_output=True, text=True, check=False).stderr == ""


def test_every_link_of_an_example_leads_somewhere(example: tuple[str, Site]) -> None:
    _, site = example
    for page in site.pages.values():
        for element, attribute, link, _position in page.tree.iterlinks():
            if attribute in {"href", "src"} and link.startswith("/"):
                address, _, anchor = link.partition("#")
                file = site.file(address)
                assert file.is_file(), (page.url, link, element.tag)
                assert not anchor or site.pages[site.url(file)].tree.xpath("//@id = $id", id=anchor)


def test_every_page_of_an_example_shows_and_dials_its_number(example: tuple[str, Site]) -> None:
    name, site = example
    for page in site.pages.values():
        assert page.tree.xpath("//a/@href = $url", url=DIALED[name]), page.url
        assert NUMBERS[name] in page.tree.text_content(), page.url
        dialed = {link for link in page.tree.xpath("//a/@href") if link.startswith("tel:")}
        assert dialed == {DIALED[name]}, page.url


def test_nothing_of_an_example_shows_the_number_of_the_demonstration(example: tuple[str, Site]) -> None:
    files = [each for each in example[1].output.rglob("*") if each.suffix in TEXTS and each.name[0] != "."]
    assert {".html", ".xml", ".json", ".webmanifest"} <= {file.suffix for file in files}
    for file in files:
        assert OTHER not in without_digests(file), file


def without_digests(file: Path) -> str:
    """The text of a file without the digests in the names of files."""
    return DIGEST.sub("", file.read_text(encoding="utf-8"))


def test_every_feed_of_an_example_parses_and_names_its_number(example: tuple[str, Site]) -> None:
    name, site = example
    feeds = [each for each in site.output.rglob("*.xml") if each.stem in {"atom", "rss", "feed"}]
    assert feeds
    for file in feeds:
        parsed = feedparser.parse(file.read_bytes())
        assert not parsed.bozo, (file, parsed.bozo_exception)
        assert NUMBERS[name] in parsed.feed.title.replace(" ", "\u00a0"), file


def test_the_manifest_and_json_ld_of_an_example_name_its_number(example: tuple[str, Site]) -> None:
    name, site = example
    for manifest in site.output.rglob("*.webmanifest"):
        assert json.loads(manifest.read_bytes())["name"]
    fronts = [page for url, page in site.pages.items() if url.count("/") == 2 and url.endswith("/")]
    for page in fronts:
        (text,) = page.tree.xpath("//script[@type='application/ld+json']/text()")
        assert DIALED[name].removeprefix("tel:") in text.replace(" ", "").replace("\u00a0", ""), page.url
