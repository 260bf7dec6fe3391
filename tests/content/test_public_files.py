"""`content/public/`: copied as it is, linked like any page, and nothing in it that runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from plugins.content.public_files import SUFFIXES, is_safe_svg
from plugins.diagnostics.problem import ContentError
from plugins.publish.http_headers import DEFAULT_TYPE, headers_for
from tests.building import content_of, inv, read

if TYPE_CHECKING:
    from pathlib import Path

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">{}</svg>'
PDF = b"%PDF-1.7\n"


def codes(content: Path) -> list[str]:
    """The codes of the problems of a content folder."""
    with pytest.raises(ContentError) as caught:
        read(content)
    return [found.code for found in caught.value.problems]


@pytest.mark.parametrize(
    "path",
    [
        *("blank.pdf", "forms/blank-2.v3.DOCX", "CNAME", ".nojekyll", ".well-known/security.txt"),
        *(
            ".well-known/apple-app-site-association",
            "google0123456789abcdef.html",
            "yandex_0123456789abcdef.html",
        ),
        *("BingSiteAuth.xml", "logo.png"),
    ],
)
def test_a_file_is_copied_as_it_is(path: str, tmp_path: Path) -> None:
    content = content_of(tmp_path, {f"public/{path}": b"content"})
    assert dict(read(content).pictures())[path].read_bytes() == b"content"


@pytest.mark.parametrize(
    ("path", "content", "code"),
    [
        *(
            (f"x.{suffix}", b"x", "public-type")
            for suffix in ("php", "cgi", "exe", "js", "html", "docm", "zip")
        ),
        ("form.php.pdf", PDF, "public-type"),
        (".htaccess", b"x", "public-type"),
        ("README", b"x", "public-type"),
        ("forms/google0123456789abcdef.html", b"x", "public-type"),
        ("blank form.pdf", PDF, "public-name"),
        ("бланк.pdf", PDF, "public-name"),
        ("forms/.hidden/x.pdf", PDF, "public-name"),
        ("ru/blank.pdf", PDF, "public-taken"),
        ("static/blank.pdf", PDF, "public-taken"),
        ("robots.txt", b"x", "public-taken"),
        ("sitemap.json", b"x", "public-taken"),
        ("google0123456789abcdef.html", b"x" * 5000, "public-heavy"),
        ("google0123456789abcdef.html", b"<script>x</script>", "public-program"),
        ("blank.pdf", b"MZ\x90", "public-program"),
        ("blank.pdf", b"#!/bin/sh", "public-program"),
        ("logo.svg", SVG.format("<script/>").encode(), "public-svg"),
    ],
)
def test_what_could_run_or_take_an_address_is_refused(
    path: str, content: bytes, code: str, tmp_path: Path
) -> None:
    assert codes(content_of(tmp_path, {f"public/{path}": content})) == [code]


def test_a_file_of_more_than_50_mb_is_refused(tmp_path: Path) -> None:
    content = content_of(tmp_path, {"public/film.mp4": b""})
    with (content / "public" / "film.mp4").open("wb") as film:
        film.truncate(50_000_001)
    assert codes(content) == ["public-heavy"]


@pytest.mark.parametrize(
    "name", ["public", "public/blank.pdf", "public/.well-known", "public/.well-known/x.txt"]
)
def test_links_are_refused(name: str, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    content = content_of(tmp_path)
    (content / name).parent.mkdir(exist_ok=True, parents=True)
    (content / name).symlink_to(tmp_path / "elsewhere")
    assert codes(content) == ["not-a-file"]


@pytest.mark.parametrize(
    "inside",
    [
        '<path d="M0 0"/><style>a { fill: url(#b) }</style><!-- a comment -->',
        '<use href="#a"/><image xlink:href="data:image/png;base64,AA=="/>',
        "<title>onload</title>",
    ],
)
def test_a_plain_svg_is_safe(inside: str) -> None:
    assert is_safe_svg(SVG.format(inside).encode())


@pytest.mark.parametrize(
    "inside",
    [
        *('<script href="#a"/>', '<g onload="x()"/>', '<g ONLOAD="x()"/>', "<foreignObject/>"),
        *(
            '<a href="javascript:x()"/>',
            '<a xlink:href="https://x.example"/>',
            '<image href="//x.example/a.png"/>',
        ),
        *('<use href="other.svg#a"/>', '<image href="data:image/svg+xml,x"/>', "<style>@import 'x'</style>"),
        *('<g style="fill: url(https://x.example)"/>', '<g fill="url(//x.example#a)"/>', "<a"),
        '<set attributeName="href" to="javascript:x()"/>',
        "<style><![CDATA[a { background: u\\72l(//x.example) }]]></style>",
        '<h:script xmlns:h="http://www.w3.org/1999/xhtml"/>',
    ],
)
def test_an_svg_with_a_script_or_a_foreign_reference_is_not_safe(inside: str) -> None:
    assert not is_safe_svg(SVG.format(inside).encode())


@pytest.mark.parametrize(
    "begin", ['<?xml-stylesheet href="x.css"?>', '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>']
)
def test_an_svg_with_entities_or_style_sheets_is_not_safe(begin: str) -> None:
    assert not is_safe_svg((begin + SVG.format("")).encode())


def test_a_link_to_a_file_is_checked_like_any_other(tmp_path: Path) -> None:
    item = "---\ntitle: {0}\nsummary: {0}.\n---\n\n[{0}](/forms/blank.pdf#page=2)\n"
    files: dict[str, str | bytes] = {
        "info/ru.md": item.format("Бланк"),
        "info/en.md": item.format("Form"),
        "public/forms/blank.pdf": "x",
    }
    pages = [page for edition in read(content_of(tmp_path, files)).editions for page in edition.pages]
    assert all('href="/forms/blank.pdf#page=2"' in page.html for page in pages if page.bundle == "info")
    (tmp_path / "content/public/forms/blank.pdf").rename(tmp_path / "content/public/forms/blanks.pdf")
    with pytest.raises(ContentError) as caught:
        read(tmp_path / "content")
    assert all("/forms/blanks.pdf" in found.message("en") for found in caught.value.problems)
    assert {found.code for found in caught.value.problems} == {"link-file"}


def test_every_allowed_type_is_served_with_its_own_media_type() -> None:
    assert [suffix for suffix in SUFFIXES if headers_for(f"x{suffix}").media_type == DEFAULT_TYPE] == []


def test_an_unchanged_file_is_not_written_again(tmp_path: Path) -> None:
    content = content_of(tmp_path, {"public/forms/blank.pdf": PDF})
    command = ("build", "--content", content, "--output", tmp_path / "out", "--cache", tmp_path / "cache")
    inv(*command, "--no-search")
    published = tmp_path / "out" / "forms" / "blank.pdf"
    before = published.stat()
    (content / "public" / "other.pdf").write_bytes(PDF)
    assert "1 files written" in inv(*command, "--no-search").stdout
    assert published.stat().st_ino == before.st_ino
    assert (tmp_path / "out" / "other.pdf").read_bytes() == PDF


@pytest.mark.parametrize("name", ["form.{}.pdf", "form-{}.pdf", "forms/form_{}.docx"])
def test_each_language_may_link_to_a_file_of_its_own(name: str, tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {}
    for code in ("ru", "en"):
        files[f"public/{name.format(code)}"] = b"content"
        files[f"info/{code}.md"] = (
            f"---\ntitle: Info {code}\nsummary: Info.\n---\n\n[Info](/{name.format(code)})\n"
        )
    read(content_of(tmp_path, files))
