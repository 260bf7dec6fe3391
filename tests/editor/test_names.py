"""Names of authors, speakers and owners of pictures: compared, offered from a picture's data, shown."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from plugins.content.load import load_site
from plugins.editor.check import content_advice
from plugins.editor.names import read_author
from tests.building import build_options, content_of, inv
from tests.images.sample_pictures import encode, photograph

if TYPE_CHECKING:
    from pathlib import Path

ITEM = "news/2023-01-31-item"
TEXT = "---\ntitle: {}\nsummary: x\n{}\n---\n\n{}\n"


def signed(field: int, name: str) -> bytes:
    exif = Image.Exif()
    exif[field] = name
    file = io.BytesIO()
    photograph(60, 40).save(file, "JPEG", exif=exif)
    return file.getvalue()


def advised(folder: Path, files: dict[str, str | bytes]) -> set[str]:
    options = build_options(content_of(folder, files))
    codes = {"name-missing", "name-differs", "picture-credit"}
    return {each.code for each in content_advice(load_site(options), options)} & codes


@pytest.mark.parametrize(
    ("russian", "english", "code"),
    [
        ("> Да.\n> — Анна Орлова, врач", "> Yes.\n> — Anna Orlova, physician", ""),
        ("> Да.\n> — Юрий Сидоров", "> Yes.\n> — Yury Sidorov", ""),
        ("> Да.\n> — Министерство здравоохранения", "> Yes.\n> — Ministry of Health", ""),
        ("> Да.\n> — Анна Орлова", "> Yes.\n> — Peter Blackwood", "name-differs"),
        ("> Да.\n> — Анна Орлова", "> Yes.", "name-missing"),
        ("> Да.", "> Yes.\n> — Anna Orlova", "name-missing"),
    ],
)
def test_speakers_are_compared_between_languages(
    russian: str, english: str, code: str, tmp_path: Path
) -> None:
    files: dict[str, str | bytes] = {
        f"{ITEM}/ru.md": TEXT.format("Новость", "", russian),
        f"{ITEM}/en.md": TEXT.format("News", "", english),
    }
    assert advised(tmp_path, files) == ({code} if code else set())


def test_authors_and_owners_are_compared_too(tmp_path: Path) -> None:
    photo = '![{}](a.jpg "{} © {}")'
    files: dict[str, str | bytes] = {
        f"{ITEM}/a.jpg": encode(photograph(60, 40)),
        f"{ITEM}/ru.md": TEXT.format(
            "Новость", "author: Анна Орлова", photo.format("Вид", "Вид", "Анна Орлова")
        ),
        f"{ITEM}/en.md": TEXT.format(
            "News", "author: [Anna Orlova, Peter Blackwood]", photo.format("View", "View", "P. Black")
        ),
    }
    assert advised(tmp_path, files) == {"name-missing", "name-differs"}


@pytest.mark.parametrize("field", [0x13B, 0x8298])
def test_the_author_in_a_pictures_data_is_offered(field: int, tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        f"{ITEM}/a.jpg": signed(field, "© Anna Orlova"),
        f"{ITEM}/ru.md": TEXT.format("Новость", "", "![Вид из окна](a.jpg)"),
    }
    assert advised(tmp_path / "plain", files) == {"picture-credit"}
    files[f"{ITEM}/ru.md"] = TEXT.format("Новость", "", '![Вид из окна](a.jpg "© Анна Орлова")')
    assert advised(tmp_path / "named", files) == set()


@pytest.mark.parametrize(
    "content", [b"", b"no picture", b"\xff\xd8\xff\xed\x00\x10Photoshop 3.0\0", encode(photograph(9, 9))]
)
def test_data_of_any_kind_is_read_or_left(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "a.jpg"
    file.write_bytes(content)
    assert read_author(file) == ""


def test_names_are_shown_on_the_page_in_feeds_and_for_search_engines(tmp_path: Path) -> None:
    text = '> Да.\n> — Пётр Ильин, врач\n\n![Вид из окна](a.jpg "Двор © Мария Белова")'
    files: dict[str, str | bytes] = {
        f"{ITEM}/a.jpg": encode(photograph(60, 40)),
        f"{ITEM}/ru.md": TEXT.format("Новость", "author: Анна Орлова\ntopics: [health]", text),
    }
    content, output = content_of(tmp_path, files), tmp_path / "output"
    folders = ("--output", output, "--cache", tmp_path / "cache")
    done = inv("build", "--content", content, *folders, "--no-search", "--now", "2026-11-22")
    assert done.returncode == 0, done.stderr
    page = (output / "ru" / ITEM / "index.html").read_text("utf-8")
    assert "<dd>Анна Орлова</dd>" in page
    assert "<figcaption>— Пётр Ильин, врач</figcaption>" in page
    assert "<figcaption>Двор <small>© Мария Белова</small></figcaption>" in page
    assert '"author":[{"@type":"Person","name":"Анна Орлова"}]' in page
    assert '"creditText":"© Мария Белова"' in page
    rss, atom = ((output / "ru" / name).read_text("utf-8") for name in ("rss.xml", "atom.xml"))
    assert "<dc:creator>Анна Орлова</dc:creator>" in rss
    assert "<name>Анна Орлова</name>" in atom
    assert '<media:credit role="owner">© Мария Белова</media:credit>' in rss
    assert "Пётр Ильин" in rss
    assert '"authors": [{"name": "Анна Орлова"}]' in (output / "ru" / "feed.json").read_text("utf-8")
