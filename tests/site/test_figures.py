"""Figures on the built site: what one changed value rewrites; one value everywhere; corrections; pictures."""

from __future__ import annotations

import csv
import json
import re
import shutil
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import lxml.html
import pytest
from PIL import Image

from plugins.figures.open_data import published_figures
from tests.building import DEMO, NOW, inv
from tests.figures.samples import LANGUAGES, site_figures
from tests.site.conftest import SITE_URL

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.site.conftest import Page, Site

FIGURES = site_figures()[0]
SETS = list(FIGURES.sets.values())
KEPT_OF_EVERYTHING = {".release.json", "worker.js"}
LARGEST = 300_000
CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)

AUTOMATIC = re.compile("21(?:\u00a0|\u202f|,|&nbsp;|&amp;nbsp;)?975")
PLACES = {
    "pages": (
        "faq/calling/index.html",
        "feeds/index.html",
        "embed/belgorod-2026/calls/index.html",
        "figures/belgorod-2026/index.html",
        "figures/belgorod-2026/press/index.html",
        "figures/index.html",
        "index.html",
        "news/2026-01-15-belgorod-automatic-system/index.html",
        "news/2026-01-15-belgorod-new-year/index.html",
        "news/index.html",
        "press/2026/index.html",
        "press/index.html",
        "regions/belgorod/index.html",
        "topics/regions/index.html",
        "topics/service/index.html",
        "topics/statistics/index.html",
    ),
    "feeds": (
        "atom.xml",
        "feed.json",
        "rss.xml",
        *(
            f"topics/{topic}/{file}.xml"
            for topic in ("regions", "service", "statistics")
            for file in ("atom", "rss")
        ),
    ),
}
ARCHIVES = {
    f"figures/{name}.{code}.zip" for name in ("2026", "belgorod-2026/belgorod-2026") for code in LANGUAGES
}
NAMING_PICTURES = {f"{code}/embed/belgorod-2026/calls/oembed.json" for code in LANGUAGES}
"""They show no value, but the name of a picture that changes with it."""
PICTURES = {
    f"figures/belgorod-2026/calls.{size}.{theme}.{code}.png"
    for size in ("share", "post", "story")
    for theme in ("light", "dark")
    for code in LANGUAGES
}


@dataclass(frozen=True)
class Desk:
    """A copy of the shipped content, and the site that is built of it."""

    place: Path

    @property
    def output(self) -> Path:
        return self.place / "output"

    def edit(self, name: str, old: str, new: str) -> None:
        """One place of a file of figures."""
        file = self.place / "content" / "figures" / name
        text = file.read_text(encoding="utf-8")
        assert text.count(old) == 1
        file.write_text(text.replace(old, new), encoding="utf-8")

    def build(self) -> dict[str, bytes]:
        """Every file of the site by its path."""
        folders = [f"--{name}={self.place / name}" for name in ("content", "output", "cache")]
        built = inv("build", *folders, "--no-search", "--now", NOW.isoformat(), "--site-url", SITE_URL)
        assert built.returncode == 0, built.stderr
        files = (file for file in self.output.rglob("*") if file.is_file())
        return {file.relative_to(self.output).as_posix(): file.read_bytes() for file in files}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    place = tmp_path_factory.mktemp("desk")
    shutil.copytree(DEMO, place / "content", ignore=shutil.ignore_patterns("ledger.jsonl"))
    return Desk(place)


@pytest.fixture(scope="module")
def before(desk: Desk) -> dict[str, bytes]:
    return desk.build()


def differing(old: dict[str, bytes], new: dict[str, bytes]) -> set[str]:
    """The paths of what was rewritten, added or removed."""
    return {path for path in old.keys() | new.keys() if old.get(path) != new.get(path)} - KEPT_OF_EVERYTHING


def nameless(paths: set[str]) -> set[str]:
    """Paths of pictures without the digits that change with them."""
    return {re.sub(r"\.[0-9a-f]{8}\.png$", ".png", path) for path in paths}


def test_one_changed_value_rewrites_what_shows_it_in_both_languages_and_nothing_else(
    desk: Desk, before: dict[str, bytes]
) -> None:
    showing = {
        path
        for path, content in before.items()
        if path not in KEPT_OF_EVERYTHING
        and AUTOMATIC.search(content.decode("utf-8", "replace"))  # checksums are any digits
    }
    desk.edit("belgorod-2026.yaml", "value: 21975", "value: 21985")
    after = desk.build()
    desk.edit("belgorod-2026.yaml", "value: 21985", "value: 21975")
    expected = {f"{code}/{place}" for code in LANGUAGES for places in PLACES.values() for place in places}
    expected |= {
        "index.html",
        "ru/feeds/dzen/rss.xml",
        *(f"figures/belgorod-2026/data.{kind}" for kind in ("csv", "json")),
        *ARCHIVES,
        *PICTURES,
    }
    changed = differing(before, after)
    assert nameless(changed) == expected | NAMING_PICTURES
    assert nameless(showing) == expected
    assert (
        len([path for path in after.keys() - before.keys() if path.endswith(".png")]) == len(PICTURES) == 12
    )


