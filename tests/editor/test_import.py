"""Thirty articles of each other system come in by one command, check clean, build, and lose no word."""

from __future__ import annotations

import json
import os
import random
import zipfile
from collections import Counter
from contextlib import suppress
from errno import EACCES
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from unicodedata import normalize

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from plugins.content.load import load_site
from plugins.diagnostics.problem import message_languages
from plugins.editor.importing.html_cleaning import WORD, Cleaner, words_of
from plugins.editor.importing.html_markdown import to_markdown
from plugins.editor.importing.import_report import report_lines
from plugins.editor.importing.import_source import ImportArgs, ImportResult, import_source, install
from plugins.editor.importing.markdown_dialects import Dialect
from plugins.editor.importing.source_folder import SourceError, open_source
from plugins.editor.report import load_ui_text
from tests.building import NOW, SITE, build_options, content_of, inv
from tests.editor.foreign_sources import COUNT, PHOTO, WRITERS, Article, articles, words_in
from tests.markdown.documents import read as read_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from plugins.content.site_content import LoadResult

IN = ("--now", NOW.isoformat())


def bring_in(folder: Path, files: dict[str, str | bytes], **args: str) -> tuple[ImportResult, LoadResult]:
    """Import files of a folder into the valid site; the result, and the site as it is then."""
    source = folder / "source"
    for name, content in files.items():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    options = build_options(content_of(folder))
    result = import_source(ImportArgs(str(source), **args), options)
    install(result, options)
    return result, load_site(options)


def codes(result: ImportResult) -> set[str]:
    assert all(report_lines(result, load_ui_text(language)) for language in message_languages())
    return {note.code for note in result.notes}


def text_of(result: ImportResult, language: str = "ru", number: int = 0) -> str:
    return result.bundles[number].documents[language].text


@pytest.mark.parametrize("kind", WRITERS)
def test_thirty_articles_come_in_check_clean_build_and_lose_no_word(kind: str, tmp_path: Path) -> None:
    source = WRITERS[kind](tmp_path / "source")
    content, output, cache = content_of(tmp_path), tmp_path / "output", ("--cache", tmp_path / "cache")
    done = inv("import", source, "--content", content, *IN)
    assert done.returncode == 0, done.stderr
    checked = inv("check", "--content", content, "--lang", "en", *IN)
    assert checked.returncode == 0, checked.stdout
    assert "Errors" not in checked.stdout
    built = inv("build", "--content", content, "--output", output, *cache, "--no-search", *IN)
    assert built.returncode == 0, built.stderr
    pages = {
        page.parent.name: Counter(words_in(BeautifulSoup(page.read_bytes(), "html.parser").get_text(" ")))
        for page in output.glob("ru/news/2022-*/index.html")
    }
    lost = {
        each.slug: missing
        for each in articles()
        if (missing := each.words() - pages[_page_name(kind, each, pages)])
    }
    assert lost == {}


def _page_name(kind: str, article: Article, pages: Iterable[str]) -> str:
    """The page of an article, whose name ends in its slug, or in that of its title in a channel."""
    end = f"-material-{article.number}-{article.number}" if kind == "telegram" else f"-{article.slug}"
    return next(name for name in pages if name.endswith(end))


def test_old_addresses_and_inner_links_are_kept(tmp_path: Path) -> None:
    options = build_options(content_of(tmp_path))
    result = import_source(ImportArgs(str(WRITERS["wordpress"](tmp_path / "source"))), options)
    first, third = result.bundles[0].documents["ru"], result.bundles[2].documents["ru"]
    assert 'moved_from: ["/2022/12/article-1/", "/?p=1"]' in first.text
    assert 'moved_from: ["/новости/article-3.html", "/?p=3"]' in third.text
    assert "](/news/2022-02-06-article-4/)" in third.text
    assert 'author: ["Анна Орлова"]' in first.text


