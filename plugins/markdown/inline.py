"""Inline patterns of other dialects: bare addresses, hard breaks, escaped quotation marks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from markdown.inlinepatterns import IMAGE_LINK_RE, ImageInlineProcessor, InlineProcessor
from markdown.util import INLINE_PLACEHOLDER_RE as PLACEHOLDER
from markdown.util import AtomicString

if TYPE_CHECKING:
    from collections.abc import Callable

    from markdown import Markdown

    from plugins.markdown.parse_context import ParseContext

ADDRESS = r"(?i)(?<![\w/@.+-])https?://[^\s<>\x02\x03\ue000-\ue00f«»“”„]+"
WWW = r"(?i)(?<![\w/@.:+-])www\.[^\s<>\x02\x03\ue000-\ue00f«»“”„]+"
BARE_EMAIL = r"(?<![\w/@.+:-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+(?<![-_])(?![\w@/-])"
TRAILING = "?!.,:;*_~'\"’…|"
"""Characters that end a sentence rather than an address."""
CLOSING = {")": "(", "]": "[", "}": "{"}
ENTITY = re.compile(r"&[A-Za-z]\w*;$")
ESCAPABLE = list("!#$%&()*+,-./:;<=>?@[\\]^_`{|}~")
"""ASCII punctuation but quotation marks, which typography sets."""


class BareAddress(InlineProcessor):
    """An address outside of brackets becomes a link, by GitHub's rules for its end."""

    ANCESTOR_EXCLUDES = ("a",)

    def __init__(self, pattern: str, md: Markdown) -> None:
        super().__init__(pattern, md)

    def handleMatch(self, m: re.Match[str], _data: str) -> tuple[Element | None, int | None, int | None]:  # type: ignore[override] # the library's stubs lack its own override
        """The link and its position; nothing if no host follows."""
        address = trim_address(m[0])
        host = address.partition("://")[2] or address
        if not host[:1].isalnum() or "." not in host.partition("/")[0].strip("."):
            return None, None, None
        link = Element("a", {"href": address if "://" in address else f"http://{address}"})
        link.text = AtomicString(address)
        return link, m.start(), m.start() + len(address)


def trim_address(text: str) -> str:
    """An address without the punctuation of the sentence after it; brackets in pairs belong to it."""
    while text:
        last = text[-1]
        if last == ";" and (entity := ENTITY.search(text)):
            text = text[: entity.start()]
        elif last in TRAILING or (last in CLOSING and text.count(last) > text.count(CLOSING[last])):
            text = text[:-1]
        else:
            break
    return text


class BareEmail(InlineProcessor):
    """An e-mail address becomes a link."""

    ANCESTOR_EXCLUDES = ("a",)

    def __init__(self, md: Markdown) -> None:
        super().__init__(BARE_EMAIL, md)

    def handleMatch(self, m: re.Match[str], _data: str) -> tuple[Element, int, int]:  # type: ignore[override] # the library's stubs lack its own override
        """The link and its position."""
        link = Element("a", {"href": f"mailto:{m[0]}"})
        link.text = AtomicString(m[0])
        return link, m.start(), m.end()


class BackslashBreak(InlineProcessor):
    """A backslash at the end of a line is a hard break."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(r"\\\n", md)

    def handleMatch(self, m: re.Match[str], _data: str) -> tuple[Element, int, int]:  # type: ignore[override] # the library's stubs lack its own override
        """A line break."""
        return Element("br"), m.start(), m.end()


class EscapedQuote(InlineProcessor):
    r"""`\"`, as pandoc writes: the mark alone, which typography sets."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(r"\\([\"'])", md)

    def handleMatch(self, m: re.Match[str], _data: str) -> tuple[str, int, int]:  # type: ignore[override] # the library's stubs lack its own override
        """The mark."""
        return m[1], m.start(), m.end()


class CaptionedPicture(ImageInlineProcessor):
    """`![description](photo.jpg "Caption")`: links and code in a caption are an error: they would be lost."""

    def __init__(self, md: Markdown, get_context: Callable[[], ParseContext]) -> None:
        super().__init__(IMAGE_LINK_RE, md)
        self.get_context = get_context

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element | str | None, int | None, int | None]:  # type: ignore[override] # the library's stubs lack its own override
        """The picture and its position."""
        picture, start, end = super().handleMatch(m, data)
        if isinstance(picture, Element) and picture.get("title"):
            _, after, _ = self.getText(data, m.end())
            stashed = self.md.treeprocessors["inline"].stashed_nodes  # type: ignore[attr-defined] # not in its stubs
            within = PLACEHOLDER.findall(data[after:end])
            if any(isinstance(stashed.get(number), Element) for number in within):
                context = self.get_context()
                line = context.lines.find(f"]({picture.get('src', '')}")
                words = PLACEHOLDER.sub("", picture.get("title", ""))
                context.report(line, "line-markup", text=words, key="![…](…)")
        return picture, start, end
