"""Markup that stayed plain text: a sign is missing, a space too many, or another program's dialect."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from plugins.diagnostics.one_line import find_misspelt_names
from plugins.markdown.lines import BULLETS, HTML_BLOCKS
from plugins.markdown.parse_context import blank_code
from plugins.markdown.raw_html import CLASSES

if TYPE_CHECKING:
    from plugins.markdown.parse_context import ParseContext

LINE_START = r"(?<![^\n\ue002\ue003])"
"""`\ue002` and `\ue003` are the typography's characters between inline elements and between blocks."""
SHORTCODES = "gallery|caption|embed|audio|video|playlist|youtube|vimeo|rutube|contact-form(?:-7)?|more|toc"
REFERENCE = re.compile(r"\{(?:figure|card|regions)\}|\{[^\W\d_]+\}[\w-]+\.[\w-]+", re.IGNORECASE)
TAGS = f"script|style|iframe|base|object|embed|form|meta|link|svg|math|{HTML_BLOCKS.replace(' ', '|')}"
UNPARSED: tuple[tuple[str, str, str], ...] = (
    ("[^", "footnote-missing", r"\[\^[^\]\n]*\]"),
    ("^[", "footnote-inline", r"\^\[[^\]\n]*\]"),
    ("](", "link-unread", r"\]\("),
    ("][", "link-unread", r"\]\["),
    ("}", "figure-unread", REFERENCE.pattern),
    ("<!--", "html-comment", r"<!--"),
    ("<", "html-tag", rf"</?(?:{TAGS})\b"),
    ("{{", "template-tag", r"\{\{[^}\n]*\}*"),
    ("{%", "template-tag", r"\{%[^}\n]*\}?"),
    ("{", "attribute", r"\{:? *[.#](?=[\w-])[^{}\n]*\}"),
    ("[[", "shortcode", r"\[\[[^\]\n]*\]\]"),
    ("[", "shortcode", rf"\[/?(?:{SHORTCODES})(?: [^\]\n]*)?/?\]|\[/\w+\]|\[\w+ +\w+=[\"“'][^\]\n]*\]"),
    (
        "**",
        "emphasis-unclosed",
        r"(?<![*\d])\*\*+(?=[^\s*\d])[^\n*\ue000-\ue00f]{0,40}|(?<=[^\s*\d])\*\*+(?![*\d])",
    ),
    ("~~", "emphasis-unclosed", r"(?<!~)~~(?!~)[^\n~]{0,40}"),
    ("==", "emphasis-unclosed", r"(?<![^\s(\ue002\ue003])==(?=\w)"),
    ("`", "code-unclosed", r"`+"),
    ("\\", "backslash-last", r"\\(?=\ue002*(?:\ue003|\Z))"),
    ("|", "table-unread", LINE_START + r"\|[^\n\ue003]*\|(?=[ \ue002]*(?:[\n\ue003]|\Z))"),
    ("$$", "formula", r"\$\$[^$\ue003]+\$\$"),
    (":::", "container-unread", LINE_START + r":{3,}[^\n\ue003]*"),
    ("!!!", "container-unread", LINE_START + r"!!! *(?:[a-z]+\b|[\"“«])"),
    ("???", "container-unread", LINE_START + r"\?\?\?\+? *(?:[a-z]+\b|[\"“«])"),
    ("%%", "shortcode", r"%%[^%\n]+%%"),
    ("'''", "foreign-markup", r"\'\'\'[^\'\n]+\'\'\'"),
    ("++", "foreign-markup", r"(?<![\w+])\+\+(?=\w)[^+\n]*\w\+\+(?![\w+])"),
    ("^", "foreign-markup", r"(?<=[\w)])\^[\w+-]{1,8}\^"),
    ("~", "foreign-markup", r"(?<=\w)~\w{1,8}~(?!~)"),
    ("\\", "foreign-markup", r"\\(?:newpage|pagebreak|clearpage|begin|end|textbf|emph)\b"),
    ("** ", "foreign-markup", LINE_START + r"\*\*+ (?=\S)"),
    ("] ", "foreign-markup", LINE_START + r"\[[ x]\] (?=\S)"),
    (":", "emoji-name", r":(?<![\w:]:)[a-z][a-z0-9_+-]+:(?![\w:])"),
)
"""What the text must contain, the problem's code, and the pattern of the markup."""
PATTERNS = tuple((sign, code, re.compile(pattern, re.IGNORECASE)) for sign, code, pattern in UNPARSED)
HIDDEN = re.compile("[\ue000-\ue00f]")
CELLS = r"[^\t\n|]*[^\s|][^\t\n|]*\t[^\n|]*[^\s|][^\n|]*"
PASTED_TABLE = re.compile(rf"^(?! *(?:[-*+{BULLETS}]|\d{{1,9}}[.)])\s)(?! ){CELLS}\n{CELLS}$", re.MULTILINE)
"""Two lines with a tab between words, as spreadsheets give their cells; no items of a list."""
ADDRESS = r"(?:https?://|www\.|mailto:|tel:|/[\w-]+/|[\w.-]+@)[^\s()\[\]]*"
TORN_LINK = re.compile(
    rf"(?<![\]\\!])\[(?!\^)[^\[\]\n]+\] +\({ADDRESS}\)|(?<![\]\\])\([^()\n]+\)\[{ADDRESS}\]"
)
"""A space between the brackets of a link, or the round ones first; its address would become a link."""


def check_source(text: str, context: ParseContext) -> None:
    """Report what only the source of a document shows: tables of a spreadsheet, links with a slip."""
    signs = {
        "\t": (PASTED_TABLE, "table-pasted"),
        "] ": (TORN_LINK, "link-unread"),
        ")[": (TORN_LINK, "link-unread"),
    }
    found = {signs[sign] for sign in signs if sign in text}
    source = blank_code(text) if found else ""
    for pattern, code in found:
        for match in pattern.finditer(source):
            line = context.lines.first + text.count("\n", 0, match.start())
            context.report(line, code, text=" ".join(match[0].split()))


def check_unparsed_markup(text: str, context: ParseContext) -> None:
    """Report markup in the joined text of a document, before typography."""
    for name in find_misspelt_names(REFERENCE.sub("", text)):
        context.report(context.lines.find(name), "name-unread", text=name)
    for sign, code, pattern in PATTERNS:
        if sign in text:
            for match in pattern.finditer(text):
                typed = HIDDEN.sub("", match[0])
                found = (
                    typed.strip("</")
                    if code == "html-tag"
                    else typed.strip("{:} ")
                    if code == "attribute"
                    else typed
                )
                line = context.lines.find(typed, typed.partition(" ")[0])
                context.report(line, code, tag=found, text=found, classes=", ".join(sorted(CLASSES)))
