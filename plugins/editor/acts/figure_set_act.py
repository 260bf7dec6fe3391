"""Edit a set of figures: its texts, sources and cards, new rows; or delete a card, or the set.

The value of a figure that stands there is not edited: that is a correction, `figure_act`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from plugins.editor.acts.act import Act, read
from plugins.editor.acts.figure_act import typed_number
from plugins.editor.acts.figure_rows import (
    NewRow,
    RowForm,
    row_form,
    table_form,
    with_row,
)
from plugins.editor.acts.item_edit import refusal
from plugins.editor.acts.yaml_text import YamlText
from plugins.editor.slugs import free_name, slugify
from plugins.editor.table_csv import read_lines, with_line
from plugins.figures.card_reader import KEYS, LISTS
from plugins.figures.figure_reader import NO_URL
from plugins.figures.figure_text import format_decimal
from plugins.figures.model import Kind
from plugins.figures.vocabulary import data_words
from plugins.model.content_path import SLUG

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plugins.content.options import BuildOptions
    from plugins.editor.yaml_nodes import Value
    from plugins.figures.data_table import DataTable

SET_KEYS = ("title", "status", "units", "sources", "data", "cards")
SOURCE_KEYS = ("publisher", "title", "url", "date", "licence")
SOURCE_ORDER = ("publisher", "title", "url", "insecure", "date", "licence")
"""`insecure` follows from the address."""
CARD_KEYS = ("kind", "title", "label", "unit", "period", "as_of", "source", "context", "note")
"""What is edited of a card."""
DISPLAY_KEYS = {"accent", "comparable", "complete"}
"""Say how a kind of card shows its entries; another kind has none of it."""
TABLE = ""
"""In place of a card's id: the table of the set."""
Fields = dict[str, str | dict[str, str]]
"""Texts by key; those that readers see by language."""


class SetValues(Struct, frozen=True):
    """What a set says, as far as it is edited, by the keys of its sources and the ids of its cards."""

    title: dict[str, str]
    sources: dict[str, Fields]
    cards: dict[str, Fields]


class SetChanges(Struct, frozen=True):
    """What a set should say: only what is given is changed; empty texts go.

    A source with a key that is not there yet is added. `rows` are added to cards by their ids.
    """

    title: dict[str, str] = {}
    sources: dict[str, Fields] = {}
    cards: dict[str, Fields] = {}
    rows: dict[str, tuple[NewRow, ...]] = {}


