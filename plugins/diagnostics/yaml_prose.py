"""Prose in YAML: a ` #` that belongs to a text, and commas and colons in the text of a correction.

Editors type `title: Answer to question #5`, where YAML would take the rest of the line for a comment. What
can only be meant as text is put into quotes, on the lines it stands on; what may be a comment is an error.
"""

from __future__ import annotations

import json
import re

from plugins.diagnostics.problem import Problem, problem

PROSE_KEYS = (
    "title|summary|reason|text|owner|author|note|label|publisher|caption|[a-z]{2,3}(?:-[A-Z][A-Za-z]+)?"
)
"""Keys whose values are words of people, language codes among them."""
PLAIN = r"""[^\s"'|>{\[&*!%@`#-]"""
"""The first character of a value without quotes that is no list, mapping or other sign of YAML."""
VALUE = re.compile(rf"(?P<head>(?P<indent>\s*)(?:- +)*(?:{PROSE_KEYS}): +)(?P<value>{PLAIN}.*)")
BLOCK_SCALAR = re.compile(r"(?P<indent>\s*)(?:- +)*[\w-]+:\s+[|>][+\d-]*\s*(?:#.*)?")
HASH = re.compile(r"(?P<gap>\s+)#(?P<next>.?)")
CORRECTIONS = (
    re.compile(
        r"""(?P<head>.*\{\s*date:[^,{}]+,\s*text:\s+)(?P<value>[^\s"'{][^{]*?)(?P<tail>\s*\}[\]\s]*)"""
    ),
    re.compile(r"""(?P<head>.*\{\s*text:\s+)(?P<value>[^\s"'{][^{]*?)(?P<tail>,\s*date:[^,{}]+\}[\]\s]*)"""),
)
"""A correction on one line, `{date: …, text: …}` or the other way round, with a text without quotes."""
NEEDS_QUOTES = re.compile(r"[,\[\]{}]|:\s|\s#")


def protect_prose(text: str, path: str, first_line: int) -> str | Problem:
    """The YAML text with quotes around what needs them, line by line, or the problem of an unclear `#`."""
    if "#" not in text and "{" not in text:
        return text
    lines = text.split("\n")
    number = 0
    while number < len(lines):
        if block := BLOCK_SCALAR.fullmatch(lines[number]):
            number = _end(lines, number, len(block["indent"]))
        elif found := VALUE.fullmatch(lines[number]):
            end = _end(lines, number, len(found["indent"]))
            if wrong := _protect_value(lines, number, end, found):
                line, right = wrong
                return problem(path, first_line + line, "yaml-hash", right=right)
            number = end
        else:
            lines[number] = _protect_correction(lines[number])
            number += 1
    return "\n".join(lines)


def quoted(value: str) -> str:
    """A value between double quotes."""
    return json.dumps(value, ensure_ascii=False)


def _end(lines: list[str], start: int, indent: int) -> int:
    """The number of the first line after `start` that does not continue its value."""
    for number in range(start + 1, len(lines)):
        stripped = lines[number].lstrip()
        if stripped and len(lines[number]) - len(stripped) <= indent:
            return number
    return len(lines)


def _protect_value(lines: list[str], start: int, end: int, found: re.Match[str]) -> tuple[int, str] | None:
    """Put a value with `#` in its text into quotes; or return the line of an unclear one and what to type."""
    last = max(number for number in range(start, end) if lines[number].strip())
    meant = False
    for number in range(start, last + 1):
        for each in HASH.finditer(lines[number], found.start("value") if number == start else 0):
            if each.start() == 0 and not each["next"].strip():
                last = max(start, number - 1)  # a line that is a comment ends the value
                break
            if not _is_text(each) and not _is_comment(each):
                return number, found["head"].strip() + " " + quoted(
                    lines[number].removeprefix(found["head"]).strip()
                )
            meant = meant or _is_text(each)
    if meant:
        _quote_lines(lines, start, last, found["head"])
    return None


def _is_text(hash_sign: re.Match[str]) -> bool:
    """Whether a `#` belongs to the text: `#5`, or a word right after it and one space before it."""
    after, gap = hash_sign["next"], hash_sign["gap"]
    return after.isdigit() or (bool(after.strip(" #!")) and gap == " ")


def _is_comment(hash_sign: re.Match[str]) -> bool:
    return not hash_sign["next"].strip() and len(hash_sign["gap"].expandtabs()) > 1


def _quote_lines(lines: list[str], start: int, last: int, head: str) -> None:
    for number in range(start, last + 1):
        begins = len(head) if number == start else 0
        typed = lines[number][begins:]
        comment = next((each.start() for each in HASH.finditer(typed) if _is_comment(each)), len(typed))
        escaped = quoted(typed[:comment])[1:-1]
        opening, closing = '"' * (number == start), '"' * (number == last)
        lines[number] = f"{lines[number][:begins]}{opening}{escaped}{closing}{typed[comment:]}"


def _protect_correction(line: str) -> str:
    for pattern in CORRECTIONS if "text:" in line else ():
        found = pattern.fullmatch(line)
        if found and NEEDS_QUOTES.search(found["value"]):
            return f"{found['head']}{quoted(found['value'])}{found['tail']}"
    return line


ESCAPE = re.compile(r'\\(?:["\\/\n]|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})|(?P<bad>\\)')


def find_escape(raw: str) -> bool:
    r"""Whether double quotes would turn something typed into another sign: the `\n` of `"C:\new"`."""
    return any(match["bad"] for match in ESCAPE.finditer(raw))


def single_quoted(inner: str) -> str:
    r"""What was typed between double quotes, between single ones: only `\"` is another sign there."""
    return "'" + inner.replace('\\"', '"').replace("\\\\", "\\").replace("'", "''") + "'"
