"""Checks across the files of an item."""

from __future__ import annotations

import os
import shutil
from errno import EACCES
from typing import TYPE_CHECKING

import pytest

from plugins.content.load import load_site
from plugins.content.validate import nearest_topics
from plugins.diagnostics.problem import Severity
from tests.building import build_options, content_of

if TYPE_CHECKING:
    from pathlib import Path

NEWS = "news/2023-01-31-item"
FAQ = "faq/calling/is-it-open"


def told(folder: Path, files: dict[str, str | bytes]) -> list[str]:
    """What is told of a valid site with more files, without the name of the content folder."""
    problems = load_site(build_options(content_of(folder, files))).problems
    return [
        f"{found.path.partition('/')[2]}:{found.line} {found.severity} {found.code}" for found in problems
    ]


def item(text: str, *keys: str) -> str:
    return "\n".join(["---", "title: Новость", *keys, "---", text, ""])


@pytest.mark.parametrize(
    ("name", "keys", "text", "expected"),
    [
        (FAQ, ["date: 2023-01-31"], "", "error text-missing"),
        (FAQ, ["date: 2023-01-31", "status: draft"], "", ""),
        (NEWS, [], "", "error text-missing"),
        (NEWS, ["summary: Всё в одной строке."], "", "advice text-missing"),
        (NEWS, ["status: withdrawn", "reason: Ошибка."], "", ""),
        (NEWS, [], "Здесь начинается текст.", "error template-text"),
        (NEWS, ["status: draft"], "Здесь начинается текст.", ""),
        ("about", [], "Здесь начинается текст.", "error template-text"),
    ],
)
def test_a_draft_may_be_unfinished_and_what_is_published_may_not(
    name: str, keys: list[str], text: str, expected: str, tmp_path: Path
) -> None:
    found = told(tmp_path, {f"{name}/ru.md": item(text, *keys)})
    assert [each.partition(" ")[2] for each in found] == [each for each in [expected] if each]


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param("---\ntitle: «Раз\nsummary\n---\n", id="a broken front matter"),
        pytest.param(b"\xff\xfe\x00", id="another encoding"),
        pytest.param("Текст без шапки, 5 января.\n", id="no front matter"),
        pytest.param("---\ntitle: Б\n---\n<<<<<<< HEAD\n5 января\n", id="a conflict"),
        pytest.param("---\ntitle: Б\n---\n---\ntitle: Б\n---\n5 января\n", id="two front matters"),
    ],
)
def test_a_file_that_cannot_be_read_is_not_compared_with_its_translation(
    broken: str | bytes, tmp_path: Path
) -> None:
    english = "---\ntitle: News\nsummary: Short.\n---\nIn 2021 there were 512 calls on 3 May, 10:30.\n"
    found = told(tmp_path, {f"{NEWS}/ru.md": broken, f"{NEWS}/en.md": english})
    assert len(found) == 1
    assert found[0].startswith(f"{NEWS}/ru.md:")


CORRECTED = 'corrections: [{date: 2023-02-01, text: "Исправлено."}]'


@pytest.mark.parametrize(
    ("russian", "english", "expected"),
    [
        ([CORRECTED], [], [f"{NEWS}/en.md:1 advice corrections-untranslated"]),
        ([], [CORRECTED], [f"{NEWS}/ru.md:1 advice corrections-untranslated"]),
        ([CORRECTED], [CORRECTED], []),
        ([CORRECTED], ["status: draft"], []),
        ([CORRECTED], [CORRECTED.replace("01,", "02,")], ["en.md", "ru.md"]),
        (["status: withdrawn", "reason: Ошибка."], [], [f"{NEWS}/en.md:1 advice reason-untranslated"]),
        (["status: withdrawn", "reason: Ошибка."], ["reason: Mistake."], []),
    ],
)
def test_what_readers_of_the_other_language_are_not_told_of_is_advised(
    russian: list[str], english: list[str], expected: list[str], tmp_path: Path
) -> None:
    files: dict[str, str | bytes] = {
        f"{NEWS}/ru.md": item("Текст.", "summary: Коротко.", *russian),
        f"{NEWS}/en.md": item("Text.", "summary: Short.", *english),
    }
    found = told(tmp_path, files)
    assert len(found) == len(expected)
    assert all(part in each for part, each in zip(expected, found, strict=True))


