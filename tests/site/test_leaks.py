"""The whole built site, byte for byte: nothing of the machine, the editors' desk or another host is in it."""

from __future__ import annotations

import getpass
import io
import os
import re
import socket
from pathlib import Path
from typing import TYPE_CHECKING

import lxml.html
import pytest
from PIL import Image

from plugins.publish.http_headers import is_hidden
from tests.building import NOW, ROOT, content_of, inv
from tests.images.sample_pictures import as_saved_by_phone, photograph

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.site.conftest import Site

WHISPER = "whispered-4f1d0c"
PUBLISHED = {
    *(".css", ".csv", ".html", ".ico", ".jpg", ".js", ".json", ".opml", ".png", ".svg", ".txt"),
    *(".webmanifest", ".webp", ".woff2", ".xml", ".xsl", ".zip"),
}
LEFT_OVER = re.compile(r"[\ue000-\uf8ff]|\{(?:figure|card|typed|static|attach|filename)\}|\{\{|\{%|%\}")
ARTEFACT = re.compile(r"\b(?:None|undefined|NaN|Traceback|Undefined|object at 0x)\b")
HEAD = "---\ntitle: {0}\nsummary: {0}\ntopics: [health]\n{1}\n---\n\n{0}\n\n{2}\n"

ALERT = "level: info\nfrom: 2099-01-01\nuntil: 2099-01-02\ntext: {ru: Тревожная-тайна, en: Alert-secret}\n"


def files(output: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(output.rglob("*")):
        if path.is_file():
            yield path.relative_to(output).as_posix(), path.read_bytes()


@pytest.fixture(scope="module")
def wary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with something to hide, built where the environment has secrets."""
    folder = tmp_path_factory.mktemp("wary")
    photo = as_saved_by_phone(photograph(), 6)
    hidden: dict[str, str | bytes] = {
        "news/2023-01-01-draft/ru.md": HEAD.format("Черновая-тайна", "status: draft", "![x y](zal.jpg)"),
        "news/2023-01-01-draft/zal.jpg": photo,
        "news/2099-01-01-later/ru.md": HEAD.format("Будущая-тайна", "", ""),
        "news/2023-01-03-gone/ru.md": HEAD.format(
            "Гласный заголовок", "status: withdrawn\nreason: Ошибка", "Снятая-тайна"
        ),
        "news/2023-01-04-shown/ru.md": HEAD.format(
            "Видимое", "", "![Зал станции](zal.jpg)\n\n{typed}100 раз"
        ),
        "news/2023-01-04-shown/zal.jpg": photo,
        "words/ru.txt": "словарная-тайна\n",
        "alert.yaml": ALERT,
    }
    os.environ["AWS_SECRET_ACCESS_KEY"] = WHISPER
    try:
        built = inv(
            *("build", "--content", content_of(folder, hidden), "--output", folder / "output"),
            *("--now", NOW.isoformat()),
        )
    finally:
        del os.environ["AWS_SECRET_ACCESS_KEY"]
    assert built.returncode == 0, built.stderr
    return folder / "output"


def test_what_is_not_public_is_nowhere_in_the_output(wary: Path) -> None:
    for path, content in files(wary):
        if path.endswith("/stemmer.js"):
            continue  # it has endings of words, among them "later"
        words = content.decode("utf-8", "replace")
        assert not re.search(r"\w+-тайна|Alert-secret|draft|later", words), path
        assert not re.search(r"draft|later", path)


def test_nothing_tells_of_the_machine_or_its_secrets(wary: Path, site: Site) -> None:
    told = {WHISPER, str(ROOT), str(wary.parent), socket.gethostname(), f"/{getpass.getuser()}/", "/tmp/"}
    told |= {str(Path.home())} - {"/"}
    told |= {
        value
        for name, value in os.environ.items()
        if len(value) > 16 and re.search("KEY|TOKEN|SECRET|PASS", name)
    }
    for output in (wary, site.output):
        for path, content in files(output):
            assert not [word for word in told if len(word) > 3 and word.encode() in content], path


def test_pictures_bring_their_pixels_alone(wary: Path, site: Site) -> None:
    seen = 0
    for output in (wary, site.output):
        for path, content in files(output):
            assert not re.search(rb"SecretCamera|SecretComment|Exif\x00|http://ns.adobe.com", content), path
            if path.endswith((".jpg", ".png", ".webp")):
                seen += 1
                with Image.open(io.BytesIO(content)) as image:
                    assert not image.getexif(), path
                    assert not {"comment", "icc_profile", "xmp", "Software", "Author"} & image.info.keys(), (
                        path
                    )
    assert seen > 20


def test_only_known_kinds_of_files_are_published(wary: Path, site: Site) -> None:
    for output in (wary, site.output):
        kinds = {Path(path).suffix for path, _content in files(output) if not is_hidden(path)}
        assert kinds <= PUBLISHED, kinds - PUBLISHED


def test_no_mark_placeholder_or_artefact_is_left_in_what_readers_see(wary: Path, site: Site) -> None:
    for output in (wary, site.output):
        for path, content in files(output):
            if not path.endswith((".html", ".xml", ".json", ".csv", ".webmanifest", ".txt")):
                continue
            text = content.decode("utf-8")
            assert not LEFT_OVER.search(text), (path, LEFT_OVER.search(text))
            words = lxml.html.document_fromstring(content).text_content() if path.endswith(".html") else text
            assert not ARTEFACT.search(words), (path, ARTEFACT.search(words))


def test_no_page_asks_another_host_for_anything(site: Site) -> None:
    links = "//link[contains('stylesheet icon manifest preload', @rel)]/@href"
    asked = f"{links} | //script/@src | //img/@src | //form/@action"
    more = "//source/@srcset | //img/@srcset | //video/@src | //iframe/@src | //object/@data | //use/@href"
    for page in site.pages.values():
        for address in page.tree.xpath(f"{asked} | {more}"):
            assert address.startswith(("/", "#")), (page.url, address)
            assert not address.startswith("//"), (page.url, address)


def test_no_page_has_styles_handlers_or_comments_of_its_own(site: Site) -> None:
    for page in site.pages.values():
        assert page.tree.xpath("//@style | //style | //comment() | //@*[starts-with(name(), 'on')]") == [], (
            page.url
        )
        inline = page.tree.xpath("//script[not(@src)][not(@type='application/ld+json')]")
        assert inline == [], page.url


def test_style_sheets_ask_no_other_host(site: Site) -> None:
    for path, content in files(site.output):
        if path.endswith(".css"):
            assert not re.search(rb"@import|url\(\s*[\"']?(?:https?:)?//", content), path
