"""The report groups many alike pieces of advice, and counts kinds and files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from plugins.diagnostics.problem import Problem, advice, message_languages, problem
from plugins.editor.report import format_problems
from tests.building import content_of, inv

if TYPE_CHECKING:
    from pathlib import Path


def spaces(path: str, *lines: int) -> list[Problem]:
    return [advice(path, line, "double-space", around=f"a  b {line}") for line in lines]


@pytest.mark.parametrize("language", message_languages())
def test_alike_advice_on_a_file_is_one_line_and_the_lines_of_the_rest(language: str) -> None:
    report = format_problems([*spaces("a.md", 3, 9, 5, 7), *spaces("b.md", 1, 2, 3)], language).splitlines()
    assert [line.split(": ")[0] for line in report if line.startswith(("a.md", "b.md"))] == [
        "a.md:3",
        "b.md:1",
        "b.md:2",
        "b.md:3",
    ]
    assert [line for line in report if "5, 7, 9" in line and "3" in line]


@pytest.mark.parametrize("language", message_languages())
def test_errors_are_all_written_out(language: str) -> None:
    errors = [problem("a.md", line, "link-empty") for line in range(1, 10)]
    report = format_problems(errors, language)
    assert report.count("a.md:") == 9


@pytest.mark.parametrize("language", message_languages())
def test_many_problems_are_counted_by_kind_and_file(language: str) -> None:
    found = [*spaces("a.md", *range(1, 9)), *spaces("b.md", 1, 2), problem("a.md", 4, "link-empty")]
    lines = format_problems(found, language).splitlines()
    assert "  double-space: 10 (a.md 8, b.md 2)" in lines
    assert "  link-empty: 1 (a.md 1)" in lines
    assert "double-space: " not in format_problems(found[:5], language)


@pytest.mark.parametrize(("language", "words"), [("en", "There is no file or folder"), ("ru", "Нет файла")])
def test_a_file_that_is_not_there_is_no_matter_of_rights(language: str, words: str, tmp_path: Path) -> None:
    options = ("--title", "en=Calls", "--title", "ru=Звонки", "--date", "2023-01-31", "--lang", language)
    source = ("--source", "City Hall, https://example.org/a")
    failed = inv(
        "new",
        "figures",
        "--data",
        tmp_path / "calls.csv",
        *options,
        *source,
        "--content",
        content_of(tmp_path),
    )
    assert failed.returncode == 1
    assert failed.stderr.startswith(words)