def test_translations_are_paired_and_read_alike(tmp_path: Path) -> None:
    options = build_options(content_of(tmp_path))
    result = import_source(ImportArgs(str(WRITERS["hugo"](tmp_path / "source"))), options)
    pairs = [bundle for bundle in result.bundles if len(bundle.documents) > 1]
    assert len(pairs) == COUNT // 3
    assert "status: draft" not in pairs[0].documents["en"].text


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("# Заголовок\n\n### Глубже", "## Заголовок\n\n### Глубже"),
        ("Заголовок\n=====\n\nТекст", "## Заголовок\n\nТекст"),
        ("* один\n* два\n  * внутри", "- один\n- два\n    - внутри"),
        ("1) один\n2) два", "1. один\n2. два"),
        ("Наберите *122*1#.", r"Наберите \*122\*1#."),
        ("> [!NOTE]\n> Важно", "> **Note**\n>\n> Важно"),
        ("``` python\nx = 1\n```", "```python\nx = 1\n```"),
        ("Слово[^a].\n\n[^a]: Сноска.", "Слово[^1].\n\n[^1]: Сноска."),
        ("a | b\n--|--\n1 | 2", "| a | b |\n| --- | --- |\n| 1 | 2 |"),
        ("{{< youtube abc >}}", "<https://www.youtube.com/watch?v=abc>"),
        ("{% highlight ruby %}\nputs 1\n{% endhighlight %}", "```ruby\nputs 1\n```"),
        ("Текст {{ site.baseurl }}/x {: .big}", "Текст /x"),
        ("> Слова.\n> — Анна Орлова", "> Слова.  \n> — Анна Орлова"),
        ("- [ ] нет\n- [x] да", "- ☐ нет\n- ☑ да"),
        ("[TOC]\n\nТекст", "Текст"),
        ("Слово\n: Смысл", "Слово\n: Смысл"),
        ("[^1]: Без ссылки.", r"\[^1\]: Без ссылки."),
        ("[прим]: слово", r"\[прим\]: слово"),
        ("[а][1]\n\n[1]: https://example.org/", "[а](https://example.org/)"),
        ("~~старое~~", "<s>старое</s>"),
        ("Строка  \nперенос", "Строка  \nперенос"),
        ("а<b>(б)</b>в", "а<strong>(б)</strong>в"),
        ("<b>а</b><i>б</i> в", "<strong>а</strong><em>б</em> в"),
        ("<b>«а»</b>, <em>б</em>.", "**«а»**, *б*."),
        ("а<b>б</b>в", "а**б**в"),
        ("<div><b>Да</b><br>нет</div>", "**Да**  \nнет"),
    ],
)
def test_a_dialect_becomes_the_sites_own(typed: str, expected: str) -> None:
    cleaner = Cleaner("x", lambda _: None, lambda _: None)
    assert to_markdown(cleaner.clean(Dialect("x").render(typed))).strip() == expected


@settings(max_examples=300, deadline=None)
@given(st.text(st.characters(blacklist_categories=["Cs", "Cc", "Co", "Cn"]), min_size=1, max_size=60))
def test_any_text_keeps_its_words(text: str) -> None:
    soup = BeautifulSoup("<p></p>", "html.parser")
    soup.p.append(text)  # type: ignore[union-attr] # it is there
    document = read_text(f"---\ntitle: x\n---\n\n{to_markdown(soup)}".encode())
    shown = Counter(words_of(BeautifulSoup(document.html, "html.parser")))
    lost = Counter(WORD.findall(normalize("NFC", text))) - shown
    assert document.problems or not lost  # an item with a problem becomes a draft as it is


WXR = (
    '<?xml version="1.0"?><rss xmlns:wp="http://wordpress.org/export/1.2/" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><link>https://old.example</link>{}</channel></rss>'
)
POST = (
    "<item><title>Новость</title><link>https://old.example/a/</link><content:encoded><![CDATA[{}]]></content:encoded>"
    "<wp:post_id>1</wp:post_id><wp:post_date>2022-01-02 10:00:00</wp:post_date><wp:post_name>a</wp:post_name>"
    "<wp:status>publish</wp:status><wp:post_type>post</wp:post_type></item>"
)


