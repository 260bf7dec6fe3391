"""Rules on the text of a document: typography, telephone numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from markdown.util import AtomicString

from plugins.i18n.typography import BLOCK, NODE, OPAQUE, typeset
from plugins.markdown.unparsed_markup import check_unparsed_markup

if TYPE_CHECKING:
    from plugins.i18n.telephones import Telephone
    from plugins.markdown.parse_context import ParseContext

INLINE_TAGS = frozenset({"a", "em", "strong", "del", "mark", "abbr", "img", "br", "sup", "code"})
VERBATIM_TAGS = frozenset({"code", "pre"})
Slot = tuple["Element", str]


def typeset_tree(root: Element, context: ParseContext) -> str:
    """Apply typography to every text under `root` in place; returns the joined text."""
    slots: list[Slot | None] = []
    texts: list[str] = []
    _collect(root, slots, texts)
    joined = NODE.join(texts)
    check_unparsed_markup(joined, context)
    whole = typeset(joined, context.typography)
    for slot, text in zip(slots, whole.split(NODE), strict=True):
        if slot:
            setattr(slot[0], slot[1], text)
    return whole


def _collect(element: Element, slots: list[Slot | None], texts: list[str]) -> None:
    """Collect all text under an element in document order; the slot of a separator is `None`."""
    if element.tag not in INLINE_TAGS:
        slots.append(None)
        texts.append(BLOCK)
    if element.tag in VERBATIM_TAGS or isinstance(element.text, AtomicString):
        slots.append(None)
        texts.append(OPAQUE)
    elif element.text:
        slots.append((element, "text"))
        texts.append(element.text)
    for child in element:
        _collect(child, slots, texts)
        if child.tail:
            slots.append((child, "tail"))
            texts.append(child.tail)


NOT_LINKED = frozenset({"a", "code", "pre", "h1", "h2", "h3", "h4", "h5", "h6"})


def link_telephones(element: Element, context: ParseContext) -> None:
    """Link the telephone numbers under `element`, except in links, code and headings."""
    if element.tag in NOT_LINKED:
        return
    children = list(element)
    before, links = _split_telephones(element.text, context)
    if links:
        element.text = before
        element[:0] = links
    for child in children:
        link_telephones(child, context)
        before, links = _split_telephones(child.tail, context)
        if links:
            child.tail = before
            after = list(element).index(child) + 1
            element[after:after] = links


def _split_telephones(text: str | None, context: ParseContext) -> tuple[str, list[Element]]:
    """The text before the first telephone number, and every number as a link with the text after it."""
    found = [] if not text or isinstance(text, AtomicString) else list(context.telephones.find(text))
    if not text or not found:
        return "", []
    ends = [*(each.start for each in found[1:]), len(text)]
    turn = {"dir": "ltr"} if context.direction == "rtl" else {}
    links = [_link(text, each, end, turn) for each, end in zip(found, ends, strict=True)]
    return text[: found[0].start], links


def _link(text: str, telephone: Telephone, end: int, turn: dict[str, str]) -> Element:
    link = Element("a", {"href": telephone.url, **turn})
    link.text = AtomicString(text[telephone.start : telephone.end])
    link.tail = text[telephone.end : end]
    return link
