"""What nobody finished is told: conflict markers, a second front matter, the words of a template."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from plugins.editor.new import KINDS, TEMPLATES
from plugins.markdown.unfinished import TEMPLATE_TEXTS
from tests.markdown.documents import BODY_LINE, MATTER, codes, read

if TYPE_CHECKING:
    from pathlib import Path

CONFLICT = "{}<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> branch\n"


def unfinished(text: str | bytes) -> list[tuple[str, int]]:
    return [(found.code, found.line) for found in read(text).unfinished]


@pytest.mark.parametrize(
    ("content", "line"),
    [
        pytest.param(MATTER + CONFLICT.format("", "Было 1.", "Стало 2."), 4, id="in the text"),
        pytest.param(f"---\n{CONFLICT.format('', 'title: A', 'title: B')}---\nТекст.\n", 2, id="in YAML"),
        pytest.param(MATTER + "Текст.\n>>>>>>> 38ab5d0\n", 5, id="the last marker alone"),
        pytest.param(MATTER + "||||||| base\nТекст.\n", 4, id="the marker of the base alone"),
        pytest.param(MATTER + CONFLICT.format("```\n", "a", "b") + "```\n", 5, id="in code"),
        pytest.param(CONFLICT.format("", "---", "---"), 1, id="before the front matter"),
        pytest.param((MATTER + CONFLICT.format("", "[x](y", "![](")).replace("\n", "\r\n"), 4, id="CRLF"),
    ],
)
def test_a_conflict_marker_is_the_first_and_only_error_of_its_file(content: str, line: int) -> None:
    document = read(content.encode())
    assert [(found.code, found.line) for found in document.problems] == [("conflict-marker", line)]
    assert not document.readable
    assert document.unfinished == ()


@pytest.mark.parametrize("text", ["Заголовок\n=======\n\nТекст.", "> > > > цитата", "a <<<<<<< b", "1 << 7"])
def test_what_only_looks_like_a_conflict_marker_is_text(text: str) -> None:
    assert "conflict-marker" not in codes(read(text))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("---\ntitle: Ещё раз\nsummary: Да\n---\nТекст.", BODY_LINE),
        ("Текст.\n\n---\n\ntitle: Ещё раз\ntopics:\n  - health\n- [a]\n---\n\nТекст.", BODY_LINE + 2),
        ("\n---\n# примечание\nsummary: Кратко\nstatus: draft\n---\n", BODY_LINE + 1),
    ],
)
def test_a_second_front_matter_is_told_at_its_line(text: str, line: int) -> None:
    assert [(found.code, found.line) for found in read(text).problems] == [("front-matter-twice", line)]


@pytest.mark.parametrize(
    "text",
    [
        "Раз.\n\n---\n\nДва.\n\n---\n\nТри.",
        "```\n---\ntitle: Пример\n---\n```\n",
        "---\n\nВремя: с 9 до 18\n\n---\n\nТекст.",
        "---\ntitle: без второй черты\n\nТекст, и ещё абзац.\n\n---\n",
    ],
)
def test_rules_between_paragraphs_are_no_front_matter(text: str) -> None:
    assert "front-matter-twice" not in codes(read(text))


@pytest.mark.parametrize("title", ["—", "“…”", "🙂", "?!", "***"])
def test_a_title_without_words_is_unfinished(title: str) -> None:
    assert unfinished(f'---\ntitle: "{title}"\n---\nТекст.\n'.encode()) == [("title-wordless", 2)]


@pytest.mark.parametrize("title", ["112", "Ү", "Почему?"])
def test_a_title_of_letters_or_digits_is_finished(title: str) -> None:
    assert unfinished(f'---\ntitle: "{title}"\n---\nТекст.\n'.encode()) == []


@pytest.mark.parametrize("text", ["", "\n\n", "&nbsp;", "—", "🙂", "<br>", "***"])
def test_an_answer_of_nothing_is_unfinished(text: str) -> None:
    assert [code for code, _ in unfinished(text)] == ["text-missing"]


@pytest.mark.parametrize(
    "text", ["Да.", "![Схема](a.png)", "{card}russia-2022.calls", "{figure}a.b", "```\nx\n```"]
)
def test_a_word_a_picture_or_a_card_is_a_text(text: str) -> None:
    assert unfinished(text) == []


@pytest.mark.parametrize("text", sorted(TEMPLATE_TEXTS))
def test_the_words_of_the_template_are_unfinished_where_they_stand(text: str) -> None:
    assert unfinished(f"Вступление.\n\n{text}\n") == [("template-text", BODY_LINE + 2)]
    assert unfinished(f"Раздел называется «{text}»: так его и ищите.") == []


@pytest.mark.parametrize("folder", sorted(TEMPLATES.iterdir()), ids=lambda folder: folder.name)
@pytest.mark.parametrize("kind", [*KINDS, "translation"])
def test_every_template_has_words_that_are_recognized(kind: str, folder: Path) -> None:
    file = folder / f"{kind}.md"
    if file.exists():
        assert file.read_text(encoding="utf-8").split("---\n")[2].strip() in TEMPLATE_TEXTS


@pytest.mark.parametrize("text", ["Это **важно", "Это **важно.", "важно** это", "**важно **это", "Слово**."])
def test_bold_words_that_are_not_closed_are_told(text: str) -> None:
    assert codes(read(f"Раз.\n\n{text}")) == {"emphasis-unclosed"}


@pytest.mark.parametrize(
    "text", ["2**3", "Код `**x`.", r"Сноска \*\* внизу.", "**важно** — и *это* — ***да***", "5 ** 6"]
)
def test_bold_words_and_stars_that_are_meant_are_not(text: str) -> None:
    assert codes(read(text)) == set()
