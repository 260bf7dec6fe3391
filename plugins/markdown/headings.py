"""Headings: ids that readers can read, the same as long as the heading is the same."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from plugins.markdown.marks import FORM, MARK
from plugins.model.document import Heading

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from xml.etree.ElementTree import Element

    from plugins.markdown.reading import Reading

TAGS = ("h1", "h2", "h3", "h4", "h5", "h6")
DEEPEST = 6
PLACEHOLDER = re.compile("\x02(?:(\\d+)|[^\x02\x03]*)\x03")
NOT_SLUG = re.compile(r"[\W_]+")
CODE = re.compile(r"`+[^`]*`+")
HASHED = re.compile(r"[ >]*#{1,6}(.*?)[# ]*")
UNDERLINE = re.compile(r"\n[ >]*(?:=+|-+) *$", re.MULTILINE)
UNDERLINED = re.compile(r"^[ >]*([^\s>].*)\n[ >]*(?:=+|-+) *$", re.MULTILINE)


def heading_lines(headings: Iterable[Element], reading: Reading) -> dict[Element, int]:
    """The line of each heading; asked while the heading's text is still as typed."""
    typed: dict[str, list[int]] = {}
    text = reading.lines.text
    has_underlined = ("\n==" in text or "\n--" in text) and UNDERLINE.search(text)
    for number, line in _hashed(text):
        if match := HASHED.fullmatch(line):
            typed.setdefault(_bare(match[1]), []).append(reading.lines.first + number)
    for match in UNDERLINED.finditer(text) if has_underlined else ():
        typed.setdefault(_bare(match[1]), []).append(reading.lines.at(match.start()))
    lines = {}
    for heading in headings:
        left = typed.get(_bare(heading.text or ""))
        lines[heading] = left.pop(0) if left else reading.lines.line((heading.text or "#").strip())
    return lines


def _hashed(text: str) -> Iterator[tuple[int, str]]:
    """Every line with a hash in it, and its number."""
    end = number = 0
    while (at := text.find("#", end)) >= 0:
        number += text.count("\n", end, at)
        start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
        end = len(text) if end < 0 else end
        yield number, text[start:end]


def _bare(words: str) -> str:
    """A heading's words without the code that `Lines` blanks out."""
    return " ".join(CODE.sub(" ", PLACEHOLDER.sub(" ", words)).replace(FORM, "|").split())


def read_headings(lines: dict[Element, int], reading: Reading) -> None:
    """Give every heading its level and id and record it."""
    taken: dict[str, int] = {}
    above = 1
    for heading, line in lines.items():
        level = int(heading.tag[1])
        _check_level(level, above, line, reading)
        above = level
        words = _words(heading)
        if not words:
            reading.note(line, "heading-empty")
        heading.tag = f"h{min(level + reading.deeper, DEEPEST)}"
        anchor = reading.anchors + _anchor(heading, words, taken, line, reading)
        heading.set("id", anchor)
        reading.headings.append(Heading(int(heading.tag[1]), anchor, words, line))


def _check_level(level: int, above: int, line: int, reading: Reading) -> None:
    if level == 1:
        reading.note(line, "heading-one")
    elif level > above + 1:
        reading.advise(line, "heading-skips", typed="#" * level, right="#" * (above + 1))


def _words(heading: Element) -> str:
    """A heading as plain text; marks of figures stay to be resolved like those in the text."""
    text = PLACEHOLDER.sub(lambda match: chr(int(match[1])) if match[1] else "", "".join(heading.itertext()))
    return " ".join(text.replace("\u00a0", " ").split(" ")).strip()


def _anchor(heading: Element, words: str, taken: dict[str, int], line: int, reading: Reading) -> str:
    """The id an editor chose, or the heading's own words; the second of the same words is `-2`."""
    if chosen := heading.get("id", ""):
        if chosen in taken:
            reading.note(line, "heading-id-twice", id=chosen)
        taken[chosen] = 1
        return chosen
    anchor = plain = slug(MARK.sub(" ", words)) or "section"
    while anchor in taken:
        taken[plain] += 1
        anchor = f"{plain}-{taken[plain]}"
    taken[anchor] = 1
    return anchor


def slug(words: str) -> str:
    """Words as an id: letters of any script in lower case and digits, a hyphen for all between them.

    >>> slug("Кому звонят: ҕ, ҥ и 112?")
    'кому-звонят-ҕ-ҥ-и-112'
    """
    return NOT_SLUG.sub("-", unicodedata.normalize("NFC", words).lower()).strip("-")
