from __future__ import annotations

import pytest

from plugins.diagnostics.problem import Severity
from plugins.model.document import FigureReference, LinkReference, PictureReference
from tests.markdown.documents import BODY_LINE, codes, read

NESTED = "<ul>\n<li>раз<ul>\n<li>два<ul>\n<li>три</li>\n</ul>\n</li>\n</ul>\n</li>\n<li>четыре</li>\n</ul>"


def mark(kind: str, number: int) -> str:
    return f"\ue000{kind}:{number}\ue001"


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        ("текст\n- раз\n- два", "<p>текст</p>\n<ul>\n<li>раз</li>\n<li>два</li>\n</ul>"),
        ("текст\n1. раз\n2. два", "<p>текст</p>\n<ol>\n<li>раз</li>\n<li>два</li>\n</ol>"),
        ("было\n2022. Год", "<p>было 2022. Год</p>"),
        ("- раз\n  ещё\n- два", "<ul>\n<li>раз ещё</li>\n<li>два</li>\n</ul>"),
        ("> текст\n> - раз", "<blockquote>\n<p>текст</p>\n<ul>\n<li>раз</li>\n</ul>\n</blockquote>"),
        ("```\nтекст\n- раз\n```", "<pre><code>текст\n- раз\n</code></pre>"),
        ("- раз\n  - два\n    - три\n- четыре", NESTED),
        ("- раз\n    - два\n        - три\n- четыре", NESTED),
        ("1. раз\n   1. два\n      1. три\n2. четыре", NESTED.replace("ul>", "ol>")),
        (" - раз\n - два", "<ul>\n<li>раз</li>\n<li>два</li>\n</ul>"),
        ("    - код", "<pre><code>- код\n</code></pre>"),
        ("слово\n:   значение", "<dl>\n<dt>слово</dt>\n<dd>значение</dd>\n</dl>"),
        ("текст\n{.lead}", '<p class="lead">текст</p>'),
        ("Н<sub>2</sub>О и <kbd>Ctrl</kbd>", "<p>Н<sub>2</sub>О и\u00a0<kbd>Ctrl</kbd></p>"),
        ('<span lang="sah">күн</span>', '<p><span lang="sah">күн</span></p>'),
        ("a < b && c > d", "<p>a &lt; b &amp;&amp; c &gt; d</p>"),
    ],
)
def test_markdown_is_converted(typed: str, html: str) -> None:
    document = read(typed)
    assert document.problems == ()
    assert document.html == html


def test_tables_align_by_class_and_admonitions_have_no_default_title() -> None:
    document = read('a | b\n--- | ---:\nв | 2\n\n!!! note\n    Текст.\n\n!!! tip "Совет"\n    Текст.')
    assert document.problems == ()
    assert '<th class="right">b</th>' in document.html
    assert '<div class="admonition note">\n<p>Текст.</p>' in document.html
    assert '<p class="admonition-title">Совет</p>' in document.html


@pytest.mark.parametrize(
    ("typed", "ids"),
    [
        ("## Цифры недели", ["цифры-недели"]),
        ("## Цифры\n\n## Цифры\n\n## Цифры", ["цифры", "цифры-2", "цифры-3"]),
        ("## Цифры\n\n## Вставка\n\n## Цифры", ["цифры", "вставка", "цифры-2"]),
        ("## Цифры\n\n## Цифры 2\n\n## Цифры", ["цифры", "цифры-2", "цифры-3"]),
        ("## Ҕ ҥ ө һ ү — «да»?", ["ҕ-ҥ-ө-һ-ү-да"]),
        ("## *Сколько* `это` [стоит](/x/)?", ["сколько-это-стоит"]),
        ("## Итог: {figure}a.b звонков", ["итог-звонков"]),
        ("## 122", ["122"]),
        ("## !!!", ["section"]),
        ("## Сроки {#deadlines}", ["deadlines"]),
        ("Сроки\n-----", ["сроки"]),
        ("## С\u0438\u0306", ["сй"]),
    ],
)
def test_heading_ids(typed: str, ids: list[str]) -> None:
    document = read(typed)
    assert document.problems == ()
    assert [heading.id for heading in document.headings] == ids
    assert all(f'id="{heading.id}"' in document.html for heading in document.headings)


