"""A mended typo in the ledger: the item's digest moves, its moment of change stays, so feeds tell nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from plugins.content.ledger import FILE, record_id, render_ledger
from plugins.content.ledger_stamp import content_digest
from plugins.content.load import load_site
from plugins.editor.acts.act import read
from plugins.markdown.reader import read_document

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plugins.content.site_content import LoadResult
    from plugins.editor.acts.item_edit import ItemEdit
    from plugins.model.document import Document


def move_ledger(edit: ItemEdit, before: Mapping[str, Document], loaded: LoadResult) -> None:
    """Add the ledger to an edit if it records the item as it was before; else a stamp records the change."""
    ledger = loaded.content.ledger
    identity = record_id(edit.bundle.identity)
    if not any((identity, code) in ledger.items for code in edit.paths):
        return
    paths = {code: f"{edit.options.display_name}/{path}" for code, path in edit.paths.items()}
    after = {
        code: read_document(edit.after[code], path, loaded.phrases[code]) for code, path in paths.items()
    }
    old, new = (_digests(documents, edit) for documents in (before, after))
    items = dict(ledger.items)
    for code in edit.paths:
        record = items.get((identity, code))
        if record and record.released and record.digest == old.get(code):
            items[identity, code] = replace(record, digest=new[code])
    content = render_ledger(replace(ledger, items=items))
    known = read(edit.options.content / FILE)
    if known is not None and content != known:
        edit.others[FILE] = (known, content)


def _digests(documents: Mapping[str, Document], edit: ItemEdit) -> dict[str, str]:
    """The digests that a stamp would record, of an item with these documents."""
    name = edit.bundle.name
    paths = {code: f"{edit.options.display_name}/{path}" for code, path in edit.paths.items()}
    given = tuple(replace(document, path=paths[code]) for code, document in documents.items())
    content = load_site(edit.options, {name: given}).content
    figures = content.cards.texts.figure_renderer.figures
    return {
        edition.language.code: content_digest(
            item, content.bundles[name].documents[edition.language.code], figures
        )
        for edition in content.editions
        for item in edition.announced_items
        if item.bundle == name
    }
