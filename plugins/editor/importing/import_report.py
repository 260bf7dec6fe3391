"""What an import did, item by item."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from plugins.diagnostics.problem import truncate

if TYPE_CHECKING:
    from plugins.editor.importing.import_source import ImportResult
    from plugins.editor.report import UiText

LEFT = frozenset(
    {
        *(
            "left-unreadable",
            "left-too-large",
            "left-not-utf8",
            "left-faulty",
            "not-an-item",
            "language-left",
            "already-there",
        ),
        *("service-message", "kind-left", "empty"),
    }
)
"""Notes of what was not brought in at all."""


def summary_line(result: ImportResult, texts: UiText) -> str:
    """The numbers of items, drafts, pictures, topics, and of what was left."""
    documents = [each for bundle in result.bundles for each in bundle.documents.values()]
    return texts.text(
        "import-summary",
        items=len(documents),
        drafts=sum(each.is_draft for each in documents),
        pictures=sum(len(bundle.pictures.files) for bundle in result.bundles),
        topics=len(result.topics),
        left=len({note.item for note in result.notes if note.code in LEFT}),
    )


def report_lines(result: ImportResult, texts: UiText) -> list[str]:
    """The summary, where each item went, and every note under what it says."""
    lines = [summary_line(result, texts), ""]
    for bundle in result.bundles:
        for code, item in bundle.planned.items.items():
            mark = f" ({texts.text('import-draft')})" if bundle.documents[code].is_draft else ""
            lines.append(f"{truncate(item.name)} → {bundle.planned.name}/{code}.md{mark}")
    grouped: dict[str, list[str]] = defaultdict(list)
    for note in result.notes:
        value = f": {truncate(note.value)}" if note.value else ""
        grouped[note.code].append(f"- {truncate(note.item)}{value}")
    for code, entries in grouped.items():
        lines += ["", f"{texts.text(f'import-{code}', value='').rstrip(' :.')} ({len(entries)}):", *entries]
    return lines