def test_headings_have_lines_and_text() -> None:
    document = read('Текст.\n\n## "Один"\n\n```\n## Код\n```\n\n> ## В цитате\n\n## "Один"\n\nДва\n---\n')
    assert [(heading.text, heading.line - BODY_LINE) for heading in document.headings] == [
        ("«Один»", 2),
        ("В цитате", 8),
        ("«Один»", 10),
        ("Два", 12),
    ]


@pytest.mark.parametrize(
    ("typed", "code", "line"),
    [
        ("# Заголовок", "heading-one", 0),
        ("#хештег", "heading-one", 0),
        ("текст\n\nЗаголовок\n===", "heading-one", 2),
        ("## Раз\n\n#### Три", "heading-skips", 2),
        ("### Три", "heading-skips", 0),
        ("##\n\nтекст", "heading-empty", 0),
        ("## А {#x}\n\n## Б {#x}", "heading-id-twice", 2),
    ],
)
def test_an_invalid_heading_is_an_error(typed: str, code: str, line: int) -> None:
    found = [problem for problem in read(typed).problems if problem.code == code]
    assert [problem.line - BODY_LINE for problem in found] == [line]
    assert found[0].severity is (Severity.ADVICE if code == "heading-skips" else Severity.ERROR)


@pytest.mark.parametrize(
    ("typed", "target"),
    [
        ("[слова](/news/x/)", "/news/x/"),
        ("[слова](../x/#части)", "../x/#части"),
        ("[слова](#части)", "#части"),
        ("[слова]({filename}/news/x/ru.md)", "news/x/ru.md"),
        ("[слова]({static}photo.pdf)", "photo.pdf"),
        ("[слова](</a b/>)", "/a b/"),
        ("[слова][имя]\n\n[имя]: /news/x/", "/news/x/"),
        ("[слова](/x/?a=1&b=2)", "/x/?a=1&b=2"),
        ("[слова](/x\\_y/)", "/x_y/"),
        ("[![Зал](photo.jpg)](/x/)", "/x/"),
    ],
)
def test_an_internal_link_becomes_a_placeholder(typed: str, target: str) -> None:
    document = read("текст\n\n" + typed)
    assert document.problems == ()
    assert document.links[0].target == target
    assert f'href="{mark("link", 0)}"' in document.html


@pytest.mark.parametrize(
    ("typed", "target"),
    [
        ("[слова](https://example.org/a?b=1&c=(2))", "https://example.org/a?b=1&c=(2)"),
        ("[слова](http://xn--80ak6aa92e.com/)", "http://xn--80ak6aa92e.com/"),
        ("[слова](https://пример.рф/путь)", "https://пример.рф/путь"),
        ("<https://example.org/>", "https://example.org/"),
        ("[слова](mailto:a@example.org)", "mailto:a@example.org"),
        ("<a@example.org>", "mailto:a@example.org"),
        ("[122](tel:122)", "tel:122"),
    ],
)
def test_an_external_address_is_kept(typed: str, target: str) -> None:
    document = read(typed)
    assert document.problems == ()
    assert document.links == (LinkReference(target, BODY_LINE),)
    assert f'href="{target.replace("&", "&amp;")}"' in document.html


