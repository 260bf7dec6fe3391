"""Every page of the built site, as browsers, search engines and readers meet it."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from plugins.pages.page_budget import excess_size
from plugins.pages.stylesheets import compressed_size
from tests.building import DEMO, ROOT
from tests.site.conftest import SITE_URL

if TYPE_CHECKING:
    from tests.site.conftest import Site

VNU = ROOT / "tests/node_modules/vnu-jar/build/dist/vnu.jar"
ONLY_RUSSIAN = "2023-02-02-vologda-mobilisation-topics"
SITEMAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def test_every_page_is_valid_html(site: Site) -> None:
    checked = subprocess.run(
        ["java", "-jar", VNU, "--errors-only", "--skip-non-html", site.output],
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.stderr == ""


def test_every_link_inside_the_site_leads_to_a_page_and_an_anchor_that_exist(site: Site) -> None:
    dead = []
    for page in site.pages.values():
        for target in page.targets():
            address, _, anchor = target.partition("#")
            file = site.file(address)
            ids = site.pages[site.url(file)].tree.xpath("//@id") if anchor and file.exists() else []
            if not file.is_file() or (anchor and anchor not in ids):
                dead.append((page.url, target))
    assert dead == []


def test_no_id_stands_twice_on_a_page(site: Site) -> None:
    for page in site.pages.values():
        ids = page.tree.xpath("//@id")
        assert len(ids) == len(set(ids)), page.url


def test_every_page_has_one_first_heading_and_says_its_language(site: Site) -> None:
    for page in site.pages.values():
        assert page.tree.get("lang") == page.language
        if not page.is_redirect:
            assert len(page.tree.xpath("//h1")) == 1, page.url
            assert page.tree.findtext(".//title")
            assert page.tree.xpath("//meta[@name='description']/@content")[0]


def test_the_number_is_a_link_before_the_text_of_every_page(site: Site) -> None:
    for page in site.pages.values():
        if not page.is_redirect:
            assert page.tree.xpath("//a[@href='tel:122'][following::main or ancestor::main]"), page.url


def test_every_page_says_that_the_site_is_a_demonstration(site: Site) -> None:
    notices = {"ru": "не является официальным", "en": "not an official"}
    for page in site.pages.values():
        if not page.is_redirect:
            footer = page.tree.xpath("string(//footer[last()])")
            assert notices[page.language] in " ".join(footer.split()), page.url


def test_no_line_can_break_within_a_number(site: Site) -> None:
    within = re.compile(r"\d (?:\d{3}\b|млн|млрд|тыс|million|billion|thousand|%)")
    for page in site.pages.values():
        assert within.findall("".join(page.tree.xpath("//body//text()[not(parent::script)]"))) == [], page.url


def test_a_bare_number_in_a_title_or_summary_stays_with_what_it_counts(site: Site) -> None:
    page = site.pages["/ru/news/2022-12-27-735-answers/"].tree
    assert "735\u00a0ответов" in page.xpath("string(//h1)")
    assert "50\u00a0млн раз" in page.xpath("string(//*[contains(@class, 'lead')])")
    assert "735 ответов" not in page.xpath("string(//title)")
    text = site.pages["/ru/summaries/2022/"].tree.xpath("string(//main)")
    assert "5865\u00a0вопросов" in text
    assert "37\u00a0152\u00a0звонка" in text


def test_alternates_are_absolute_reciprocal_and_name_the_page_itself(site: Site) -> None:
    named = {}
    for page in site.pages.values():
        links = page.tree.xpath("//link[@rel='alternate'][@hreflang]")
        named[page.url] = {link.get("hreflang"): link.get("href") for link in links}
    for url, alternates in named.items():
        canonical = site.pages[url].tree.xpath("//link[@rel='canonical']/@href")[0]
        for language, href in alternates.items():
            assert href.startswith(f"{SITE_URL}/{'' if language == 'x-default' else language}"), url
            assert named[href.removeprefix(SITE_URL)] == alternates, url
        assert not alternates or canonical in alternates.values(), url


def test_the_language_switch_never_leads_nowhere_and_says_where_a_translation_is_missing(site: Site) -> None:
    page = site.pages[f"/ru/news/{ONLY_RUSSIAN}/"]
    assert f"/en/news/{ONLY_RUSSIAN}/" not in site.pages
    (switch,) = page.tree.xpath("//header//a[@hreflang='en'][starts-with(@href, '/en/')]")
    assert switch.get("href") in site.pages
    assert "перевода нет" in " ".join(switch.getparent().text_content().split())


def test_what_is_not_translated_is_listed_and_marked_with_its_language(site: Site) -> None:
    for url in ("/en/news/", "/en/topics/mobilisation/"):
        listed = site.pages[url].tree.xpath(f"//main//a[@href='/ru/news/{ONLY_RUSSIAN}/']")
        assert [link.get("lang") or link.xpath("ancestor::*[@lang][1]/@lang")[0] for link in listed] == ["ru"]


def test_the_root_shows_the_first_edition_and_names_it_as_the_true_address(site: Site) -> None:
    root, front = site.pages["/"], site.pages["/ru/"]
    assert root.tree.xpath("//link[@rel='canonical']/@href") == [f"{SITE_URL}/ru/"]
    assert root.tree.xpath("string(//main)") == front.tree.xpath("string(//main)")


def test_every_question_has_an_address_named_by_its_bundle(site: Site) -> None:
    for bundle in sorted((DEMO / "faq").glob("*/*")):
        topic, question = bundle.parts[-2:]
        for language in ("ru", "en"):
            page = site.pages[f"/{language}/faq/{topic}/"]
            assert page.tree.xpath(f"//*[@id='{question}']"), (page.url, question)
            assert f"/{language}/faq/{topic}/#{question}" in set(site.pages[f"/{language}/faq/"].targets())


def test_the_site_map_names_every_indexed_page_with_its_alternates(site: Site) -> None:
    urls = ET.parse(site.output / "sitemap.xml").findall("s:url", SITEMAP)
    named = {url.findtext("s:loc", "", SITEMAP).removeprefix(SITE_URL): url for url in urls}
    indexed = {
        url
        for url, page in site.pages.items()
        if not page.tree.xpath("//meta[@name='robots'][contains(@content, 'noindex')]") and url != "/"
    }
    assert named.keys() == indexed
    assert len(named["/ru/"].findall("x:link", SITEMAP)) == 2
    item = named["/en/news/2022-12-27-russia-59-million/"]
    assert item.findtext("s:lastmod", "", SITEMAP) == "2022-12-27"
    assert f"Sitemap: {SITE_URL}/sitemap.xml" in (site.output / "robots.txt").read_text(encoding="utf-8")


def test_every_page_with_its_styles_fits_the_first_packets(site: Site) -> None:
    """The whole page, of which the build asks it only for what stands before the text."""
    for page in site.pages.values():
        sheets = page.tree.xpath("//link[@rel='stylesheet'][not(@media)]/@href")
        style = sum(compressed_size(site.file(sheet).read_bytes()) for sheet in sheets)
        assert excess_size(page.file.read_bytes(), style) == 0, page.url


def test_nothing_but_pages_and_their_files_is_published(site: Site) -> None:
    kinds = {path.suffix for path in site.output.rglob("*") if path.is_file()}
    assert not kinds & {".md", ".yaml", ".toml", ".py", ".lock"}
    assert not [path for path in site.output.rglob("*") if path.is_symlink()]


def test_no_page_tells_where_it_was_built(site: Site) -> None:
    for path in site.output.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert str(ROOT).encode() not in content
            assert str(Path.home()).encode() + b"/" not in content
