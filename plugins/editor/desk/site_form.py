"""The settings that are changed most, as a form beside a file's text; each is written to its own line."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from plugins.content.citations import SOURCE_SCHEMA
from plugins.content.regions import FACT_SCHEMA, QUESTION_SCHEMA, REGION_SCHEMA
from plugins.content.site_config import SCHEMA
from plugins.content.site_config import SCHEMAS as SITE_SCHEMAS
from plugins.diagnostics.problem import ContentError
from plugins.editor.acts.yaml_text import YamlText
from plugins.editor.desk.site_additions import ADDED_FIELDS, ADDITION, add_entry
from plugins.editor.desk.site_file_kinds import SiteFileKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from plugins.content.regions import RegionQuestion
    from plugins.editor.acts.yaml_text import Place
    from plugins.editor.report import UiText
    from plugins.editor.yaml_nodes import Value

NAMES = ("name", "tagline", "description", "headline", "lead", "whose", "notice")
FACT_FIELDS = {key: f"fact-{key}" for key in ("label", "text", "as_of")}
SOURCE_FIELDS = {key: f"source-{key}" for key in ("name", "title", "url", "date", "language", "licence")}
QUESTION_FIELDS = {key: f"question-{key}" for key in ("name", "unknown")}
REGION_FIELDS = {key: f"region-{key}" for key in ("name", "short", "title", "lead")}
ANSWER_FIELDS = {key: f"answer-{key}" for key in ("text", "sources", "as_of")}
"""The keys of a mapping, and what their fields are called in the desk's texts."""
PLAIN = frozenset(
    {
        "answer-as_of",
        "emergency-show",
        "reach-show",
        "source-date",
        "source-language",
        "source-licence",
        "source-url",
    }
)
LISTS = frozenset({"answer-sources"})
"""All others are in each language."""


class SiteFieldKind(StrEnum):
    """How a setting is filled in: one text, a text in each language, or a list with commas between."""

    TEXT = "text"
    LOCALIZED = "localized"
    LIST = "list"


class SiteField(Struct, frozen=True, kw_only=True):
    """A setting: its place in the file (keys and numbers with slashes between), label, help and value."""

    key: str
    kind: SiteFieldKind
    label: str
    help: str
    value: str | dict[str, str]


class SiteFieldGroup(Struct, frozen=True):
    """Settings that belong together."""

    title: str
    fields: tuple[SiteField, ...]


