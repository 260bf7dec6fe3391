r"""What people type as prose is read as prose: `#5`, colons in corrections, `C:\new`."""

from __future__ import annotations

import pytest

from plugins.diagnostics.problem import Problem, message_languages
from plugins.diagnostics.yaml_tree import Mapping, Scalar, Sequence, parse_yaml

PATH = "content/x/ru.md"


def plain(tree: object) -> object:
    """A tree as dictionaries, lists and strings."""
    if isinstance(tree, Mapping):
        return {key: plain(value) for key, value in tree.values.items()}
    if isinstance(tree, Sequence):
        return [plain(value) for value in tree.values]
    assert isinstance(tree, Scalar), tree
    return tree.text


@pytest.mark.parametrize(
    ("yaml", "expected"),
    [
        ("title: Ответ на вопрос #5 о линии", {"title": "Ответ на вопрос #5 о линии"}),
        ("summary: Тег #помощь и #112", {"summary": "Тег #помощь и #112"}),
        ("reason: Ошибка в строке #3  # сказал редактор", {"reason": "Ошибка в строке #3"}),
        ("title: Просто текст  # примечание", {"title": "Просто текст"}),
        ("title: Просто текст   #", {"title": "Просто текст"}),
        ('title: "В кавычках"   # примечание', {"title": "В кавычках"}),
        ("title: C#-разработчик и язык C#", {"title": "C#-разработчик и язык C#"}),
        ("status: draft # примечание", {"status": "draft"}),
        (
            "summary: Первая строка\n  и вопрос #5\n  и ещё\ntime: 10:30",
            {"summary": "Первая строка и вопрос #5 и ещё", "time": "10:30"},
        ),
        ('title: Он сказал "да" на #5', {"title": 'Он сказал "да" на #5'}),
        (r"title: Путь C:\new и #5", {"title": r"Путь C:\new и #5"}),
        ("title: A\n# summary: B #5\nstatus: draft", {"title": "A", "status": "draft"}),
        ("text:\n  ru: Вопрос #5\n  en: Question #5", {"text": {"ru": "Вопрос #5", "en": "Question #5"}}),
        (
            "corrections:\n- date: 2023-06-05\n  text: В пункте #2 было 1",
            {"corrections": [{"date": "2023-06-05", "text": "В пункте #2 было 1"}]},
        ),
        ("summary: |\n  title: Пункт #5\n  # не примечание", {"summary": "title: Пункт #5\n# не примечание"}),
    ],
)
def test_a_hash_in_prose_is_text_and_a_comment_a_comment(yaml: str, expected: object) -> None:
    assert plain(parse_yaml(yaml, PATH)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "было 1, стало 2: так",
        "было [1], стало {2}"[:12],
        "см. вопрос #5",
        "верно: 2",
        "12 звонков",
        "a: b: c, d",
    ],
)
@pytest.mark.parametrize(
    "form",
    [
        "[{{date: 2023-06-05, text: {}}}]",
        "\n  - {{date: 2023-06-05, text: {}}}",
        "[{{text: {}, date: 2023-06-05}}]",
    ],
)
def test_the_text_of_a_correction_may_have_commas_colons_and_a_hash(form: str, text: str) -> None:
    found = plain(parse_yaml(f"corrections: {form.format(text)}", PATH))
    assert found == {"corrections": [{"date": "2023-06-05", "text": text}]}


@pytest.mark.parametrize(
    ("yaml", "code", "line", "right"),
    [
        ("title: Ответ # 5", "yaml-hash", 1, 'title: "Ответ # 5"'),
        ("status: draft\ntitle: Ответ  #слово", "yaml-hash", 2, 'title: "Ответ #слово"'),
        ('title: "C:\\new"', "yaml-escape", 1, "'C:\\new'"),
        ('title: "C:\\Users"', "yaml-escape", 1, "'C:\\Users'"),
        ('title: "C:\\dir"', "yaml-escape", 1, "'C:\\dir'"),
        ('a: b\ntext: {ru: "Файл\\test", en: x}', "yaml-escape", 2, "'Файл\\test'"),
        ("title: Итоги: год", "yaml-colon", 1, 'title: "Итоги: год"'),
        ('title: "Линия" коротко', "yaml-after-quote", 1, "title: '\"Линия\" коротко'"),
        ("title: @line", "yaml-sign", 1, 'title: "@line"'),
        ("a: b\ntext: {ru: Вопрос #5, en: x}", "yaml-flow-text", 2, None),
        ("topics: [a, b\nx: y", "yaml-bracket", 1, None),
    ],
)
def test_what_is_unclear_is_told_at_its_line_with_what_to_type(
    yaml: str, code: str, line: int, right: str | None
) -> None:
    found = parse_yaml(yaml, PATH)
    assert isinstance(found, Problem)
    assert (found.code, found.line) == (code, line)
    if right is not None:
        assert dict(found.values)["right"] == right
        assert all(right in found.format(language) for language in message_languages())


@pytest.mark.parametrize(
    ("yaml", "text"),
    [
        (r'title: "Он сказал \"да\""', 'Он сказал "да"'),
        (r'title: "a\\b"', r"a\b"),
        (r'title: "\u00ab1\u00bb"', "«1»"),
        ("title: 'C:\\new'", r"C:\new"),
        (r"title: C:\new", r"C:\new"),
    ],
)
def test_escapes_that_mean_what_they_show_are_kept(yaml: str, text: str) -> None:
    assert plain(parse_yaml(yaml, PATH)) == {"title": text}


@pytest.mark.parametrize(
    "right", ['"Ответ # 5"', "'C:\\new'", "'\"Линия\" коротко'", '"@line"', '"Итоги: год"']
)
def test_what_is_to_be_typed_is_read_as_it_was_meant(right: str) -> None:
    assert plain(parse_yaml(f"title: {right}", PATH)) == {"title": right[1:-1]}
