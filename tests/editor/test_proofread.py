"""Advice on prose is about prose: code, entities, placeholders and variables are none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from plugins.diagnostics.problem import advice
from plugins.editor.proofread import (
    SpellChecker,
    add_words,
    length_advice,
    spelling_advice,
    style_advice,
)
from plugins.editor.script_advice import foreign_script_advice, mixed_script_advice
from plugins.i18n.language import Language
from plugins.markdown.text_segments import text_segments
from tests.building import content_of, inv
from tests.markdown.documents import BODY_LINE, RUSSIAN, read

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from plugins.diagnostics.problem import Problem


def advised(text: str) -> list[Problem]:
    """All advice on a text, but for spelling."""

    def found() -> Iterator[Problem]:
        for segment in text_segments(read(text)):
            yield from style_advice(segment, "ru.md", RUSSIAN)
            yield from length_advice(segment, "ru.md")
            yield from mixed_script_advice(segment, "ru.md")

    return list(found())


@pytest.mark.parametrize(
    "text",
    [
        "Наберите `a  b` и `c  d` подряд.",
        "Код `x` `y` рядом с `код  с  пробелами`.",
        "Раз.\n\n    int  a;  int  b;  if (a ,b) -- c\n\nДва.",
        "Раз.\n\n\tcode  with  spaces\n\nДва.",
        "```\na  b\n\nc  d ,e\n```\n",
        "Слово&nbsp;&mdash; слово &laquo;да&raquo; и &#8203; знак.",
        "Пусть x и y равны, z больше: x + y.",
        "Пусть a) первое; b) второе; c) третье.",
        "В строке x у каждого своё y значение.",
        "| а  | б  |\n|----|----|\n| в  | г  |",
        "[ссылка](https://example.org/a--b,c) и <https://example.org/d--e,f>.",
        "Зал в 40 м², яд H₂S, воздух с CO₂, 10⁻³ м, число 2ⁿ и дом Nº 5.",
    ],
)
def test_what_is_no_prose_is_not_advised_on(text: str) -> None:
    assert [(each.code, dict(each.values)) for each in advised(text)] == []


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("Раз.\n\nДва  пробела и `a  b`.", "double-space", 2),
        ("- пункт\n\n    Два  пробела в пункте.", "double-space", 2),
        ("Пробел , здесь", "space-before", 0),
        ("Он пришёл c работы.", "scripts-mixed", 0),
        ("Это y нас так.", "scripts-mixed", 0),
        ("Cлово с латинской буквой.", "scripts-mixed", 0),
        ("Зал в 40 cм² за углом.", "scripts-mixed", 0),
        ("Раз.\n\nСлу\u00adжба", "character-hidden", 2),
        ("the ser\u200bvice", "character-hidden", 0),
        ("те\u2060л\u00ad\u200bефон", "character-hidden", 0),
    ],
)
def test_prose_is_advised_on_at_its_line(text: str, code: str, line: int) -> None:
    found = advised(text)
    assert (code, BODY_LINE + line) in [(each.code, each.line) for each in found]


@pytest.mark.parametrize(
    "text",
    [
        "Слово `код`  и [ссылка](/a/)  здесь.",
        "Слово&nbsp;  и ещё.",
        f"Начало `код` [ссылки](/x/) {'слово ' * 45}.",
    ],
)
def test_what_was_typed_is_quoted_and_never_a_sign_of_ours(text: str) -> None:
    found = advised(text)
    assert found
    for each in found:
        assert "E00F" not in each.format("ru")
        assert "\ue00f" not in each.format("en")
    if found[0].code == "double-space":
        assert "код`␣␣и" in dict(found[0].values)["around"] or "nbsp;␣␣и" in dict(found[0].values)["around"]


def test_all_unknown_words_are_added_to_the_list_of_their_language(tmp_path: Path) -> None:
    (tmp_path / "ru.txt").write_bytes("# свои слова\r\nоколомост".encode())
    found = [
        advice("content/a/ru.md", 3, "spelling", word="бабетта", near="—"),
        advice("content/a/ru.md", 5, "spelling", word="абырвалг", near="—"),
        advice("content/b/ru.md", 3, "spelling", word="бабетта", near="—"),
        advice("content/a/en.md", 3, "spelling", word="frobnicate", near="—"),
        advice("content/a/en.md", 3, "double-space", around="a  b"),
    ]
    added = add_words(found, tmp_path)
    assert {file.name: words for file, words in added.items()} == {
        "ru.txt": ["абырвалг", "бабетта"],
        "en.txt": ["frobnicate"],
    }
    assert (
        tmp_path / "ru.txt"
    ).read_bytes().decode() == "# свои слова\r\nоколомост\r\nабырвалг\r\nбабетта\r\n"
    assert (tmp_path / "en.txt").read_text(encoding="utf-8") == "frobnicate\n"
    assert SpellChecker("ru", tmp_path / "ru.txt").is_known("Абырвалг")


@pytest.mark.parametrize("text", ["Слу\u00adжба", "служ\u200bба", "слу\u0301жба"])
def test_what_nobody_sees_in_a_word_is_no_part_of_its_spelling(text: str, tmp_path: Path) -> None:
    checker = SpellChecker("ru", tmp_path / "ru.txt")
    segments = text_segments(read(f"{text} нжзх."))
    found = [each for segment in segments for each in spelling_advice(segment, "ru.md", checker, set())]
    assert [dict(each.values)["word"] for each in found] == ["нжзх"]


def test_the_command_adds_all_unknown_words_and_tells_none_of_them_again(tmp_path: Path) -> None:
    text = "---\ntitle: Новость\nsummary: Коротко.\n---\n\nАбырвалг и бабетта.\n"
    content = content_of(tmp_path, {"news/2023-01-31-item/ru.md": text})
    added = inv("check", "--add-words", "--content", content, "--lang", "en")
    assert "ru.txt: Абырвалг, бабетта" in added.stdout
    assert "0 pieces of advice" in inv("check", "--content", content, "--lang", "en").stdout


@pytest.mark.parametrize(
    ("code", "text", "told"),
    [
        ("ru", "From 1 December 2026 the line answers around the clock, {figure}a.b.", "LATIN"),
        ("en", "С 1 декабря 2026 года линия отвечает круглосуточно, и звонок бесплатный.", "CYRILLIC"),
        ("ru", "Сайт Google Chrome Enterprise Documentation — по-английски, а мы пишем по-русски.", ""),
        ("ru", "Short English.", ""),
        ("zh-Hans", "From 1 December 2026 the line answers around the clock, without a pause.", ""),
        (
            "ja",
            "カスタマーサポートは、月曜日から金曜日まで、午前九時から午後五時までご利用いただけます。",
            "",
        ),
    ],
)
def test_a_text_in_the_file_of_another_language_is_told(code: str, text: str, told: str) -> None:
    document = read(text)
    found = foreign_script_advice(tuple(text_segments(document)), document, Language(code))
    assert [dict(each.values)["alphabet"] for each in found] == ([told] if told else [])


@pytest.mark.parametrize("content", ["слово".encode("cp1251"), "слово\n".encode("utf-16"), None])
def test_a_word_list_that_cannot_be_read_is_told_and_left_alone(
    content: bytes | None, tmp_path: Path
) -> None:
    text = "---\ntitle: Новость\nsummary: Коротко.\n---\n\nАбырвалг.\n"
    site = content_of(tmp_path, {"news/2023-01-31-item/ru.md": text})
    file = site / "words" / "ru.txt"
    file.parent.mkdir(exist_ok=True)
    file.unlink(missing_ok=True)
    if content is None:
        file.mkdir()
    else:
        file.write_bytes(content)
    checked = inv("check", "--content", site, "--add-words")
    assert checked.returncode == 0, checked.stderr
    assert "words/ru.txt:1: " in checked.stdout
    assert content is None or file.read_bytes() == content
