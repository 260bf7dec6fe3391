"""`sections_off` in `site.yaml`: a section that is switched off leaves no trace on the site."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pytest

from plugins.content.load import load_site
from plugins.content.site_config import read_site_config
from plugins.diagnostics.problem import message_languages
from plugins.model.config import SiteSection
from tests.building import DEMO, NOW, ROOT, build_options, content_of, inv
from tests.site.conftest import Site

if TYPE_CHECKING:
    from pathlib import Path

    from plugins.diagnostics.problem import Problem

EVERY = ", ".join(SiteSection)
CONTENT = {
    "news": "news/2023-01-31-x/en.md",
    "summaries": "summaries/2021/en.md",
    "faq": "faq/calling/x/en.md",
    "topics": "topics/en.md",
    "search": "search/en.md",
    "feeds": "feeds/en.md",
}
ITEM = "---\ntitle: A title\nsummary: What it is about.\n{}---\n\nText.\n"


def switch_off(content: Path, sections: str) -> Path:
    with (content / "site.yaml").open("a", encoding="utf-8") as config:
        config.write(f"\nsections_off: [{sections}]\n")
    return content


def without(folder: Path, sections: str) -> Path:
    """The valid site without sections, their content, and links to them."""
    content = switch_off(content_of(folder), sections)
    for section in sections.split(", "):
        shutil.rmtree(content / section, ignore_errors=True)
    for news in content.glob("news/*/*.md"):
        text = news.read_text(encoding="utf-8")
        news.write_text(re.sub(r"\[(.*?)\]\(/faq.*?\)", r"\1", text), encoding="utf-8")
    return content


def problems_of(content: Path) -> tuple[Problem, ...]:
    site, problems = read_site_config(content, "content", ROOT / "theme")
    assert problems == ()
    return load_site(build_options(content, site=site)).problems


@pytest.mark.parametrize("sections", [*SiteSection, EVERY])
def test_a_section_switched_off_leaves_no_trace(sections: str, tmp_path: Path) -> None:
    content = without(tmp_path, sections)
    folders = ("--content", content, "--output", tmp_path / "out", "--cache", tmp_path / "cache")
    built = inv("build", *folders, "--now", NOW.isoformat())
    assert built.returncode == 0, built.stderr
    site = Site(tmp_path / "out")
    off = tuple(f"/{code}/{section}/" for code in ("ru", "en") for section in sections.split(", "))
    assert not [url for url in site.pages if url.startswith(off)]
    for page in site.pages.values():
        for url in page.tree.xpath("//@href | //@src"):
            path = unquote(urlsplit(url).path)
            assert not path.startswith(off), (page.url, url)
            if urlsplit(url).hostname in {None, "122.example"} and path.startswith("/"):
                assert site.file(path).is_file(), (page.url, url)
    for file in (site.output / "sitemap.xml", site.output / "robots.txt", site.output / "worker.js"):
        assert not [each for each in off if each in file.read_text(encoding="utf-8")], file


def test_without_feeds_and_search_none_of_their_files_are_written(tmp_path: Path) -> None:
    content = without(tmp_path, "feeds, search")
    folders = ("--content", content, "--output", tmp_path / "out", "--cache", tmp_path / "cache")
    built = inv("build", *folders, "--now", NOW.isoformat())
    assert built.returncode == 0, built.stderr
    names = {file.name for file in (tmp_path / "out").rglob("*")}
    assert not names & {
        "rss.xml",
        "atom.xml",
        "feed.json",
        "news-sitemap.xml",
        "search",
        "search.js",
        "feeds",
    }


@pytest.mark.parametrize("section", CONTENT)
def test_content_of_a_section_switched_off_is_an_error(section: str, tmp_path: Path) -> None:
    date = "date: 2022-01-31\n" if section in {"summaries", "faq"} else ""
    content = without(tmp_path, section)
    file = content / CONTENT[section]
    file.parent.mkdir(parents=True)
    file.write_text(ITEM.format(date), encoding="utf-8")
    found = [each for each in problems_of(content) if each.code == "section-off"]
    assert [each.path for each in found] == [f"content/{CONTENT[section]}"]
    assert all(section in found[0].message(language) for language in message_languages())


def test_figure_sets_of_a_site_without_figures_are_an_error(tmp_path: Path) -> None:
    content = switch_off(shutil.copytree(DEMO, tmp_path / "content"), "figures")
    sets = sorted(file.name for file in (content / "figures").glob("*.yaml") if file.name != "units.yaml")
    found = [each.path for each in problems_of(content) if each.code == "section-off"]
    assert found == [f"content/figures/{name}" for name in sets]
    assert sets


@pytest.mark.parametrize("section", SiteSection)
@pytest.mark.parametrize("link", ["/{}/", "/en/{}/", "/{}/anything/", "../{}/"])
def test_a_link_to_a_section_switched_off_is_dead(link: str, section: str, tmp_path: Path) -> None:
    content = without(tmp_path, section)
    with (content / "about" / "en.md").open("a", encoding="utf-8") as about:
        about.write(f"\n[A link]({link.format(section)}).\n")
    found = [each for each in problems_of(content) if each.path == "content/about/en.md"]
    assert "link-section-off" in {each.code for each in found}
    for language in message_languages():
        assert any(section in each.message(language) for each in found)


@pytest.mark.parametrize("name", ["pages", "weather", "News", "corrections"])
def test_only_sections_can_be_switched_off(name: str, tmp_path: Path) -> None:
    site, problems = read_site_config(switch_off(content_of(tmp_path), name), "content", ROOT / "theme")
    assert [found.code for found in problems] == ["site-section"]
    assert site.sections_off == ()
    assert all(name in problems[0].message(language) for language in message_languages())
