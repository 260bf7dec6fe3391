"""The threat model of docs/security.md: hostile input is an error or inert."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

import lxml.html
import pytest

from plugins.diagnostics.problem import ContentError
from plugins.release.filesystem import files_under
from tests.building import NOW, content_of, inv, read

if TYPE_CHECKING:
    from pathlib import Path

WHISPER = "do-not-tell-this-secret"
ITEM = "news/2023-01-01-hostile"
HEAD = "---\ntitle: {}\nsummary: Коротко.\ntopics: [health]\n---\n\n"


def item(text: str, title: str = "Новость", **files: bytes) -> dict[str, str | bytes]:
    """An item with a text, and files beside it: `photo_jpg` is photo.jpg."""
    beside = {f"{ITEM}/{name.replace('_', '.')}": content for name, content in files.items()}
    return {f"{ITEM}/ru.md": HEAD.format(title) + text + "\n", **beside}


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that would be gigabytes in memory."""
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(bytes(99))), (b"IEND", b"")]
    chunks = [
        struct.pack(">I", len(part)) + kind + part + struct.pack(">I", zlib.crc32(kind + part))
        for kind, part in parts
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


PHOTO = "![Подпись](photo.jpg)"
REFUSED: list[tuple[str, dict[str, str | bytes], str]] = [
    ("a script", item("<script>alert(1)</script>"), "html-tag"),
    ("a javascript: address", item("[x](javascript:alert(1))"), "link-scripted"),
    ("the same in disguise", item("[x](JaVa&#115;cript:alert(1))"), "link-scripted"),
    ("the same by reference", item("[x][1]\n\n[1]: javascript:alert(1)"), "link-scripted"),
    ("a data: address", item("[x](data:text/html;base64,PHNjcmlwdD4=)"), "link-scripted"),
    ("a file: address", item("[x](file:///etc/passwd)"), "link-own-disk"),
    ("an address without a scheme", item("[x](//evil.example/)"), "link-without-scheme"),
    ("an SVG with a script", item("<svg onload=alert(1)></svg>"), "html-tag"),
    ("a style", item("<style>*{display:none}</style>"), "html-tag"),
    ("a style attribute", item('<p style="position:fixed">x</p>'), "html-attribute"),
    ("a comment", item("<!-- секрет -->"), "html-comment"),
    ("a frame", item('<iframe src="https://evil.example"></iframe>'), "html-tag"),
    ("a base", item('<base href="https://evil.example/">'), "html-tag"),
    ("a refresh", item('<meta http-equiv="refresh" content="0;url=//evil.example">'), "html-tag"),
    ("a form", item('<form action="//evil.example"><input></form>'), "html-tag"),
    ("an attribute", item("абзац\n{: onclick='alert(1)' }"), "attribute"),
    ("a handler", item("<img src=x onerror=alert(1)>"), "html-picture"),
    ("a picture from elsewhere", item("![x](https://evil.example/x.png)"), "picture-remote"),
    ("a picture out of the tree", item("![x](../../../../etc/passwd)"), "picture-place"),
    ("a link out of the tree", item("[x](/../../etc/passwd)"), "link-dead"),
    ("letters turned round", item("abc\u202edcba"), "bidi-character"),
    ("a control character", item("a\0b"), "control-character"),
    ("a YAML tag", item("x", "!!python/object/apply:os.system [id]"), "yaml-anchor"),
    ("a YAML bomb", {"topics.yaml": "a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n"}, "yaml-anchor"),
    ("YAML without a bottom", {"topics.yaml": "[" * 100_000}, "yaml-too-deep"),
    ("a title of 10 MB", item("x", "x" * 10_000_000), "file-too-large"),
    ("a text of 20 MB", item("слово " * 2_000_000), "file-too-large"),
    ("a line without an end", item("_a" * 20_000), "line-too-long"),
    ("brackets without an end", item("[" * 20_000), "brackets-unpaired"),
    ("tags without an end", item("<" * 20_000), "brackets-unpaired"),
    ("boxes without an end", item("::: note\n\n" * 500), "containers-too-many"),
    ("lists without a bottom", item("1. " * 5_000), "markdown-unreadable"),
    (
        "an SVG named .jpg",
        item(PHOTO, photo_jpg=b"<svg><script/></svg>"),
        "picture-unreadable",
    ),
    ("a page named .jpg", item(PHOTO, photo_jpg=b"GIF89a<script>alert(1)</script>"), "picture-suffix"),
    (
        "a picture of gigabytes",
        item(PHOTO.replace(".jpg", ".png"), photo_png=bomb(60_000, 60_000)),
        "picture-too-large",
    ),
    ("an SVG beside the text", item("x", a_svg=b"<svg/>"), "file-unknown"),
    ("a page beside the text", item("x", a_html=b"<script>alert(1)</script>"), "file-unknown"),
]


@pytest.mark.parametrize(
    ("files", "code"), [row[1:] for row in REFUSED], ids=[row[0].replace(" ", "-") for row in REFUSED]
)
def test_hostile_input_is_an_error(tmp_path: Path, files: dict[str, str | bytes], code: str) -> None:
    with pytest.raises(ContentError) as refused:
        read(content_of(tmp_path, files))
    assert code in {problem.code for problem in refused.value.problems}
    assert len(str(refused.value)) < 20_000


@pytest.mark.parametrize("name", ["ru.md", "photo.jpg"])
def test_a_symbolic_link_outside_the_content_is_not_followed(tmp_path: Path, name: str) -> None:
    content = content_of(tmp_path, item(PHOTO) if name == "photo.jpg" else {})
    (content / ITEM).mkdir(exist_ok=True)
    (content / ITEM / name).symlink_to("/etc/passwd")
    with pytest.raises(ContentError, match=name):
        read(content)


def test_a_symbolic_link_to_a_folder_is_not_followed(tmp_path: Path) -> None:
    content = content_of(tmp_path)
    (content / "news/2023-01-01-etc").symlink_to("/etc")
    with pytest.raises(ContentError, match="2023-01-01-etc"):
        read(content)


def test_accepted_input_is_text_and_reveals_nothing_of_the_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", WHISPER)
    title = "'\"</title><script>alert(1)</script>'"
    hostile = item("&lt;script&gt;alert(2)&lt;/script&gt;", title)
    draft = {"news/2023-01-02-unseen/ru.md": HEAD.format("Тайна\nstatus: draft") + "Тайна.\n"}
    content, output = content_of(tmp_path, {**hostile, **draft}), tmp_path / "output"
    built = inv("build", "--content", content, "--output", output, "--now", NOW.isoformat(), "--no-search")
    assert built.returncode == 0, built.stderr
    for path in files_under(output):
        found = (output / path).read_bytes()
        assert not [word for word in (WHISPER, str(tmp_path), "unseen", "Тайна") if word.encode() in found]
        assert not path.endswith(".html") or active_parts(found) == []
    assert not list(output.rglob("*unseen*"))


def active_parts(page: bytes) -> list[str]:
    """What would run, or be fetched from elsewhere, or speak past the reader."""
    tree = lxml.html.document_fromstring(page)
    scripts = tree.xpath("//script[not(@type='application/ld+json')][not(starts-with(@src, '/'))]")
    parts = tree.xpath("//iframe | //object | //embed | //base | //style | //comment() | //@style")
    handlers = tree.xpath("//@*[starts-with(name(), 'on')]")
    addresses = tree.xpath("//@href | //@src | //@action")
    return [
        *map(str, [*scripts, *parts, *handlers]),
        *(address for address in addresses if address.lower().startswith(("javascript:", "data:"))),
    ]
