"""Give an item another address, or delete one that readers have never had."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plugins.diagnostics.problem import ContentError, problem
from plugins.editor.acts.act import Act, read
from plugins.editor.acts.item_edit import ItemEdit, refusal
from plugins.editor.acts.scheduled_items import is_unpublished
from plugins.editor.front_matter_edit import edit_front_matter
from plugins.model.content_path import SLUG, Section, is_litter
from plugins.model.document import Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plugins.editor.acts.item_edit import ActContext
    from plugins.model.bundle import Bundle


def move(bundle: Bundle, name: str, context: ActContext) -> Act:
    """Rename an item's folder; whoever has had its address is led to the new one.

    `name` is the end of the address, as in `news/2023-01-31-<name>`. Raises `ContentError`.
    """
    if bundle.section is Section.SUMMARIES:
        raise refusal("act-year-address", name=bundle.name)
    if not SLUG.fullmatch(name):
        raise refusal("act-bad-name", name=name)
    new = f"{address_start(bundle)}{name}"
    if new == bundle.name or (context.options.content / new).exists():
        raise ContentError([problem(new, 0, "new-taken")])
    edit = ItemEdit(bundle, context)
    if not is_unpublished(bundle, context.loaded.content.ledger):
        known = edit.values(edit.primary).get("moved_from", ())
        former = known if isinstance(known, tuple) else (known,)
        edit.set(edit.primary, moved_from=(*former, bundle.name))
    edit.others.update(_merged_into(bundle, new, context))
    act = edit.act()
    return Act(bundle=bundle.name, files=act.files, before=act.before, moved=(bundle.name, new))


def _merged_into(bundle: Bundle, new: str, context: ActContext) -> Iterator[tuple[str, tuple[bytes, bytes]]]:
    """The files of the items that are part of this one, as they are and with its new folder."""
    for other in context.loaded.content.bundles.values():
        if other.merged_into == bundle.name:
            path = other.primary.path.removeprefix(f"{context.options.display_name}/")
            before = (context.options.content / path).read_bytes()
            yield path, (before, edit_front_matter(before, {"merged_into": new}, other.primary.path))


def delete(bundle: Bundle, context: ActContext) -> Act:
    """Delete an item's folder with all that is in it; raises `ContentError` if readers have had it."""
    if not is_deletable(bundle, context):
        raise refusal("act-known", name=bundle.name)
    folder = context.options.content / bundle.name
    files = sorted(each for each in folder.iterdir() if not is_litter(each.name))
    if any(each.is_dir() for each in files):
        raise refusal("act-folders-within", name=bundle.name)
    paths = [f"{bundle.name}/{each.name}" for each in files]
    before = {path: read(context.options.content / path) for path in paths}
    return Act(bundle=bundle.name, files=dict.fromkeys(paths), before=before)


def address_start(bundle: Bundle) -> str:
    """What of a folder's name stays with another address: the section, and the day or the topic."""
    if bundle.section is Section.NEWS:
        return bundle.name[: len("news/2023-01-31-")]
    folder, slash, _ = bundle.name.rpartition("/")
    return f"{folder}{slash}"


def is_deletable(bundle: Bundle, context: ActContext) -> bool:
    """Whether no reader loses an item: none has had it, or it is a draft of which no release is recorded."""
    is_recorded = bundle.section in {Section.NEWS, Section.SUMMARIES}
    is_draft = bundle.primary.matter.status is Status.DRAFT
    return is_unpublished(bundle, context.loaded.content.ledger) or (is_draft and not is_recorded)