class FigureSetFile:
    """The files of a set: what it says, and acts that change it. Raises `ContentError` if there is none."""

    def __init__(self, name: str, options: BuildOptions) -> None:
        self.name, self.options = name, options
        self.path = f"figures/{name}.yaml"
        content = read(options.content / self.path) if SLUG.fullmatch(name) else None
        if content is None:
            raise refusal("figure-set-unknown", name=name)
        self._text = YamlText(content, f"{options.display_name}/{self.path}")
        self._before: dict[str, bytes | None] = {self.path: content}
        data = self._text.values().get("data")
        self._data = f"figures/{data}" if isinstance(data, str) and data and "/" not in data else ""
        if self._data:
            self._before[self._data] = read(options.content / self._data)

    @property
    def state(self) -> str:
        """A digest of the files as they are."""
        return Act(files={}, before=self._before).state

    @property
    def values(self) -> SetValues:
        """What the set says."""
        return SetValues(
            title=_localized(self._text.values(("title",))),
            sources={
                key: _fields(self._text.values(("sources", key)), SOURCE_KEYS)
                for key in self._text.values(("sources",))
            },
            cards={each: _fields(self._card(each), CARD_KEYS) for each in self._text.ids("cards")},
        )

    def row_form(self, card: str) -> RowForm | None:
        """What a new row of a card, or of the set's table, is asked for; None if it has none."""
        if card != TABLE:
            return row_form(self._card(card))
        table = self._table()
        return table_form(table) if table else None

    def kinds(self, card: str) -> tuple[Kind, ...]:
        """The kinds that a card can be with the entries that it has: parts of a total, or of one unit."""
        values = self._card(card)
        kind, has_total = values.get("kind"), "total" in values
        possible = {Kind.BARS: "unit" in values, Kind.SHARE: has_total, Kind.GRID: not has_total}
        likewise = possible if kind in set(LISTS) else {}
        return tuple(each for each in Kind if each == kind or likewise.get(each))

    def edit(self, changes: SetChanges) -> Act:
        """The act that makes the set say this."""
        text = YamlText(self._before[self.path] or b"", self._text.path)
        if changes.title:
            text.say((), "title", changes.title, SET_KEYS)
        for key, fields in changes.sources.items():
            self._set_source(text, key, fields)
        for card, fields in changes.cards.items():
            self._set_card(text, card, fields)
        for card, rows in changes.rows.items():
            if self.row_form(card) is None:
                raise refusal("figure-list", key=card or self._data)
            for row in rows if card != TABLE else ():
                key, value = with_row(text.values(("cards", card)), row)
                text.set(("cards", card), key, value)
        files: dict[str, bytes | None] = {self.path: text.content}
        if changes.rows.get(TABLE):
            files[self._data] = self._with_lines(changes.rows[TABLE])
        return self._act(files)

    def add_cards(self, lines: list[str]) -> Act:
        """The act that adds cards, written as entries of a list that is indented by two."""
        text = YamlText(self._before[self.path] or b"", self._text.path)
        text.append("cards", lines)
        return self._act({self.path: text.content})

    def delete(self, card: str) -> Act:
        """The act that deletes a card, or the set with its table."""
        if not card:
            return self._act(dict.fromkeys(self._before))
        text = YamlText(self._before[self.path] or b"", self._text.path)
        cards = text.values().get("cards")
        left = tuple(
            each
            for each in (cards if isinstance(cards, tuple) else ())
            if not (isinstance(each, dict) and each.get("id") == card)
        )
        if not left:
            raise refusal("figure-last-card", name=card)
        text.set((), "cards", left)
        return self._act({self.path: text.content})

    def card_ids(self) -> list[str]:
        """The ids of the cards, in the order of the file."""
        return self._text.ids("cards")

    def _act(self, files: dict[str, bytes | None]) -> Act:
        changed = {path: content for path, content in files.items() if content != self._before[path]}
        return Act(files=changed, before=self._before)

    def _card(self, card: str) -> dict[str, Value]:
        return self._text.values(("cards", card))

    def _set_source(self, text: YamlText, key: str, fields: Fields) -> None:
        """Give a source its texts; an address without encryption is marked as one."""
        wanted: Fields = {name: fields[name] for name in SOURCE_KEYS if name in fields}
        if "url" in fields:
            url = str(fields["url"]).strip() or NO_URL
            wanted |= {"url": url, "insecure": "true" if url.startswith("http:") else ""}
        known = text.values(("sources",))
        if key in known:
            for name, said in wanted.items():
                text.say(("sources", key), name, said, SOURCE_ORDER)
            return
        added: Value = {name: _said(wanted[name]) for name in SOURCE_ORDER if _said(wanted.get(name, ""))}
        if known:
            text.set(("sources",), key, added)
        else:
            text.set((), "sources", {key: added}, SET_KEYS)

    def _set_card(self, text: YamlText, card: str, fields: Fields) -> None:
        place = ("cards", card)
        if not text.values(place):
            raise refusal("figure-card-unknown", name=card)
        old, new = text.values(place).get("kind"), fields.get("kind")
        for name in (each for each in CARD_KEYS if each in fields):
            text.say(place, name, fields[name], KEYS[Kind.NUMBER])
        if new and new != old and {old, new} <= set(LISTS):
            text.rename(place, LISTS[Kind(str(old))], LISTS[Kind(str(new))])
            for name in text.values(place).keys() & DISPLAY_KEYS - {*KEYS[Kind(str(new))]}:
                text.set(place, name, None)

    def _table(self) -> DataTable | None:
        content = self._before.get(self._data) if self._data else None
        phrases = self.options.figure_phrases
        return read_lines(content, data_words(phrases, phrases.languages)) if content else None

    def _with_lines(self, rows: tuple[NewRow, ...]) -> bytes:
        content, table = self._before.get(self._data) or b"", self._table()
        if table is None:
            return content
        for row in rows:
            typed = [row.values.get(each.name, "").strip() for each in (*table.columns, *table.totals)]
            numbers = [format_decimal(typed_number(each)) if each else "" for each in typed]
            content = with_line(content, table, row.at.strip(), numbers)
        return content


def source_key(fields: Fields, known: Mapping[str, object]) -> str:
    """A key for a new source that no other has: of its publisher and its year."""
    publisher = fields.get("publisher")
    name = slugify(next(iter(publisher.values()), "")) if isinstance(publisher, dict) else ""
    return free_name(f"{name or 'source'}-{str(fields.get('date', ''))[:4]}".strip("-"), known)


def _said(value: str | dict[str, str]) -> Value:
    """A text, or texts by language, without those that are empty."""
    if isinstance(value, str):
        return value.strip()
    return {code: text.strip() for code, text in value.items() if text.strip()}


def _localized(values: Mapping[str, Value]) -> dict[str, str]:
    return {code: text for code, text in values.items() if isinstance(text, str)}


def _fields(values: Mapping[str, Value], keys: tuple[str, ...]) -> Fields:
    found: Fields = {}
    for key in keys:
        value = values.get(key, "")
        if isinstance(value, str | dict):
            found[key] = value if isinstance(value, str) else _localized(value)
    return found
