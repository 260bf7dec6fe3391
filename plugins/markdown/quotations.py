"""Quotations: a quote whose last line is `— Name, post` becomes a figure with its speaker in the caption."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from plugins.model.document import Quotation

if TYPE_CHECKING:
    from plugins.markdown.parse_context import ParseContext

SPEAKER = re.compile(r"\s*(?:—|–|--)[ \t\u00a0]+(?P<name>\S.*)", re.DOTALL)
SPOKEN_LINE = re.compile(r"\s*(?:—|–|-{1,2})[ \t\u00a0]")
END_OF_SENTENCE = (".", "!", "?", "…", ":", ";")
MAX_LENGTH = 200
QUOTATION_CLASS = "quotation"


def mark_quotations(root: Element, context: ParseContext) -> None:
    """Wrap every quote that ends in a speaker into a `<figure>`, and record the speaker."""
    if next(root.iter("blockquote"), None) is None:
        return
    for parent in list(root.iter()):
        for position, child in enumerate(list(parent)):
            if child.tag == "blockquote" and (caption := _take_speaker(child)) is not None:
                parent[position] = _figure(child, caption)
                words = " ".join("".join(caption.itertext()).split()).lstrip("—–- ")
                line = context.lines.find(words, words.partition(",")[0])
                context.quotations.append(Quotation(words, line))


def _figure(quote: Element, caption: Element) -> Element:
    figure = Element("figure", {"class": QUOTATION_CLASS})
    figure.tail, quote.tail = quote.tail, None
    figure.extend((quote, caption))
    return figure


def _take_speaker(quote: Element) -> Element | None:
    """The caption made of the last line, which is taken out of the quote; None if it names no speaker."""
    last = quote[-1] if len(quote) else None
    if last is None or last.tag != "p":
        return None
    breaks = [place for place, child in enumerate(last) if child.tag == "br"]
    if not breaks and len(quote) == 1:
        return None
    caption = Element("figcaption")
    start = breaks[-1] if breaks else -1
    caption.text = last[start].tail if breaks else last.text
    caption.extend(last[start + 1 :])
    if not _names_speaker("".join(caption.itertext())) or _is_dialogue(quote, last, caption):
        return None
    caption.text = re.sub(r"^\s*--", "—", (caption.text or "").lstrip())
    if breaks:
        del last[start:]
    else:
        quote.remove(last)
    return caption


def _names_speaker(line: str) -> bool:
    """Whether a line is a name with a post: capitalized, short, and no sentence, as a line of speech is."""
    match = SPEAKER.fullmatch(line.rstrip())
    name = match["name"] if match else ""
    return name[:1].isupper() and len(name) <= MAX_LENGTH and not name.endswith(END_OF_SENTENCE)


def _is_dialogue(quote: Element, last: Element, caption: Element) -> bool:
    """Whether another line of the quote begins with a dash too."""
    text = "\n".join("".join(child.itertext()) for child in quote if child is not last)
    shown = "".join(last.itertext()).removesuffix("".join(caption.itertext()))
    return any(SPOKEN_LINE.match(line) for line in f"{text}\n{shown}".split("\n"))
