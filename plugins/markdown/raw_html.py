"""HTML in the text: a small set of tags is welcome, everything else is an error, and a sanitizer sees to it.

The check tells the editor; `clean` (the nh3 library) is the belt: whatever the check overlooks does not get
into the page.
"""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING

import nh3

if TYPE_CHECKING:
    from plugins.markdown.reading import Reading

WELCOME: dict[str, frozenset[str]] = {
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
INSTEAD = {"a": "html-link", "img": "html-picture", **{f"h{level}": "html-heading" for level in range(1, 7)}}
MARKDOWNS = frozenset(
    {"a", "blockquote", "code", "dd", "div", "dl", "dt", "hr", "img", "pre", "table", "tbody"}
)
CELLS = frozenset({"td", "th", "thead", "tr", "h1", "h2", "h3", "h4", "h5", "h6"})

CLASSES = frozenset({"lead", "note", "wide", "small", "numbers", "centre", "right", "left"})
"""What `{.class}` after a block may name; the theme styles them."""
ADMONITIONS = frozenset({"note", "tip", "important", "warning"})
"""What `!!! kind "Title"` may be."""

_CLEANER = nh3.Cleaner(
    tags=set(WELCOME) | MARKDOWNS | CELLS,
    clean_content_tags={"script", "style"},
    attributes={
        **{tag: set(names) for tag, names in WELCOME.items() if names},
        "*": {"id", "class"},
        "a": {"href", "title", "role"},
        "img": {"src"},
        "div": {"role"},
        "th": {"scope"},
    },
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel=None,
)


def clean(html: str) -> str:
    """HTML with nothing in it but what this site uses, every tag closed."""
    return _CLEANER.clean(html).replace("&nbsp;", "\u00a0")


def check_raw(raw: str, reading: Reading) -> None:
    """Tell what is wrong with a piece of HTML as typed."""
    if not raw.startswith("&"):
        _Checker(raw, reading).read(raw)
        if "{figure}" in raw or "{card}" in raw:
            reading.note(reading.lines.line("{figure}", "{card}"), "figure-in-html")


def check_balance(html: str, reading: Reading) -> None:
    """Tell of raw tags that are not closed, or closed without being open."""
    balance = _Balance(reading)
    balance.read(html)
    for tag in balance.open:
        reading.note(reading.lines.line(f"<{tag}"), "html-unclosed", tag=tag)


class _Tags(HTMLParser):
    def read(self, html: str) -> None:
        try:
            self.feed(html)
            self.close()
        except AssertionError:  # what HTMLParser makes of `<![word`; a declaration is refused in any form
            self.unknown_decl("")

    def unknown_decl(self, data: str) -> None:
        """Taken notice of by the checker alone."""


class _Checker(_Tags):
    def __init__(self, raw: str, reading: Reading) -> None:
        super().__init__()
        self.reading = reading
        self.first = reading.lines.line(raw.partition("\n")[0].strip() or "<", raw[:8])

    def note(self, code: str, **values: str) -> None:
        line = self.first + self.getpos()[0] - 1
        self.reading.note(min(line, self.reading.lines.last), code, **values)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in INSTEAD:
            self.note(INSTEAD[tag], tag=tag)
        elif tag not in WELCOME:
            self.note("html-tag", tag=tag)
        else:
            for name, _ in attrs:
                if name not in WELCOME[tag]:
                    self.note("html-attribute", tag=tag, name=name)

    def handle_comment(self, data: str) -> None:  # noqa: ARG002 - HTMLParser's signature
        self.note("html-comment")

    def handle_decl(self, decl: str) -> None:
        self.note("html-tag", tag=f"!{decl}")

    def unknown_decl(self, data: str) -> None:
        self.note("html-tag", tag=f"![{data}")

    def handle_pi(self, data: str) -> None:
        self.note("html-tag", tag=f"?{data}")


class _Balance(_Tags):
    def __init__(self, reading: Reading) -> None:
        super().__init__()
        self.reading = reading
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - HTMLParser's
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.open.pop()
        elif tag in self.open:
            while (unclosed := self.open.pop()) != tag:
                self.reading.note(self.reading.lines.line(f"<{unclosed}"), "html-unclosed", tag=unclosed)
        elif tag not in VOID:
            self.reading.note(self.reading.lines.line(f"</{tag}"), "html-unopened", tag=tag)
