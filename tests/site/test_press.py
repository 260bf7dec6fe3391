"""The press kit and the embeds of the built site: every card of every set, in every language."""

from __future__ import annotations

import json
import re
import shutil
from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit
from zipfile import ZIP_STORED, ZipFile

import lxml.html
import pytest
from PIL import Image

from plugins.cards.design import FORMATS
from tests.building import NOW, ROOT, content_of, inv
from tests.figures.samples import HEAD, LANGUAGES, NUMBER, site_figures
from tests.site.conftest import SITE_URL
from tests.site.conftest import Site as BuiltSite

if TYPE_CHECKING:
    from pathlib import Path

    from plugins.figures.model import Card, FigureSet
    from tests.site.conftest import Page, Site

FIGURES = site_figures()[0]
SETS = list(FIGURES.sets.values())
CARDS = list(FIGURES.cards.values())
YEARS = sorted({card.year for card in CARDS})
ENGLISH = """\
title: {en: Set}
units:
  call: {en: {one: call, other: calls}}
sources:
  paper: {publisher: {en: Paper}, url: https://paper.example/a, date: 2022-12-27}
cards:
  - {id: calls, kind: number, title: {en: Over 59 million calls}, unit: call, period: {en: in 2022},
     covers: 2022, value: 59000000, approx: more,
     context: {en: all over the country}, source: paper}
"""
SAFETY = "\nsafety: {exit: 'https://weather.example/', title: {ru: Заметки, en: Notes}}\n"

every_language = pytest.mark.parametrize("code", LANGUAGES)
every_set = pytest.mark.parametrize("figures", SETS, ids=lambda each: each.name)
every_card = pytest.mark.parametrize("card", CARDS, ids=lambda each: each.address)


def plain(text: str | None) -> str:
    return " ".join((text or "").split())


def set_name(card: Card) -> str:
    return card.address.partition(".")[0]


def embed_of(card: Card, code: str) -> str:
    return f"/{code}/embed/{card.address.replace('.', '/')}/"


def archive(site: Site, path: str) -> dict[str, bytes]:
    """The files of an archive, all in one folder, by name."""
    with ZipFile(site.output / path) as opened:
        assert opened.testzip() is None
        entries = opened.infolist()
        assert {entry.compress_type for entry in entries} == {ZIP_STORED}
        assert {entry.filename.partition("/")[0] for entry in entries} == {path.rpartition("/")[2][:-4]}
        return {entry.filename.partition("/")[2]: opened.read(entry) for entry in entries}


def pictures(site: Site, card: Card, code: str, theme: str) -> dict[str, bytes]:
    """A card's published pictures by size."""
    _, _, name = card.address.partition(".")
    folder = site.output / "figures" / set_name(card)
    found = {size.name: [*folder.glob(f"{name}.{size.name}.{theme}.{code}.*.png")] for size in FORMATS}
    return {size: file.read_bytes() for size, (file,) in found.items()}


def description(site: Site, card: Card, code: str) -> str:
    """What a card's picture says of itself."""
    with Image.open(BytesIO(pictures(site, card, code, "light")["share"])) as image:
        return str(image.info["Description"])


@every_language
@every_card
def test_a_set_s_kit_has_every_card_in_all_sizes_and_themes_with_its_text_and_code(
    site: Site, card: Card, code: str
) -> None:
    page = site.pages[f"/{code}/figures/{set_name(card)}/press/"]
    section = page.tree.get_element_by_id(card.anchor)
    shown = {site.file(url).read_bytes() for url in section.xpath(".//img/@src")}
    assert shown == {
        each for theme in ("light", "dark") for each in pictures(site, card, code, theme).values()
    }
    assert section.xpath(".//img/@src") == section.xpath(".//a[@download]/@href")
    alt, embed = section.xpath(".//*[@data-copy]")
    assert plain(alt.text_content()) == plain(description(site, card, code))
    frame = lxml.html.fromstring(embed.text_content())
    assert frame.get("src") == SITE_URL + embed_of(card, code)
    assert plain(frame.get("title")) == plain(card.title[code])
    assert frame.get("loading") == "lazy"
    assert all(int(frame.get(side) or 0) > 300 for side in ("width", "height"))


