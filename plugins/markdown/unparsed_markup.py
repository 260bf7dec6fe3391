"""Markup that stayed plain text: a sign is missing, a space too many, or another program's dialect."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from plugins.markdown.lines import HTML_BLOCKS
from plugins.markdown.raw_html import CLASSES

if TYPE_CHECKING:
    from plugins.markdown.parse_context import ParseContext

LINE_START = r"(?<![^\n\ue002\ue003])"
"""`\ue002` and `\ue003` are the typography's characters between inline elements and between blocks."""
SHORTCODES = "gallery|caption|embed|audio|video|playlist|youtube|vimeo|rutube|contact-form(?:-7)?|more|toc"
TAGS = f"script|style|iframe|base|object|embed|form|meta|link|svg|math|{HTML_BLOCKS.replace(' ', '|')}"
UNPARSED: tuple[tuple[str, str, str], ...] = (
    ("[^", "footnote-missing", r"\[\^[^\]\n]*\]"),
    ("^[", "footnote-inline", r"\^\[[^\]\n]*\]"),
    ("](", "link-unread", r"\]\("),
    ("][", "link-unread", r"\]\["),
    ("}", "figure-unread", r"\{(?:figure|card|regions)\}|\{[^\W\d_]+\}[\w-]+\.[\w-]+"),
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


def check_unparsed_markup(text: str, context: ParseContext) -> None:
    """Report markup in the joined text of a document, before typography."""
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
