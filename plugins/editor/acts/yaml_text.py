"""A YAML file of the content, edited key by key: comments, quotes, order and all other lines stay."""

from __future__ import annotations

from codecs import BOM_UTF8
from typing import TYPE_CHECKING
from unicodedata import normalize

from plugins.diagnostics.problem import ContentError, Problem, problem
from plugins.editor.yaml_edit import Edit, YamlEditor, apply_edits
from plugins.editor.yaml_nodes import Node, read_nodes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from plugins.editor.yaml_nodes import SourceLines, Value

STYLES = ("", '"')
"""How new texts are quoted: as what stood there, or always; the first that reads back is taken."""
Place = tuple[str | int, ...]
"""The way to a mapping: keys, and in a list the `id` of an entry, or its number from 0."""


class YamlText:
    """A file; `path` is named in problems. Raises `ContentError` if it cannot be read."""

    def __init__(self, content: bytes, path: str) -> None:
        self.path = path
        self._mark = BOM_UTF8 if content.startswith(BOM_UTF8) else b""
        try:
            self._text = content.removeprefix(BOM_UTF8).decode()
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            raise ContentError([problem(path, line, "not-utf-8")]) from error
        self._source, self._root = self._read(self._text)

    @property
    def content(self) -> bytes:
        """The bytes of the file."""
        return self._mark + self._text.encode()

    def values(self, place: Place = ()) -> dict[str, Value]:
        """The keys and values of a mapping; empty if there is none."""
        found = _find(self._root, place)
        return found.value if found and isinstance(found.value, dict) else {}

    def has(self, place: Place) -> bool:
        """Whether there is a mapping at a place."""
        found = _find(self._root, place)
        return found is not None and isinstance(found.value, dict)

    def count(self, key: str) -> int:
        """The number of entries of a list; 0 if there is none."""
        node = _find(self._root, (key,))
        return len(node.items) if node else 0

    def ids(self, key: str) -> list[str]:
        """The ids of the entries of a list."""
        node = _find(self._root, (key,))
        return [_id(item) for item in node.items] if node else []

    def say(
        self, place: Place, key: str, said: str | Mapping[str, str] | None, order: Sequence[str] = ()
    ) -> None:
        """Give a key of a mapping a text, or texts by language; where nothing is left the key goes."""
        if said is None or isinstance(said, str):
            self.put(place, key, (said or "").strip() or None, order)
            return
        known = self.values(place).get(key)
        texts = {**(known if isinstance(known, dict) else {}), **said}
        self.put(place, key, {code: text for code, text in texts.items() if clean(text)} or None, order)

    def put(self, place: Place, key: str, value: Value | None, order: Sequence[str] = ()) -> None:
        """As `set`, also where mappings above the key are not there yet; one left without a key goes."""
        *above, last = place or ("",)
        if value is None and isinstance(last, str) and last and self.values(place).keys() <= {key}:
            if self.has(place):
                self.set(tuple(above), last, None)
            return
        while not self.has(place):
            *above, last = place
            if self._begin(tuple(above), str(last), key, value or ""):
                return
            place, key, value, order = tuple(above), str(last), {key: value or ""}, ()
        self.set(place, key, value, order)

    def _begin(self, place: Place, name: str, key: str, value: Value) -> bool:
        """Write the first line of a mapping whose name stands there with nothing after it."""
        typed = next(
            (node for node, each in self._entries(place) if node.value == name and not each.value), None
        )
        if typed is None:
            return False
        number = self._source.line_of(typed.end)
        indent = " " * (typed.start - self._source.starts[number] + 2)
        line = YamlEditor(self._source, self._root, "", forced=False).written({key: value})[1:-1]
        at, end = self._source.starts[number + 1], self._source.ends[number]
        edited = apply_edits(self._text, [Edit(at, at, f"{indent}{line}{end}")]) if end else self._text
        return self._take(edited, (*place, name), {key: value})

    def _entries(self, place: Place) -> tuple[tuple[Node, Node], ...]:
        node = _find(self._root, place)
        return () if node is None or node.flow else node.entries

    def set(self, place: Place, key: str, value: Value | None, order: Sequence[str] = ()) -> None:
        """Give a key of a mapping a value, after those that come before it in `order`; None deletes it."""
        value, known = clean(value), self.values(place)
        if known.get(key) == value:
            return
        wanted = {name: each for name, each in known.items() if name != key}
        wanted |= {} if value is None else {key: value}
        for style in STYLES:
            for text in dict.fromkeys((self._text, f"{self._text}\n")):  # the last line may lack its end
                source, root = self._read(text)
                node = _find(root, place) or root
                editor = YamlEditor(source, node, style, forced=bool(style))
                typed = {str(name.value): name for name, _ in node.entries}
                edits = editor.change(key, typed.get(key), value, _before(key, list(typed.values()), order))
                if self._take(apply_edits(text, edits), place, wanted):
                    return
        raise ContentError([problem(self.path, 1, "figure-value", key=key)])

    def rename(self, place: Place, old: str, new: str) -> None:
        """Call a key of a mapping by another name."""
        node = _find(self._root, place)
        for name, _ in node.entries if node else ():
            if str(name.value) == old:
                edited = apply_edits(self._text, [Edit(name.start, name.end, new)])
                self._text, (self._source, self._root) = edited, self._read(edited)
                return

    def append(self, key: str, lines: Sequence[str]) -> None:
        """Add lines, written for a list that is indented by two, at the end of a list."""
        node = _find(self._root, (key,))
        if node is None or not node.items or node.flow:
            raise ContentError([problem(self.path, 1, "figure-list", key=key)])
        first, last = (self._source.line_of(each) for each in (node.items[0].start, node.end - 1))
        end = next((each for each in self._source.ends if each), "\n")
        dash = " " * self._source.lines[first].index("-")
        added = "".join(f"{dash}{line[2:]}{end}" for line in lines)
        at = self._source.starts[last + 1]
        added = added if self._text[:at].endswith(("\n", "\r")) else end + added
        edited = self._text[:at] + added + self._text[at:]
        self._text, (self._source, self._root) = edited, self._read(edited)

    def _take(self, text: str, place: Place, wanted: dict[str, Value]) -> bool:
        """Take the edited text, if one mapping in it says what it should, and all else what it did."""
        again = read_nodes(text, self.path, 1)
        if isinstance(again, Problem):
            return False
        found = _find(again[1], place)
        if found is None or found.value != wanted or _without(again[1], place) != _without(self._root, place):
            return False
        self._text, (self._source, self._root) = text, again
        return True

    def _read(self, text: str) -> tuple[SourceLines, Node]:
        found = read_nodes(text, self.path, 1)
        if isinstance(found, Problem):
            raise ContentError([found])
        return found


