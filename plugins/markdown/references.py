"""Links, pictures and figures: each is recorded with its line, and its mark put in its place."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from markdown.inlinepatterns import InlineProcessor
from markdown.util import AMP_SUBSTITUTE, AtomicString

from plugins.diagnostics.text_safety import TextFault, check_address, check_link_text
from plugins.i18n.typography import typeset
from plugins.markdown.marks import FORM, mark
from plugins.model.document import FigureReference, LinkReference, PictureReference

if TYPE_CHECKING:
    from collections.abc import Callable
    from xml.etree.ElementTree import Element

    from plugins.markdown.reading import Reading

SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.\-]*:")
SCRIPTED = ("javascript:", "data:", "vbscript:", "file:", "blob:")
EXTERNAL = re.compile(
    r"https?://[^\s/?#@:\[\]]+(?::\d+)?(?:[/?#]\S*)?|mailto:[^\s@]+@[^\s@]+|tel:[+\d()\-.*#]+", re.IGNORECASE
)
IGNORED_BY_BROWSERS = re.compile(r"[\x00-\x20\u00a0\u200b-\u200d\u2060]+")
PREFIX = re.compile(r"\{(?:filename|static|attach)\}/?")
ESCAPED = re.compile("\x02(\\d+)\x03")
FILE_NAME = re.compile(
    r"\S*\.(?:jpe?g|png|gif|webp|avif|heic|svg|tiff?)|(?:img|dsc|photo|фото|image|screenshot)?[_\-\d\s]*",
    re.IGNORECASE,
)

WITH_FORM = re.compile(r"(\{figure\}[\w.\-]+)\|(?=[\w\-])")
FIGURE = rf"\{{(figure|card)\}}([\w\-]+(?:\.[\w\-]+)*(?:{FORM}[\w\-]+)?)"


def plain(value: str) -> str:
    """An attribute as the browser will read it: Markdown's escapes and HTML's entities undone."""
    value = ESCAPED.sub(lambda match: chr(int(match[1])), value.replace(AMP_SUBSTITUTE, "&"))
    return html.unescape(value).strip()


def as_typed(value: str) -> str:
    """An attribute as it stands in the source."""
    return ESCAPED.sub(lambda match: "\\" + chr(int(match[1])), value.replace(AMP_SUBSTITUTE, "&"))


def read_link(anchor: Element, reading: Reading) -> None:
    """Record a link; its own addresses become marks, foreign ones are checked and stay."""
    typed = as_typed(anchor.get("href", ""))
    target = PREFIX.sub("", plain(anchor.get("href", "")), count=1)
    line = reading.lines.line(
        f"]({typed}", f"](<{typed}", f"<{typed}>", f": {typed}", typed.removeprefix("mailto:")
    )
    reading.links.append(LinkReference(target, line))
    if (
        not isinstance(anchor.text, AtomicString)
        and not "".join(anchor.itertext()).strip()
        and anchor.find(".//img") is None
    ):
        reading.note(line, "link-without-words", target=target)
    bare = IGNORED_BY_BROWSERS.sub("", target)
    if SCHEME.match(bare) or bare.startswith(("//", "/\\", "\\")):
        words = plain("".join(anchor.itertext()))
        if fault := external_fault(target) or check_link_text(words, target):
            reading.note(line, fault.code, **fault.values)
        anchor.set("href", target.replace("&", "&amp;"))  # or the serializer takes `&copy;` for a sign
    elif not bare:
        reading.note(line, "link-empty")
    else:
        anchor.set("href", mark("link", len(reading.links) - 1))


def external_fault(target: str) -> TextFault | None:
    """What is wrong with an address that leaves the site; None where nothing is."""
    code = _scheme_fault(IGNORED_BY_BROWSERS.sub("", target).lower())
    if not code and (misleading := check_address(target)):
        return misleading
    if not code and not EXTERNAL.fullmatch(target):
        code = "link-broken"
    return TextFault(code, {"target": target}) if code else None


def _scheme_fault(bare: str) -> str:
    if bare.startswith(SCRIPTED):
        return "link-scripted"
    if bare.startswith(("//", "/\\", "\\")):
        return "link-without-scheme"
    return "" if bare.startswith(("http:", "https:", "mailto:", "tel:")) else "link-scheme"


def read_picture(picture: Element, reading: Reading) -> None:
    """Record a picture and put its mark where its address was; `converter` then lifts the mark out."""
    typed, alt = as_typed(picture.get("src", "")), plain(picture.get("alt", ""))
    name = unquote(PREFIX.sub("", plain(picture.get("src", "")), count=1)).removeprefix("./")
    line = reading.lines.line(f"]({typed}", f"](<{typed}", f": {typed}", typed)
    if SCHEME.match(IGNORED_BY_BROWSERS.sub("", name)) or name.startswith("//"):
        reading.note(line, "picture-remote", name=name)
    elif not name or "/" in name or "\\" in name:
        reading.note(line, "picture-place", name=name)
    if not alt:
        reading.note(line, "picture-without-alt", name=name)
    elif FILE_NAME.fullmatch(alt) or alt == name.rpartition(".")[0]:
        reading.note(line, "picture-alt-file", name=name, alt=alt)
    caption = typeset(plain(picture.get("title", "")), reading.typography)
    reading.pictures.append(PictureReference(name, alt, line, caption))
    picture.attrib.clear()
    picture.set("src", mark("picture", len(reading.pictures) - 1))


class TypedMark(InlineProcessor):
    """`{typed}` before a number that is meant to be typed: a word to the checks, not to readers."""

    def __init__(self) -> None:
        super().__init__(r"\{typed\}")

    def handleMatch(  # type: ignore[override] # noqa: N802 - Python-Markdown's name and its own override
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002 - the signature Python-Markdown calls
    ) -> tuple[str, int, int]:
        """Leave nothing in its place."""
        return "", m.start(0), m.end(0)


class FigureMark(InlineProcessor):
    """`{figure}set.card.part|form` in the text and `{card}set.card` alone, outside code."""

    def __init__(self, reading: Callable[[], Reading]) -> None:
        super().__init__(FIGURE)
        self.reading = reading

    def handleMatch(  # type: ignore[override] # noqa: N802 - Python-Markdown's name and its own override
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002 - the signature Python-Markdown calls
    ) -> tuple[str, int, int]:
        """Record the reference; its mark, and where the typed one begins and ends."""
        reading = self.reading()
        kind, name = m[1], m[2].replace(FORM, "|")
        line = reading.lines.line(f"{{{kind}}}{name}")
        reading.figures.append(FigureReference(kind, name, line))
        return mark(kind, len(reading.figures) - 1), m.start(0), m.end(0)
