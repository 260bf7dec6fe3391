"""Correct a figure: its new value, and `was:` with the old one and why; the rest of its file stays."""

from __future__ import annotations

from codecs import BOM_UTF8
from functools import lru_cache
from typing import TYPE_CHECKING

from plugins.diagnostics.problem import ContentError, Problem
from plugins.editor.acts.act import Act
from plugins.editor.acts.item_edit import refusal
from plugins.editor.acts.table_correction import correct_in_table, find_cell
from plugins.editor.yaml_edit import Edit, YamlEditor, apply_edits
from plugins.editor.yaml_nodes import Node, read_nodes
from plugins.figures.figure_text import format_decimal
from plugins.figures.typed_numbers import Marks, is_ambiguous, parse_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from decimal import Decimal

    from plugins.editor.acts.item_edit import ActContext
    from plugins.editor.yaml_nodes import SourceLines, Value
    from plugins.figures.model import Figure

_nodes_of_file = lru_cache(maxsize=64)(read_nodes)
"""A file states many figures, and is looked through for each of them."""
PAIR = 2
"""A point may be written `[2022-01, 15]`."""


def correct_figure(address: str, typed: str, why: Mapping[str, str], context: ActContext) -> Act:
    """The act that corrects a figure, by its address; raises `ContentError` if that cannot be.

    `typed` is the number as an editor writes it; `why` says what was wrong, in every language of figures.
    It may be empty if readers have never had the figure: nobody is told then.
    """
    figure = context.loaded.content.cards.texts.figure_renderer.figures.figures.get(address)
    if figure is None:
        raise refusal("figure-unknown", address=address)
    value = _other_number(typed, figure)
    was = _was(figure, why, context)
    path = figure.path.partition("/")[2]
    before = (context.options.content / path).read_bytes()
    text = before.removeprefix(BOM_UTF8).decode()
    read = read_nodes(text, figure.path, 1)
    if isinstance(read, Problem):
        raise ContentError([read])
    source, root = read
    node = _find(root, figure, source)
    if node is None:
        if act := correct_in_table(figure, value, was, context.options):
            return act
        raise refusal("figure-elsewhere", address=address, path=figure.path, line=figure.line)
    edited = apply_edits(text, _edits(node, source, format_decimal(value), was)).encode()
    mark = BOM_UTF8 if before.startswith(BOM_UTF8) else b""
    return Act(files={path: mark + edited}, before={path: before})


def is_released(figure: Figure, context: ActContext) -> bool:
    """Whether readers have had a figure: a release recorded it."""
    return figure.address in context.loaded.content.ledger.figures


def _was(figure: Figure, why: Mapping[str, str], context: ActContext) -> dict[str, Value]:
    """What readers are told of the former number; empty if they have not had it and nothing is said."""
    languages = written_languages(figure, context)
    said = {code: text for code in languages if (text := why.get(code, "").strip())}
    if not said and not is_released(figure, context):
        return {}
    lacking = [code for code in languages if code not in said]
    if lacking:
        raise refusal("figure-why", language=lacking[0])
    until = f"{context.options.now.astimezone(context.options.zone):%Y-%m-%d}"
    told: dict[str, Value] = {"value": format_decimal(figure.value), "until": until}
    return {**told, "why": {**said}}


def written_languages(figure: Figure, context: ActContext) -> list[str]:
    """The languages that a figure's texts are written in, in the site's order."""
    vocabularies = context.loaded.content.cards.texts.figure_renderer.vocabularies
    spoken = {words.language.code: None for words in vocabularies.values()}
    return [code for code in spoken if not figure.label or code in figure.label] or [*spoken]


def is_elsewhere(figure: Figure, context: ActContext) -> bool:
    """Whether a figure cannot be corrected, as its table has another form; a broken file is none."""
    try:
        text = (context.options.content / figure.path.partition("/")[2]).read_text(encoding="utf-8-sig")
    except OSError:
        return False
    read = _nodes_of_file(text, figure.path, 1)
    if isinstance(read, Problem) or _find(read[1], figure, read[0]) is not None:
        return False
    return find_cell(figure, context.options) is None


def typed_number(typed: str) -> Decimal:
    """The number that was typed; raises `ContentError` unless it is one, and not negative."""
    if is_ambiguous(typed, Marks.UNKNOWN):
        raise refusal("figure-ambiguous", typed=typed)
    value = parse_number(typed, Marks.UNKNOWN)
    if value is None or value < 0:
        raise refusal("figure-number", typed=typed)
    return value


def _other_number(typed: str, figure: Figure) -> Decimal:
    """The number that was typed; raises `ContentError` if it is the one that the figure has."""
    value = typed_number(typed)
    if value == figure.value:
        raise refusal("figure-same", value=format_decimal(value))
    return value


def _find(root: Node, figure: Figure, source: SourceLines) -> Node | None:
    """The mapping or the pair that states a figure's value; None if a table states it, or it is computed."""
    value, name = format_decimal(figure.value), figure.address.rpartition(".")[2]
    found = [
        node
        for node in _all_nodes(root)
        if (stated := _stated(node)) is not None
        and source.line_of(stated.start) + 1 == figure.line
        and _plain(stated) == value
    ]
    if len(found) > 1:
        found = [node for node in found if name in _names(node)]
    return found[0] if len(found) == 1 else None


def _all_nodes(node: Node) -> Iterator[Node]:
    yield node
    for child in (*node.items, *(value for key, value in node.entries if str(key.value) != "was")):
        yield from _all_nodes(child)


def _stated(node: Node) -> Node | None:
    """The value that a mapping or a pair states."""
    if len(node.items) == PAIR and all(isinstance(item.value, str) for item in node.items):
        return node.items[1]
    return next((value for key, value in node.entries if str(key.value) == "value"), None)


def _names(node: Node) -> tuple[str, ...]:
    """What tells a figure from others on its line: its id, its date."""
    if node.items:
        return (str(node.items[0].value),)
    return tuple(str(value.value) for key, value in node.entries if str(key.value) in {"id", "at"})


def _plain(node: Node) -> str:
    number = parse_number(str(node.value), Marks.POINT)
    return "" if number is None else format_decimal(number)


def _edits(node: Node, source: SourceLines, value: str, was: dict[str, Value]) -> list[Edit]:
    editor = YamlEditor(source, node, "", forced=False)
    if node.items and not was:
        return [Edit(node.items[1].start, node.items[1].end, value)]
    if node.items:
        point: dict[str, Value] = {"at": node.items[0].value, "value": value, "was": was}
        return [Edit(node.start, node.end, editor.written(point))]
    keys = {str(key.value): key for key, _ in node.entries}
    changed = editor.change("value", keys["value"], value, None)
    return changed if not was else changed + editor.change("was", keys.get("was"), was, keys["value"])
