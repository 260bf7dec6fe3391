"""Raw HTML: a few tags are allowed, the others reported; nh3 removes whatever the checks overlook."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import nh3

if TYPE_CHECKING:
    from plugins.markdown.parse_context import ParseContext

ALLOWED_TAGS: dict[str, frozenset[str]] = {
    **dict.fromkeys(
        ("br", "kbd", "mark", "sub", "sup", "small", "wbr", "summary", "samp", "var"), frozenset()
    ),
    **dict.fromkeys(("p", "ul", "ol", "li", "strong", "b", "s", "u", "del", "ins"), frozenset()),
    **dict.fromkeys(("span", "q", "cite", "i", "em"), frozenset({"lang", "dir"})),
    "abbr": frozenset({"title"}),
    "dfn": frozenset({"title"}),
    "details": frozenset({"open"}),
    "time": frozenset({"datetime"}),
    "bdi": frozenset({"dir"}),
}
VOID = frozenset({"br", "wbr", "hr", "img"})
REPLACEMENTS = {
    "a": "html-link",
    "img": "html-picture",
    **{f"h{level}": "html-heading" for level in range(1, 7)},
}
MARKDOWN_TAGS = frozenset(
    {"a", "blockquote", "code", "dd", "div", "dl", "dt", "hr", "img", "pre", "table", "tbody"}
)
CELL_AND_HEADING_TAGS = frozenset({"td", "th", "thead", "tr", "h1", "h2", "h3", "h4", "h5", "h6"})
CLASSES = frozenset({"lead", "note", "wide", "small", "numbers", "centre", "right", "left"})
"""Allowed in `{.class}` after a block; the theme styles them."""
ADMONITIONS = frozenset({"note", "tip", "important", "warning", "plain"})
"""Allowed in `!!! kind "Title"`; `plain` repeats a text in plain words."""
REFERENCES = ("{figure}", "{card}", "{regions}")
MARKDOWN_SIGNS = re.compile(r"\*\*|\]\(|`|~~|^ *(?:[-*+]|\d+[.)]) ", re.MULTILINE)
"""Of what is not read between tags."""

_SANITIZER = nh3.Cleaner(
    tags=set(ALLOWED_TAGS) | MARKDOWN_TAGS | CELL_AND_HEADING_TAGS | {"figure", "figcaption"},
    clean_content_tags={"script", "style"},
    attributes={
        **{tag: set(names) for tag, names in ALLOWED_TAGS.items() if names},
        "*": {"id", "class"},
        "a": {"href", "title", "role", "dir"},
        "img": {"src"},
        "div": {"role"},
        "th": {"scope"},
        "ol": {"start"},
        "li": {"value"},
    },
    url_schemes={"http", "https", "mailto", "sms", "tel"},
    link_rel=None,
)


def sanitize(html: str) -> str:
    """HTML with only allowed tags and attributes, every tag closed."""
    return _SANITIZER.clean(html).replace("&nbsp;", "\u00a0")


def check_raw_html(raw: str, context: ParseContext) -> None:
    """Report disallowed tags and attributes in a piece of HTML as typed."""
    if not raw.startswith("&"):
        _TagChecker(raw, context).read(raw)
        if "\n" in raw and (found := MARKDOWN_SIGNS.search(raw)):
            context.report(context.lines.find(found[0]), "markdown-in-html", text=found[0])
        if any(reference in raw for reference in REFERENCES):
            context.report(context.lines.find(*REFERENCES), "figure-in-html")


def check_tag_balance(html: str, context: ParseContext) -> None:
    """Report raw tags that are not closed or not opened."""
    balance = _BalanceChecker(context)
    balance.read(html)
    for tag in balance.open:
        context.report(context.lines.find(f"<{tag}"), "html-unclosed", tag=tag)


class _TagParser(HTMLParser):
    def read(self, html: str) -> None:
        try:
            self.feed(html)
            self.close()
        except AssertionError:  # HTMLParser's reaction to `<![word`; no declaration is allowed
            self.unknown_decl("")

    def unknown_decl(self, data: str) -> None:
        """Reported by `_TagChecker` only."""


class _TagChecker(_TagParser):
    def __init__(self, raw: str, context: ParseContext) -> None:
        super().__init__()
        self.context = context
        self.first = context.lines.find(raw.partition("\n")[0].strip() or "<", raw[:8])

    def report(self, code: str, **values: str) -> None:
        line = self.first + self.getpos()[0] - 1
        self.context.report(min(line, self.context.lines.last), code, **values)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in REPLACEMENTS:
            self.report(REPLACEMENTS[tag], tag=tag)
        elif tag not in ALLOWED_TAGS:
            self.report("html-tag", tag=tag)
        else:
            for name, _ in attrs:
                if name not in ALLOWED_TAGS[tag]:
                    self.report("html-attribute", tag=tag, name=name)

    def handle_comment(self, _data: str) -> None:
        self.report("html-comment")

    def handle_decl(self, decl: str) -> None:
        self.report("html-tag", tag=f"!{decl}")

    def unknown_decl(self, data: str) -> None:
        self.report("html-tag", tag=f"![{data}")

    def handle_pi(self, data: str) -> None:
        self.report("html-tag", tag=f"?{data}")


class _BalanceChecker(_TagParser):
    def __init__(self, context: ParseContext) -> None:
        super().__init__()
        self.context = context
        self.open: list[str] = []
        self.directions: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)
            inherited = self.directions[-1] if self.directions else ""
            self.directions.append((dict(attrs).get("dir") or inherited).lower())

    def handle_data(self, data: str) -> None:
        if "rtl" in self.directions[-1:] and any(map(str.isdigit, data)):
            self.context.report(self.context.lines.find("rtl", data.strip()), "digits-right-to-left")

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.open.pop()
            self.directions.pop()
        elif tag in self.open:
            while (unclosed := self.open.pop()) != tag:
                self.context.report(self.context.lines.find(f"<{unclosed}"), "html-unclosed", tag=unclosed)
            del self.directions[len(self.open) :]
        elif tag not in VOID:
            self.context.report(self.context.lines.find(f"</{tag}"), "html-unopened", tag=tag)
