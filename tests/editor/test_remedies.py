"""Every remedy works when it is followed: what a message says to type mends what it tells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from plugins.content.load import load_site
from plugins.diagnostics.problem import message_languages
from tests.building import build_options, content_of, inv

if TYPE_CHECKING:
    from pathlib import Path

    from plugins.diagnostics.problem import Problem

ITEM = "news/2023-01-31-item/ru.md"
DELETE = re.compile("Delete (the line|“[^”]*:” with its value)|Удалите (строку|«[^»]*:» вместе со значением)")
QUOTED = re.compile("[“«](.*?)[”»](?=[.;,:! ]|$)")
FRONT_MATTER = "---\ntitle: Новость\nsummary: Коротко.\n{}\n---\n\nТекст.\n"
TEXT = "---\ntitle: Новость\nsummary: Коротко.\n---\n\n{}\n"
ALERT = "level: info\nfrom: 2026-11-20\nuntil: 2026-11-30\n{}\n"


def problems(folder: Path, file: str, text: str) -> list[Problem]:
    """The problems of a file of the valid site, errors and advice."""
    content = content_of(folder, {file: text})
    return [each for each in load_site(build_options(content)).problems if each.path.endswith(file)]


def follow(found: Problem, text: str, language: str) -> str:
    """The text after the remedy: the line is deleted, or what the remedy quotes is typed in its place."""
    lines, message = text.split("\n"), found.message(language)
    typed = lines[found.line - 1]
    quoted = QUOTED.findall(message)
    if DELETE.search(message):
        del lines[found.line - 1]
        return "\n".join(lines)
    said = [each for each in quoted if ":" in each and each != typed.strip()]
    right = said[-1] if said else quoted[-1]
    if right.endswith(":"):  # the key alone
        right += typed.partition(":")[2]
    lines[found.line - 1] = right
    return "\n".join(lines)


@pytest.mark.parametrize("language", message_languages())
@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("Tags: [health]", "key-alias"),
        ("topcs: [health]", "key-renamed"),
        ("topics: health, health", "value-list"),
        ("slug: novost", "key-placed"),
        ("draft: false", "key-draft"),
        ("withdrawn: false", "key-withdrawn"),
        ("owner: Редакция: письма", "yaml-colon"),
        ("owner: @redaktor", "yaml-sign"),
        ('owner: "Отдел" писем', "yaml-after-quote"),
        ("owner: Отдел # 5", "yaml-hash"),
        ("qwerty: 1", "key-unknown"),
        ("status: drafts", "status-unknown"),
        ("card: calls", "value-card"),
    ],
)
def test_the_remedy_for_a_line_of_front_matter_mends_it(
    line: str, code: str, language: str, tmp_path: Path
) -> None:
    text = FRONT_MATTER.format(line)
    found = problems(tmp_path / "before", ITEM, text)
    assert [each.code for each in found] == [code]
    after = problems(tmp_path / "after", ITEM, follow(found[0], text, language))
    assert [each.code for each in after if each.code != "figures-none"] == []


@pytest.mark.parametrize("language", message_languages())
@pytest.mark.parametrize("line", ["text: Перерыв", "text: {ru: Перерыв}", "text: {en: A break}"])
def test_texts_in_all_languages_are_asked_for_once_and_as_they_are_typed(
    line: str, language: str, tmp_path: Path
) -> None:
    text = ALERT.format(line)
    found = problems(tmp_path / "before", "alert.yaml", text)
    assert [each.code for each in found] == ["field-missing-language"]
    mended = follow(found[0], text, language).replace("…", "Слово")
    assert problems(tmp_path / "after", "alert.yaml", mended) == []
    assert "Перерыв" in mended or "A break" in mended


@pytest.mark.parametrize(
    ("typed", "code", "right"),
    [
        ("[a](http://127.0.0.1:8000/ru/about/)", "link-local", "[a](/ru/about/)"),
        ("[a](/abuot/)", "link-dead", "[a](/about/)"),
        ("[a](/faq/calling/#is-it-fre)", "anchor-dead", "[a](/faq/calling/#is-it-free)"),
        ("## А\n\nБ.\n\n#### В", "heading-skips", "## А\n\nБ.\n\n### В"),
        ("# А", "heading-one", "## А"),
    ],
)
def test_the_remedy_for_a_text_mends_it(typed: str, code: str, right: str, tmp_path: Path) -> None:
    found = problems(tmp_path / "before", ITEM, TEXT.format(typed))
    assert [each.code for each in found] == [code]
    named = right.rpartition("(")[2].rstrip(")").rpartition("#")[2] or right
    assert named.strip("/#") in found[0].message("en") or code.startswith("heading")
    assert problems(tmp_path / "after", ITEM, TEXT.format(right)) == []


@pytest.mark.parametrize("language", message_languages())
def test_an_unknown_figure_without_a_near_name_is_not_answered_by_dots(language: str, tmp_path: Path) -> None:
    found = problems(tmp_path, ITEM, TEXT.format("Было {figure}net.takoy."))
    assert [each.code for each in found] == ["figures-none"]
    assert "…" not in found[0].message(language)


@pytest.mark.parametrize(
    ("arguments", "place"),
    [
        (("novost",), "./inv new: "),
        (("news", "--title", "en=???"), "--title: "),
        (("faq", "--title", "en=When?"), "--topic: "),
        (("news", "--title", "en=New", "--date", "05.06.2023"), "--date: "),
    ],
)
def test_a_place_that_is_told_can_be_opened_or_typed(
    arguments: tuple[str, ...], place: str, tmp_path: Path
) -> None:
    done = inv("new", *arguments, "--content", content_of(tmp_path), "--lang", "en")
    assert done.returncode == 1
    assert done.stderr.startswith(place)
