"""Former addresses of any shape: what is read, which item answers, what the build writes for servers."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from plugins.content.load import load_site
from plugins.model.old_address import OldAddress, parse_old_address
from tests.building import build_options, content_of, inv

if TYPE_CHECKING:
    from pathlib import Path

ITEM = "news/2023-01-31-item"
TEXT = "---\ntitle: {}\nsummary: Коротко.\n{}\n---\n\nТекст.\n"


@pytest.mark.parametrize(
    ("typed", "path", "query", "page"),
    [
        ("/2022/12/x.html", "/2022/12/x.html", "", "2022/12/x.html"),
        ("/?p=12", "/", "p=12", ""),
        ("?p=12", "/", "p=12", ""),
        ("/x.php?id=1&b=2", "/x.php", "id=1&b=2", ""),
        ("/x.php", "/x.php", "", ""),
        ("/posts/x", "/posts/x", "", "posts/x/"),
        ("/posts/X_y/", "/posts/X_y/", "", "posts/X_y/"),
        ("/Новости/Итоги года/", quote("/Новости/Итоги года/"), "", "Новости/Итоги года/"),
        (quote("/Новости/"), quote("/Новости/"), "", "Новости/"),
    ],
)
def test_an_address_of_any_shape_is_read(typed: str, path: str, query: str, page: str) -> None:
    address = parse_old_address(typed)
    assert address == OldAddress(path, query)
    assert address.page == page


def test_an_address_at_the_root_belongs_to_the_file_that_names_it(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        f"{ITEM}/ru.md": TEXT.format("Новость", "moved_from: [/2022/x.html, news/2022-12-30-x, /ru/blog/y/]"),
        f"{ITEM}/en.md": TEXT.format("News", "moved_from: /en-blog/x/"),
    }
    loaded = load_site(build_options(content_of(tmp_path, files)))
    assert loaded.ok, loaded.problems
    moved = {
        item.language.code: [old.text for old in item.moved_from]
        for edition in loaded.content.editions
        for item in edition.news
        if item.bundle == ITEM
    }
    assert moved["ru"] == ["/2022/x.html", "/ru/news/2022-12-30-x/", "/ru/blog/y/"]
    assert moved["en"] == ["/en/en-blog/x/", "/en-blog/x/"]


@pytest.mark.parametrize(
    "old", ["/ru/", "/ru/404.html", "/en/news/", "/robots.txt", "/figures/x.html", "/index.html", "/news/"]
)
def test_an_old_address_never_replaces_what_the_site_has(old: str, tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {f"{ITEM}/ru.md": TEXT.format("Новость", f"moved_from: {old}")}
    found = {each.code for each in load_site(build_options(content_of(tmp_path, files))).problems}
    assert "address-taken" in found


def test_redirect_pages_and_the_servers_list_answer_at_the_root(tmp_path: Path) -> None:
    moved = "moved_from: [/2022/12/x.html, /Новости/x/, /?p=12]"
    files: dict[str, str | bytes] = {f"{ITEM}/ru.md": TEXT.format("Новость", moved)}
    content, output = content_of(tmp_path, files), tmp_path / "output"
    done = inv(
        "build", "--content", content, "--output", output, "--cache", tmp_path / "cache", "--no-search"
    )
    assert done.returncode == 0, done.stderr
    for page in ("2022/12/x.html", "Новости/x/index.html"):
        assert f"url=/ru/{ITEM}/" in (output / page).read_text("utf-8")
    assert f"/?p=12 /ru/{ITEM}/" in (output / ".redirects").read_text("utf-8").splitlines()


def test_an_old_address_never_hides_a_public_file(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "public/forms/request.txt": "x",
        f"{ITEM}/ru.md": TEXT.format("Новость", "moved_from: /forms/request.txt"),
    }
    found = {each.code for each in load_site(build_options(content_of(tmp_path, files))).problems}
    assert "address-taken" in found


def test_an_old_address_of_an_answer_leads_to_its_anchor(tmp_path: Path) -> None:
    answer = TEXT.format("Вопрос?", "date: 2023-01-31\nmoved_from: [/question.html, /?q=7]")
    content = content_of(tmp_path, {"faq/calling/moved/ru.md": answer})
    output = tmp_path / "output"
    folders = ("--output", output, "--cache", tmp_path / "cache")
    done = inv("build", "--content", content, *folders, "--no-search")
    assert done.returncode == 0, done.stderr
    assert "url=/ru/faq/calling/#moved" in (output / "question.html").read_text("utf-8")
    assert "/?q=7 /ru/faq/calling/#moved" in (output / ".redirects").read_text("utf-8").splitlines()
