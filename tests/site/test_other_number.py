"""A site with another number: nothing of the demonstration is left in its output."""

from __future__ import annotations

import html
import json
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

import lxml.html
import pytest

from tests.building import NOW, ROOT, content_of, inv

if TYPE_CHECKING:
    from pathlib import Path

FREEPHONE = (ROOT / "tests" / "sites" / "freephone" / "site.yaml").read_text(encoding="utf-8")
TEXT = {".html", ".xml", ".json", ".webmanifest", ".js", ".css", ".txt"}
OLD = re.compile(r"(?<![\w#.])(?:122|112)(?![\w.%-])|122\.example|Росси|Russia|Якут|Yakut|areaServed\":\"RU")


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("freephone")
    content = content_of(folder, {"site.yaml": FREEPHONE})
    place = folder / "output"
    done = inv(
        "build",
        "--content",
        content,
        "--output",
        place,
        "--cache",
        folder / "cache",
        "--now",
        NOW.isoformat(),
    )
    assert done.returncode == 0, done.stderr
    return place


def decoded(file: Path) -> str:
    """The text of a file without escapes of HTML, URLs and JSON."""
    text = unquote(html.unescape(file.read_text(encoding="utf-8")))
    return re.sub(r"\\u([0-9a-f]{4})", lambda match: chr(int(match[1], 16)), text)


def test_the_old_number_is_in_no_file(output: Path) -> None:
    files = [file for file in output.rglob("*") if file.suffix in TEXT and file.name != ".release.json"]
    files = [file for file in files if file.name != "stemmer.js"]  # its language is Russian
    assert len(files) > 50
    found = {
        str(file.relative_to(output)): match[0] for file in files if (match := OLD.search(decoded(file)))
    }
    assert found == {}


def test_every_page_shows_the_new_number_as_it_is_dialled(output: Path) -> None:
    for file in output.rglob("*.html"):
        page = lxml.html.document_fromstring(file.read_bytes())
        links = page.xpath("//a[starts-with(@href, 'tel:')]")
        assert links, file
        assert {link.get("href") for link in links} <= {"tel:0800123456", "tel:0800654321"}
        assert "0800\u00a0123\u00a0456" in page.text_content()


def test_the_front_page_lists_every_contact_and_the_hours(output: Path) -> None:
    page = lxml.html.document_fromstring((output / "en" / "index.html").read_bytes())
    links = page.xpath("//section[@aria-labelledby='contacts']//a/@href")
    assert links == [
        "sms:+447700900123",
        "https://wa.me/447700900123",
        "https://t.me/shore_line",
        "https://chat.example/shore",
        "mailto:help@shore.example",
        "tel:0800654321",
    ]
    assert "Every day from 9 to 21." in page.text_content()
    assert page.xpath("//nav[@class='share']") == []


def test_structured_data_tell_the_new_number_area_and_hours(output: Path) -> None:
    page = lxml.html.document_fromstring((output / "en" / "index.html").read_bytes())
    graph = json.loads(page.xpath("//script[@type='application/ld+json']/text()")[0])["@graph"]
    service = graph[0]["about"]
    channel = service["availableChannel"][0]["servicePhone"]
    assert (service["name"], service["areaServed"]) == ("0800 123 456", "GB")
    assert (channel["telephone"], channel["areaServed"]) == ("0800123456", "GB")
    hours = channel["hoursAvailable"][0]
    assert (len(hours["dayOfWeek"]), hours["opens"], hours["closes"]) == (7, "09:00", "21:00")
    assert service["availableChannel"][1]["serviceSmsNumber"]["telephone"] == "+447700900123"
    assert service["availableChannel"][5] == {
        "@type": "ServiceChannel",
        "serviceUrl": "mailto:help@shore.example",
    }


def test_manifest_feeds_and_style_are_the_sites_own(output: Path) -> None:
    manifest = json.loads((output / "en" / "site.webmanifest").read_bytes())
    assert (manifest["name"], manifest["short_name"]) == ("Shore Helpline", "0800")
    assert manifest["theme_color"] == "#7a1f5c"
    assert "<title>0800 123 456: news</title>" in (output / "en" / "rss.xml").read_text(encoding="utf-8")
    style = next((output / "static").glob("site.*.css")).read_text(encoding="utf-8")
    assert "--accent:#7a1f5c" in style
    assert not (output / "ru" / "feeds" / "dzen").exists()


def test_only_the_chosen_targets_share_an_item(output: Path) -> None:
    page = next((output / "en" / "news").glob("2022*/index.html")).read_text(encoding="utf-8")
    assert "mailto:?subject=" in page
    assert not re.search(r"vk\.com|t\.me/share|wa\.me/\?", page)