CORRECTED = {"ru": "исправлено", "en": "corrected"}
WHY = {"ru": "Источник исправил опечатку.", "en": "The source corrected a slip."}


def test_a_corrected_figure_says_so_on_card_page_data_list_and_feed(
    desk: Desk, before: dict[str, bytes]
) -> None:
    was = f"was: {{value: 660, until: 2023-03-01, why: {{ru: {WHY['ru']}, en: {WHY['en']}}}}}"
    desk.edit("vologda-2023.yaml", "value: 670", f"value: 670\n    {was}")
    after = desk.build()
    changed = nameless(differing(before, after))
    sizes = [f"{size}.{theme}" for size in ("share", "post", "story") for theme in ("light", "dark")]
    for code in LANGUAGES:
        assert {f"figures/vologda-2023/night.{each}.{code}.png" for each in sizes} <= changed
        page = after[f"{code}/figures/vologda-2023/index.html"].decode()
        card = lxml.html.fromstring(page).get_element_by_id("vologda-2023-night").text_content()
        assert f"({CORRECTED[code]})" in card
        assert WHY[code] in card
        for told in ("corrections/index.html", "feeds/corrections/rss.xml", "feeds/corrections/atom.xml"):
            text = after[f"{code}/{told}"].decode().replace("&#160;", "\u00a0").replace("&nbsp;", "\u00a0")
            assert "660" in text
            assert WHY[code] in text
            assert f"/{code}/figures/vologda-2023/#vologda-2023-night" in text
    assert row(after["figures/vologda-2023/data.csv"], "vologda-2023.night")["corrected_from"] == "660"
    assert b'"corrected_from": "660"' in after["figures/vologda-2023/data.json"]
    assert not any("vologda-2023/calls." in path for path in changed)


def row(table: bytes, address: str) -> dict[str, str]:
    rows = csv.DictReader(StringIO(table.decode("utf-8-sig"), newline=""))
    return next(each for each in rows if each["address"] == address)


@pytest.mark.parametrize("name", [each.name for each in SETS])
def test_a_figure_has_one_value_in_csv_json_dataset_and_on_the_page(site: Site, name: str) -> None:
    expected = {each.address: float(each.value) for each in published_figures(FIGURES.sets[name])}
    folder = site.output / "figures" / name
    table = csv.DictReader(StringIO((folder / "data.csv").read_text(encoding="utf-8-sig"), newline=""))
    assert {each["address"]: float(each["value"]) for each in table} == expected
    tree = json.loads((folder / "data.json").read_bytes())
    assert {each["address"]: each["value"] for each in tree["figures"]} == expected
    for code in LANGUAGES:
        page = site.pages[f"/{code}/figures/{name}/"]
        measured = dataset(page)["variableMeasured"]
        assert {each["propertyID"]: each["value"] for each in measured} == expected
        assert {float(value) for value in page.tree.xpath("//main//data/@value")} == set(expected.values())


def dataset(page: Page) -> dict[str, Any]:
    """The page's one data set as search engines read it."""
    scripts = page.tree.xpath("//script[@type='application/ld+json']/text()")
    trees = [tree for script in scripts for tree in flat(json.loads(script))]
    (found,) = [tree for tree in trees if tree.get("@type") == "Dataset"]
    return found


def flat(tree: list[dict[str, Any]] | dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The things a script tells of, whether alone, in a list or in a graph."""
    yield from tree if isinstance(tree, list) else tree.get("@graph", [tree])


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_page_is_shared_with_a_picture_in_its_language(site: Site, code: str) -> None:
    pages = [page for page in site.pages.values() if page.language == code and not page.is_redirect]
    assert len(pages) > 50
    for page in pages:
        shared = {
            tag.get("property"): tag.get("content")
            for tag in page.tree.xpath("//meta[starts-with(@property, 'og:image')]")
        }
        picture = site.file(urlsplit(shared["og:image"]).path)
        assert shared["og:image"].startswith(SITE_URL), page.url
        assert picture.stat().st_size <= LARGEST
        with Image.open(picture) as image:
            size = (int(shared["og:image:width"]), int(shared["og:image:height"]))
            assert (image.size, Image.MIME[image.format or ""]) == (size, shared["og:image:type"])
        assert f".{code}." in picture.name or not picture.name.endswith(".png")
        assert bool(CYRILLIC.search(shared["og:image:alt"])) == (code == "ru"), page.url
