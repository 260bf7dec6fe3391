"""Mechanical mending of one line, by the code of its problem: aliases, invisible marks, HTML, links.

A function of a line (without its line end) and the problem's values returns the mended line, None to delete
it, or the line itself where it is not sure.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from html import unescape
from typing import TYPE_CHECKING

from plugins.diagnostics.text_safety import HOST_LIKE
from plugins.diagnostics.yaml_tree import what_to_type
from plugins.markdown.parse_context import CODE_SPAN

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    LineFix = Callable[[str, Mapping[str, str]], str | None]

MIN_SIMILARITY = 0.75
"""Of a dead link's target and the nearest one that exists, from 0 to 1."""
MIN_LEAD = 0.1
"""By which it is nearer than the next."""
NO_WORDS = r"(?:(?!</?\w)[^\[\]])+?"
"""Words without tags and square brackets."""
DOUBLE_SPACE = re.compile(r"(?<=\S) {2,}(?=\S)")
HASHES = re.compile(r"(?P<head>[ >]*)(?P<hashes>#{1,6})(?P<rest>.*)")
TRUE = frozenset({"true", "yes", "on", "1", "да"})
FALSE = frozenset({"false", "no", "off", "0", "нет"})


def rename_key(line: str, values: Mapping[str, str]) -> str:
    """`tags: …` becomes `topics: …`."""
    key = re.escape(values["key"])
    return re.sub(rf"^(\s*(?:- +)?)([\"']?){key}\2(?=\s*:)", lambda found: found[1] + values["right"], line)


def mend_draft(line: str, _values: Mapping[str, str]) -> str | None:
    """`draft: true` becomes `status: draft`, `draft: false` is deleted."""
    found = re.fullmatch(r"(?P<key>\S+?)\s*:\s*(?P<value>\S+)(?P<rest>\s*(?:#.*)?)", line)
    value = found["value"].strip("\"'").lower() if found else ""
    if found and value in TRUE:
        return f"status: draft{found['rest']}"
    return None if value in FALSE else line


def delete_value(line: str, values: Mapping[str, str]) -> str | None:
    """A key with its value on the same line is deleted."""
    return None if re.match(rf"{re.escape(values['key'])}\s*:\s*[^\s|>]", line) else line


def bracket_list(line: str, values: Mapping[str, str]) -> str:
    """`topics: a, b, a` becomes `topics: [a, b]`."""
    found = re.fullmatch(r"(\s*\S+\s*:\s+)[^\[\]\s#][^\[\]#]*?(\s*(?:#.*)?)", line)
    return f"{found[1]}[{values['typed']}]{found[2]}" if found and "…" not in values["typed"] else line


def quote_value(line: str, values: Mapping[str, str]) -> str:
    """A value with a colon, or one that begins with a sign of YAML, is put into quotes."""
    code = values["code"]
    indent = line[: len(line) - len(line.lstrip(" -"))]
    return indent + right if (right := what_to_type(code, line)) else line


def lower_heading(line: str, values: Mapping[str, str]) -> str:
    """A heading that skips a level gets the next one."""
    found = HASHES.fullmatch(line)
    is_same = found and found["hashes"] == values["typed"]
    return f"{found['head']}{values['right']}{found['rest']}" if found and is_same else line


def remove_character(line: str, values: Mapping[str, str]) -> str:
    """An invisible character goes, typed or as a reference."""
    char = chr(int(values["character"].removeprefix("U+"), 16))
    code = f"{ord(char):x}"
    return re.sub(rf"&#(?:x0*{code}|0*{ord(char)});", "", line.replace(char, ""), flags=re.IGNORECASE)


def remove_from_address(line: str, values: Mapping[str, str]) -> str:
    """An invisible character in an address goes; elsewhere a text may need it."""
    return HOST_LIKE.sub(lambda found: remove_character(found[0], values), line)


def single_spaces(line: str, _values: Mapping[str, str]) -> str:
    """Two spaces between words become one, except in code."""
    parts, end = [], 0
    for code in CODE_SPAN.finditer(line):
        parts += [DOUBLE_SPACE.sub(" ", line[end : code.start()]), code[0]]
        end = code.end()
    return "".join([*parts, DOUBLE_SPACE.sub(" ", line[end:])])


def redirect_link(line: str, values: Mapping[str, str]) -> str:
    """A dead link leads to the one target that is clearly the nearest; its anchor stays."""
    target = values["target"]
    path, hash_sign, anchor = target.partition("#")
    is_anchor = values["code"] == "anchor-dead"
    typed, suggested = anchor if is_anchor else path, values["nearest"].split(", ")
    ratios = [_similarity(typed, each) for each in suggested]
    if ratios[0] < MIN_SIMILARITY or any(ratio > ratios[0] - MIN_LEAD for ratio in ratios[1:]):
        return line
    new = f"{path}#{suggested[0]}" if is_anchor else suggested[0] + hash_sign + anchor
    return re.sub(rf"(\]\(<?|\]: +<?){re.escape(target)}(?=[>)\s]|$)", lambda found: found[1] + new, line)


