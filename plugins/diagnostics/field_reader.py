"""Typed access to the fields of a YAML mapping; problems are collected, and reading goes on."""

from __future__ import annotations

import re
from decimal import Decimal
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Self, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from plugins.diagnostics.one_line import decode_references, find_markup, find_unfilled_names, without_emphasis
from plugins.diagnostics.problem import FileContext, Problem
from plugins.diagnostics.schema import Schema, nearest_key
from plugins.diagnostics.yaml_prose import quoted
from plugins.diagnostics.yaml_tree import Mapping, Scalar, Sequence, Tree, load_yaml
from plugins.i18n.dates import DateError, parse_date, parse_moment, parse_time
from plugins.i18n.typography import typeset
from plugins.model.content_path import SLUG

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Collection, Iterable, Iterator
    from enum import StrEnum
    from pathlib import Path

    Choice = TypeVar("Choice", bound=StrEnum)

T = TypeVar("T")
NUMBER = re.compile(r"-?\d+(?:\.\d{1,6})?")
MAX_NUMBER_LENGTH = 15
NOT_A_MOMENT = frozenset({"date-form", "date-with-time", "time-form"})
"""Problems of a date or time that are told as those of a moment."""
UNWRITTEN = "…"
"""Stands in a new file for a text that its editor has yet to write."""
LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]+)*")


def load_fields(
    file: Path, context: FileContext, name: str, not_a_mapping: str = "field-not-a-mapping"
) -> FieldReader | None:
    """The mapping in a YAML file; None if there is no file or its problem has been reported."""
    tree = load_yaml(file, context.path)
    if isinstance(tree, Mapping):
        return FieldReader(context, tree, name)
    if isinstance(tree, Problem):
        context.problems.append(tree)
    elif tree:
        context.report(tree.line, not_a_mapping, name=name, key=file.stem)
    return None


def _normalized(key: str) -> str:
    return key.strip().lower().replace(" ", "_").replace("-", "_")


def key_of_schema(key: str, schema: Schema) -> str:
    """The schema's key that an alias stands for; any other key as typed."""
    normalized = _normalized(key)
    return normalized if normalized in schema.keys else schema.aliases.get(normalized, key)