def test_links_have_lines_even_if_repeated_or_shown_in_code() -> None:
    document = read("`[a](/x/)` [a](/x/)\n\n```\n[a](/x/)\n```\n\n[a](/x/) и\n[b](/y/)")
    assert [(link.target, link.line - BODY_LINE) for link in document.links] == [
        ("/x/", 0),
        ("/x/", 6),
        ("/y/", 7),
    ]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("[x](javascript:alert(1))", "link-scripted"),
        ("[x](JaVaScRiPt:alert(1))", "link-scripted"),
        ("[x](java\tscript:alert(1))", "link-scripted"),
        ("[x](javascript&#58;alert(1))", "link-scripted"),
        ("[x](&#106;avascript:alert(1))", "link-scripted"),
        ("[x](javascript&colon;alert(1))", "link-scripted"),
        ("[x](<javascript:alert(1)>)", "link-scripted"),
        ("[x][1]\n\n[1]: javascript:alert(1)", "link-scripted"),
        ("<javascript://a.ru/%0aalert(1)>", "link-scripted"),
        ("[x](data:text/html,x)", "link-scripted"),
        ("[x](vbscript:x)", "link-scripted"),
        ("[x](//evil.org)", "link-without-scheme"),
        ("[x](/\\evil.org)", "link-without-scheme"),
        ("[x](ftp://a.ru)", "link-scheme"),
        ("[x](https:///a)", "link-broken"),
        ("[x](https://a.ru/b c)", "link-broken"),
        ("[x](https://[::1)", "link-broken"),
        ("[x]()", "link-empty"),
        ("[](/x/)", "link-without-words"),
        ("[x] (/x/) [y][z]", "link-unread"),
        ("[x](/x/", "link-unread"),
    ],
)
def test_an_invalid_link_is_an_error_and_not_published(typed: str, code: str) -> None:
    document = read("текст\n\n" + typed)
    found = [problem for problem in document.problems if problem.code == code]
    assert found
    assert found[0].line >= BODY_LINE + 2
    assert 'href="javascript' not in document.html.lower()


def test_a_picture_becomes_a_placeholder_and_a_lone_one_a_block() -> None:
    document = read('текст\n\n![Зал "122"](photo.jpg "Зал - внутри")\n\nслово ![Схема](./my%20map.png) слово')
    assert document.problems == ()
    assert document.pictures == (
        PictureReference("photo.jpg", 'Зал "122"', BODY_LINE + 2, "Зал\u00a0— внутри"),
        PictureReference("my map.png", "Схема", BODY_LINE + 4),
    )
    assert document.html.split("\n")[1:] == [
        mark("picture", 0),
        f"<p>слово {mark('picture', 1)} слово</p>",
    ]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("![](photo.jpg)", "picture-without-alt"),
        ("![ ](photo.jpg)", "picture-without-alt"),
        ("![photo.jpg](photo.jpg)", "picture-alt-file"),
        ("![IMG_2034](a.jpg)", "picture-alt-file"),
        ("![sheet](sheet.jpg)", "picture-alt-file"),
        ("![Зал](https://a.ru/photo.jpg)", "picture-remote"),
        ("![Зал](//a.ru/photo.jpg)", "picture-remote"),
        ("![Зал](data:image/png;base64,AA)", "picture-remote"),
        ("![Зал](../photo.jpg)", "picture-place"),
        ("![Зал](/photo.jpg)", "picture-place"),
        ("![Зал](%2e%2e%2fphoto.jpg)", "picture-place"),
        ("![Зал]()", "picture-place"),
        ('слово ![Зал](photo.jpg "Подпись")', "caption-not-alone"),
        ("![Зал](photo.jpg){onload=x}", "attribute"),
    ],
)
def test_an_invalid_picture_is_an_error(typed: str, code: str) -> None:
    found = [problem for problem in read("текст\n\n" + typed).problems if problem.code == code]
    assert [problem.line - BODY_LINE for problem in found] == [2]


def test_figures_and_cards_become_placeholders_outside_code() -> None:
    document = read(
        "Принято {figure}russia-2022.calls|short.\n\n{card}russia-2022.calls\n\n"
        "`{figure}a.b|c`\n\n```\n{card}a.b\n```\n\nа | б\n--- | ---\n{figure}a.b|in-words | {figure}a.c"
    )
    assert document.problems == ()
    assert document.figures == (
        FigureReference("figure", "russia-2022.calls|short", BODY_LINE),
        FigureReference("card", "russia-2022.calls", BODY_LINE + 2),
        FigureReference("figure", "a.b|in-words", BODY_LINE + 12),
        FigureReference("figure", "a.c", BODY_LINE + 12),
    )
    assert document.html.startswith(f"<p>Принято {mark('figure', 0)}.</p>\n{mark('card', 1)}\n")
    assert "<code>{figure}a.b|c</code>" in document.html
    assert "<code>{card}a.b\n</code>" in document.html
    assert f"<td>{mark('figure', 2)}</td>" in document.html


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("слово {card}a.b слово", "card-not-alone"),
        ("{figure} a.b", "figure-unread"),
        ("{figure}", "figure-unread"),
        ("слово {figur}russia-2022.calls слово", "figure-unread"),
        ("{цифра}a.b", "figure-unread"),
        ("{Card}a.b", "figure-unread"),
        ("<details>\n{figure}a.b\n</details>", "figure-in-html"),
    ],
)
def test_an_unparsed_figure_is_an_error(typed: str, code: str) -> None:
    assert code in codes(read(typed))


