from __future__ import annotations

import datetime as dt

import pytest

from plugins.diagnostics.problem import Severity
from plugins.model.document import Correction, Status
from tests.markdown.documents import codes, read

WHOLE = """---
title: "Итоги: 2022"
summary: Коротко о главном.
topics: [statistics, health]
date: 2022-12-30
time: 10:30
status: withdrawn
reason: Источник отозвал цифры
card: russia-2022.calls
updated: 20 января 2023
corrections:
  - {date: 2023-01-20, text: Исправлен день}
reviewed: 2023-02-01
owner: Редакция
id: tag:122,2022:1
moved_from: /ru/old/
translated_from: 0123456789abcdef
parity: "off"
---
Текст.
"""


def file_with(*lines: str) -> bytes:
    """A file whose front matter has a title and these lines, the first of them on line 3."""
    return "\n".join(["---", "title: Проба", *lines, "---", "Текст.", ""]).encode()


def test_every_key_is_read() -> None:
    document = read(WHOLE.encode())
    assert document.problems == ()
    matter = document.matter
    assert (matter.title, matter.summary) == ("Итоги: 2022", "Коротко о главном.")
    assert matter.topics == ("statistics", "health")
    assert (matter.date, matter.time) == (dt.date(2022, 12, 30), dt.time(10, 30))
    assert (matter.status, matter.reason) == (Status.WITHDRAWN, "Источник отозвал цифры")
    assert (matter.card, matter.owner, matter.id) == ("russia-2022.calls", "Редакция", "tag:122,2022:1")
    assert (matter.updated, matter.reviewed) == (dt.date(2023, 1, 20), dt.date(2023, 2, 1))
    assert matter.corrections == (Correction(dt.date(2023, 1, 20), "Исправлен день"),)
    assert (matter.moved_from, matter.translated_from) == (("/ru/old/",), "0123456789abcdef")
    assert (matter.parity, matter.line("topics")) == ("off", 4)


@pytest.mark.parametrize(
    ("line", "code", "message"),
    [
        ("titel: x", "key-renamed", "«title:»"),
        ("Title: x", "key-renamed", "«title:»"),
        ("sumary: x", "key-renamed", "«summary:»"),
        ("Заголовок: x", "key-renamed", "«title:»"),
        ("Дата: 2023-01-20", "key-alias", "«date:»"),
        ("Темы: x", "key-alias", "«topics:»"),
        ("тема: x", "key-alias", "«topics:»"),
        ("Краткое: x", "key-alias", "«summary:»"),
        ("tags: x", "key-alias", "«topics:»"),
        ("Catgory: x", "key-renamed", "«topics:»"),
        ("authors: x", "key-alias", "«author:»"),
        ("moved-from: x", "key-alias", "«moved_from:»"),
        ("Tags: x", "key-alias", "«topics:»"),
        ("draft: true", "key-draft", "«status: draft»"),
        ("draft: false", "key-draft", "удалите строку"),
        ("withdrawn: true", "key-withdrawn", "«status: withdrawn»"),
        ("image: photo.jpg", "key-picture", "удалите строку"),
        ("topics: Здоровье, дети", "value-list", "topics: [Здоровье, дети]"),
        ("slug: x", "key-placed", "переименуйте папку"),
        ("lang: ru", "key-placed", "известны"),
        ("qwertyuiop: x", "key-unknown", "title, summary, topics"),
        ("lines: x", "key-renamed", "«since:»"),
        ("title: Второй", "duplicate-key", "строке 2"),
        ("summary: [a, b]", "value-text", "summary: текст"),
        ("topics: statistics", "value-list", "topics: [statistics]"),
        ("topics: a, b", "value-list", "topics: [a, b]"),
        ("topics: [Здоровье]", "value-slug", "Здоровье"),
        ("topics: [a, a]", "value-twice", "«a»"),
        ("topics: [[a]]", "value-texts", "topics"),
        ("topics: {a: b}", "value-texts", "topics"),
        ("date: 05.06.2023", "date-ambiguous", "«date: 2023-06-05» или «date: 2023-05-06»"),
        ("updated: 2023-02-30", "date-impossible", "updated: 2023"),
        ("date: 2023-06-05 10:30", "date-with-time", '«date: 2023-06-05» и «time: "10:30"»'),
        ("date: [2023-06-05]", "value-text", "date"),
        ("time: утром", "time-form", "time: "),
        ("status: drafts", "status-unknown", "«status: draft»"),
        ("status: withdrawn", "reason-missing", "reason:"),
        ("card: calls", "value-card", "card: russia-2022.calls"),
        ("id: two words", "value-word", "two words"),
        ("corrections: исправлен день", "value-corrections", "corrections:"),
        ("corrections: [{date: 2023-01-20}]", "value-corrections", "corrections:"),
        ("corrections: [{date: 2023-01-20, text: ''}]", "value-corrections", "corrections:"),
        ("corrections: [{date: 05.06.2023, text: a}]", "date-ambiguous", "2023-06-05"),
        ("summary: a: b", "yaml-", "кавычки"),
        ("summary: *x", "yaml-", "кавычки"),
    ],
)
def test_an_error_has_its_line_and_a_remedy(line: str, code: str, message: str) -> None:
    problem = next(found for found in read(file_with(line)).problems if found.code.startswith(code))
    assert problem.line == 3
    assert message in problem.format("ru")
    assert problem.format("en")


@pytest.mark.parametrize(
    "line", ["summary:", "summary: ''", "card: title", "moved_from: [/a/, /b/]", "# comment"]
)
def test_empty_values_comments_and_address_lists_are_valid(line: str) -> None:
    assert read(file_with(line)).problems == ()


@pytest.mark.parametrize(
    ("matter", "code"),
    [
        ("", "title-missing"),
        ("title:", "title-missing"),
        ("summary: x", "title-missing"),
        ("just words", "front-matter-keys"),
        ("- a\n- b", "front-matter-keys"),
    ],
)
def test_a_missing_title_is_an_error(matter: str, code: str) -> None:
    assert code in codes(read(f"---\n{matter}\n---\nТекст.".encode()))


def test_all_errors_are_reported_at_once() -> None:
    found = read(file_with("date: вчера", "topics: a", "status: x", "lang: ru")).problems
    assert [(problem.line, problem.code) for problem in found] == [
        (3, "date-form"),
        (4, "value-list"),
        (5, "status-unknown"),
        (6, "key-placed"),
    ]


@pytest.mark.parametrize(
    ("line", "key", "value"),
    [
        ("Дата: 2023-01-20", "date", dt.date(2023, 1, 20)),
        ("Tags: [health, children]", "topics", ("health", "children")),
        ("topics: health, children", "topics", ("health", "children")),
        ("description: Коротко.", "summary", "Коротко."),
        ("Краткое: Коротко.", "summary", "Коротко."),
        ("LastMod: 2023-01-20", "updated", dt.date(2023, 1, 20)),
        ("статус: draft", "status", Status.DRAFT),
    ],
)
def test_an_alias_is_understood_and_advised_against(line: str, key: str, value: object) -> None:
    document = read(file_with(line))
    assert getattr(document.matter, key) == value
    assert document.matter.line(key) == 3
    assert [found.severity for found in document.problems] == [Severity.ADVICE]


def test_an_alias_beside_its_key_is_an_error() -> None:
    document = read(file_with("summary: Раз.", "описание: Два."))
    assert document.matter.summary == "Раз."
    assert [(found.code, found.line) for found in document.problems] == [("key-renamed", 4)]