class FieldReader(Struct, frozen=True):
    """A mapping of a file; `name` is what messages call it, such as a card's id."""

    context: FileContext
    tree: Mapping
    name: str

    def line(self, key: str) -> int:
        """The line of a key, or of the mapping if it lacks the key."""
        return self.tree.lines.get(key, self.tree.line)

    def report(self, key: str, code: str, **values: object) -> None:
        """Add an error at a key."""
        self.context.report(self.line(key), code, **{"name": self.name, "key": key, **values})

    def advise(self, key: str, code: str, **values: object) -> None:
        """Add advice at a key."""
        self.context.advise(self.line(key), code, **{"name": self.name, "key": key, **values})

    def read(self, schema: Schema) -> dict[str, Any]:
        """The values of all fields that could be read, by key; reports unknown and missing keys.

        Aliases of keys are reported too unless `rename_aliases` was called before.
        """
        self.check_keys(*schema.keys, schema=schema)
        values: dict[str, Any] = {}
        for each in schema.fields:
            if not self.is_empty(each.key):
                values[each.key] = each.read(self, each.key)
            elif each.missing:
                self.report(each.key, each.missing, languages=", ".join(self.context.languages))
        return {key: value for key, value in values.items() if value is not None}

    def rename_aliases(self, schema: Schema) -> Self:
        """The mapping with the schema's own keys in place of their aliases, which are advised against.

        An alias beside the key that it stands for stays, to be reported.
        """
        if all(key in schema.keys for key in self.tree.values):
            return self
        renamed: dict[str, str] = {}
        for key in self.tree.values:
            right = key if key in schema.keys else key_of_schema(key, schema)
            if right != key and (right in self.tree.values or right in renamed.values()):
                right = key
            renamed[key] = right
            if right != key:
                self.advise(key, "key-alias", right=right)
        values = {renamed[key]: value for key, value in self.tree.values.items()}
        lines = {renamed[key]: line for key, line in self.tree.lines.items()}
        return replace(self, tree=Mapping(values, lines, self.tree.line))

    def check_keys(self, *known: str, schema: Schema | None = None) -> None:
        """Report every unknown key with the key to type instead."""
        aliases, rejected = (schema.aliases, schema.rejected) if schema else ({}, {})
        for key in self.tree.values:
            if key in known:
                continue
            normalized = _normalized(key)
            if code := rejected.get(normalized):
                self.report(key, code)
            elif right := nearest_key(normalized, known, aliases):
                self.report(key, "key-renamed", right=right)
            else:
                self.report(key, "key-unknown", keys=", ".join(known))

    def has(self, key: str) -> bool:
        """Whether the mapping has the key."""
        return key in self.tree.values

    def is_empty(self, key: str) -> bool:
        """Whether there is no value: no key, or nothing after it."""
        tree = self.tree.values.get(key)
        return tree is None or (isinstance(tree, Scalar) and not tree.text.strip())

    def text(self, key: str, *, required: bool = True) -> str:
        """A text as typed; empty if it is missing."""
        tree = self.tree.values.get(key)
        if isinstance(tree, Scalar) and tree.text.strip():
            return tree.text.strip()
        if tree is not None:
            self.report(key, "value-text")
        elif required:
            self.report(key, "field-missing")
        return ""

    def one_line(self, key: str) -> str:
        """A text with white space collapsed."""
        return " ".join(self.text(key).split())

    def words(self, key: str, filled: Collection[str] = ()) -> str:
        """A text of one line for readers: without markup, which would be shown as signs.

        `filled` are the names in braces that the site fills in there.
        """
        return self._words(key, self.one_line(key), filled)

    def _words(self, key: str, text: str, filled: Collection[str]) -> str:
        plain = without_emphasis(text)
        if plain != text:
            self.advise(key, "line-emphasis", text=find_markup(text))
        if found := find_markup(plain):
            self.report(key, "line-markup", text=found)
        for name in find_unfilled_names(plain, filled):
            self.report(key, "line-name", text=name)
        return decode_references(plain)

    def matching(self, key: str, pattern: re.Pattern[str], code: str) -> str | None:
        """A text of a certain form; `code` is reported for any other."""
        text = self.one_line(key)
        if not text or pattern.fullmatch(text):
            return text or None
        self.report(key, code, typed=text)
        return None

    def identifier(self, key: str) -> str:
        """A name for addresses: small Latin letters, digits and hyphens."""
        text = self.text(key)
        if text and not SLUG.fullmatch(text):
            self.report(key, "field-bad-id", typed=text)
        return text

    def localized(self, key: str, *, required: bool = True, filled: Collection[str] = ()) -> dict[str, str]:
        """A text in every language of the site, empty where it is missing; `filled` as in `words`."""
        if not self.has(key):
            if not required:
                return {}
            self.report(key, "field-missing-texts", languages=", ".join(self.context.languages))
            return dict.fromkeys(self.context.languages, "")
        texts = self.translations(key, filled)
        if missing := [language for language in self.context.languages if language not in texts]:
            self._report_missing(key, missing, texts)
        for language in self.context.languages:
            if texts.get(language) == UNWRITTEN:
                self.report(key, "field-unwritten", language=language)
        return {language: texts.get(language, "") for language in self.context.languages}

    def _report_missing(self, key: str, missing: Iterable[str], texts: dict[str, str]) -> None:
        """Report the languages without a text once, with the whole line to type."""
        languages, tree = self.context.languages, self.tree.values.get(key)
        typed = {languages[0]: tree.text.strip()} if isinstance(tree, Scalar) and tree.text.strip() else texts
        written = (f"{code}: {quoted(typed[code]) if code in typed else UNWRITTEN}" for code in languages)
        right = f"{key}: {{{', '.join(written)}}}"
        self.report(key, "field-missing-language", language=", ".join(missing), right=right)

    def translations(self, key: str, filled: Collection[str] = ()) -> dict[str, str]:
        """The texts of a localized field by language, as far as there are any; `filled` as in `words`."""
        tree = self.tree.values.get(key)
        typed = tree.values if isinstance(tree, Mapping) else {}
        for stray in (code for code in typed if not LANGUAGE.fullmatch(code)):
            self.report(key, "field-not-a-language", typed=stray)
        words = {
            code: self._words(key, text.text.strip(), filled)
            for code, text in typed.items()
            if isinstance(text, Scalar) and text.text.strip()
        }
        settings = self.context.typographies
        return {
            code: typeset(text, settings[code]) if code in settings else text for code, text in words.items()
        }

    def number(self, key: str) -> Decimal:
        """A number, not negative: digits without group separators; 0 if it is missing."""
        text = self.text(key)
        if not text:
            return Decimal(0)
        if not NUMBER.fullmatch(text) or len(text) > MAX_NUMBER_LENGTH:
            self.report(key, "field-not-a-number", typed=text)
            return Decimal(0)
        value = Decimal(text)
        if value < 0:
            self.report(key, "field-negative", typed=text)
        return abs(value)

    def boolean(self, key: str, *, default: bool = False) -> bool:
        """`true` or `false`."""
        text = self.text(key, required=False) or str(default).lower()
        if text not in {"true", "false"}:
            self.report(key, "field-not-a-choice", typed=text, choices="true, false")
        return text == "true"

    def choice(
        self, key: str, choices: type[Choice], *, required: bool = True, code: str = "field-not-a-choice"
    ) -> Choice | None:
        """One of a few words; `code` is reported for any other."""
        text = self.text(key, required=required)
        if text in set(choices):
            return choices(text)
        if text:
            nearest = get_close_matches(text.lower(), list(choices), n=1) or list(choices)
            self.report(key, code, typed=text, choices=", ".join(choices), nearest=nearest[0])
        return None

    def date(self, key: str) -> dt.date | None:
        """A date in a form that people type."""
        return self.parsed(key, lambda text: parse_date(text, self.context.languages))

    def time(self, key: str) -> dt.time | None:
        """A time of day: `10:30`."""
        return self.parsed(key, parse_time)

    def moment(self, key: str, *, ends: bool = False) -> dt.datetime | None:
        """A date with or without a time of day, without a zone: `2023-01-31 08:00`; see `parse_moment`."""
        try:
            return parse_moment(self.text(key, required=False), self.context.languages, ends=ends)
        except DateError as error:
            code = "field-not-a-moment" if error.code in NOT_A_MOMENT else error.code
            self.report(key, code, **error.values)
            return None

    def parsed(self, key: str, parse: Callable[[str], T]) -> T | None:
        """A text that a function parses; reports its `DateError`."""
        text = self.one_line(key)
        try:
            return parse(text) if text else None
        except DateError as error:
            self.report(key, error.code, **error.values)
            return None

    def texts(self, key: str, pattern: re.Pattern[str], code: str) -> tuple[str, ...] | None:
        """One text or a list of texts; `code` is reported for each without the form of the pattern."""
        tree = self.tree.values[key]
        nodes = tree.values if isinstance(tree, Sequence) else (tree,)
        texts = tuple(node.text.strip() for node in nodes if isinstance(node, Scalar))
        if len(texts) < len(nodes):
            self.report(key, "value-texts")
            return None
        for text in texts:
            if not pattern.fullmatch(text):
                self.report(key, code, typed=text)
        return texts

    def sequence(self, key: str) -> tuple[Tree, ...]:
        """The nodes of a list."""
        tree = self.tree.values.get(key)
        if not isinstance(tree, Sequence):
            self.report(key, "field-missing" if tree is None else "field-not-a-list")
            return ()
        return tree.values

    def mapping(self, key: str) -> Self:
        """A nested mapping; an empty one if it is missing."""
        tree = self.tree.values.get(key)
        if tree is not None and not isinstance(tree, Mapping):
            self.report(key, "field-not-a-mapping")
        inner = tree if isinstance(tree, Mapping) else Mapping({}, {}, self.line(key))
        return replace(self, tree=inner, name=f"{self.name}.{key}" if self.name else key)

    def mappings(self, key: str) -> Iterator[tuple[str, Self]]:
        """The named mappings under a key: `units: {call: {…}}`."""
        for name in (outer := self.mapping(key)).tree.values:
            yield name, outer.mapping(name)

    def items(self, key: str) -> Iterator[Self]:
        """The mappings of a list, called by their `id` in messages."""
        for tree in self.sequence(key):
            if isinstance(tree, Mapping):
                named = tree.values.get("id")
                part = named.text if isinstance(named, Scalar) else key
                yield replace(self, tree=tree, name=f"{self.name}.{part}")
            else:
                self.context.report(tree.line, "field-not-a-mapping", name=self.name, key=key)
