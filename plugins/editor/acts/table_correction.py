"""Correct a figure that a set takes from its table: the cell, and `was:` at every card that takes it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from plugins.editor.acts.act import Act, read
from plugins.editor.acts.yaml_text import YamlText
from plugins.editor.table_csv import line_heads, read_lines, with_cell
from plugins.figures.data_words import normalize_words
from plugins.figures.figure_text import format_decimal
from plugins.figures.vocabulary import data_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from decimal import Decimal

    from plugins.content.options import BuildOptions
    from plugins.editor.yaml_nodes import Value
    from plugins.figures.data_table import DataTable
    from plugins.figures.figure_phrases import FigurePhrases
    from plugins.figures.model import Figure

POINTS = "points"


class Taken(Struct, frozen=True):
    """What a mapping takes from a table by the key `points` or `value`; `head` names the line of a value."""

    place: tuple[str, ...]
    key: str
    column: str
    head: str

    def address(self, name: str) -> str:
        """The address of the value, or what those of the points begin with."""
        return ".".join((name, *self.place[1::2]))


class Cell(Struct, frozen=True):
    """A cell by its column and the beginning of its line, and the bytes of its set and of its table."""

    before: bytes
    file: str
    content: bytes
    table: DataTable
    column: str
    head: str


def correct_in_table(figure: Figure, value: Decimal, was: Value, options: BuildOptions) -> Act | None:
    """The act that corrects the cell of a figure, with `was` if it says anything.

    None if `find_cell` finds no cell.
    """
    cell = find_cell(figure, options)
    if cell is None:
        return None
    after = with_cell(cell.content, cell.table, cell.head, cell.column, format_decimal(value))
    if after is None:
        return None
    text = YamlText(cell.before, figure.path)
    for each in _taken_of_file(cell.before, figure.path)[1] if was else ():
        if normalize_words(each.column) == normalize_words(cell.column):
            _note(text, each, cell.head, was)
    path = figure.path.partition("/")[2]
    before = {path: cell.before, cell.file: cell.content}
    return Act(files={path: text.content, cell.file: after}, before=before)


def find_cell(figure: Figure, options: BuildOptions) -> Cell | None:
    """The cell that states a figure; None if none does, or its table has no line for each time or name."""
    before = read(options.content / figure.path.partition("/")[2])
    if before is None:
        return None
    data, taken = _taken_of_file(before, figure.path)
    found = _cell(figure.address, taken)
    file = f"figures/{data}"
    content = read(options.content / file) if data and found else None
    table = _table_of_file(content, options.figure_phrases) if content else None
    if content is None or table is None or found is None:
        return None
    column, heads = table.column(found[0]), line_heads(table)
    head = next((each for each in heads if normalize_words(each) == normalize_words(found[1])), None)
    return Cell(before, file, content, table, column.name, head) if column and head else None


@lru_cache(maxsize=32)
def _taken_of_file(content: bytes, path: str) -> tuple[str, tuple[Taken, ...]]:
    """The name of a set's table, and what is taken from it: asked for once for each figure."""
    values = YamlText(content, path).values()
    data = values.get("data")
    return (data if isinstance(data, str) and "/" not in data else ""), tuple(_taken(values, ()))


@lru_cache(maxsize=32)
def _table_of_file(content: bytes, phrases: FigurePhrases) -> DataTable | None:
    return read_lines(content, data_words(phrases, phrases.languages))


def _cell(address: str, taken: tuple[Taken, ...]) -> tuple[str, str] | None:
    """The column and the line of the cell that states a figure."""
    name = address.partition(".")[0]
    for each in taken:
        own = each.address(name)
        if each.key == POINTS and address.rpartition(".")[0] == own:
            return each.column, address.rpartition(".")[2]
        if each.key != POINTS and address == own and len(each.place) % 2 == 0:
            return each.column, each.head
    return None


def _taken(values: Mapping[str, Value], place: tuple[str, ...]) -> Iterator[Taken]:
    """What the mappings of a file take from its table."""
    for key, value in values.items():
        if isinstance(value, dict) and "column" in value:
            head = str(value.get("at", value.get("row", "")))
            yield Taken(place, key, str(value["column"]), head)
        elif isinstance(value, dict):
            yield from _taken(value, (*place, key))
        elif isinstance(value, tuple):
            for item in (each for each in value if isinstance(each, dict) and "id" in each):
                yield from _taken(item, (*place, key, str(item["id"])))


def _note(text: YamlText, taken: Taken, head: str, was: Value) -> None:
    """Say what the cell said before, where it is taken."""
    if taken.key == POINTS:
        place = (*taken.place, POINTS)
        known = text.values(place).get("was")
        text.set(place, "was", {**(known if isinstance(known, dict) else {}), head: was})
    elif normalize_words(taken.head) == normalize_words(head):
        text.set(taken.place, "was", was)
