"""Set, add and delete single keys of a file's front matter; every other byte of the file stays.

Comments, the order of keys, quotes, line ends, a byte order mark, lists in brackets or in lines are kept.
"""

from __future__ import annotations

from codecs import BOM_UTF8
from typing import TYPE_CHECKING
from unicodedata import normalize

from plugins.diagnostics.field_reader import key_of_schema
from plugins.diagnostics.problem import ContentError, FileContext, Problem, problem
from plugins.editor.yaml_edit import YamlEditor, apply_edits
from plugins.editor.yaml_nodes import LINE_END, SourceLines, read_nodes
from plugins.markdown.front_matter import SCHEMA
from plugins.markdown.reader import split_front_matter

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plugins.diagnostics.schema import Schema
    from plugins.editor.yaml_nodes import Node, Value

QUOTED_KEYS = frozenset({"time"})
"""A time without quotes is a number to other readers of YAML."""
STYLES = ("", '"', "'")
"""How new texts are quoted: as the text that stood there, or always; the first that reads back is taken."""


def edit_front_matter(
    content: bytes, changes: Mapping[str, Value | None], path: str, schema: Schema = SCHEMA
) -> bytes:
    """The bytes of a file with keys of its front matter set, or deleted where the value is None.

    `path` is named in problems. Raises `ContentError` if the front matter cannot be read or a value not
    be written.
    """
    mark = BOM_UTF8 if content.startswith(BOM_UTF8) else b""
    try:
        text = content[len(mark) :].decode()
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ContentError([problem(path, line, "not-utf-8")]) from error
    for key, value in changes.items():
        text = _edit_key(text, key, _clean(value), path, schema)
    return mark + text.encode()


def read_values(content: bytes, path: str, schema: Schema = SCHEMA) -> dict[str, Value]:
    """What each key of a file's front matter says, by the keys of the schema; raises `ContentError`."""
    text = content.removeprefix(BOM_UTF8).decode(errors="replace")
    start, end, line = _bounds(text, path)
    _, root = _read(text[start:end], path, line)
    return _values(root, schema)


def _values(root: Node, schema: Schema) -> dict[str, Value]:
    return {key_of_schema(str(key.value), schema): value.value for key, value in root.entries}


def _clean(value: Value | None) -> Value | None:
    """A value with its texts in NFC and on one line each, as they are compared."""
    if isinstance(value, str):
        return " ".join(normalize("NFC", value).split())
    if isinstance(value, dict):
        return {key: _clean(each) or "" for key, each in value.items()}
    return None if value is None else tuple(_clean(each) or "" for each in value)


def _bounds(text: str, path: str) -> tuple[int, int, int]:
    """The offsets of the front matter's first line and of its closing one, and the number of the first."""
    file = FileContext(path, ())
    lines = LINE_END.split(text)
    parts = split_front_matter("\n".join(lines), file)
    if parts.front_matter is None:
        raise ContentError(file.problems)
    starts = SourceLines(text).starts
    return starts[parts.front_matter_line], starts[parts.body_line - 1], parts.front_matter_line + 1


def _read(text: str, path: str, line: int) -> tuple[SourceLines, Node]:
    found = read_nodes(text, path, line)
    if isinstance(found, Problem):
        raise ContentError([found])
    if not isinstance(found[1].value, dict):
        raise ContentError([problem(path, line, "front-matter-keys")])
    return found


def _edit_key(text: str, key: str, value: Value | None, path: str, schema: Schema) -> str:
    start, end, line = _bounds(text, path)
    matter = text[start:end]
    source, root = _read(matter, path, line)
    typed = {key_of_schema(str(node.value), schema): node for node, _ in root.entries}
    values = _values(root, schema)
    if values.get(key) == value:
        return text
    wanted = {name: each for name, each in values.items() if name != key}
    if value is not None:
        wanted[key] = value
    for style in STYLES:
        editor = YamlEditor(source, root, style or ('"' if key in QUOTED_KEYS else ""), forced=bool(style))
        edits = editor.change(key, typed.get(key), value, _place(key, typed, schema))
        edited = apply_edits(matter, edits)
        again = read_nodes(edited, path, line)
        if not isinstance(again, Problem):
            read = {key_of_schema(str(node.value), schema): each.value for node, each in again[1].entries}
            if read == wanted:
                return text[:start] + edited + text[end:]
    raise ContentError([problem(path, line, "desk-value", key=key)])


def _place(key: str, typed: Mapping[str, Node], schema: Schema) -> Node | None:
    """The key after which the schema puts a new one; None if it comes first."""
    order = {name: place for place, name in enumerate(schema.keys)}
    before = [name for name in typed if order.get(name, -1) < order.get(key, len(order))]
    return typed[max(before, key=lambda name: order.get(name, -1))] if before else None