def clean(value: Value | None) -> Value | None:
    """A value with its texts in NFC and on one line each, as they are compared."""
    if isinstance(value, str):
        return " ".join(normalize("NFC", value).split())
    if isinstance(value, dict):
        return {key: clean(each) or "" for key, each in value.items()}
    return None if value is None else tuple(clean(each) or "" for each in value)


def _id(node: Node) -> str:
    return str(node.value.get("id", "")) if isinstance(node.value, dict) else ""


def _find(node: Node, place: Place) -> Node | None:
    """The value at a place."""
    for step in place:
        if node.items:
            found = next((item for at, item in enumerate(node.items) if _is_at(item, at, step)), None)
        else:
            found = next((value for name, value in node.entries if str(name.value) == step), None)
        if found is None:
            return None
        node = found
    return node


def _is_at(item: Node, number: int, step: str | int) -> bool:
    """Whether a step leads to this entry of a list."""
    return number == step if isinstance(step, int) else _id(item) == step


def _without(node: Node, place: Place) -> object:
    """What a node says, but for the mapping at a place."""
    if not place:
        return None
    if node.items:
        return [
            _without(item, place[1:]) if _is_at(item, at, place[0]) else item.value
            for at, item in enumerate(node.items)
        ]
    return {
        str(name.value): _without(each, place[1:]) if str(name.value) == place[0] else each.value
        for name, each in node.entries
    }


def _before(key: str, typed: Sequence[Node], order: Sequence[str]) -> Node | None:
    """The key that a new one is written after: the last of those that come before it, or else the last."""
    places = {name: number for number, name in enumerate(order)}
    earlier = [each for each in typed if places.get(str(each.value), -1) < places.get(key, len(places))]
    return next(reversed(earlier or typed), None)