@pytest.mark.parametrize(
    ("html", "code", "kept"),
    [
        ('<iframe src="https://video.example/1"></iframe>', "embedded", "https://video.example/1"),
        ("Текст<script>alert(1)</script>", "removed", "Текст"),
        ("Текст<!-- забытое -->", "comment", "Текст"),
        ('<img src="https://old.example/нет.jpg" alt="Вид">', "picture-left", "Вид"),
        ('<a href="/category/x/">слова</a>', "", "(https://old.example/category/x/)"),
        ('<a href="javascript:alert(1)">слова</a>', "link-left", "слова"),
        ('<a href="#top">слова</a>', "link-left", "слова"),
        ("<table><tr><td><ul><li>а</li></ul></td></tr></table>", "table-flat", "- а"),
        ("<ul><li><h2>Заголовок</h2></li></ul>", "heading-bold", "**Заголовок**"),
        ('[contact-form to="x"]', "tag-unknown", "contact-form"),
        ("<details><summary>Вопрос</summary>Ответ</details>", "unfolded", "**Вопрос**"),
        ("<blockquote><p>Слова</p><footer>Анна, врач</footer></blockquote>", "", "> — Анна, врач"),
        ("[прим. ред.] и [1]", "", r"\[прим. ред.\] и \[1\]"),
    ],
)
def test_what_cannot_be_kept_is_told_and_its_words_stay(
    html: str, code: str, kept: str, tmp_path: Path
) -> None:
    result, site = bring_in(tmp_path, {"export.xml": WXR.format(POST.format(html))})
    assert kept in text_of(result)
    assert code in codes(result) | {""}
    assert site.ok, site.problems


def test_what_cannot_be_read_becomes_a_draft_with_its_reasons(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "2022-01-02-one.md": "---\ntitle: Один\n---\n{% include x.html %}\n[два](2022-01-03-two.md)",
        "2022-01-03-two.md": "---\ntitle: Два\n---\n[один](2022-01-02-one.md) и слова",
        "undated.md": "# Без даты\n\nСлова.",
    }
    result, site = bring_in(tmp_path, files, kind="markdown")
    assert site.ok, site.problems
    one, two, undated = (text_of(result, number=number) for number in range(3))
    assert "status: draft" in one
    assert "# Вставку шаблона понять нельзя: {% include x.html %}" in one
    assert "status" not in two
    assert "](" not in two  # a link to a draft would lead nowhere
    assert "status: draft" in undated
    assert {"tag-unknown", "link-left", "undated"} <= codes(result)


@pytest.mark.parametrize(
    "body",
    [
        "Одно\n<<<<<<< HEAD\nдва\n=======\nтри\n>>>>>>> x",
        "Сайт wwwgооgle.com",  # two of its letters are Cyrillic
        "{{< unknown >}} и {{ .Params.x }}",
        "<<<<<<< \ue0f20\ue0f3",
    ],
)
def test_a_draft_of_what_is_wrong_checks_clean_and_keeps_its_words(body: str, tmp_path: Path) -> None:
    result, site = bring_in(tmp_path, {"a.md": f"---\ntitle: Один\ndate: 2022-01-02\n---\n{body}\n"})
    assert site.ok, site.problems
    assert "status: draft" in text_of(result)
    assert not Counter(words_in(body)) - Counter(words_in(text_of(result)))


@pytest.mark.parametrize(
    "head",
    [
        "title: Один: два\naliases: [/old/x.html, /?p=7]\ndate: 2022-01-02",
        'title: "Один: два"\naliases:\n- /old/x.html\n- "/?p=7"\ndate: 2022-01-02T10:00:00Z',
        'title: "Один: два"\nredirect_from: ["/old/x.html", "/?p=7"]\ndate: Sun, 02 Jan 2022 10:00:00 +0000',
    ],
)
def test_front_matter_is_read_though_its_form_is_loose(head: str, tmp_path: Path) -> None:
    result, site = bring_in(tmp_path, {"a.md": f"---\n{head}\n---\nСлова.\n"})
    assert site.ok, site.problems
    assert 'title: "Один: два"' in text_of(result)
    assert 'moved_from: ["/old/x.html", "/?p=7"]' in text_of(result)
    assert "status" not in text_of(result)
    assert result.bundles[0].planned.name == "news/2022-01-02-a"


