"""A content folder with an item of every kind, in one language and in two, as a newsroom works in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plugins.content.ledger import write_ledger
from plugins.content.ledger_stamp import stamp_ledger
from plugins.content.load import load_content, load_site
from plugins.editor.acts.item_edit import ActContext
from tests.building import NOW, build_options, content_of

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from plugins.editor.acts.act import Act

TEXT = {
    "ru": "Первый абзац.\n\n## Когда\n\nЛиния отвечает с 8 часов. Позвоните.\n\n## Где\n\nВезде.\n",
    "en": "The first paragraph.\n\n## When\n\nThe line answers from 8. Call.\n\n## Where\n\nEverywhere.\n",
}
NEWS, OTHER = "news/2026-11-10-item", "news/2026-11-11-other"
ITEMS = {
    "news": NEWS,
    "faq": "faq/calling/item",
    "summary": "summaries/2025",
    "page": "about/item",
}
DATED = {"faq", "summary"}


def document(kind: str, code: str, more: str = "") -> str:
    """An item's file, with comments and quotes of its own."""
    date = "date: 2026-11-10  # day\n" if kind in DATED and code == "ru" else ""
    title = {"ru": "Линия", "en": "The line"}[code]
    return f"---\ntitle: '{title}'   # title\n{date}summary: \"{title}.\"\n{more}---\n{TEXT[code]}"


def content_with(folder: Path, kind: str, *codes: str, more: str = "") -> Path:
    """A content folder with an item of a kind in these languages, and another news item; all released."""
    files: dict[str, str | bytes] = {f"{ITEMS[kind]}/{code}.md": document(kind, code, more) for code in codes}
    files |= {f"{OTHER}/{code}.md": document("news", code) for code in ("ru", "en")}
    content = content_of(folder, files)
    stamp(content)
    return content


def stamp(content: Path, now: dt.datetime = NOW) -> None:
    """Record a release at a moment."""
    options = build_options(content, now=now)
    write_ledger(stamp_ledger(load_content(options), options)[0], content)


def load_context(content: Path, now: dt.datetime = NOW) -> ActContext:
    """The content as it is at a moment."""
    options = build_options(content, now=now)
    return ActContext(load_site(options), options)


def perform(act: Act, content: Path) -> ActContext:
    """Do an act; the content after it, which has no error."""
    act.perform(content)
    after = load_context(content)
    assert after.loaded.ok, [each.format("en") for each in after.loaded.problems]
    return after
