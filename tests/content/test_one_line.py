"""Texts of one line are set like others, their telephones are links, and markup in them is an error."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from plugins.diagnostics.problem import ContentError
from tests.building import SITE, content_of, inv, read

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


@pytest.mark.parametrize("key", ["title", "reason", "correction"])
def test_the_number_and_the_name_are_filled_into_an_items_texts(key: str, tmp_path: Path) -> None:
    site(tmp_path, **{key: "Звоните {number}, {name}"})
    output = tmp_path / "out"
    now = ("--now", "2026-11-22T12:00", "--cache", tmp_path / "cache", "--no-search")
    built = inv("build", "--content", tmp_path / "content", "--output", output, *now)
    assert built.returncode == 0, built.stderr
    written = [
        file.read_text(encoding="utf-8")
        for file in output.rglob("*")
        if file.suffix in {".html", ".xml", ".json"} and "search" not in file.parts
    ]
    assert not any("{number}" in text or "{name}" in text for text in written)
    assert any(f"Звоните {SITE.main.dial}, " in text for text in written)


@pytest.mark.parametrize(
    ("key", "name"),
    [
        *((key, "{number}") for key in ("alert", "site", "topics")),
        *((key, "{figure}results.calls") for key in ("alert", "site", "topics", "reason", "correction")),
    ],
)
def test_a_name_in_braces_that_nothing_fills_in_is_an_error(key: str, name: str, tmp_path: Path) -> None:
    content = site(tmp_path, **({key: name} if key not in {"site", "topics"} else {}))
    if key == "site":
        with (content / "site.yaml").open("a", encoding="utf-8") as file:
            file.write(f"facts: [{{label: {{ru: А, en: A}}, text: {{ru: '{name}', en: A}}}}]\n")
    if key == "topics":
        (content / "topics.yaml").write_text(f"health: {{ru: '{name}', en: H}}\n", encoding="utf-8")
    checked = inv("check", "--content", content, "--format", "json", "--now", "2026-11-22")
    assert "line-name" in {each["code"] for each in json.loads(checked.stdout)}