def test_a_smaller_copy_of_a_picture_is_its_original(tmp_path: Path) -> None:
    html = '<img src="https://old.example/wp-content/uploads/photo-300x200.jpg" alt="Двор">'
    files: dict[str, str | bytes] = {
        "e.xml": WXR.format(POST.format(html)),
        "wp-content/uploads/photo.jpg": PHOTO,
    }
    result, site = bring_in(tmp_path, files)
    assert "![Двор](photo.jpg)" in text_of(result)
    assert site.ok, site.problems


def test_pictures_come_along_once_and_only_from_the_source(tmp_path: Path) -> None:
    (tmp_path / "secret.jpg").write_bytes(PHOTO)
    text = "---\ntitle: Один\ndate: 2022-01-02\n---\n{}"
    body = "![Вид](img/Фото 1.jpg)\n\n![Вид](<img/Фото 1.jpg>)\n\n![Вид](../secret.jpg)\n\n![Вид](broken.png)"
    files: dict[str, str | bytes] = {"a.md": text.format(body), "img/Фото 1.jpg": PHOTO, "broken.png": b"no"}
    result, site = bring_in(tmp_path, files)
    assert list(result.bundles[0].pictures.files) == ["foto-1.jpg"]
    assert "picture-left" in codes(result)
    assert site.ok, site.problems


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("none", None, "import-missing"),
        ("x.xml", b"<rss", "import-broken"),
        (
            "x.xml",
            b'<!DOCTYPE r [<!ENTITY a "b">]><rss><channel><item><title>&a;</title></item></channel></rss>',
            "import-entities",
        ),
        ("x.xml", b"<rss><channel></channel></rss>", "import-empty"),
        ("result.json", b"{", "import-broken"),
        ("result.json", b'{"messages": 1}', "import-kind"),
        ("result.json", b"[" * 100_000, "import-unknown"),
        ("x.json", b'{"messages": ' + b"[" * 100_000, "import-broken"),
        ("x.bin", b"\0\1", "import-unknown"),
        ("x.md", b"\xff\xfe", "import-empty"),
    ],
)
def test_a_hostile_or_broken_source_is_one_sentence(
    name: str, content: bytes | None, code: str, tmp_path: Path
) -> None:
    file = tmp_path / name
    if content is not None:
        file.write_bytes(content)
    options = build_options(content_of(tmp_path))
    with pytest.raises(SourceError) as caught:
        import_source(ImportArgs(str(file)), options)
    assert caught.value.code == code
    assert all(caught.value.message(language) for language in message_languages())


@pytest.mark.parametrize(
    "name", ["../evil.md", "/evil.md", "a/../../evil.md", "C:evil.md", "a\\..\\..\\evil.md"]
)
def test_an_archive_cannot_write_outside(name: str, tmp_path: Path) -> None:
    archive = tmp_path / "source.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr(name, "---\ntitle: x\n---\n")
    with pytest.raises(SourceError, match=r"unsafe name"):
        import_source(ImportArgs(str(archive)), build_options(content_of(tmp_path)))


def test_an_archive_is_read_as_a_folder(tmp_path: Path) -> None:
    archive = tmp_path / "source.zip"
    source = WRITERS["telegram"](tmp_path / "source")
    with zipfile.ZipFile(archive, "w") as packed:
        for file in sorted(source.rglob("*")):
            packed.write(file, file.relative_to(source))
    result = import_source(ImportArgs(str(archive)), build_options(content_of(tmp_path)))
    assert len(result.bundles) == COUNT


