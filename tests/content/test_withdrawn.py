"""What is left of an item whose text was withdrawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.building import content_of, read

if TYPE_CHECKING:
    from pathlib import Path

FIGURES = """title: {ru: Звонки, en: Calls}
sources: {office: {publisher: {ru: Служба, en: The office}, url: none, date: 2022-12}}
cards:
  - {id: calls, kind: number, title: {ru: Звонки, en: Calls}, label: {ru: Звонки, en: Calls}, unit: none,
     context: {ru: Раньше не считали., en: Nobody counted before.},
     period: {ru: за 2022 год, en: in 2022}, covers: 2022, value: 5865, as_of: 2022-12, source: office}
"""
RUSSIAN = """---
title: "Звонки: {figure}year.calls|number"
summary: Коротко.
topics: [health]
STATUS---

Текст.
"""
ENGLISH = """---
title: "Calls: {figure}year.calls|number"
summary: In short.
translated_from: 00000000
---

Text.
"""


def test_a_withdrawn_item_has_neither_its_card_nor_a_note_on_its_translation(tmp_path: Path) -> None:
    found = {}
    for name, status in {"shown": "", "gone": "status: withdrawn\nreason: Ошибка.\n"}.items():
        files: dict[str, str | bytes] = {
            "figures/year.yaml": FIGURES,
            "news/2023-01-31-item/ru.md": RUSSIAN.replace("STATUS", status),
            "news/2023-01-31-item/en.md": ENGLISH,
        }
        edition = read(content_of(tmp_path / name, files)).editions[1]
        item = next(each for each in edition.news if each.bundle == "news/2023-01-31-item")
        found[name] = (item.bundle in edition.covers, item.outdated)
    assert found == {"shown": (True, True), "gone": (False, False)}