@every_language
@every_set
def test_a_set_s_archive_has_its_light_pictures_its_table_and_how_to_use_them(
    site: Site, figures: FigureSet, code: str
) -> None:
    files = archive(site, f"figures/{figures.name}/{figures.name}.{code}.zip")
    expected = {
        f"{card.anchor}-{size.name}-{size.width}x{size.height}.png": pictures(site, card, code, "light")[
            size.name
        ]
        for card in figures.cards
        for size in FORMATS
    }
    text = files.pop("README.txt").decode("utf-8-sig")
    table = (site.output / "figures" / figures.name / "data.csv").read_bytes()
    assert files == expected | {f"{figures.name}.csv": table}
    for card in figures.cards:
        assert description(site, card, code) in text
    assert all(name in text for name in expected)
    page = site.pages[f"/{code}/figures/{figures.name}/press/"]
    cited = [
        plain(each.text_content()) for each in page.tree.xpath("//*[@aria-labelledby='cite']//*[@data-copy]")
    ]
    assert len(cited) == len(LANGUAGES)
    for language, citation in zip(LANGUAGES, cited, strict=True):
        assert plain(figures.title[language]) in citation
        assert f"{SITE_URL}/{language}/figures/{figures.name}/" in citation
        assert citation in plain(text)


@every_language
@pytest.mark.parametrize("year", YEARS)
def test_a_year_s_kit_has_the_cards_of_the_year_and_no_others(site: Site, year: int, code: str) -> None:
    page = site.pages[f"/{code}/press/{year}/"]
    cards = [card for card in CARDS if card.year == year]
    linked = set(page.tree.xpath("//main//h3/a/@href"))
    assert linked == {f"/{code}/figures/{set_name(card)}/press/#{card.anchor}" for card in cards}
    files = archive(site, f"figures/{year}.{code}.zip")
    expected = {
        f"{card.anchor}-share-1200x630.png": pictures(site, card, code, "light")["share"] for card in cards
    }
    tables = {f"{set_name(card)}.csv" for card in cards}
    assert files.keys() == {*expected, *tables, "README.txt"}
    assert {name: files[name] for name in expected} == expected


@every_language
def test_kits_are_found_from_figures_sets_and_summaries_and_listed_once(site: Site, code: str) -> None:
    kits = {f"/{code}/figures/{each.name}/press/" for each in SETS} | {
        f"/{code}/press/{year}/" for year in YEARS
    }
    listed = site.pages[f"/{code}/press/"].tree.xpath("//*[@class='press-kits']//a/@href")
    assert sorted(listed) == sorted(kits)
    assert f"/{code}/press/" in site.pages[f"/{code}/figures/"].tree.xpath("//main//a/@href")
    for figures in SETS:
        links = site.pages[f"/{code}/figures/{figures.name}/"].tree.xpath("//main//a/@href")
        assert f"/{code}/figures/{figures.name}/press/" in links
    for url, page in site.pages.items():
        if year := re.fullmatch(rf"/{code}/summaries/(\d+)/", url):
            assert f"/{code}/press/{year[1]}/" in page.tree.xpath("//main//a/@href")


@every_language
@every_card
def test_a_card_can_be_embedded_with_pictures_its_table_and_where_it_is_from(
    site: Site, card: Card, code: str
) -> None:
    page = site.pages[embed_of(card, code)]
    assert page.tree.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert page.tree.xpath("//link[@rel='canonical']/@href") == [
        f"{SITE_URL}/{code}/figures/{set_name(card)}/"
    ]
    shown = {site.file(url).read_bytes() for url in page.tree.xpath("//source/@srcset | //img/@src")}
    assert shown == {
        pictures(site, card, code, theme)[size] for theme in ("light", "dark") for size in ("share", "post")
    }
    assert plain(page.tree.xpath("//img/@alt")[0]) == plain(description(site, card, code))
    (block,) = page.tree.xpath(f"//figure[@id='{card.anchor}']")
    (own,) = site.pages[f"/{code}/figures/{set_name(card)}/"].tree.xpath(f"//figure[@id='{card.anchor}']")
    assert block.xpath(".//data/@value") == own.xpath(".//data/@value") != []
    addresses = {source.url for source in card.sources if source.url}
    assert addresses <= set(page.tree.xpath("//figcaption//a/@href"))
    assert page.tree.xpath("//script | //form | //a[not(@target='_blank')]") == []