class SiteForm:
    """The form of a file of a kind, in the words of `texts`; questions are those that regions are asked."""

    def __init__(self, kind: SiteFileKind, texts: UiText, questions: Mapping[str, RegionQuestion]) -> None:
        self.kind = kind
        self.texts = texts
        self.questions = questions
        self._places: dict[str, tuple[Place, str]] = {}

    def groups(self, text: str, path: str) -> tuple[SiteFieldGroup, ...] | None:
        """The settings of a text; None if it cannot be read. Empty for kinds without a form."""
        try:
            yaml = YamlText(text.encode(errors="replace"), path)
        except ContentError:
            return None
        made = {
            SiteFileKind.SITE: self._site,
            SiteFileKind.TOPICS: self._topics,
            SiteFileKind.SOURCES: self._sources,
            SiteFileKind.QUESTIONS: self._questions,
            SiteFileKind.REGION: self._region,
        }.get(self.kind)
        return tuple(made(yaml)) if made else ()

    def addition(self) -> SiteFieldGroup | None:
        """What a new entry is asked for; None for files without such."""
        if self.kind not in ADDED_FIELDS:
            return None
        yaml = YamlText(b"", "")
        return self._group(f"site.add-{self.kind}", yaml, (), ADDED_FIELDS[self.kind])

    def write(self, text: str, path: str, changes: Mapping[str, Value | None]) -> str:
        """The text with fields of its form set and an entry added; a field that is emptied goes.

        Raises `ContentError` if the text cannot be read or a value not be written, and `KeyError` with the
        key of what is no field of the form.
        """
        yaml = YamlText(text.encode(errors="replace"), path)
        groups = self.groups(text, path) or ()
        kinds = {field.key: field.kind for group in groups for field in group.fields}
        for key, value in changes.items():
            if key == ADDITION and self.kind in ADDED_FIELDS:
                add_entry(yaml, self.kind, value if isinstance(value, dict) else {})
                continue
            place, name = self._places[key]
            if kinds[key] is SiteFieldKind.LIST:
                names = _names(value, yaml.values(place).get(name))
                yaml.put(place, name, names, _order(self.kind, place))
            elif yaml.has(place):
                yaml.say(place, name, _texts(value), _order(self.kind, place))
            elif said := _written(_texts(value)):
                *above, last = place
                yaml.put(tuple(above), str(last), {name: said}, _order(self.kind, tuple(above)))
        return yaml.content.decode()

    def _site(self, yaml: YamlText) -> Iterator[SiteFieldGroup]:
        if yaml.has(("contacts", 0)):
            yield self._group("site.group-reach", yaml, ("contacts", 0), {"show": "reach-show"})
        yield self._group("site.group-hours", yaml, ("hours",), {"text": "hours-text"})
        emergency = {"show": "emergency-show", "text": "emergency-text"}
        yield self._group("site.group-emergency", yaml, ("emergency",), emergency)
        yield self._group("site.group-name", yaml, (), {key: key for key in NAMES})
        for number in range(yaml.count("facts")):
            place = ("facts", number)
            name = self._named(yaml.values(place).get("label"), f"{number + 1}")
            title = self.texts.text("site.group-fact", name=name)
            yield SiteFieldGroup(title, self._fields(yaml, place, FACT_FIELDS))

    def _topics(self, yaml: YamlText) -> Iterator[SiteFieldGroup]:
        for slug, names in yaml.values().items():
            name = self._named(names, slug)
            (field,) = self._fields(yaml, (), {slug: "topic"})
            yield SiteFieldGroup(name, (replace(field, label=name),))

    def _sources(self, yaml: YamlText) -> Iterator[SiteFieldGroup]:
        for key, said in yaml.values().items():
            name = self._named(said.get("name") if isinstance(said, dict) else "", key)
            yield SiteFieldGroup(f"{name} ({key})", self._fields(yaml, (key,), SOURCE_FIELDS))

    def _questions(self, yaml: YamlText) -> Iterator[SiteFieldGroup]:
        for key, said in yaml.values().items():
            name = self._named(said.get("name") if isinstance(said, dict) else "", key)
            yield SiteFieldGroup(name, self._fields(yaml, (key,), QUESTION_FIELDS))

    def _region(self, yaml: YamlText) -> Iterator[SiteFieldGroup]:
        yield self._group("site.group-region", yaml, (), REGION_FIELDS)
        for key, question in self.questions.items():
            fields = self._fields(yaml, ("facts", key), ANSWER_FIELDS)
            yield SiteFieldGroup(self._named(dict(question.name), key), fields)

    def _group(self, title: str, yaml: YamlText, place: Place, keys: Mapping[str, str]) -> SiteFieldGroup:
        return SiteFieldGroup(self.texts.text(title), self._fields(yaml, place, keys))

    def _fields(self, yaml: YamlText, place: Place, keys: Mapping[str, str]) -> tuple[SiteField, ...]:
        """A field for each key of the mapping at a place, called by its name in the desk's texts."""
        return tuple(self._field(yaml, place, key, name) for key, name in keys.items())

    def _field(self, yaml: YamlText, place: Place, key: str, name: str) -> SiteField:
        address = "/".join(map(str, (*place, key)))
        self._places[address] = (place, key)
        kind = SiteFieldKind.LIST if name in LISTS else SiteFieldKind.LOCALIZED
        kind = SiteFieldKind.TEXT if name in PLAIN else kind
        label, about = f"site.field-{name}", f"site.field-{name}-help"
        return SiteField(
            key=address,
            kind=kind,
            label=self.texts.text(label),
            help=self.texts.text(about) if about in self.texts.entries else "",
            value=_shown(yaml.values(place).get(key, ""), kind),
        )

    def _named(self, names: Value | None, otherwise: str) -> str:
        """A name in the editor's language, or in the first that there is."""
        known = names if isinstance(names, dict) else {}
        found = known.get(self.texts.language.code) or next(iter(known.values()), "")
        return found if isinstance(found, str) and found else otherwise


def _texts(value: Value | None) -> str | dict[str, str]:
    """A text, or texts by language."""
    if isinstance(value, dict):
        return {code: text for code, text in value.items() if isinstance(text, str)}
    return value if isinstance(value, str) else ""


def _written(said: str | dict[str, str]) -> Value:
    """Texts without those that are empty."""
    return said if isinstance(said, str) else {code: text for code, text in said.items() if text.strip()}


def _shown(value: Value, kind: SiteFieldKind) -> str | dict[str, str]:
    """A value as its field shows it."""
    if kind is SiteFieldKind.LOCALIZED:
        texts = value if isinstance(value, dict) else {}
        return {code: text for code, text in texts.items() if isinstance(text, str)}
    if isinstance(value, tuple):
        return ", ".join(each for each in value if isinstance(each, str))
    return value if isinstance(value, str) else ""


def _names(value: Value | None, before: Value | None) -> Value | None:
    """Names with commas between; one alone as itself, unless it was a list. None for none."""
    typed = value if isinstance(value, str) else ""
    names = tuple(each.strip() for each in typed.split(",") if each.strip())
    if not names:
        return None
    return names[0] if len(names) == 1 and not isinstance(before, tuple) else names


def _order(kind: SiteFileKind, place: Place) -> tuple[str, ...]:
    """The keys of the mapping at a place in the order of its documentation."""
    if not place:
        return {SiteFileKind.SITE: SCHEMA.keys, SiteFileKind.REGION: REGION_SCHEMA.keys}.get(kind, ())
    nested = {
        SiteFileKind.SITE: SITE_SCHEMAS.get(str(place[0]), SCHEMA),
        SiteFileKind.REGION: FACT_SCHEMA,
        SiteFileKind.SOURCES: SOURCE_SCHEMA,
        SiteFileKind.QUESTIONS: QUESTION_SCHEMA,
    }
    return nested[kind].keys
