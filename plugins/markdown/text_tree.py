"""Rules on the text of a document: typography, telephone numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from markdown.util import AtomicString

from plugins.i18n.typography import BLOCK, NODE, OPAQUE, typeset
from plugins.markdown.unparsed_markup import check_unparsed_markup

if TYPE_CHECKING:
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


HYPHENED = re.compile(
    r"(?<![\w@./-])(?:[^\W\d_]{1,12}-\d{1,4}(?![\w-])|[^\W_]+(?:-[^\W_]+)+(?:\.[^\W_]+)*\.[^\W\d_]{2,}(?![\w-]))"
)
"""`COVID-19` and hosts such as `my-line.example`: browsers would break the line at the hyphen."""


def has_spans(text: str, context: ParseContext) -> bool:
    """Whether a text has telephone numbers or names that must not be broken."""
    return ("-" in text and bool(HYPHENED.search(text))) or next(
        context.telephones.find(text), None
    ) is not None


def mark_spans(element: Element, context: ParseContext) -> None:
    """Link telephone numbers and keep names together under `element`, except in links, code and headings."""
    if element.tag in NOT_LINKED:
        return
    children = list(element)
    before, spans = _split(element.text, context)
    if spans:
        element.text = before
        element[:0] = spans
    for child in children:
        mark_spans(child, context)
        before, spans = _split(child.tail, context)
        if spans:
            child.tail = before
            after = list(element).index(child) + 1
            element[after:after] = spans


def _split(text: str | None, context: ParseContext) -> tuple[str, list[Element]]:
    """The text before the first number or name, and an element with the text after it for each of them."""
    if not text or isinstance(text, AtomicString):
        return "", []
    turn = {"dir": "ltr"} if context.direction == "rtl" else {}
    found = [
        (each.start, each.end, Element("a", {"href": each.url, **turn}))
        for each in context.telephones.find(text)
    ]
    taken = {position for start, end, _ in found for position in range(start, end)}
    names = HYPHENED.finditer(text) if "-" in text else iter(())
    found += [
        (*each.span(), Element("span", {"class": "unbroken"}))
        for each in names
        if taken.isdisjoint(range(*each.span()))
    ]
    found.sort(key=lambda each: each[0])
    ends = [*(start for start, _, _ in found[1:]), len(text)]
    for (start, end, span), following in zip(found, ends, strict=False):
        span.text = AtomicString(text[start:end])
        span.tail = text[end:following]
    return text[: found[0][0]] if found else "", [span for _, _, span in found]