@every_language
@every_card
def test_each_card_has_an_oembed_file_that_its_page_names(site: Site, card: Card, code: str) -> None:
    embed = embed_of(card, code)
    answer = json.loads((site.output / embed.lstrip("/") / "oembed.json").read_bytes())
    assert {"version": "1.0", "type": "rich"}.items() <= answer.items()
    frame = lxml.html.fromstring(answer["html"])
    assert frame.get("src") == SITE_URL + embed
    assert (frame.get("width"), frame.get("height")) == (str(answer["width"]), str(answer["height"]))
    thumbnail = site.file(urlsplit(answer["thumbnail_url"]).path).read_bytes()
    assert thumbnail == pictures(site, card, code, "light")["share"]
    assert (answer["thumbnail_width"], answer["thumbnail_height"]) == (1200, 630)
    assert oembeds(site.pages[embed]) == [f"{SITE_URL}{embed}oembed.json"]


@every_language
@every_card
def test_the_page_of_a_set_names_the_oembed_file_of_its_first_card(site: Site, card: Card, code: str) -> None:
    """Programs that show what an address names take the first one."""
    [named] = oembeds(site.pages[f"/{code}/figures/{set_name(card)}/"])
    assert named.startswith(f"{SITE_URL}/{code}/embed/{set_name(card)}/")


def oembeds(page: Page) -> list[str]:
    """The oEmbed files that a page names."""
    named = page.tree.xpath("//link[@rel='alternate'][@type='application/json+oembed']/@href")
    return [urljoin(SITE_URL + page.url, each) for each in named]


def test_embeds_are_neither_in_the_site_map_nor_in_the_search(site: Site) -> None:
    assert b"/embed/" not in (site.output / "sitemap.xml").read_bytes()
    for file in (site.output / "search").rglob("*.json"):
        assert b"/embed/" not in file.read_bytes()


def test_a_site_with_the_exit_has_archives_but_nothing_to_frame(tmp_path: Path) -> None:
    """A frame would ask the hotline's host for a page that its reader did not choose."""
    content = content_of(tmp_path, {"figures/small.yaml": HEAD + NUMBER})
    with (content / "site.yaml").open("a", encoding="utf-8") as config:
        config.write(SAFETY)
    output = tmp_path / "output"
    built = inv("build", "--content", content, "--output", output, "--now", NOW.isoformat(), "--no-search")
    assert built.returncode == 0, built.stderr
    site = BuiltSite(output)
    assert [*output.rglob("embed")] == []
    for url in ("/ru/press/", "/ru/figures/small/press/", "/ru/figures/small/"):
        assert b"iframe" not in site.pages[url].file.read_bytes()
        assert oembeds(site.pages[url]) == []
    assert archive(site, "figures/small/small.ru.zip").keys() > {"README.txt", "small.csv"}


def test_editions_that_borrow_figures_have_kits_and_embeds_with_the_same_archives(tmp_path: Path) -> None:
    """Spanish and Arabic have no words for figures: their editions show the English cards."""
    content, output = tmp_path / "content", tmp_path / "output"
    shutil.copytree(ROOT / "examples" / "211", content)
    (content / "figures").mkdir()
    (content / "figures" / "small.yaml").write_text(ENGLISH, encoding="utf-8")
    built = inv("build", "--content", content, "--output", output, "--now", NOW.isoformat(), "--no-search")
    assert built.returncode == 0, built.stderr
    site = BuiltSite(output)
    archives = {f"/figures/{name}.en.zip" for name in ("2022", "small/small")}
    assert {f"/{each.relative_to(output)}" for each in output.rglob("*.zip")} == archives
    for code in ("en", "es", "ar"):
        kits = {url for url in site.pages if url in {f"/{code}/press/2022/", f"/{code}/figures/small/press/"}}
        linked = {url for kit in kits for url in site.pages[kit].tree.xpath("//a[@download]/@href")}
        assert {url for url in linked if url.endswith(".zip")} == archives
        card = site.pages[f"/{code}/embed/small/calls/"]
        assert card.tree.xpath("//figure[@id='small-calls']//data/@value") == ["59000000"]
        assert len(card.tree.xpath("//source")) == 3
        assert (output / code / "embed/small/calls/oembed.json").is_file()


def test_a_site_without_figures_has_no_kit(tmp_path: Path) -> None:
    output = tmp_path / "output"
    built = inv("build", "--content", content_of(tmp_path), "--output", output, "--now", NOW.isoformat())
    assert built.returncode == 0, built.stderr
    assert [*output.rglob("press"), *output.rglob("embed"), *output.rglob("*.zip")] == []
