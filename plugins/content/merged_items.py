"""Merged items: the item that they are part of takes over their addresses; only feeds still tell of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from msgspec.structs import replace

from plugins.model.content_path import Section
from plugins.model.old_address import OldAddress

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from plugins.i18n.phrases import Phrases
    from plugins.model.bundle import Bundle
    from plugins.model.edition import Item

Value = TypeVar("Value")


def take_over(items: Mapping[str, Item], merged: Bundle, languages: Collection[str]) -> dict[str, Item]:
    """An item by language, with the addresses of one that was merged into it.

    An address in a language that the item does not exist in leads to its first one.
    """
    taken = dict(items)
    for code in merged.documents:
        owner = code if code in items else next(iter(items))
        item = taken[owner]
        taken[owner] = replace(
            item,
            moved_from=_unique(item.moved_from, _addresses(merged, code, languages)),
            former_questions=_unique(item.former_questions, _questions(merged, languages)),
        )
    return taken


def _unique(known: tuple[Value, ...], more: tuple[Value, ...]) -> tuple[Value, ...]:
    return tuple(dict.fromkeys((*known, *more)))


def _addresses(merged: Bundle, code: str, languages: Collection[str]) -> tuple[OldAddress, ...]:
    former = merged.former_addresses(code, languages)
    if merged.section is Section.FAQ:
        return former
    return (OldAddress(f"/{code}/{merged.name}/"), *former)


def _questions(merged: Bundle, languages: Collection[str]) -> tuple[str, ...]:
    former = merged.former_questions(languages)
    return (merged.name, *former) if merged.section is Section.FAQ else former


def merged_item(item: Item, target: Item, phrases: Phrases) -> Item:
    """A merged item as feeds tell of it: its address is that of the item that it is part of."""
    told = item.reason or phrases.text("feeds.merged_text", title=target.title)
    return replace(item, url=target.url, reason=told, summary=told, card="", headings=())
