"""What a page may weigh, so that its text begins with the first packets, however long it is."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from plugins.diagnostics.problem import Problem, advice
from plugins.model.content_path import Section
from plugins.pages.stylesheets import sheets_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from plugins.model.bundle import Bundle
    from plugins.model.document import Document
    from plugins.pages.stylesheets import Stylesheet

MAX_BYTES = 14 * 1024
"""What a server sends before it waits for the first acknowledgement (ten segments, RFC 6928)."""
FRAME_BYTES = 4096
"""What the theme puts around a text, compressed and without the style sheets, at most."""
ITEM_FRAME, TOPIC_FRAME = '<div class="item prose">', '<div class="answer prose">'
"""The classes of the frame, which call for style sheets."""
MAIN = b"<main"


def beginning(page: bytes) -> bytes:
    """What stands before the text of a page; all of a page without one."""
    return page.partition(MAIN)[0]


def excess_size(page: bytes, style: int) -> int:
    """Compressed size in bytes of a page with its style sheets of `style` bytes; 0 when within `MAX_BYTES`.

    Fast compression is tried first, of the beginning only, then of the whole page; gzip's best only if
    those exceed the budget.
    """
    excess = len(page) + style - MAX_BYTES
    for compressed, end in (
        (_compress_fast, min(len(page), max(0, excess * 8 // 5))),
        (_compress_fast, len(page)),
        (_compress_best, len(page)),
    ):
        weight = len(compressed(page[:end])) + len(page) - end + style
        if weight <= MAX_BYTES:
            return 0
    return weight


def long_texts(bundles: Iterable[Bundle], sheets: Sequence[Stylesheet]) -> Iterator[Problem]:
    """Advice on texts that do not fit into the first packets with their page and its style sheets.

    The answers of a topic share a page and are weighed together.
    """
    topics: dict[tuple[str, str], list[Document]] = {}
    for bundle in bundles:
        for code, document in bundle.documents.items():
            if bundle.section is Section.FAQ:
                topics.setdefault((bundle.topics[0], code), []).append(document)
            elif excess := _excess_letters([document], ITEM_FRAME, sheets):
                yield advice(document.path, document.source_line, "text-too-long", **excess)
    for (topic, _), documents in topics.items():
        if excess := _excess_letters(documents, TOPIC_FRAME, sheets):
            longest = max(documents, key=lambda each: len(each.source))
            values = {"topic": topic, "answers": len(documents), **excess}
            yield advice(longest.path, longest.source_line, "topic-too-long", **values)


def _excess_letters(
    documents: Iterable[Document], frame: str, sheets: Sequence[Stylesheet]
) -> dict[str, int]:
    """Size in bytes, and the characters to cut; empty if the texts fit into a page with this `frame`."""
    texts = [(document.source, document.html) for document in documents]
    shown = "".join(html for _, html in texts)
    style = sum(sheet.size for sheet in sheets_for(frame + shown, sheets))
    budget = MAX_BYTES - FRAME_BYTES - style
    html = shown.encode("utf-8", "replace")
    if len(html) <= budget or (weight := len(_compress_best(html))) <= budget:
        return {}
    letters = sum(len(source) for source, _ in texts)
    return {"weight": weight, "most": budget, "letters": letters, "cut": letters - letters * budget // weight}


def _compress_fast(begun: bytes) -> bytes:
    """Compress with a small window: setting up the default one costs more than compressing a page."""
    small = zlib.compressobj(1, zlib.DEFLATED, wbits=13, memLevel=6)
    return small.compress(begun) + small.flush()


def _compress_best(whole: bytes) -> bytes:
    return zlib.compress(whole, 9)
