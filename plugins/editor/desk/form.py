"""The front matter as a form: what each field is called, how it is filled in, and what languages share."""

from __future__ import annotations

from enum import StrEnum
from http import HTTPStatus
from typing import TYPE_CHECKING

from msgspec import Struct

from plugins.diagnostics.problem import ContentError
from plugins.editor.desk.api import ApiError
from plugins.editor.front_matter_edit import read_values
from plugins.markdown.front_matter import SCHEMA
from plugins.model.bundle import INHERITED_KEYS
from plugins.model.content_path import Section
from plugins.model.document import Status

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plugins.editor.desk.api import ApiRequest
    from plugins.editor.report import UiText
    from plugins.editor.yaml_nodes import Value


class FieldKind(StrEnum):
    """How a field is filled in."""

    TEXT = "text"
    LONG_TEXT = "long-text"
    DATE = "date"
    TIME = "time"
    NUMBER = "number"
    STATUS = "status"
    TOPICS = "topics"
    CARD = "card"
    NAMES = "names"
    LINES = "lines"
    CORRECTIONS = "corrections"


KINDS: Mapping[str, FieldKind] = {
    "summary": FieldKind.LONG_TEXT,
    "reason": FieldKind.LONG_TEXT,
    "topics": FieldKind.TOPICS,
    "date": FieldKind.DATE,
    "time": FieldKind.TIME,
    "status": FieldKind.STATUS,
    "card": FieldKind.CARD,
    "order": FieldKind.NUMBER,
    "updated": FieldKind.DATE,
    "corrections": FieldKind.CORRECTIONS,
    "sources": FieldKind.LINES,
    "regions": FieldKind.LINES,
    "reviewed": FieldKind.DATE,
    "author": FieldKind.NAMES,
    "moved_from": FieldKind.LINES,
    "parity_exceptions": FieldKind.LINES,
}
"""All others are texts of one line."""
FIRST = ("title", "summary", "topics", "date", "time", "status", "reason", "card", "author")
"""What is asked for every item; the rest is behind a button."""
ONLY_IN: Mapping[str, frozenset[Section]] = {
    "date": frozenset({Section.SUMMARIES, Section.FAQ, Section.PAGES}),
    "time": frozenset({Section.NEWS, Section.SUMMARIES}),
    "order": frozenset({Section.FAQ, Section.PAGES}),
    "reviewed": frozenset({Section.FAQ, Section.PAGES}),
    "as_of": frozenset({Section.FAQ}),
    "sources": frozenset({Section.FAQ}),
}
WRITTEN_BY_BUTTONS = frozenset({"translated_from", "since", "merged_into", "earlier_statuses", "changes"})
CHOSEN_STATUSES = (Status.DRAFT,)
"""Beside the one that an item has: the others are set by buttons that ask what belongs to them."""


class FormField(Struct, frozen=True, kw_only=True):
    """A field, its label and help in an editor's words; a `shared` one is written in the first language."""

    key: str
    kind: FieldKind
    label: str
    help: str
    shared: bool
    first: bool
    choices: tuple[str, ...] = ()


def form_fields(section: Section, texts: UiText, zone: str) -> tuple[FormField, ...]:
    """The fields of an item of a section in the schema's order; help names `zone`, the place of its time."""
    keys = [key for key in SCHEMA.keys if key not in WRITTEN_BY_BUTTONS]
    return tuple(_field(key, texts, zone) for key in keys if section in ONLY_IN.get(key, {section}))


def _field(key: str, texts: UiText, zone: str) -> FormField:
    label, about = f"form.{key}", f"form.{key}-help"
    return FormField(
        key=key,
        kind=KINDS.get(key, FieldKind.TEXT),
        label=texts.text(label) if label in texts.entries else key,
        help=texts.text(about, zone=zone) if about in texts.entries else "",
        shared=key in INHERITED_KEYS and key != "status",
        first=key in FIRST,
        choices=CHOSEN_STATUSES if key == "status" else (),
    )


def form_values(text: str, path: str) -> dict[str, Value] | None:
    """What each key of a text's front matter says; None if it cannot be read."""
    try:
        return read_values(text.encode(errors="replace"), path)
    except ContentError:
        return None


def read_changes(asked: ApiRequest) -> dict[str, Value | None]:
    """The fields of a request; raises `ApiError` with 400 if they have another form."""
    changes = asked.data.get("changes")
    if not isinstance(changes, dict):
        raise ApiError(HTTPStatus.BAD_REQUEST, "errors.malformed", name="changes")
    return {str(key): None if value is None else _value(value) for key, value in changes.items()}


def _value(typed: object) -> Value:
    if isinstance(typed, str):
        return typed
    if isinstance(typed, list):
        return tuple(_value(each) for each in typed)
    if isinstance(typed, dict):
        return {str(key): _value(each) for key, each in typed.items()}
    raise ApiError(HTTPStatus.BAD_REQUEST, "errors.malformed", name="changes")