def strip_host(line: str, values: Mapping[str, str]) -> str:
    """An address of the preview loses its host: `/ru/news/…` is a page of the site."""
    path = re.escape(values["path"]) if len(values["path"]) > 1 else "/?"
    pattern = rf"(\]\(<?|\]: +<?)https?://(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?({path})(?=[>)\s#]|$)"
    return re.sub(pattern, lambda found: f"{found[1]}{found[2] or '/'}", line)


def _similarity(one: str, other: str) -> float:
    return SequenceMatcher(None, one.strip("/"), other.strip("/")).ratio()


def markdown_link(line: str, _values: Mapping[str, str]) -> str:
    """`<a href="…">words</a>` becomes `[words](…)`."""
    pattern = rf"""<a\s+(?:[^<>]*?\s)?href\s*=\s*(["'])(?P<href>[^"'<>]*)\1[^<>]*>(?P<words>{NO_WORDS})</a>"""
    return re.sub(
        pattern, lambda found: f"[{found['words']}]({_target(found['href'])})", line, flags=re.IGNORECASE
    )


def _target(href: str) -> str:
    address = unescape(href).strip()
    return f"<{address}>" if re.search(r"[\s()]", address) else address


ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")


def markdown_picture(line: str, _values: Mapping[str, str]) -> str:
    """`<img src="a.jpg" alt="…">` becomes `![…](a.jpg)`; without a description there is no form."""

    def replaced(found: re.Match[str]) -> str:
        given = {name.lower(): unescape(one or other) for name, one, other in ATTRIBUTE.findall(found[0])}
        source, alt, title = (given.get(name, "").strip() for name in ("src", "alt", "title"))
        if not source or not alt or re.search(r"[\[\]]", alt) or '"' in title:
            return found[0]
        caption = f' "{title}"' if title else ""
        return f"![{alt}]({_target(source)}{caption})"

    return re.sub(r"<img\s[^<>]*>", replaced, line, flags=re.IGNORECASE)


def markdown_heading(line: str, _values: Mapping[str, str]) -> str:
    """`<h2>words</h2>` alone on a line becomes `## words`."""
    found = re.fullmatch(rf"\s*<h([1-6])(?:\s[^<>]*)?>\s*({NO_WORDS})\s*</h\1>\s*", line, re.IGNORECASE)
    return f"{'#' * int(found[1])} {found[2]}" if found else line


def markdown_tag(line: str, values: Mapping[str, str]) -> str:
    """`<code>`, `<hr>` and `<blockquote>` have a form in Markdown; most other tags have none."""
    tag = re.escape(values["tag"])
    if tag in {"code", "tt"}:
        return re.sub(
            rf"<{tag}>([^<>`]+)</{tag}>", lambda found: f"`{unescape(found[1])}`", line, flags=re.IGNORECASE
        )
    if tag == "hr":
        return re.sub(r"^\s*<hr\s*/?>\s*$", "* * *", line, flags=re.IGNORECASE)
    if tag == "blockquote":
        return re.sub(
            rf"^\s*<blockquote>\s*({NO_WORDS})\s*</blockquote>\s*$", r"> \1", line, flags=re.IGNORECASE
        )
    return line


def refer_to_figure(line: str, values: Mapping[str, str]) -> str:
    """A typed number that repeats a figure becomes a reference to it, if it stands in the line once."""
    typed = values["typed"]
    return line.replace(typed, f"{{figure}}{values['address']}|number") if line.count(typed) == 1 else line


FIXES: Mapping[str, LineFix] = {
    "key-alias": rename_key,
    "key-renamed": rename_key,
    "key-draft": mend_draft,
    "key-placed": delete_value,
    "value-list": bracket_list,
    "yaml-colon": quote_value,
    "yaml-sign": quote_value,
    "yaml-after-quote": quote_value,
    "heading-skips": lower_heading,
    "control-character": remove_character,
    "bidi-character": remove_character,
    "zero-width-in-address": remove_from_address,
    "double-space": single_spaces,
    "link-dead": redirect_link,
    "link-file": redirect_link,
    "anchor-dead": redirect_link,
    "link-local": strip_host,
    "figures-typed": refer_to_figure,
    "html-link": markdown_link,
    "html-picture": markdown_picture,
    "html-heading": markdown_heading,
    "html-tag": markdown_tag,
}
"""The function that mends a line, by the code of the problem."""
