"""A withdrawn item: its page has the reason alone, the page of corrections tells of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.building import NOW, content_of, inv

if TYPE_CHECKING:
    from pathlib import Path

ITEM = "news/2026-11-20-example"
TEXT = """---
title: Пример
summary: Коротко.
status: withdrawn
reason: Числа не подтвердились.
updated: 2026-11-22
corrections:
  - date: 2026-11-21
    text: Раньше стояло иначе.
---
Снятый текст.
"""


def test_earlier_corrections_stay_on_the_page_of_corrections_and_in_its_feed(tmp_path: Path) -> None:
    content, output = content_of(tmp_path, {f"{ITEM}/ru.md": TEXT}), tmp_path / "output"
    options = ("--content", content, "--output", output, "--cache", tmp_path / "cache")
    done = inv("build", *options, "--no-search", "--now", NOW.isoformat())
    assert done.returncode == 0, done.stdout + done.stderr
    page = (output / "ru" / ITEM / "index.html").read_text(encoding="utf-8")
    assert "Числа не\u00a0подтвердились." in page
    assert "Раньше стояло иначе" not in page
    assert "Снятый текст" not in page
    listed = (output / "ru" / "corrections" / "index.html").read_text(encoding="utf-8")
    feed = (output / "ru" / "feeds" / "corrections" / "rss.xml").read_text(encoding="utf-8")
    for told in ("Раньше стояло иначе.", "Снято с\u00a0публикации: Пример"):
        assert told in listed or told.replace("\u00a0", " ") in listed, told
        assert told in feed or told.replace("\u00a0", " ") in feed, told
