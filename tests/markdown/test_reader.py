from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.markdown.documents import codes, read

if TYPE_CHECKING:
    from plugins.model.document import Document


def problems(document: Document) -> list[tuple[str, int]]:
    return [(problem.code, problem.line) for problem in document.problems]


def test_a_plain_file_has_no_problems() -> None:
    document = read("Текст с [ссылкой](/news/x/).\n\n## Цифры\n\n- раз\n- два")
    assert document.problems == ()
    assert document.matter.title == "Проба"
    assert document.html.startswith('<p>Текст с\u00a0<a href="\ue000link:0\ue001">ссылкой</a>.</p>')


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", ("file-empty", 1)),
        (b" \n\n", ("file-empty", 1)),
        (b"x" * 5_000_000, ("file-too-large", 1)),
        (b"---\ntitle: x\n---\n" + b"x" * 30_000, ("line-too-long", 4)),
        (b"---\ntitle: x\n---\nok\n\xff\xfe", ("not-utf-8", 5)),
        (b"just text", ("front-matter-missing", 1)),
        (b"\n\n## text", ("front-matter-missing", 3)),
        (b"---\ntitle: x\n\ntext", ("front-matter-unclosed", 1)),
        (b"---\ntitle: x\n----\ntext", ("front-matter-unclosed", 1)),
        (b"---\ntitle: x\n---\na\n\nb \x00 c", ("control-character", 6)),
        ("---\ntitle: x\n---\na \u202e b".encode(), ("bidi-character", 4)),
        ("---\ntitle: x\n---\na \ue000link:0\ue001 b".encode(), ("control-character", 4)),
    ],
)
def test_a_file_that_is_not_text_is_an_error(content: bytes, expected: tuple[str, int]) -> None:
    assert problems(read(content))[0] == expected


@pytest.mark.parametrize(
    "content", [b"\xef\xbb\xbf---\r\ntitle: x\r\n---\r\ntext\r\n", b"\n---\ntitle: x\n---\ntext"]
)
def test_bom_line_endings_and_a_blank_first_line_are_accepted(content: bytes) -> None:
    document = read(content)
    assert document.problems == ()
    assert document.html == "<p>text</p>"


def test_all_problems_of_a_file_are_reported_at_once() -> None:
    document = read(b"---\ntitel: x\ndate: 05.06.2023\n---\n# One\n\n[x](javascript:a)\n\n![](photo.jpg)\n")
    assert codes(document) == {
        "key-renamed",
        "date-ambiguous",
        "title-missing",
        "heading-one",
        "link-scripted",
        "picture-without-alt",
    }


def test_id_prefix_and_heading_offset_are_applied() -> None:
    document = read("## Сроки\n\nТекст[^1].\n\n[^1]: Сноска.", id_prefix="cost-", heading_offset=1)
    assert document.headings[0].id == "cost-сроки"
    assert document.headings[0].level == 3
    assert '<h3 id="cost-сроки">' in document.html
    assert 'href="#cost-fn:1"' in document.html
    assert 'id="cost-fn:1"' in document.html
    assert 'href="#cost-fnref:1"' in document.html


def test_files_do_not_influence_each_other() -> None:
    first = "Текст[^1] [имя].\n\n[^1]: Сноска.\n\n[имя]: /news/x/"
    read(first)
    assert codes(read("Текст[^1] [имя][].")) == {"footnote-missing", "link-unread"}
    assert read(first) == read(first)


@pytest.mark.parametrize("target", ["https://exa%mple.org/", "https://example.org%00/", "https://a%20b.org/"])
def test_a_link_that_the_sanitizer_would_empty_is_told(target: str) -> None:
    document = read(f"Раз.\n\n[слово]({target})")
    assert "link-broken" in codes(document) or f'href="{target}"' in document.html
    assert [found.line for found in document.problems] in ([], [6])