@pytest.mark.parametrize(
    ("args", "code"),
    [
        ({"kind": "blogger"}, "import-from"),
        ({"language": "fr"}, "import-language"),
        ({"topic": "none"}, "import-topic"),
    ],
)
def test_a_wrong_option_is_told(args: dict[str, str], code: str, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# x\n", encoding="utf-8")
    with pytest.raises(SourceError) as caught:
        import_source(ImportArgs(str(tmp_path / "a.md"), **args), build_options(content_of(tmp_path)))
    assert caught.value.code == code


def test_a_dry_run_writes_nothing_and_a_second_import_adds_nothing(tmp_path: Path) -> None:
    source, content = WRITERS["markdown"](tmp_path / "source"), content_of(tmp_path)
    before = sorted(content.rglob("*"))
    dry = inv("import", source, "--content", content, "--dry-run", *IN)
    assert (dry.returncode, sorted(content.rglob("*"))) == (0, before)
    assert "article-30" in dry.stdout
    options = build_options(content)
    install(import_source(ImportArgs(str(source)), options), options)
    assert import_source(ImportArgs(str(source)), options).bundles == []


@pytest.mark.parametrize(
    "title", ['The "new" hours', "Open - at night", "8 800 555-35-35", "What?..", "Cafe\u0301", "No.  5"]
)
def test_a_second_import_knows_a_title_that_the_site_typeset(title: str, tmp_path: Path) -> None:
    source = tmp_path / "posts"
    source.mkdir()
    text = f"---\ntitle: {json.dumps(title)}\ndate: 2023-01-31\n---\nText.\n"
    (source / "a.md").write_text(text, encoding="utf-8")
    options = build_options(content_of(tmp_path))
    install(import_source(ImportArgs(str(source)), options), options)
    assert import_source(ImportArgs(str(source)), options).bundles == []


def test_a_second_import_knows_items_by_their_old_addresses(tmp_path: Path) -> None:
    blog = tmp_path / "blog"
    for name, title in {"one": "One", "two": "", "three": "Three"}.items():
        file = blog / "content" / "posts" / f"{name}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f'---\ntitle: "{title}"\naliases: [/old/]\n---\nSome text.\n', encoding="utf-8")
    (blog / "hugo.toml").write_text('baseURL = "https://old.example/"\n', encoding="utf-8")
    content = content_of(tmp_path)
    options = build_options(content)
    written = install(import_source(ImportArgs(str(blog)), options), options)
    assert len(written) == 3
    for file in written:
        file.write_text(file.read_text(encoding="utf-8").replace("title: ", "title: Another "), "utf-8")
    (blog / "content" / "posts" / "four.md").write_text("---\ntitle: Four\n---\nText.\n", "utf-8")
    again = import_source(ImportArgs(str(blog)), options)
    assert [bundle.planned.name.rpartition("-")[2] for bundle in again.bundles] == ["four"]


@pytest.mark.parametrize(
    ("settings", "text", "language"),
    [
        ("languageCode = 'es-ar'", "Texto", "es"),
        ("defaultContentLanguage: es", "Texto", "es"),
        ("languageCode = 'en-us'", "Обычный русский текст", "ru"),
        ("languageCode = 'de'", "Text", "en"),
        ("", "Text", "en"),
    ],
)
def test_the_language_of_a_source_decides_between_those_of_one_script(
    settings: str, text: str, language: str, tmp_path: Path
) -> None:
    post = tmp_path / "blog" / "content" / "posts" / "one.md"
    post.parent.mkdir(parents=True)
    post.write_text(f"---\ntitle: {text}\ndate: 2022-12-30\n---\n{text}.\n", encoding="utf-8")
    (tmp_path / "blog" / "hugo.toml").write_text(f"{settings}\n", encoding="utf-8")
    site = replace(SITE, languages=("en", "ru", "es"))
    options = build_options(content_of(tmp_path), site=site)
    (bundle,) = import_source(ImportArgs(str(tmp_path / "blog")), options).bundles
    assert [*bundle.planned.items] == [language]


def test_a_full_disk_leaves_nothing_half_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, content = WRITERS["wordpress"](tmp_path / "source"), content_of(tmp_path)
    before = {path: path.read_bytes() for path in content.rglob("*") if path.is_file()}
    options = build_options(content)
    result = import_source(ImportArgs(str(source)), options)
    write, count = Path.write_bytes, 0

    def fail(path: Path, data: bytes) -> int:
        nonlocal count
        count += 1
        if count > 3:
            raise OSError(28, "No space left on device")
        return write(path, data)

    monkeypatch.setattr(Path, "write_bytes", fail)
    with pytest.raises(OSError, match="No space"):
        install(result, options)
    monkeypatch.undo()
    assert {path: path.read_bytes() for path in content.rglob("*") if path.is_file()} == before


def test_an_album_of_a_channel_is_one_item_and_all_else_is_told(tmp_path: Path) -> None:
    sent = {"type": "message", "date": "2022-01-02T10:00:00"}
    messages = [
        {"id": 1, "type": "service", "action": "pin_message"},
        {
            "id": 2,
            **sent,
            "photo": "a.jpg",
            "text": "Заголовок\n\nТекст",
        },
        {"id": 3, **sent, "photo": "b.jpg", "text": ""},
        {"id": 4, "type": "message", "date": "2022-01-03T10:00:00", "file": "c.pdf", "text": "Файл"},
        {"id": 5, "type": "message", "date": "2022-01-03T11:00:00", "text": ""},
        "no message",
    ]
    files: dict[str, str | bytes] = {"result.json": json.dumps({"messages": messages})}
    result, site = bring_in(tmp_path, files | {"a.jpg": PHOTO, "b.jpg": PHOTO + b"\0"})
    assert site.ok, site.problems
    assert [bundle.planned.name for bundle in result.bundles] == [
        "news/2022-01-02-zagolovok",
        "news/2022-01-03-fayl",
    ]
    assert text_of(result).count("![") == 2
    assert {"service-message", "file-left", "empty"} <= codes(result)


FEEDS = {
    "atom": '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ru"><entry><title>Новость</title>'
    '<link href="https://old.example/a.html"/><id>urn:1</id><updated>2022-01-02T10:00:00Z</updated>'
    '<author><name>Анна Орлова</name></author><category term="Здоровье"/>'
    '<content type="html">&lt;p&gt;Слова &lt;b&gt;тут&lt;/b&gt;&lt;/p&gt;</content></entry></feed>',
    "xhtml": '<feed xmlns="http://www.w3.org/2005/Atom"><entry xml:lang="ru"><title>Новость</title>'
    '<link rel="alternate" href="https://old.example/a.html"/><id>urn:1</id>'
    "<published>2022-01-02T10:00:00Z</published><author><name>Анна Орлова</name></author>"
    '<category term="Здоровье"/><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">'
    "<p>Слова <b>тут</b></p></div></content></entry></feed>",
    "rdf": '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"><item><title>Новость</title>'
    "<link>https://old.example/a.html</link><dc:date>2022-01-02T10:00:00Z</dc:date>"
    "<dc:creator>Анна Орлова</dc:creator><category>Здоровье</category>"
    "<description>&lt;p&gt;Слова &lt;b&gt;тут&lt;/b&gt;&lt;/p&gt;</description></item></rdf:RDF>",
}


@pytest.mark.parametrize("kind", FEEDS)
def test_every_format_of_feeds_is_read_alike(kind: str, tmp_path: Path) -> None:
    result, site = bring_in(tmp_path, {"feed.xml": FEEDS[kind]})
    assert site.ok, site.problems
    text = text_of(result)
    assert text.endswith("Слова **тут**\n")
    for line in ('author: ["Анна Орлова"]', "topics: [health]", 'moved_from: ["/a.html"]', 'time: "19:00"'):
        assert line in text
    assert result.bundles[0].planned.name == "news/2022-01-02-a"


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["x.xml", "x.json", "x.md", "x.zip", "x"]))
def test_any_bytes_are_read_or_refused_in_a_sentence(content: bytes, name: str) -> None:
    with TemporaryDirectory() as folder:
        options = build_options(content_of(Path(folder)))
        for prefix in (b"", b"---\ntitle: x\n---\n", b"<rss><channel><item>", b'{"messages": ['):
            file = Path(folder) / name
            file.write_bytes(prefix + content)
            with suppress(SourceError):
                import_source(ImportArgs(str(file)), options)