@pytest.mark.parametrize(
    ("typed", "code", "line"),
    [
        ("<script>alert(1)</script>", "html-tag", 0),
        ("слово <SCRIPT>alert(1)</SCRIPT>", "html-tag", 0),
        ("<script src=//evil", "html-tag", 0),
        ("текст\n\n<div>\n<style>p {}</style>\n</div>", "html-tag", 3),
        ("<iframe src='x'></iframe>", "html-tag", 0),
        ("<base href='//evil'>", "html-tag", 0),
        ("<svg/onload=alert(1)>", "html-tag", 0),
        ("<b onclick='x'>жирно</b>", "html-attribute", 0),
        ("<p style='color: red'>x</p>", "html-attribute", 0),
        ("<b style=x>жирно</b>", "html-attribute", 0),
        ("<a href='/x/'>x</a>", "html-link", 0),
        ("<img src=x onerror=alert(1)>", "html-picture", 0),
        ("<h2>Заголовок</h2>", "html-heading", 0),
        ("текст\n\n<!-- заметка -->", "html-comment", 2),
        ("слово <!-- заметка --> слово", "html-comment", 0),
        ("<!-- заметка", "html-comment", 0),
        ("<?php echo 1 ?>", "html-tag", 0),
        ("<b>жирно", "html-unclosed", 0),
        ("жирно</b>", "html-unopened", 0),
        ("<details>\n<summary>Ещё</summary>\nтекст", "html-unclosed", 0),
        ("текст\n{onclick=x}", "attribute", 1),
        ("*слово*{style='x'}", "attribute", 0),
        ("[x](/x/){: href='javascript:a'}", "attribute", 0),
        ("текст\n{.unknown}", "attribute", 1),
        ("текст\n{#id}", "attribute", 1),
        ('!!! danger "Ой"\n    x', "admonition", 0),
        ("Текст[^1].", "footnote-missing", 0),
        ("Текст.\n\n[^1]: Сноска.", "footnote-unused", 2),
    ],
)
def test_unsupported_markup_is_an_error(typed: str, code: str, line: int) -> None:
    document = read(typed)
    found = [problem for problem in document.problems if problem.code == code]
    assert line in [problem.line - BODY_LINE for problem in found]
    for evil in (
        "<script",
        "<style",
        "<iframe",
        "onclick",
        "onerror",
        "onload",
        "style=",
        "<!--",
        "javascript",
    ):
        assert evil not in document.html.lower().replace("&lt;", "")


@pytest.mark.parametrize("fence", ["``` {onclick=x}\nкод\n```", '``` {.py style="x"}\nкод\n```'])
def test_fenced_code_has_no_attributes(fence: str) -> None:
    html = read(fence).html
    assert "onclick" not in html
    assert "style" not in html


def test_code_may_contain_any_html() -> None:
    document = read("`<script>` и\n\n```\n<script>alert(1)</script> <!-- x -->\n```\n\n    <iframe>\n")
    assert document.problems == ()
    assert document.html.count("&lt;script&gt;") == 2


def test_footnotes_are_numbered_and_linked_both_ways() -> None:
    document = read("Раз[^прим] и два[^b] и опять[^прим].\n\n[^прим]: Первая.\n[^b]: Вторая.")
    assert document.problems == ()
    for wanted in ('id="fnref:1"', 'href="#fn:1"', 'id="fn:2"', 'href="#fnref:2"', 'href="#fnref2:1"'):
        assert wanted in document.html
    assert "Jump back" not in document.html
