"""Hold an item while a fact in it is in doubt, end that, withdraw an item, and take a withdrawal back."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from plugins.editor.acts.item_edit import ItemEdit, refusal
from plugins.model.document import GONE, ChangeKind, Status

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plugins.editor.acts.act import Act
    from plugins.editor.acts.item_edit import ActContext
    from plugins.model.bundle import Bundle


class Outcome(StrEnum):
    """How a check ends."""

    CONFIRMED = "confirmed"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"


class Why(StrEnum):
    """Why an item is withdrawn."""

    OUTDATED = "outdated"
    WRONG = "wrong"
    MERGED = "merged"


class Words(Struct, frozen=True):
    """What readers are told, by language: the reason or what was found, and what was wrong.

    `target` is the item that a merged one is part of.
    """

    texts: Mapping[str, str] = {}
    was: Mapping[str, str] = {}
    target: str = ""


def hold(bundle: Bundle, reasons: Mapping[str, str], context: ActContext) -> Act:
    """Say on the item that it is being checked, and what; the reason may be left out."""
    context.require_public(bundle)
    edit = ItemEdit(bundle, context)
    edit.set_status(Status.CHECKING, reasons)
    return edit.act()


def end_hold(bundle: Bundle, outcome: Outcome, words: Words, context: ActContext) -> Act:
    """End a check: as confirmed, corrected, or with the item withdrawn."""
    texts, was = words.texts, words.was
    if bundle.primary.matter.status is not Status.CHECKING:
        raise refusal("act-not-held", name=bundle.name)
    edit = ItemEdit(bundle, context)
    if outcome is Outcome.WITHDRAWN:
        _require_texts(texts)
        edit.set_status(Status.WITHDRAWN, texts)
        return edit.act()
    edit.revert_status()
    if outcome is Outcome.CORRECTED:
        _require_texts(texts)
        _require_was(was, texts)
        notes = {code: {"was": was.get(code, ""), "text": text} for code, text in texts.items()}
        edit.append("corrections", notes)
    else:
        usual = {code: context.loaded.phrases[code]["item.confirmed"] for code in edit.paths}
        told = {code: texts.get(code) or usual[code] for code in edit.paths}
        kind = ChangeKind.CONFIRMED.value
        edit.append("changes", {code: {"kind": kind, "text": text} for code, text in told.items()})
    return edit.act()


def withdraw(bundle: Bundle, why: Why, words: Words, context: ActContext) -> Act:
    """Withdraw an item: as out of date it can still be read, as merged its address leads to another one."""
    reasons, target = words.texts, words.target
    context.require_public(bundle)
    edit = ItemEdit(bundle, context)
    if why is Why.MERGED:
        if target not in context.loaded.content.bundles or target == bundle.name:
            raise refusal("act-no-target", target=target or "—")
        edit.set_status(Status.MERGED, reasons, merged_into=target)
        return edit.act()
    _require_texts(reasons)
    edit.set_status(Status.OBSOLETE if why is Why.OUTDATED else Status.WITHDRAWN, reasons)
    return edit.act()


def restore(bundle: Bundle, context: ActContext) -> Act:
    """Take a withdrawal back: the item is as it was before it."""
    if bundle.primary.matter.status not in {*GONE, Status.OBSOLETE}:
        raise refusal("act-not-withdrawn", name=bundle.name)
    edit = ItemEdit(bundle, context)
    edit.revert_status()
    return edit.act()


def _require_texts(texts: Mapping[str, str]) -> None:
    if not any(texts.values()):
        raise refusal("act-no-text")


def _require_was(was: Mapping[str, str], texts: Mapping[str, str]) -> None:
    """A correction says what was wrong, in each language that it is told in."""
    for code, text in texts.items():
        if text and not was.get(code):
            raise refusal("act-no-was", language=code)