FRAGMENTS = (
    *("# ", "## ", "- ", "* ", "1. ", "2) ", "> ", "```", "~~~", "`", "*", "**", "_", "__", "[", "](", "!["),
    *("]", "<", "</div>", "<div>", "<b>", "<p>", "<table><tr><td>", "</td></tr></table>", "|", "|---|", "\n"),
    *("\n\n", "    ", "\t", "{", "}", "{{", "{%", "%}", "{figure}", "{card}x", "{#id}", "{.x}", "---", "==="),
    *(
        "+++",
        ":::",
        "!!! note",
        "??? tip",
        "[^1]",
        "[^1]: ",
        "http://a.example",
        "www.b.example",
        "&amp;",
        "&",
    ),
    *("x@y.example", "слово", "word", "*122#", "2022. ", "\\", '"', "«", "»", "—", "--", "<!-- c -->", "$$"),
    *("<script>x</script>", "<img src=a.jpg>", "<a href='#x'>", "</a>", "<br>", ":smile:", "==", "~~", "•"),
    *("\ue0f20\ue0f3", "\u200b", "\x00", "<<<<<<< x", "{number}", "[TOC]", "<details><summary>", "<ul><li>"),
    *("<h2>", "<cite>", "<pre>"),
)


def test_any_mixture_of_dialects_comes_in_and_checks_clean(tmp_path: Path) -> None:
    chance = random.Random(17)
    files: dict[str, str | bytes] = {}
    for number in range(150):
        body = "".join(chance.choices((*FRAGMENTS, " "), k=chance.randint(1, 25)))
        files[f"t{number}.md"] = f"---\ntitle: {json.dumps(body)}\ndate: 2022-01-02\n---\n{body}\n"
    result, site = bring_in(tmp_path, files)
    assert len(result.bundles) == len(files)
    assert site.ok, site.problems


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("<div>" * 3000 + "слово", "too-deep"),
        ("<b>" * 2000 + "слово", "too-deep"),
        ("> " * 400 + "слово", "words-lost"),
        ("x " + " " * 50_000 + "слово", ""),
        ("- x " + "*" * 5000 + "слово", ""),
    ],
)
def test_what_is_nested_or_long_keeps_its_words(body: str, code: str, tmp_path: Path) -> None:
    result, site = bring_in(tmp_path, {"a.md": f"---\ntitle: Один\ndate: 2022-01-02\n---\n{body}\n"})
    assert site.ok, site.problems
    assert "слово" in text_of(result)
    assert code in codes(result) | {""}


