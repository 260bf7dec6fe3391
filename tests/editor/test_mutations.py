"""Mutated files never crash the check, and every message can be printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plugins.content.fact_words import read_fact_words
from plugins.content.facts import FactReader
from plugins.diagnostics.problem import message_languages
from plugins.editor.check import check_content
from plugins.editor.report import exit_code, format_problems
from plugins.i18n.language import Language
from plugins.i18n.telephones import TelephoneCustoms
from tests.building import ROOT, build_options, content_of
from tests.editor.inputs import ALERTS

if TYPE_CHECKING:
    from pathlib import Path

FRAGMENTS = [
    b"",
    b"\n",
    b"---",
    b":",
    b"[",
    b"]",
    b"{",
    b"}",
    b"{figure}",
    b"{card}",
    b"|",
    b"`",
    b"```\n",
    b"<",
    b"</b>",
    b"&",
    b"!!! ",
    b"![",
    b"](",
    b"[^1]",
    b"#",
    b"\t",
    b"\r",
    b"\x00",
    b"\xff",
    b"9" * 40,
    b"99999-99-99",
    b"parity: ",
    b"translated_from: x",
    b"date: 0000-00-00\n",
    "«".encode(),
    "\u202e".encode(),
    "\ue000link:7\ue001".encode(),
    "млн".encode(),
    "٣".encode(),
]
FILES = [
    "news/2022-12-30-year-in-figures/ru.md",
    "news/2022-12-30-year-in-figures/en.md",
    "faq/calling/is-it-free/en.md",
    "topics.yaml",
    "alert.yaml",
]
mutation = st.tuples(st.floats(0, 1), st.integers(0, 60), st.sampled_from(FRAGMENTS) | st.binary(max_size=6))


def mutate(whole: bytes, mutations: list[tuple[float, int, bytes]]) -> bytes:
    """The bytes with some ranges replaced."""
    for position, length, fragment in mutations:
        start = round(position * len(whole))
        whole = whole[:start] + fragment + whole[start + length :]
    return whole


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return content_of(tmp_path_factory.mktemp("mutated"), ALERTS["an alert"])


@settings(
    max_examples=300,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(name=st.sampled_from(FILES), mutations=st.lists(mutation, min_size=1, max_size=4))
def test_a_mutated_file_gives_a_page_or_a_message(
    name: str, mutations: list[tuple[float, int, bytes]], content: Path
) -> None:
    file = content / name
    whole = file.read_bytes()
    file.write_bytes(mutate(whole, mutations))
    try:
        problems = check_content(build_options(content))
    finally:
        file.write_bytes(whole)
    for language in message_languages():
        assert all(found.path in line for found in problems for line in [found.format(language)])
        assert format_problems(problems, language)
    assert exit_code(problems) in {0, 1}


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(text=st.text(max_size=200))
def test_facts_can_be_extracted_from_any_text(text: str) -> None:
    words, _ = read_fact_words(ROOT / "theme" / "phrases", "phrases", ("ru", "en", "sah"))
    for language in (Language("ru"), Language("en", "en-GB"), Language("sah")):
        reader = FactReader(language, TelephoneCustoms("RU"), words[language.code])
        assert all(fact.value and fact.line >= 1 for fact in reader.read(text, 1))
        assert all(kind in {"number", "time"} for kind, _ in reader.spelled(text))
