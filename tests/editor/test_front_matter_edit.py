"""One key of a file's front matter is edited; every other byte of the file stays."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bench.corpus import texts
from bench.formats import ours
from plugins.diagnostics.problem import ContentError
from plugins.editor.front_matter_edit import edit_front_matter, read_values
from plugins.markdown.front_matter import SCHEMA
from tests.building import ROOT

if TYPE_CHECKING:
    from plugins.editor.yaml_nodes import Value

PATH = "news/2023-01-31-item/ru.md"
FILE = """---
# The head of the file.
title: A title   # said so
time: "10:30"

# Chosen by hand.
topics: [health,  service]  # two
card: 'year.calls'
author:
  - Anna Orlova   # the first
  # - somebody else
  - "Petr Belov"
corrections:
  - date: 2023-02-01
    text: The number was corrected.
  - {date: 2023-02-02, text: It was 1, it is 2.}
owner: >-
  The editors
  of the site
---

Text: {title: no key}.
---
"""


def edited(content: str, changes: dict[str, Value | None]) -> str:
    """The text after an edit."""
    return edit_front_matter(content.encode(), changes, PATH).decode()


def diff(before: str, after: str) -> list[str]:
    """The deleted and added lines."""
    lines = difflib.ndiff(before.splitlines(keepends=True), after.splitlines(keepends=True))
    return [line.rstrip("\r\n") for line in lines if line[0] in "+-"]


ONE = {"date": "2023-02-01", "text": "The number was corrected."}
TWO = {"date": "2023-02-02", "text": "It was 1, it is 2."}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"title": "Another"}, ["- title: A title   # said so", "+ title: Another   # said so"]),
        ({"title": "A: b"}, ["- title: A title   # said so", '+ title: "A: b"   # said so']),
        ({"title": "No #5"}, ["- title: A title   # said so", '+ title: "No #5"   # said so']),
        ({"title": 'a "b" \\c'}, ["- title: A title   # said so", '+ title: a "b" \\c   # said so']),
        ({"title": None}, ["- title: A title   # said so"]),
        ({"time": "11:00"}, ['- time: "10:30"', '+ time: "11:00"']),
        ({"card": "year.it's"}, ["- card: 'year.calls'", "+ card: 'year.it''s'"]),
        ({"card": None}, ["- card: 'year.calls'"]),
        (
            {"topics": ("health", "service", "statistics")},
            [
                "- topics: [health,  service]  # two",
                "+ topics: [health,  service,  statistics]  # two",
            ],
        ),
        ({"topics": ("service",)}, ["- topics: [health,  service]  # two", "+ topics: [service]  # two"]),
        ({"topics": ("health",)}, ["- topics: [health,  service]  # two", "+ topics: [health]  # two"]),
        ({"topics": ("x",)}, ["- topics: [health,  service]  # two", "+ topics: [x]  # two"]),
        ({"topics": ()}, ["- topics: [health,  service]  # two", "+ topics: []  # two"]),
        ({"author": ("Anna Orlova",)}, ['-   - "Petr Belov"']),
        ({"author": ("Petr Belov",)}, ["-   - Anna Orlova   # the first"]),
        ({"author": ("Anna Orlova", "Petr Belov", "Yu. Li")}, ['+   - "Yu. Li"']),
        (
            {"author": ("Anna B", "Petr Belov")},
            ["-   - Anna Orlova   # the first", "+   - Anna B   # the first"],
        ),
        ({"corrections": (ONE,)}, ["-   - {date: 2023-02-02, text: It was 1, it is 2.}"]),
        ({"corrections": (TWO,)}, ["-   - date: 2023-02-01", "-     text: The number was corrected."]),
        (
            {"corrections": (ONE, TWO, {"date": "2023-02-03", "text": "a, b"})},
            ['+   - {date: 2023-02-03, text: "a, b"}'],
        ),
        (
            {"corrections": ({**ONE, "text": "New."}, TWO)},
            ["-     text: The number was corrected.", "+     text: New."],
        ),
        ({"owner": "Somebody"}, ["-   The editors", "-   of the site", "+   Somebody"]),
        ({"summary": "New."}, ["+ summary: New."]),
        ({"status": "draft"}, ["+ status: draft"]),
        ({"id": "x"}, ["+ id: x"]),
        ({"reviewed": None}, []),
        ({"title": "A title", "topics": ("health", "service"), "corrections": (ONE, TWO)}, []),
    ],
    ids=str,
)
def test_an_edit_changes_its_own_lines_only(changes: dict[str, Value | None], expected: list[str]) -> None:
    for end in ("\n", "\r\n", "\r"):
        for mark in ("", "\ufeff"):
            for tail in ("", "\n\n", "no end of line"):
                before = mark + FILE.replace("\n", end) + tail
                after = edited(before, changes)
                assert sorted(diff(before, after)) == sorted(expected)
                assert after.count(end) - before.count(end) == sum(1 if e[0] == "+" else -1 for e in expected)


@pytest.mark.parametrize(
    ("matter", "key", "expected"),
    [
        ("title: T\ncard: c.d", "summary", "title: T\nsummary: new\ncard: c.d"),
        ("card: c.d\ntitle: T", "summary", "card: c.d\ntitle: T\nsummary: new"),
        ("card: c.d", "summary", "summary: new\ncard: c.d"),
        ("title: T\n# the end", "summary", "title: T\nsummary: new\n# the end"),
        ("title: |\n  T\n\n\ncard: c.d", "summary", "title: |\n  T\nsummary: new\n\n\ncard: c.d"),
        ("  title: T", "summary", "  title: T\n  summary: new"),
        ("{title: T, card: c.d}", "summary", "{title: T, summary: new, card: c.d}"),
        ("title: T\nописание:", "summary", "title: T\nописание: new"),
        ("title: T\nTags: [a]", "topics", "title: T\nTags: [new]"),
        ("title: T\ntopics: a", "topics", "title: T\ntopics: [new]"),
        ("title: T\ntopics:\n- a\n# end", "topics", "title: T\ntopics:\n- new\n# end"),
        ("title: T\ntopics:\ncard: a.b", "topics", "title: T\ntopics: [new]\ncard: a.b"),
        ("title: T\ntopics: # which?\n  - a", "topics", "title: T\ntopics: # which?\n  - new"),
        ("title: T\ntopics: [\n  a,  # first\n]", "topics", "title: T\ntopics: [\n  new,  # first\n]"),
        ("title: T\ntime: 10:30 # early", "time", "title: T\ntime: new # early"),
        ("title: T #5  # said", "title", 'title: "new"  # said'),
        ("title: T\nsummary: >\n  a\n  b\n\n# c", "summary", "title: T\nsummary: >\n  new\n\n# c"),
        ("title: T\nsummary: one\n  two", "summary", "title: T\nsummary: new"),
        ("title: T\nsummary: |", "summary", "title: T\nsummary: |\n  new"),
    ],
    ids=str,
)
def test_a_value_is_set_in_the_form_that_it_has(matter: str, key: str, expected: str) -> None:
    value: Value = ("new",) if key == "topics" else "new"
    assert edited(f"---\n{matter}\n---\nText", {key: value}) == f"---\n{expected}\n---\nText"


@pytest.mark.parametrize(
    ("content", "changes", "code"),
    [
        (b"no front matter", {"title": "x"}, "front-matter-missing"),
        (b"---\ntitle: x\n", {"title": "y"}, "front-matter-unclosed"),
        (b"---\n- a\n---\n", {"title": "y"}, "front-matter-keys"),
        (b"---\ntitle: a: b\n---\n", {"title": "y"}, "yaml-colon"),
        (b"---\ntitle: \xff\n---\n", {"title": "y"}, "not-utf-8"),
        (b"---\ntitle: a\n---\n", {"title": "a\x07b"}, "desk-value"),
    ],
    ids=str,
)
def test_what_cannot_be_edited_is_told(content: bytes, changes: dict[str, Value], code: str) -> None:
    with pytest.raises(ContentError) as caught:
        edit_front_matter(content, changes, PATH)
    assert [found.code for found in caught.value.problems] == [code]


TEXTS = st.text(st.sampled_from("ab «»\"'#:,[]{}-*&!%@`\\|>?эё5~ "), min_size=1, max_size=12).filter(
    lambda text: text.strip()
)
LISTS = st.lists(TEXTS, min_size=1, max_size=4)
KEYS = st.permutations(["title", "summary", "topics", "owner", "author", "card"])


def _single(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


@st.composite
def files(draw: st.DrawFn) -> str:
    """Files whose keys have values of every form, with comments, blank lines and any line ends."""
    lines = ["---"]
    for key in draw(KEYS)[: draw(st.integers(1, 6))]:
        comment = draw(st.sampled_from(["", "  # why", " "]))
        items = [_single(text) for text in draw(LISTS)]
        lines += draw(
            st.sampled_from(
                [
                    [f"{key}: plain words{comment}"],
                    [f"{key}: {items[0]}{comment}"],
                    [f"{key}:"],
                    [f"{key}: [{', '.join(items)}]{comment}"],
                    [f"{key}: [", *(f"  {item}," for item in items), "]"],
                    [f"{key}:{comment}", *(f"  - {item}{comment}" for item in items)],
                    [f"{key}:", *(f"- {item}" for item in items)],
                    [f"{key}: >-", "  folded", "", "  words"],
                    [f"{key}: |", "    literal"],
                    [f"{key}: two", "  lines"],
                ]
            )
        )
        lines += draw(st.sampled_from([[], [""], ["# a comment"], ["", "  # indented", ""]]))
    end = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    body = draw(st.sampled_from(["", "Text", "Text" + end, end + "---" + end]))
    return draw(st.sampled_from(["", "\ufeff"])) + end.join([*lines, "---"]) + end + body


@settings(max_examples=200, deadline=None)
@given(files(), st.sampled_from([*SCHEMA.keys[:12]]), st.one_of(st.none(), TEXTS, LISTS.map(tuple)))
@example("---\ntitle:\n# c\n---\n", "title", ("'",))
def test_any_edit_of_any_file_reads_back_and_keeps_the_rest(
    content: str, key: str, value: Value | None
) -> None:
    before = read_values(content.encode(), PATH)
    after = edited(content, {key: value})
    expected = {name: each for name, each in before.items() if name != key}
    if value is not None:
        expected[key] = _folded(value)
    if not expected:
        return
    assert read_values(after.encode(), PATH) == expected
    assert after.count("# a comment") == content.count("# a comment")
    assert edited(after, {key: value}) == after


def _folded(value: Value) -> Value:
    return (
        " ".join(value.split()) if isinstance(value, str) else tuple(" ".join(str(e).split()) for e in value)
    )


def _documents() -> list[bytes]:
    """Every text of the demonstration, of the examples and of a corpus of 300 articles."""
    folders = (ROOT / "content", ROOT / "examples")
    files = [file for folder in folders for file in sorted(folder.rglob("*.md")) if file.name != "README.md"]
    return [*(file.read_bytes() for file in files), *(ours(text)[1].encode() for text in texts(300))]


def test_the_values_of_every_file_are_written_back_to_the_same_bytes() -> None:
    documents = _documents()
    assert len(documents) > 700
    for content in documents:
        values = read_values(content, PATH)
        assert edit_front_matter(content, values, PATH) == content


def test_a_key_that_is_deleted_and_added_again_reads_as_before() -> None:
    for content in _documents()[::9]:
        values = read_values(content, PATH)
        for key, value in values.items() if len(values) > 1 else ():
            deleted = edit_front_matter(content, {key: None}, PATH)
            again = edit_front_matter(deleted, {key: value}, PATH)
            assert read_values(again, PATH) == values
            assert again.count(b"\n") <= content.count(b"\n")
