"""What an item needs to be published: errors first, then what an editor still has to decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from plugins.model.content_path import Section
from plugins.model.document import Status, text_sections

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plugins.editor.desk.draft_check import DraftFinding, LiveResult
    from plugins.model.bundle import Bundle

WANTED = frozenset({"summary-missing", "text-missing", "corrections-untranslated", "reason-untranslated"})
"""Advice that an editor should follow before readers see the item."""


class Need(Struct, frozen=True, kw_only=True):
    """Something to do: an error or advice with its `code` and message, or a `kind` with words of the screen.

    `required` needs keep the item from being published. `key` is the field that it is done in.
    """

    kind: str
    required: bool
    language: str = ""
    key: str = ""
    line: int = 0
    message: str = ""
    code: str = ""
    value: str = ""


def publish_needs(bundle: str, checked: LiveResult, published: LiveResult) -> Iterator[Need]:
    """The needs of a bundle: `checked` as it is, `published` as if nothing in it was a draft."""
    for found in published.findings:
        yield _told(found, required=True)
    known = {(each.language, each.line, each.code) for each in published.findings}
    for found in checked.findings:
        if found.code in WANTED and (found.language, found.line, found.code) not in known:
            yield _told(found, required=False)
    if item := checked.bundle(bundle):
        yield from _decisions(item, checked)


def _told(found: DraftFinding, *, required: bool) -> Need:
    return Need(
        kind="problem",
        required=required,
        language=found.language,
        key=found.key,
        line=found.line,
        message=found.message,
        code=found.code,
    )


def _decisions(item: Bundle, checked: LiveResult) -> Iterator[Need]:
    """Draft marks, languages without a text, translations that lag, a day that has not come."""
    options = checked.loaded.options
    for code, document in item.documents.items():
        if document.matter.status is Status.DRAFT and (
            document is item.primary or "status" in document.matter.lines
        ):
            yield Need(kind="draft", required=True, language=code, key="status")
        if document is not item.primary and not document.matter.translated_from:
            yield Need(kind="unconfirmed", required=False, language=code, key="translated_from")
        elif changed := item.changed_since_translated(code):
            count = f"{len(changed)}/{len(text_sections(item.primary))}"
            yield Need(kind="lagging", required=False, language=code, key="translated_from", value=count)
    for code in options.languages:
        if code not in item.documents:
            yield Need(kind="untranslated", required=False, language=code)
    if item.section is Section.FAQ and not item.primary.matter.owner:
        yield Need(kind="owner", required=False, language=next(iter(item.documents)), key="owner")
    if item.published and item.published > options.now:
        yield Need(kind="scheduled", required=False, key="time", value=item.published.isoformat())
