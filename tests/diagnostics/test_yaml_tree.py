"""YAML is parsed without guessing types; every mistake has a code and a line."""

from __future__ import annotations

import pytest

from plugins.diagnostics.problem import Problem
from plugins.diagnostics.yaml_tree import Mapping, Scalar, Sequence, parse_yaml


def test_every_value_stays_text() -> None:
    tree = parse_yaml('a: no\nb: 2022-12-30\nc: "10:30"\nd: [x, 1]\n', "p")
    assert isinstance(tree, Mapping)
    assert tree.values["a"] == Scalar("no", 1)
    assert tree.values["b"] == Scalar("2022-12-30", 2)
    assert tree.values["c"] == Scalar("10:30", 3, quoted=True)
    assert tree.values["d"] == Sequence((Scalar("x", 4), Scalar("1", 4)), 4)
    assert tree.lines == {"a": 1, "b": 2, "c": 3, "d": 4}


def test_lines_count_from_the_first_line_given() -> None:
    tree = parse_yaml("a: 1\nb: 2\n", "p", first_line=5)
    assert isinstance(tree, Mapping)
    assert tree.lines == {"a": 5, "b": 6}


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("title: A: b", "yaml-colon", 1),
        ('title: "abc\nsummary: x', "yaml-quote", 1),
        ("title: 'abc\nsummary: x", "yaml-quote", 1),
        ('title: "Call centre" in brief', "yaml-after-quote", 1),
        ("a:\n\t- x", "yaml-tab", 2),
        ("topics: [a, b\nx: y", "yaml-bracket", 1),
        ("{a: b", "yaml-bracket", 1),
        ("title\nsummary: x", "yaml-key-without-colon", 1),
        ("title: x\nsummary", "yaml-key-without-colon", 2),
        ("title: @x", "yaml-sign", 1),
        ("a: b\n  c: d", "yaml-indent", 2),
        ("- x\na: b", "yaml-syntax", 2),
        ("a: &x 1\nb: *x", "yaml-anchor", 1),
        ("a: !!python/object x", "yaml-anchor", 1),
        ("a: 1\na: 2", "duplicate-key", 2),
        ("? [a]\n: b", "yaml-key", 1),
        ("a: b\nc: \x07", "control-character", 2),
        ("a: " + "[" * 5000, "yaml-too-deep", 1),
    ],
)
def test_a_syntax_error_has_a_code_and_a_line(text: str, code: str, line: int) -> None:
    found = parse_yaml(text, "p")
    assert isinstance(found, Problem)
    assert (found.code, found.line) == (code, line)


def test_an_empty_document_is_an_empty_mapping() -> None:
    assert parse_yaml("", "p") == Mapping({}, {}, 1)
