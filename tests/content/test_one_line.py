"""Texts of one line are set like others, their telephones are links, and markup in them is an error."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from plugins.diagnostics.problem import ContentError
from tests.building import content_of, inv, read

if TYPE_CHECKING:
    from pathlib import Path

PLACE = "news/2023-01-31-item"
TYPED = 'Звоните "сразу" - 8 (800) 555-35-35'
SET = "Звоните «сразу»\u00a0— "
LINKED = f'{SET}<a href="tel:+78005553535">8 (800) 555-35-35</a>'
ALERT = "level: info\nfrom: 2026-11-01\nuntil: 2099-01-01\ntext: {{ru: '{text}', en: 'Call'}}\n"
ITEM = """---
title: '{title}'
summary: '{summary}'
topics: [health]
status: withdrawn
reason: '{reason}'
corrections: [{{date: 2023-02-01, text: '{correction}'}}]
---
Текст.
"""
PLAIN = dict.fromkeys(("title", "summary", "reason", "correction"), "Слова")


def site(folder: Path, alert: str = "Слова", **texts: str) -> Path:
    """The valid site with an item and an alert."""
    item = ITEM.format_map({**PLAIN, **texts})
    return content_of(folder, {f"{PLACE}/ru.md": item, "alert.yaml": ALERT.format(text=alert)})


def test_notices_and_corrections_are_set_and_their_telephones_are_links(tmp_path: Path) -> None:
    content = site(tmp_path, alert=TYPED, reason=TYPED, correction=TYPED)
    built = inv("build", "--content", content, "--output", tmp_path / "out", "--now", "2026-11-22T12:00")
    assert built.returncode == 0, built.stderr
    page = (tmp_path / "out" / "ru" / PLACE / "index.html").read_text(encoding="utf-8")
    assert page.count(LINKED) == 2
    assert SET in (tmp_path / "out" / "ru" / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("key", [*PLAIN, "alert"])
def test_markup_in_a_text_of_one_line_is_an_error(key: str, tmp_path: Path) -> None:
    with pytest.raises(ContentError) as caught:
        read(site(tmp_path, **{key: "Это [важно](/about/)"}))
    assert "line-markup" in {problem.code for problem in caught.value.problems}


@pytest.mark.parametrize(
    "typed", ["Это **важно** всем", "Это __важно__ всем", "Это *важно* всем", "Это `важно` всем"]
)
def test_emphasis_in_a_text_of_one_line_is_left_out_with_advice(typed: str, tmp_path: Path) -> None:
    content = read(site(tmp_path, title=typed))
    (item,) = (each for each in content.editions[0].news if each.bundle == PLACE)
    assert item.title.replace("\u00a0", " ") == "Это важно всем"
    assert "line-emphasis" in {advice.code for advice in content.advice}