def test_an_item_too_large_for_a_file_is_left_and_told(tmp_path: Path) -> None:
    body = "слово " * 60_000
    result, site = bring_in(tmp_path, {"a.md": f"---\ntitle: Один\ndate: 2022-01-02\n---\n{body}\n"})
    assert (result.bundles, codes(result) & {"left-faulty"}) == ([], {"left-faulty"})
    assert site.ok, site.problems


@pytest.mark.parametrize("folder", ["", "content/posts"])
def test_a_folder_that_cannot_be_listed_is_told_and_nothing_is_left_out_unsaid(
    folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "blog"
    for path in ("content/posts/one.md", "content/two.md"):
        (source / path).parent.mkdir(parents=True, exist_ok=True)
        (source / path).write_text("---\ntitle: One\n---\nText.\n", encoding="utf-8")
    listed, closed = os.scandir, source / folder

    def scandir(path: str) -> object:
        if Path(path) == closed:
            raise PermissionError(EACCES, os.strerror(EACCES), path)
        return listed(path)

    monkeypatch.setattr(os, "scandir", scandir)
    with pytest.raises(SourceError, match=os.strerror(EACCES)) as caught, open_source(str(source)) as opened:
        opened.texts(".md")
    assert (folder or "blog") in str(caught.value)
