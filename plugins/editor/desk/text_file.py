"""A text file as an editor sees it and as its bytes are: byte order mark and line ends stay as they were."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from difflib import SequenceMatcher

from msgspec import Struct

BOM = "\ufeff"
LINE = re.compile(r"(.*?)(\r\n|\n|\r|\Z)", re.DOTALL)
MAX_COMPARED = 4000
"""Lines that are compared one by one; longer changed parts take the file's usual line end."""


class TextFile(Struct, frozen=True):
    """A file's text with LF line ends and without a byte order mark, and the hash of its bytes."""

    path: str
    text: str
    hash: str


def content_hash(content: bytes) -> str:
    """The hash that an editor's browser names as what it has read."""
    return hashlib.sha256(content).hexdigest()


def decode(content: bytes, errors: str = "strict") -> str:
    """The text of a file for the browser; raises `UnicodeDecodeError` if `errors` are strict."""
    return re.sub(r"\r\n?", "\n", content.decode(errors=errors).removeprefix(BOM))


def encode(text: str, before: bytes) -> bytes:
    """The bytes of an edited text: what was not edited is as in the bytes that it was read from."""
    text = re.sub(r"\r\n?", "\n", text)
    if text == decode(before):
        return before
    old, mark = before.decode(), BOM if before.decode().startswith(BOM) else ""
    ends = [(line, end) for line, end in LINE.findall(old.removeprefix(BOM))]
    used = Counter(end for _, end in ends if end)
    usual = used.most_common(1)[0][0] if used else "\n"
    if len(used) <= 1:  # one kind of line end in the whole file
        return (mark + text.replace("\n", usual)).encode()
    return (mark + _with_ends(text, ends, usual)).encode()


def _with_ends(text: str, old: list[tuple[str, str]], usual: str) -> str:
    """The text with each line's own line end where the line is an old one."""
    lines = text.split("\n")
    ends = [usual] * len(lines)
    before = [line for line, _ in old]
    if max(len(lines), len(before)) <= MAX_COMPARED:
        for start, place, size in SequenceMatcher(None, before, lines, autojunk=False).get_matching_blocks():
            for number in range(size):
                ends[place + number] = old[start + number][1] or usual
    for number, line in enumerate(lines[1:], 1):
        if not line and (ends[number - 1], ends[number]) == ("\r", "\n"):
            ends[number] = "\r"  # the two would be read as one line end
    return "".join(line + end for line, end in zip(lines[:-1], ends, strict=False)) + lines[-1]
