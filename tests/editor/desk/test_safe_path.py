from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest

from plugins.editor.desk.desk_texts import desk_languages, load_desk_texts
from plugins.editor.desk.safe_path import (
    PICTURE_KINDS,
    TEXT_KINDS,
    RefusedPathError,
    safe_folder,
    safe_path,
)

if TYPE_CHECKING:
    from pathlib import Path

ALLOWED = (
    "site.yaml",
    "news/2022-12-30-year-in-figures/ru.md",
    "news/2022-12-30-year-in-figures/RU.MD",
    "figures/russia-2022.csv",
    "phrases/ru.toml",
    "synonyms/ru.txt",
    "figures/данные за год.csv",
    "figures/año.csv",
    "figures/数据.csv",
)
DECOMPOSED = "e\u0301te\u0301 \u0438\u0306.jpg"


def test_a_file_with_a_decomposed_name_is_found_by_its_composed_one(tmp_path: Path) -> None:
    file = tmp_path / "news" / "x" / DECOMPOSED
    file.parent.mkdir(parents=True)
    file.touch()
    composed = unicodedata.normalize("NFC", DECOMPOSED)
    assert safe_path(tmp_path, f"news/x/{composed}", PICTURE_KINDS).samefile(file)
    assert safe_path(tmp_path, "news/x/été.jpg", PICTURE_KINDS) == file.with_name("été.jpg")
    file.unlink()
    file.symlink_to(tmp_path)
    with pytest.raises(RefusedPathError, match="path-link"):
        safe_path(tmp_path, f"news/x/{composed}", PICTURE_KINDS)


REFUSED = {
    "path-name": (
        "",
        "/",
        "/etc/passwd.txt",
        "//host/share/a.md",
        "news//ru.md",
        "news/",
        "./site.yaml",
        "news/./ru.md",
        "../content/site.yaml",
        "..",
        "news/../site.yaml",
        "news/../../secret.txt",
        "news/..\\..\\secret.txt",
        "..\\secret.txt",
        "news\\ru.md",
        "C:/site.yaml",
        "C:site.yaml",
        "site.yaml:stream.txt",
        "site.yaml::$DATA.txt",
        "~/site.yaml",
        "~root.txt/..",
        ".git/config.txt",
        ".gitignore.txt",
        "news/.hidden/ru.md",
        "news/.ru.md",
        "GIT~1/config.txt",
        "PROGRA~1.TXT",
        "ru.md~",
        "ru.md.bak",
        "a\0.md",
        "a\0/../../b.md",
        "a\n.md",
        "a\r\n.md",
        "a\x7f.md",
        "a\u200b.md",
        "a\u202e.md",
        "a\u2028.md",
        "a\ufeff.md",
        "a\ue000.md",
        "a\ud800.md",
        "a\u00a0.md",
        "e\u0301.md",
        "com\u00b9.md",
        " ru.md",
        "ru.md ",
        "ru.md.",
        "news./ru.md",
        "news /ru.md",
        *(f"{name}.md" for name in ("con", "NUL", "aux", "PRN", "com1", "LPT9", "CONIN$", "conout$")),
        "con/ru.md",
        "nul.tar.md",
        "aux .md",
        "a*.md",
        "a?.md",
        "a|b.md",
        "<a>.md",
        'a".md',
        f"{'й' * 101}.md",
    ),
    "path-kind": (
        "news",
        "pelicanconf.py",
        "hook.sh",
        "page.html",
        "script.js",
        "style.css",
        "picture.svg",
        "photo.jpg",
        "ledger.jsonl",
        "program.exe",
        "md",
        "ru.md.py",
        "Makefile",
        "a.md/b",
        "folder.md",
    ),
    "path-long": (
        "/".join("a" * 9) + ".md",
        "a/" * 300 + "ru.md",
        "й/" * 7 + "й" * 200 + ".md",
        "a" * 100_000 + ".md",
    ),
    "path-link": ("linked.md", "linked-folder/ru.md", "broken.md", "news/linked/ru.md", "circle.md"),
}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("safe")
    content = folder / "content"
    (content / "news").mkdir(parents=True)
    (content / "folder.md").mkdir()
    (folder / "secret.txt").write_text("outside", encoding="utf-8")
    (content / "linked.md").symlink_to(folder / "secret.txt")
    (content / "linked-folder").symlink_to(folder)
    (content / "broken.md").symlink_to(folder / "nothing")
    (content / "circle.md").symlink_to("circle.md")
    (content / "news" / "linked").symlink_to(folder)
    return content


@pytest.mark.parametrize("typed", ALLOWED)
def test_a_file_of_the_content_is_found_where_it_lies(root: Path, typed: str) -> None:
    assert safe_path(root, typed) == root / typed


@pytest.mark.parametrize(
    ("reason", "typed"), [(reason, typed) for reason, paths in REFUSED.items() for typed in paths]
)
def test_any_other_path_is_refused_with_its_reason(root: Path, reason: str, typed: str) -> None:
    with pytest.raises(RefusedPathError) as refused:
        safe_path(root, typed)
    assert str(refused.value) == reason


def test_a_picture_is_opened_only_where_pictures_are_asked_for(root: Path) -> None:
    assert safe_path(root, "news/photo.JPG", PICTURE_KINDS) == root / "news" / "photo.JPG"
    with pytest.raises(RefusedPathError):
        safe_path(root, "news/ru.md", PICTURE_KINDS)


@pytest.mark.parametrize("typed", ["news", "news/2022-12-30-year-in-figures", "faq/calling"])
def test_a_folder_of_the_content_is_found(root: Path, typed: str) -> None:
    assert safe_folder(root, typed) == root / typed


@pytest.mark.parametrize("typed", ["..", "news/..", "linked-folder", "linked.md", ".git", "", "/", "con"])
def test_a_folder_outside_is_refused(root: Path, typed: str) -> None:
    with pytest.raises(RefusedPathError):
        safe_folder(root, typed)


@pytest.mark.parametrize("language", desk_languages())
def test_every_reason_has_a_sentence(language: str) -> None:
    texts = load_desk_texts(language)
    for reason in REFUSED:
        assert "news/x.md" in texts.text(f"errors.{reason}", path="news/x.md")


def test_no_kind_of_file_is_code() -> None:
    assert not (TEXT_KINDS | PICTURE_KINDS) & {".py", ".js", ".html", ".svg", ".css", ".sh", ".mjs"}
