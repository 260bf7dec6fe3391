"""Sites of other shapes: in a single language, and in a folder of their host."""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

import feedparser
import pytest
from lxml import etree

from tests.building import NOW, ROOT, inv
from tests.site.conftest import Site

if TYPE_CHECKING:
    from pathlib import Path

SINGLE, SEVERAL = ROOT / "examples" / "0800-123-456", ROOT / "examples" / "211"
FOLDER = "/hot/122"
ADDRESS = f"https://host.example{FOLDER}"


def build(content: Path, place: Path) -> Site:
    folders = ("--content", content, "--output", place / "output", "--cache", place / "cache")
    built = inv("build", *folders, "--now", NOW.isoformat())
    assert built.returncode == 0, built.stderr
    return Site(place / "output")


@pytest.fixture(scope="module")
def single(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return build(SINGLE, tmp_path_factory.mktemp("single"))


@pytest.fixture(scope="module")
def in_folder(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The example in three languages, at an address with a path, as `site.yaml` states it."""
    place = tmp_path_factory.mktemp("folder")
    content = shutil.copytree(SEVERAL, place / "content")
    text = (content / "site.yaml").read_text(encoding="utf-8")
    changed = re.sub(r"(?m)^url: .*$", f"url: {ADDRESS}", text)
    (content / "site.yaml").write_text(changed, encoding="utf-8")
    return build(content, place)


def test_a_single_language_has_no_switch_and_names_no_other_language(single: Site) -> None:
    for page in single.pages.values():
        assert not page.tree.xpath("//nav[contains(@class, 'languages')]"), page.url
        assert not page.tree.xpath("//*[@hreflang != 'en']"), page.url
        assert page.tree.get("lang") == "en"


def test_a_single_language_has_its_404_page_at_the_root_too(single: Site) -> None:
    root, edition = single.pages["/404.html"].tree, single.pages["/en/404.html"].tree
    assert root.xpath("string(//main)") == edition.xpath("string(//main)")
    assert root.xpath("//meta[@name='robots']/@content") == edition.xpath("//meta[@name='robots']/@content")
    assert "404" not in (single.output / "sitemap.xml").read_text(encoding="utf-8")


def test_several_languages_have_a_404_page_each_and_a_switch(in_folder: Site) -> None:
    assert "/404.html" not in in_folder.pages
    for code in ("en", "es", "ar"):
        assert in_folder.pages[f"/{code}/404.html"].tree.xpath("//nav[contains(@class, 'languages')]")


def test_every_address_of_a_site_in_a_folder_is_inside_and_exists(in_folder: Site) -> None:
    for page in in_folder.pages.values():
        for _element, attribute, link, _position in page.tree.iterlinks():
            address = urljoin(ADDRESS + page.url, link)
            if attribute in {"href", "src"} and urlsplit(address).netloc == urlsplit(ADDRESS).netloc:
                path = urlsplit(address).path
                assert path.startswith(f"{FOLDER}/"), (page.url, link)
                assert in_folder.file(path.removeprefix(FOLDER)).is_file(), (page.url, link)


def test_feeds_manifests_and_sitemap_of_a_site_in_a_folder_name_addresses_inside(in_folder: Site) -> None:
    for location in etree.parse(in_folder.output / "sitemap.xml").xpath("//*[local-name()='loc']/text()"):
        assert location.startswith(f"{ADDRESS}/")
    assert f"Sitemap: {ADDRESS}/" in (in_folder.output / "robots.txt").read_text(encoding="utf-8")
    for file in (*in_folder.output.rglob("atom.xml"), *in_folder.output.rglob("rss.xml")):
        parsed = feedparser.parse(file.read_bytes())
        links = [parsed.feed.link, *(entry.link for entry in parsed.entries)]
        assert all(link.startswith(f"{ADDRESS}/") for link in links), file
    for file in in_folder.output.rglob("*.webmanifest"):
        manifest = json.loads(file.read_bytes())
        addresses = (manifest["start_url"], manifest["scope"], *(icon["src"] for icon in manifest["icons"]))
        assert all(address.startswith(f"{FOLDER}/") for address in addresses), file
    worker = (in_folder.output / "worker.js").read_text(encoding="utf-8")
    release = json.loads(worker.partition("\n")[0].removeprefix("const RELEASE = ").removesuffix(";"))
    cached = [*release["shell"], *(each for pages in release["pages"].values() for each in pages)]
    assert cached
    assert all(address.startswith(f"{FOLDER}/") for address in cached)
