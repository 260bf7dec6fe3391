from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.editor.desk.text_file import decode, encode
from tests.building import ROOT

SHIPPED = sorted(
    file
    for folder in ("content", "examples", "tests/sites", "tests/invalid_sites")
    for file in (ROOT / folder).rglob("*")
    if file.suffix in {".md", ".yaml", ".csv", ".txt", ".toml"}
)
ODD = (
    b"",
    b"\n",
    b"no end of line",
    b"\xef\xbb\xbf---\ntitle: a\n---\n",
    b"\xef\xbb\xbf",
    b"a\r\nb\r\n",
    b"a\r\nb\nc\rd",
    b"a\rb\r",
    b"\r\n\r\n\n\n\r\r",
    b"a\n\r\nb",
    "a\u2028b\u0085c\x0bd\x0ce\n".encode(),
    b"trailing  \t\n# comment\n\t\n",
    b"a\0b\n",
    "\ufeff\ufeffa\n".encode(),
)
TEXTS = st.lists(st.sampled_from(["a", "б", " ", "\t", "\n", "\r", "\r\n", "\u2028", "\ufeff"]), max_size=30)


@pytest.mark.parametrize("content", ODD, ids=repr)
def test_opening_and_saving_changes_no_byte(content: bytes) -> None:
    assert encode(decode(content), content) == content


def test_opening_and_saving_any_shipped_file_changes_no_byte() -> None:
    assert len(SHIPPED) > 100
    for file in SHIPPED:
        content = file.read_bytes()
        try:
            text = decode(content)
        except UnicodeDecodeError:
            continue  # a broken site's; the desk says so
        assert encode(text, content) == content, file


@given(TEXTS)
def test_opening_and_saving_any_text_changes_no_byte(parts: list[str]) -> None:
    content = "".join(parts).encode()
    text = decode(content)
    assert "\r" not in text
    assert encode(text, content) == content


@pytest.mark.parametrize(
    ("before", "text", "after"),
    [
        (b"a\r\nb\r\n", "a\nB\n", b"a\r\nB\r\n"),
        (b"a\r\nb\r\n", "a\nx\nb\n", b"a\r\nx\r\nb\r\n"),
        (b"a\nb\r\nc\rd\n", "a\nb\nc\nD\n", b"a\nb\r\nc\rD\n"),
        (b"a\r\nb\nc\r\n", "A\nb\nc\n", b"A\r\nb\nc\r\n"),
        (b"a\nb\r\nc\n", "a\nb\nnew\nc\n", b"a\nb\r\nnew\nc\n"),
        (b"\xef\xbb\xbfa\n", "b\n", b"\xef\xbb\xbfb\n"),
        (b"a\n", "a", b"a"),
        (b"a", "a\n", b"a\n"),
        (b"a\r\nb", "a\nb\n", b"a\r\nb\r\n"),
        (b"one line", "one line\r\nmore", b"one line\nmore"),
        (b"a\r\n", "", b""),
        (b"", "a\n", b"a\n"),
        (b"\na\r", "a\n\n", b"a\r\r"),
    ],
    ids=repr,
)
def test_what_was_not_edited_keeps_its_line_ends_and_its_mark(before: bytes, text: str, after: bytes) -> None:
    assert encode(text, before) == after


@given(TEXTS, TEXTS)
def test_any_edit_is_saved_as_it_was_typed(before: list[str], typed: list[str]) -> None:
    content, text = "".join(before).encode(), "".join(typed).lstrip("\ufeff")
    assert decode(encode(text, content)) == decode(text.encode())
