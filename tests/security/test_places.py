"""Nothing outside the content is read, nothing outside the output is written, no page is replaced."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from plugins.diagnostics.problem import ContentError
from plugins.editor.report import FORMATS, format_problems
from tests.building import content_of, read

if TYPE_CHECKING:
    from pathlib import Path

ITEM = "news/2023-01-01-hostile"
HEAD = "---\ntitle: Новость\nsummary: Коротко.\ntopics: [health]\n{}\n---\n\n{}\n"
PAGE = "---\ntitle: Страница\nsummary: Коротко.\n---\n\nТекст.\n"


def refused(content: Path) -> set[str]:
    """What the content is refused for."""
    with pytest.raises(ContentError) as error:
        read(content)
    assert all(problem.format("ru") and problem.format("en") for problem in error.value.problems)
    return {problem.code for problem in error.value.problems}


LINKS = [
    "news/2023-01-01-hostile",
    "news/2023-01-01-hostile/ru.md",
    "news/2023-01-01-hostile/photo.jpg",
    "faq/hostile",
    "about/hostile.md",
    "topics.yaml",
    "alert.yaml",
    "feed-identities.lock",
    "ledger.jsonl",
    "README.md",
    "figures",
    "figures/hostile.yaml",
    "figures/README.md",
    "words",
    "words/ru.txt",
    "synonyms",
    "synonyms/ru.txt",
]


@pytest.mark.parametrize("target", ["/etc/passwd", "/etc", "/dev/zero", "/nowhere", "."])
@pytest.mark.parametrize("name", LINKS)
def test_no_symbolic_link_is_followed(name: str, target: str, tmp_path: Path) -> None:
    content = content_of(tmp_path)
    (content / name).parent.mkdir(parents=True, exist_ok=True)
    (content / name).unlink(missing_ok=True)
    (content / name).symlink_to(target)
    assert "not-a-file" in refused(content)


def test_a_symbolic_link_to_itself_is_an_error(tmp_path: Path) -> None:
    content = content_of(tmp_path)
    for name in ("alert.yaml", "news/loop"):
        (content / name).symlink_to(content / name)
    assert refused(content) == {"not-a-file"}


@pytest.mark.parametrize(
    "name", ["topics.yaml", "alert.yaml", "figures/a.yaml", f"{ITEM}/ru.md", f"{ITEM}/a.jpg"]
)
def test_devices_and_pipes_are_not_opened(name: str, tmp_path: Path) -> None:
    content = content_of(tmp_path)
    (content / name).parent.mkdir(parents=True, exist_ok=True)
    (content / name).unlink(missing_ok=True)
    os.mkfifo(content / name)
    assert "not-a-file" in refused(content)


@pytest.mark.parametrize("name", ["topics.yaml", "alert.yaml", "figures/a.yaml"])
def test_a_folder_in_place_of_a_file_is_an_error(name: str, tmp_path: Path) -> None:
    content = content_of(tmp_path)
    (content / name).unlink(missing_ok=True)
    (content / name).mkdir(parents=True)
    assert "not-a-file" in refused(content)


NAMES = [
    (b"news/2023-01-01-\xff/ru.md", "news-folder"),
    ("news/2023-01-01-nоvost/ru.md".encode(), "news-folder"),
    ("nеws/2023-01-01-novost/ru.md".encode(), "folder-name"),
    ("faq/cаlling/a/ru.md".encode(), "folder-name"),
    ("about/hel\u200bp/ru.md".encode(), "folder-name"),
    ("about/pleh\u202e/ru.md".encode(), "folder-name"),
    (b"about/<script>/ru.md", "folder-name"),
    (b"about/a\n::error ::x/ru.md", "folder-name"),
    (b"about/\x1b[2J/ru.md", "folder-name"),
    (b"about/a b/ru.md", "folder-name"),
    (b"about/a%2e%2e/ru.md", "folder-name"),
    (b"about/a..\\x/ru.md", "folder-name"),
    (b"about/CON/ru.md", "folder-name"),
    (b"search/ru.md", "address-taken"),
    (b"feeds/ru.md", "address-taken"),
    (b"topics/health/ru.md", "address-taken"),
    (b"figures.yaml", "file-unknown"),
    (b"index.html", "file-unknown"),
    (b"about/.htaccess/ru.md", ""),
    (b"about/a.php", "file-unknown"),
    (b"about/a.svg", "file-unknown"),
    (b"about/\xff.md", "file-language"),
    (b"about/\x1b]0;x\x07.md", "file-language"),
]


@pytest.mark.parametrize(("name", "code"), NAMES, ids=[repr(row[0]) for row in NAMES])
def test_an_invalid_file_name_is_an_error_with_escaped_characters(
    name: bytes, code: str, tmp_path: Path
) -> None:
    content = content_of(tmp_path)
    file = content / os.fsdecode(name)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(PAGE, encoding="utf-8")
    if not code:
        assert not any("htaccess" in bundle for bundle in read(content).bundles)
        return
    with pytest.raises(ContentError) as refusal:
        read(content)
    problems = refusal.value.problems
    assert code in {problem.code for problem in problems}
    for shape in FORMATS:
        output = format_problems(problems, "ru", shape)
        assert not set(output) & set("\x1b\x07\u202e\u200b\udcff")
        assert "\n::error ::x" not in output


MOVED = [
    "../../../etc/cron.d/x",
    "/../x",
    "..",
    ".",
    "news/../../x",
    "news/%2e%2e/x",
    "https://evil.example/",
    "//evil.example/",
    "javascript:alert(1)",
    "a/<script>",
    "a\\b",
    "index.html",
    ".release.json",
    "ru/rss.xml",
    "новость",
    "a b",
    "a//b",
    "/",
    "x;return 301",
    "x$uri",
    "x{}",
    "'x'",
]


@pytest.mark.parametrize("old", MOVED)
def test_an_invalid_moved_from_is_an_error(old: str, tmp_path: Path) -> None:
    typed = f"moved_from: [{old!r}]" if '"' not in repr(old) else f"moved_from: [{repr(old)[1:-1]!r}]"
    assert refused(content_of(tmp_path, {f"{ITEM}/ru.md": HEAD.format(typed, "x")})) & {
        "value-path",
        "yaml-sign",
    }


@pytest.mark.parametrize(
    "old", ["news", "search", "topics/health", "feeds", "news/page/2", "faq/calling", "figures"]
)
def test_a_redirect_cannot_replace_a_page(old: str, tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {f"{ITEM}/ru.md": HEAD.format(f"moved_from: {old}", "x")}
    assert refused(content_of(tmp_path, files)) == {"address-taken"}


def test_two_items_cannot_have_the_same_moved_from(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        f"news/2023-01-0{day}-hostile/ru.md": HEAD.format(f"moved_from: news/old\nid: a{day}", "x")
        for day in (1, 2)
    }
    assert refused(content_of(tmp_path, files)) == {"address-taken"}


REFERENCES = [
    ("[x](/../../etc/passwd)", "link-dead"),
    ("[x](../../../../etc/passwd)", "link-dead"),
    ("[x](/%2e%2e/%2e%2e/etc/passwd)", "link-dead"),
    ("[x](..\\..\\etc\\passwd)", "link-dead"),
    ("![x](../photo.jpg)", "picture-place"),
    ("![x](/etc/passwd)", "picture-place"),
    ("![x](%2e%2e%2fphoto.jpg)", "picture-place"),
    ("![x](..%5cphoto.jpg)", "picture-place"),
    ("![x]({static}/../photo.jpg)", "picture-place"),
    ("![x](..)", "picture-format"),
    ("![x](ru.md)", "picture-format"),
    ("![x](photo.jpg%00.png)", "picture-missing"),
    ("{card}../../topics", "figure-unread"),
]


@pytest.mark.parametrize(("text", "code"), REFERENCES)
def test_a_reference_outside_the_content_is_an_error(text: str, code: str, tmp_path: Path) -> None:
    found = refused(content_of(tmp_path, {f"{ITEM}/ru.md": HEAD.format("", text)}))
    assert found & {code, "picture-missing"}


ALERT = "level: info\nfrom: 2023-01-01\nuntil: 2023-01-02\ntext: {{ru: Текст, en: Text}}\nlink: {}\n"


@pytest.mark.parametrize(
    ("link", "code"),
    [
        ("javascript:alert(1)", "link-scripted"),
        ("JavaScript:alert(1)", "link-scripted"),
        ('"java\\tscript:alert(1)"', "yaml-escape"),
        ("data:text/html,x", "link-scripted"),
        ("file:///etc/passwd", "link-own-disk"),
        ("//evil.example", "link-without-scheme"),
        ("/\\evil.example", "link-dead"),
        ("ftp://evil.example", "link-scheme"),
        ("https://user@evil.example", "link-broken"),
        ("/../../x", "link-dead"),
    ],
)
def test_an_alert_link_follows_the_rules_for_links_in_text(link: str, code: str, tmp_path: Path) -> None:
    assert refused(content_of(tmp_path, {"alert.yaml": ALERT.format(link)})) == {code}


SOURCE = """title: {{ru: а, en: b}}
sources: {{s: {{publisher: {{ru: а, en: b}}, url: {}, date: 2022}}}}
cards: []
"""


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        '"https://[x"',
        "http://evil.example/",
        "//evil.example/",
        "https://user@evil.example/",
        "https://",
        "https://evil.example/<script>",
        "data:text/html,x",
    ],
)
def test_a_source_url_must_be_a_page(url: str, tmp_path: Path) -> None:
    assert "figures-url" in refused(content_of(tmp_path, {"figures/hostile.yaml": SOURCE.format(url)}))
