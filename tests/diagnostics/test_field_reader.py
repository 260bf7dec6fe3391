"""Fields are read with their type; every wrong one is a problem at its line."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

import pytest

from plugins.diagnostics.field_reader import FieldReader, load_fields
from plugins.diagnostics.problem import FileContext, message_languages
from plugins.diagnostics.schema import Field, Schema
from plugins.diagnostics.yaml_tree import Mapping, parse_yaml

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class Colour(StrEnum):
    RED = "red"
    GREEN = "green"


SCHEMA = Schema(
    (
        Field("name", FieldReader.one_line, missing="field-missing"),
        Field("title", FieldReader.localized, missing="field-missing-texts"),
        Field("day", FieldReader.date),
    ),
    aliases={"имя": "name"},
    rejected={"slug": "key-placed"},
)


def fields(yaml: str) -> FieldReader:
    tree = parse_yaml(yaml, "content/a.yaml")
    assert isinstance(tree, Mapping)
    return FieldReader(FileContext("content/a.yaml", ("ru", "en")), tree, "a")


@pytest.mark.parametrize(
    ("yaml", "read", "value"),
    [
        ("x: ' a  b '", lambda each: each.text("x"), "a  b"),
        ("x: ' a  b '", lambda each: each.one_line("x"), "a b"),
        ("y: 1", lambda each: each.text("x", required=False), ""),
        ("x: ab-1", lambda each: each.identifier("x"), "ab-1"),
        ("x: ab", lambda each: each.matching("x", re.compile("[a-z]+"), "value-word"), "ab"),
        ("x: {ru: а, en: b}", lambda each: each.localized("x"), {"ru": "а", "en": "b"}),
        ("y: 1", lambda each: each.localized("x", required=False), {}),
        ("x: {ru: а}", lambda each: each.translations("x"), {"ru": "а"}),
        ("x: 12.50", lambda each: each.number("x"), Decimal("12.50")),
        ("x: true", lambda each: each.boolean("x"), True),
        ("y: 1", lambda each: each.boolean("x", default=True), True),
        ("x: red", lambda each: each.choice("x", Colour), Colour.RED),
        ("x: 20 января 2023", lambda each: each.date("x"), dt.date(2023, 1, 20)),
        ("x: 10:30", lambda each: each.time("x"), dt.time(10, 30)),
        ("x: 2023-01-31 08:00", lambda each: each.moment("x"), dt.datetime.fromisoformat("2023-01-31T08:00")),
        ("x: 2023-01-31", lambda each: each.moment("x"), dt.datetime.fromisoformat("2023-01-31")),
        ("x: {y: 1}", lambda each: each.mapping("x").text("y"), "1"),
        (
            "x: {y: {z: 1}}",
            lambda each: [(key, sub.text("z")) for key, sub in each.mappings("x")],
            [("y", "1")],
        ),
        ("x: [{id: b}]", lambda each: [sub.name for sub in each.items("x")], ["a.b"]),
    ],
)
def test_a_value_is_read(yaml: str, read: Callable[[FieldReader], object], value: object) -> None:
    reader = fields(yaml)
    assert read(reader) == value
    assert reader.context.problems == []


@pytest.mark.parametrize(
    ("yaml", "read", "code"),
    [
        ("y: 1", lambda each: each.text("x"), "field-missing"),
        ("x: [a]", lambda each: each.text("x"), "value-text"),
        ("x:", lambda each: each.text("x"), "value-text"),
        ("x: А б", lambda each: each.identifier("x"), "field-bad-id"),
        ("x: a b", lambda each: each.matching("x", re.compile("[a-z]+"), "value-word"), "value-word"),
        ("y: 1", lambda each: each.localized("x"), "field-missing-texts"),
        ("x: {ru: а}", lambda each: each.localized("x"), "field-missing-language"),
        ("x: {ru: а, но б, en: b}", lambda each: each.localized("x"), "field-not-a-language"),
        ("x: 12,5", lambda each: each.number("x"), "field-not-a-number"),
        ("x: -5", lambda each: each.number("x"), "field-negative"),
        ("x: yes", lambda each: each.boolean("x"), "field-not-a-choice"),
        ("x: blue", lambda each: each.choice("x", Colour), "field-not-a-choice"),
        ("x: 05.06.2023", lambda each: each.date("x"), "date-ambiguous"),
        ("x: noon", lambda each: each.time("x"), "time-form"),
        ("x: tomorrow", lambda each: each.moment("x"), "field-not-a-moment"),
        ("y: 1", lambda each: each.moment("x"), "field-not-a-moment"),
        ("x: 1", lambda each: each.mapping("x"), "field-not-a-mapping"),
        ("x: 1", lambda each: list(each.items("x")), "field-not-a-list"),
        ("x: [1]", lambda each: list(each.items("x")), "field-not-a-mapping"),
    ],
)
def test_a_wrong_value_is_a_problem_at_its_line(
    yaml: str, read: Callable[[FieldReader], object], code: str
) -> None:
    reader = fields(f"\n{yaml}")
    read(reader)
    assert [(each.code, each.line) for each in reader.context.problems] == [(code, 2)]
    assert all(reader.context.problems[0].format(language) for language in message_languages())


@pytest.mark.parametrize(
    ("yaml", "code", "suggestion"),
    [
        ("Name: x", "key-renamed", "“name:”"),
        ("имя: x", "key-renamed", "“name:”"),
        ("titel: x", "key-renamed", "“title:”"),
        ("slug: x", "key-placed", "slug"),
        ("qwerty: x", "key-unknown", "name, title, day"),
    ],
)
def test_an_unknown_key_names_the_key_to_type(yaml: str, code: str, suggestion: str) -> None:
    reader = fields(f"name: a\ntitle: {{ru: а, en: b}}\n{yaml}")
    assert reader.read(SCHEMA) == {"name": "a", "title": {"ru": "а", "en": "b"}}
    [found] = reader.context.problems
    assert (found.code, found.line) == (code, 3)
    assert suggestion in found.message("en")


def test_a_schema_reports_every_missing_and_wrong_field_at_once() -> None:
    reader = fields("name:\nday: yesterday")
    assert reader.read(SCHEMA) == {}
    assert [each.code for each in reader.context.problems] == [
        "field-missing",
        "field-missing-texts",
        "date-form",
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [(None, None), ("- a", "alert-form"), ("a: *b", "yaml-anchor"), ("a: 1", None), ("", None)],
)
def test_a_file_is_loaded_or_its_problem_reported(
    content: str | None, code: str | None, tmp_path: Path
) -> None:
    file, context = tmp_path / "a.yaml", FileContext("content/a.yaml", ())
    if content is not None:
        file.write_text(content, encoding="utf-8")
    loaded = load_fields(file, context, "a", "alert-form")
    assert (loaded is None) == (content is None or code is not None)
    assert [each.code for each in context.problems] == ([code] if code else [])