@pytest.mark.parametrize("folder", ["", "news", "figures", NEWS, "public/forms"])
def test_a_folder_that_cannot_be_listed_is_told_by_name(
    folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files: dict[str, str | bytes] = {
        f"{NEWS}/ru.md": item("Текст."),
        "public/forms/a.pdf": "%PDF",
        "figures/a.csv": "a",
    }
    content = content_of(tmp_path, files)
    listed, closed = os.scandir, str(content / folder) if folder else str(content)

    def scandir(path: str) -> object:
        if str(path) == closed:
            raise PermissionError(EACCES, os.strerror(EACCES), path)
        return listed(path)

    monkeypatch.setattr(os, "scandir", scandir)
    problems = load_site(build_options(content)).problems
    told = [found for found in problems if found.code in {"folder-unreadable", "not-a-file"}]
    assert [(found.path, found.code) for found in told] == [
        ("/".join(filter(None, ("content", folder))), "folder-unreadable")
    ]
    assert os.strerror(EACCES) in told[0].format("en")


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("inside", ["", "notes.txt", "photo.jpg"])
def test_a_folder_with_the_name_of_a_text_is_told(language: str, inside: str, tmp_path: Path) -> None:
    content = content_of(tmp_path, {f"{NEWS}/{code}.md": item("Текст.") for code in ("ru", "en")})
    text = content / NEWS / f"{language}.md"
    text.unlink()
    text.mkdir()
    if inside:
        (text / inside).write_bytes(b"")
    found = {(each.path, each.code) for each in load_site(build_options(content)).problems}
    assert (f"content/{NEWS}/{language}.md", "not-a-file") in found


@pytest.mark.parametrize("name", ["figures", "phrases", "public", "synonyms", "words"])
def test_a_file_in_place_of_a_folder_is_told(name: str, tmp_path: Path) -> None:
    content = content_of(tmp_path)
    shutil.rmtree(content / name, ignore_errors=True)
    (content / name).write_bytes(b"")
    found = load_site(build_options(content)).problems
    assert ("file-ignored", f"content/{name}") in {(each.code, each.path) for each in found}


@pytest.mark.parametrize(
    ("path", "told"), [("phrases/figures/kk.toml", False), ("phrases/figures/old/kk.toml", True)]
)
def test_phrases_of_figures_may_lie_in_the_content(path: str, tmp_path: Path, *, told: bool) -> None:
    found = load_site(build_options(content_of(tmp_path, {path: ""}))).problems
    assert (f"content/{path}" in {each.path for each in found if each.code == "file-ignored"}) is told


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize(
    ("matter", "code", "words"),
    [
        ("changes: [{date: 2023-02-01, kind: new, text: А}]", "field-not-a-choice", ("“new”", "«new»")),
        ("card: yaer.calls", "figures-none", ("yaer.calls", "yaer.calls")),
        ("moved_from: [ru/news/2020-01-01-x]", "moved-from-language", ("[news/2020-01-01-x]",) * 2),
        ("topics: [nothing-like-it]", "topic-unknown", ("topics.yaml", "topics.yaml")),
    ],
)
def test_a_wrong_key_is_told_once_in_a_whole_sentence(
    matter: str, code: str, words: tuple[str, str], language: str, tmp_path: Path
) -> None:
    head = f"---\ntitle: Новость\nsummary: Коротко.\n{matter}\n---\n\nТекст.\n"
    english = "---\ntitle: News\nsummary: Brief.\n---\n\nText.\n"
    content = content_of(tmp_path, {f"{NEWS}/ru.md": head, f"{NEWS}/en.md": english})
    problems = load_site(build_options(content)).problems
    (found,) = (each for each in problems if NEWS in each.path and each.severity is Severity.ERROR)
    assert (found.path, found.line, found.code) == (f"content/{NEWS}/ru.md", 4, code)
    message = found.message(language)
    assert words[language == "ru"] in message
    assert message[0].isalnum() or message[0] in "“«"
    assert "—." not in message


@pytest.mark.parametrize("typed", ["Здоровье", "здоровье", "здоровья", "Health", "HEALTH"])
def test_a_topic_by_the_name_that_readers_know_leads_to_its_word(typed: str) -> None:
    names = {
        "calling": {"ru": "Как позвонить", "en": "Calling"},
        "health": {"ru": "Здоровье", "en": "Health"},
    }
    assert nearest_topics(typed, names) == "health"
