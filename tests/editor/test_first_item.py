"""The handbook's five steps, from an empty folder to an item published in both languages."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from tests.building import ROOT, content_of, inv
from tests.editor.inputs import picture

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

RUSSIAN = """Линия 122 с февраля отвечает и ночью.

## Что меняется

![Оператор отвечает на звонок](photo.png)

Звонков за год — 1,5 млн.
"""
ENGLISH = """122 answers at night from February.

## What changes

![An operator takes a call](photo.png)

There were 1.5 million calls in the year.
"""


def fill_in(file: Path, summary: str, text: str, *more: str) -> None:
    """Edit a new file: set the summary and text, add keys, remove the draft status."""
    template = file.read_text(encoding="utf-8")
    head, _, _ = template.removeprefix("---\n").partition("\n---\n")
    lines = [line for line in head.splitlines() if not line.startswith("status:")]
    lines = [
        re.sub(r'^summary: ""', f"summary: {json.dumps(summary, ensure_ascii=False)}", line) for line in lines
    ]
    file.write_text("\n".join(["---", *lines, *more, "---", "", text]), encoding="utf-8")


def test_a_new_editor_publishes_in_five_commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EDITOR", raising=False)
    content, output = content_of(tmp_path), tmp_path / "output"
    here = ("--content", str(content))

    titles = ("--title", "ru=Новый график", "--title", "en=A new schedule")
    created = inv("new", "news", *titles, "--topic", "health", "--date", "2023-01-31", *here)
    assert created.returncode == 0, created.stderr
    folder = content / "news" / "2023-01-31-novyy-grafik"
    assert sorted(file.name for file in folder.iterdir()) == ["en.md", "ru.md"]

    untouched = inv("check", *here, "--lang", "ru")
    assert untouched.returncode == 0

    fill_in(folder / "ru.md", "С февраля линия отвечает и ночью.", RUSSIAN, "card: title")
    fill_in(folder / "en.md", "From February the line answers at night.", ENGLISH)
    (folder / "photo.png").write_bytes(picture(1200))
    checked = inv("check", *here, "--lang", "ru")
    assert (checked.returncode, checked.stdout.strip()) == (0, "0 ошибок, 0 советов")

    confirmed = inv("confirm", str(folder), *here, "--lang", "ru")
    assert confirmed.returncode == 0, confirmed.stderr

    built = inv("build", *here, "--output", str(output), "--no-search")
    assert built.returncode == 0, built.stderr
    for language, words in (("ru", "Новый график"), ("en", "new schedule")):
        page = (output / language / "news" / folder.name / "index.html").read_text(encoding="utf-8")
        assert words in page
        assert "<img" in page
        assert '<meta property="og:image" content="https://122.example/cards/' in page


def test_the_handbook_names_these_commands_for_those_who_like_to_type() -> None:
    handbook = (ROOT / "content" / "README.md").read_text(encoding="utf-8")
    for command in ("new", "confirm", "build"):
        assert handbook.count(f"`./inv {command}`") >= 2
