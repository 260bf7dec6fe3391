"""The text of a document as one string: rules about words run once, not once a node.

Text nodes are joined with the marks `plugins.i18n.typography` knows, set, and given back to their nodes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from markdown.util import AtomicString

from plugins.i18n.typography import BLOCK, NODE, OPAQUE, typeset
from plugins.markdown.leftovers import check_leftovers

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from plugins.markdown.reading import Reading

INLINE = frozenset({"a", "em", "strong", "img", "br", "sup", "code"})
AS_TYPED = frozenset({"code", "pre"})
Slot = tuple["Element", str]


def set_text(root: Element, reading: Reading) -> str:
    """Set the type of every text under `root` in place; returns all of them as one."""
    slots: list[Slot | None] = []
    texts: list[str] = []
    _gather(root, slots, texts)
    joined = NODE.join(texts)
    check_leftovers(joined, reading)
    whole = typeset(joined, reading.typography)
    for slot, text in zip(slots, whole.split(NODE), strict=True):
        if slot:
            setattr(slot[0], slot[1], text)
    return whole


def _gather(element: Element, slots: list[Slot | None], texts: list[str]) -> None:
    """All text under an element in reading order; `None` is the slot of a sign between texts."""
    if element.tag not in INLINE:
        slots.append(None)
        texts.append(BLOCK)
    if element.tag in AS_TYPED or isinstance(element.text, AtomicString):
        slots.append(None)
        texts.append(OPAQUE)
    elif element.text:
        slots.append((element, "text"))
        texts.append(element.text)
    for child in element:
        _gather(child, slots, texts)
        if child.tail:
            slots.append((child, "tail"))
            texts.append(child.tail)
