"""Headings: lines, levels and stable readable ids."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from plugins.markdown.references import FORM_SEPARATOR, PLACEHOLDER
from plugins.model.document import Heading

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from xml.etree.ElementTree import Element

    from plugins.markdown.parse_context import ParseContext

THEME_IDS = frozenset(
    (
        "page",
        "contacts",
        "news",
        "answers",
        "summaries",
        "latest",
        "data",
        "hero-words",
        "search-words",
        "all-questions",
        "other-questions",
        "news-years",
        "known",
        "figures",
        "cite",
        "embed",
    )
)
"""Ids in the theme's templates: a text's own would take their place."""
GENERATED_ID = re.compile(r"fn(?:ref)?\d*|view-.+|(?:year|set)-\d+")
"""Ids made by the templates and for footnotes."""
TITLE_ID = "title"
"""With its prefix, the id of a question's title."""
TAGS = ("h1", "h2", "h3", "h4", "h5", "h6")
MAX_LEVEL = 6
STASH = re.compile("\x02(?:(\\d+)|[^\x02\x03]*)\x03")
NOT_SLUG = re.compile(r"[\W_]+")
CODE = re.compile(r"`+[^`]*`+")
HASHED = re.compile(r"[ >]*#{1,6}(.*?)[# ]*")
UNDERLINE = re.compile(r"\n[ >]*(?:=+|-+) *$", re.MULTILINE)
UNDERLINED = re.compile(r"^[ >]*([^\s>].*)\n[ >]*(?:=+|-+) *$", re.MULTILINE)


def locate_headings(headings: Iterable[Element], context: ParseContext) -> dict[Element, int]:
    """The line of each heading, found by its text while that is still unprocessed."""
    typed: dict[str, list[int]] = {}
    text = context.lines.text
    has_underlined = ("\n==" in text or "\n--" in text) and UNDERLINE.search(text)
    for number, line in _lines_with_hash(text):
        if match := HASHED.fullmatch(line):
            typed.setdefault(_normalized(match[1]), []).append(context.lines.first + number)
    for match in UNDERLINED.finditer(text) if has_underlined else ():
        typed.setdefault(_normalized(match[1]), []).append(context.lines.line_at(match.start()))
    lines = {}
    for heading in headings:
        left = typed.get(_normalized(heading.text or ""))
        lines[heading] = left.pop(0) if left else context.lines.find((heading.text or "#").strip())
    return lines


def _lines_with_hash(text: str) -> Iterator[tuple[int, str]]:
    end = number = 0
    while (at := text.find("#", end)) >= 0:
        number += text.count("\n", end, at)
        start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
        end = len(text) if end < 0 else end
        yield number, text[start:end]


def _normalized(words: str) -> str:
    """A heading's text without code, which `Lines` replaces by spaces."""
    return " ".join(CODE.sub(" ", STASH.sub(" ", words)).replace(FORM_SEPARATOR, "|").split())


def record_headings(lines: dict[Element, int], context: ParseContext) -> None:
    """Set the level and id of every heading and record it."""
    reserved = _reserved_ids(context)
    taken = dict.fromkeys(reserved, 1)
    previous = 1
    for heading, line in lines.items():
        level = int(heading.tag[1])
        _check_level(level, previous, line, context)
        previous = level
        words = _plain_text(heading)
        if not words:
            context.report(line, "heading-empty")
        heading.tag = f"h{min(level + context.heading_offset, MAX_LEVEL)}"
        chosen, is_taken = _heading_id(heading, words, taken)
        if chosen in reserved or (GENERATED_ID.fullmatch(chosen) and not context.id_prefix):
            context.report(line, "heading-id-reserved", id=chosen)
        elif is_taken:
            context.report(line, "heading-id-twice", id=chosen)
        anchor = context.id_prefix + chosen
        heading.set("id", anchor)
        context.headings.append(Heading(int(heading.tag[1]), anchor, words, line))


def _reserved_ids(context: ParseContext) -> frozenset[str]:
    """Ids of the page and of the text's cards, without the prefix that headings get."""
    ids = THEME_IDS | {figure.name.replace(".", "-") for figure in context.figures if figure.kind == "card"}
    if not (prefix := context.id_prefix):
        return ids
    return frozenset({TITLE_ID, *(each.removeprefix(prefix) for each in ids if each.startswith(prefix))})


def _check_level(level: int, previous: int, line: int, context: ParseContext) -> None:
    if level == 1:
        context.report(line, "heading-one")
    elif level > previous + 1:
        context.advise(line, "heading-skips", typed="#" * level, right="#" * (previous + 1))


def _plain_text(heading: Element) -> str:
    text = STASH.sub(lambda match: chr(int(match[1])) if match[1] else "", "".join(heading.itertext()))
    return " ".join(text.replace("\u00a0", " ").split(" ")).strip()


def _heading_id(heading: Element, words: str, taken: dict[str, int]) -> tuple[str, bool]:
    """The id typed, and whether it is taken, or one made from the text, with a number if that is."""
    if chosen := heading.get("id", ""):
        is_taken = chosen in taken
        taken[chosen] = 1
        return chosen, is_taken
    plain = heading_slug(PLACEHOLDER.sub(" ", words)) or "section"
    anchor = plain = f"section-{plain}" if GENERATED_ID.fullmatch(plain) else plain
    while anchor in taken:
        taken[plain] += 1
        anchor = f"{plain}-{taken[plain]}"
    taken[anchor] = 1
    return anchor, False


def heading_slug(words: str) -> str:
    """A text as an id: letters of any script in lower case and digits, hyphens for everything else.

    >>> slug("Кому звонят: ҕ, ҥ и 100?")
    'кому-звонят-ҕ-ҥ-и-100'
    """
    return NOT_SLUG.sub("-", unicodedata.normalize("NFC", words).lower()).strip("-")
