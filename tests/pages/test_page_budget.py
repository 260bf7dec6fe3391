"""The text of every page begins with the first packets; texts that do not fit are told, never refused."""

from __future__ import annotations

import random
import zlib
from typing import TYPE_CHECKING

import pytest

from plugins.editor.check import check_content
from plugins.pages.page_budget import FRAME_BYTES, MAX_BYTES, beginning, excess_size
from plugins.pages.stylesheets import compressed_size
from tests.building import NOW, build_options, content_of, inv

if TYPE_CHECKING:
    from pathlib import Path

    from plugins.diagnostics.problem import Problem

RANDOM = random.Random(122)
NOISE = RANDOM.randbytes(5 * MAX_BYTES)
LETTERS = "абвгдежзийклмнопрстуфхцчшщэюя"


def noise(letters: int) -> str:
    """A text that hardly gets smaller by compression, in words and paragraphs."""
    words = ["".join(RANDOM.choices(LETTERS, k=8)) for _ in range(letters // 9)]
    sentences = [" ".join(words[start : start + 10]) for start in range(0, len(words), 10)]
    return ".\n\n".join(sentences)


def exact_size(page: bytes, style: int) -> int:
    return len(zlib.compress(page, 9)) + style


@pytest.mark.parametrize(
    ("page", "style"), [(b"", 0), (b"<p>" * MAX_BYTES, MAX_BYTES // 2), (NOISE[:9000], 5000)]
)
def test_what_compresses_to_fourteen_kilobytes_is_light(page: bytes, style: int) -> None:
    assert excess_size(page, style) == 0


def test_a_page_and_its_styles_are_weighed_together() -> None:
    assert excess_size(NOISE[:8000], 8000) > MAX_BYTES


@pytest.mark.parametrize("size", [14_000, 14_300, 14_400, 15_000, 20_000, 30_000, 41_700, 60_000])
@pytest.mark.parametrize("repeated", [0, 10_000, 100_000])
def test_a_page_of_any_size_is_weighed_exactly(size: int, repeated: int) -> None:
    page, style = NOISE[:size] + b"<p>" * repeated, 100
    exact = exact_size(page, style)
    assert excess_size(page, style) == (exact if exact > MAX_BYTES else 0)


def test_only_what_stands_before_the_text_must_fit() -> None:
    assert beginning(b"<html><head></head><main id=a>text</main>") == b"<html><head></head>"
    assert beginning(b"<html>moved") == b"<html>moved"


def long_site(folder: Path) -> Path:
    news = "---\ntitle: {title}\nsummary: {title}.\n---\n{text}\n"
    files: dict[str, str | bytes] = {}
    for number in (1, 2):
        name = f"news/2023-01-0{number}-long/ru.md"
        files[name] = news.format(title=f"Длинная статья {number}", text=noise(40_000))
    for number in (1, 2, 3):
        name = f"faq/calling/long-{number}/ru.md"
        files[name] = news.format(title=f"Вопрос {number}?", text=noise(3000)).replace(
            "---\n", "---\ndate: 2023-01-01\n", 1
        )
    return content_of(folder, files)


def test_all_long_texts_are_told_in_one_run_with_their_files(tmp_path: Path) -> None:
    found = check_content(build_options(long_site(tmp_path)))
    told = {(each.code, each.path.partition("/")[2], str(each.severity)) for each in found}
    assert ("text-too-long", "news/2023-01-01-long/ru.md", "advice") in told
    assert ("text-too-long", "news/2023-01-02-long/ru.md", "advice") in told
    assert [path for code, path, _ in told if code == "topic-too-long" and path.startswith("faq/calling/")]


def long_texts(content: Path) -> list[Problem]:
    found = check_content(build_options(content))
    return [each for each in found if each.code == "text-too-long" and "2023-01-01" in each.path]


def test_cutting_what_is_told_is_enough(tmp_path: Path) -> None:
    content = long_site(tmp_path)
    file = content / "news/2023-01-01-long/ru.md"
    (told,) = long_texts(content)
    cut = int(dict(told.values)["cut"])
    text = file.read_text(encoding="utf-8")
    file.write_text(text[: -cut * 21 // 20], encoding="utf-8")
    assert long_texts(content) == []


def test_a_long_text_is_published_and_its_page_begins_in_time(tmp_path: Path) -> None:
    output = tmp_path / "out"
    arguments = ("--output", output, "--cache", tmp_path / "cache", "--no-search", "--now", NOW.isoformat())
    built = inv("build", "--content", long_site(tmp_path), *arguments)
    assert built.returncode == 0, built.stderr
    style = {file.name: compressed_size(file.read_bytes()) for file in (output / "static").glob("*.css")}
    pages = {file: file.read_bytes() for file in output.rglob("*.html")}
    assert max(map(len, pages.values())) > 5 * MAX_BYTES
    for page in map(beginning, pages.values()):
        loaded = [size for name, size in style.items() if name.encode() in page]
        assert loaded
        assert exact_size(page, sum(loaded)) <= MAX_BYTES


def test_the_theme_leaves_room_for_a_text(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        f"news/2023-01-0{number}-a/{code}.md": f"---\ntitle: Title {number}\nsummary: Summary.\n---\nText.\n"
        for number in range(1, 6)
        for code in ("ru", "en")
    }
    output = tmp_path / "out"
    arguments = ("--output", output, "--cache", tmp_path / "cache", "--no-search", "--now", NOW.isoformat())
    built = inv("build", "--content", content_of(tmp_path, files), *arguments)
    assert built.returncode == 0, built.stderr
    pages = [*output.glob("*/news/*/index.html")]
    assert len(pages) >= 10
    assert [page for page in pages if len(zlib.compress(page.read_bytes(), 9)) > FRAME_BYTES] == []
