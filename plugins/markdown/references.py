"""Links, pictures and figures, replaced by placeholders until all documents are read.

`⟨link:0⟩` is an address, `⟨picture:0⟩`, `⟨card:0⟩` and `⟨regions:0⟩` are markup, `⟨figure:0⟩` words; the
brackets are private characters that no file may contain.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING
from unicodedata import normalize
from urllib.parse import unquote

from markdown.inlinepatterns import InlineProcessor
from markdown.util import AMP_SUBSTITUTE, AtomicString

from plugins.diagnostics.addresses import check_reachable
from plugins.diagnostics.link_text import check_link_text
from plugins.diagnostics.one_line import find_markup
from plugins.diagnostics.text_safety import TextFault, check_address
from plugins.i18n.typography import typeset
from plugins.model.document import FigureReference, LinkReference, PictureReference

if TYPE_CHECKING:
    from collections.abc import Callable
    from xml.etree.ElementTree import Element

    from plugins.markdown.parse_context import ParseContext

OPEN = "\ue000"
CLOSE = "\ue001"
FORM_SEPARATOR = "\ue005"
"""Replaces the `|` of `{figure}name|form` during parsing: it would end a table cell."""
PLACEHOLDER = re.compile(f"{OPEN}(link|picture|figure|card|regions):([0-9]+){CLOSE}")


def placeholder(kind: str, number: int) -> str:
    """The placeholder of the reference at an index of its tuple in the document."""
    return f"{OPEN}{kind}:{number}{CLOSE}"


SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.\-]*:")
SCRIPT_SCHEMES = ("javascript:", "data:", "vbscript:", "blob:")
OWN_DISK = re.compile(r"file:|[a-z]:[\\/]", re.IGNORECASE)
EXTERNAL = re.compile(
    r"https?://[^\s/?#@:\[\]]+(?::\d+)?(?:[/?#]\S*)?|mailto:[^\s@]+@[^\s@]+"
    r"|(?:tel|sms):[+\d()\-.*#]+(?:\?body=\S*)?",
    re.IGNORECASE,
)
IGNORED_BY_BROWSERS = re.compile(r"[\x00-\x20\u00a0\u200b-\u200d\u2060]+")
PELICAN_PREFIX = re.compile(r"\{(?:filename|static|attach)\}/?")
ESCAPED = re.compile("\x02(\\d+)\x03")
STASHED = re.compile("\x02wzxhzdk:\\d+\x03")
"""Raw HTML within a text, as Python-Markdown sets it aside."""
CREDIT_SIGN = "©"
"""Comes before whose picture it is, at the end of its caption."""
ALT_FILE_NAME = re.compile(
    r"\S*\.(?:jpe?g|png|gif|webp|avif|heic|svg|tiff?)|(?:img|dsc|photo|фото|image|screenshot)?[_\-\d\s]*",
    re.IGNORECASE,
)

FIGURE_FORM = re.compile(r"(\{figure\}[\w.\-]+)\|(?=[\w\-])")
FIGURE = rf"\{{typed\}}|\{{(figure|card|regions)\}}([\w\-]+(?:\.[\w\-]+)*(?:{FORM_SEPARATOR}[\w\-]+)?)"


def decode_attribute(value: str) -> str:
    """An attribute as browsers read it: Markdown's escapes and HTML's entities decoded."""
    value = ESCAPED.sub(lambda match: chr(int(match[1])), value.replace(AMP_SUBSTITUTE, "&"))
    return html.unescape(value).strip()


def attribute_source(value: str) -> str:
    """An attribute as typed in the source."""
    return ESCAPED.sub(lambda match: "\\" + chr(int(match[1])), value.replace(AMP_SUBSTITUTE, "&"))


def record_link(anchor: Element, context: ParseContext) -> None:
    """Record a link: internal addresses become placeholders, external ones are checked."""
    typed = attribute_source(anchor.get("href", ""))
    target = PELICAN_PREFIX.sub("", decode_attribute(anchor.get("href", "")), count=1)
    line = context.lines.find(
        f"]({typed}",
        f"](<{typed}",
        f"<{typed}>",
        f": {typed}",
        typed.removeprefix("mailto:"),
        typed.removeprefix("http://"),
    )
    context.links.append(LinkReference(target, line))
    if (
        not isinstance(anchor.text, AtomicString)
        and not "".join(anchor.itertext()).strip()
        and anchor.find(".//img") is None
    ):
        context.report(line, "link-without-words", target=target)
    bare = IGNORED_BY_BROWSERS.sub("", target)
    if bare.lower().startswith(("tel:", "sms:")) and "?" not in bare:
        target = bare  # spaces between the digits, as they are written
    if SCHEME.match(bare) or bare.startswith(("//", "/\\", "\\")):
        words = decode_attribute(STASHED.sub("", "".join(anchor.itertext())))
        title = decode_attribute(anchor.get("title", ""))
        context.report_fault(line, check_external_link(target) or check_link_text(words, target, title))
        anchor.set("href", target.replace("&", "&amp;"))  # the serializer would leave `&copy;` unescaped
    elif not bare:
        context.report(line, "link-empty")
    else:
        anchor.set("href", placeholder("link", len(context.links) - 1))


def check_external_link(target: str) -> TextFault | None:
    """What is wrong with an external address; None if nothing is."""
    code = _scheme_fault(IGNORED_BY_BROWSERS.sub("", target).lower())
    if not code and (misleading := check_address(target)):
        return misleading
    if not code and (unreachable := check_reachable(target)):
        return unreachable
    if not code and not EXTERNAL.fullmatch(target):
        code = "link-mailbox" if target.lower().startswith("mailto:") else "link-broken"
    return TextFault(code, {"target": target}) if code else None


def _scheme_fault(bare: str) -> str:
    if OWN_DISK.match(bare):
        return "link-own-disk"
    if bare.startswith(SCRIPT_SCHEMES):
        return "link-scripted"
    if bare.startswith(("//", "/\\", "\\")):
        return "link-without-scheme"
    if bare.startswith(("tel:", "sms:")) and ("*" in bare or "#" in bare):
        return "link-dial-code"
    return "" if bare.startswith(("http:", "https:", "mailto:", "sms:", "tel:")) else "link-scheme"


def record_picture(picture: Element, context: ParseContext) -> None:
    """Record a picture and set a placeholder as its address; the converter unwraps it."""
    typed, alt = attribute_source(picture.get("src", "")), decode_attribute(picture.get("alt", ""))
    source = PELICAN_PREFIX.sub("", decode_attribute(picture.get("src", "")), count=1)
    name = normalize("NFC", unquote(source)).removeprefix("./")
    line = context.lines.find(f"]({typed}", f"](<{typed}", f": {typed}", typed)
    own = OWN_DISK.match(name)
    if not own and (SCHEME.match(IGNORED_BY_BROWSERS.sub("", name)) or name.startswith("//")):
        context.report(line, "picture-remote", name=name)
    elif not name or "/" in name or "\\" in name:
        context.report(line, "picture-place", name=name)
    if not alt:
        context.report(line, "picture-without-alt", name=name)
    elif ALT_FILE_NAME.fullmatch(alt) or alt == name.rpartition(".")[0]:
        context.report(line, "picture-alt-file", name=name, alt=alt)
    title = typeset(decode_attribute(picture.get("title", "")), context.typography)
    for words in (alt, title):
        if found := find_markup(words):
            context.report(line, "line-markup", text=found, key="![…](…)")
    caption, credit = _split_credit(title)
    context.pictures.append(PictureReference(name, alt, line, caption, credit))
    picture.attrib.clear()
    picture.set("src", placeholder("picture", len(context.pictures) - 1))


def _split_credit(title: str) -> tuple[str, str]:
    """A caption, and at its end whose picture it is: `© Anna Orlova`."""
    caption, sign, owner = title.rpartition(CREDIT_SIGN)
    return (caption.rstrip(), f"{sign} {owner.strip()}") if sign and owner.strip() else (title, "")


class FigureProcessor(InlineProcessor):
    """`{figure}set.card.part|form` in a text, `{card}set.card` and `{regions}key` alone; drops `{typed}`."""

    def __init__(self, get_context: Callable[[], ParseContext]) -> None:
        super().__init__(FIGURE)
        self.get_context = get_context

    def handleMatch(self, m: re.Match[str], _data: str) -> tuple[str, int, int]:  # type: ignore[override] # the library's stubs lack its own override
        """Record the reference; returns its placeholder and the positions of the match."""
        kind, name = m[1], m[2]
        if not kind:
            return "", m.start(), m.end()
        context, name = self.get_context(), name.replace(FORM_SEPARATOR, "|")
        line = context.lines.find(f"{{{kind}}}{name}")
        context.figures.append(FigureReference(kind, name, line))
        return placeholder(kind, len(context.figures) - 1), m.start(), m.end()
