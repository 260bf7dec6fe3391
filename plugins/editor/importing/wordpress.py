"""A WordPress export (WXR); pictures are taken from a folder of uploads beside it."""

from __future__ import annotations

import re
from html import escape, unescape
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from plugins.editor.importing.source_folder import SourceError
from plugins.editor.importing.source_item import (
    ImportNote,
    Moment,
    SourceContent,
    SourceItem,
    parse_typed_moment,
)
from plugins.editor.importing.xml_source import parse_xml, text_of, wordpress_namespace

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from plugins.editor.importing.source_folder import SourceFolder

SHORT = {"post": "p", "page": "page_id"}
"""Kinds of records that are articles, and the parameter of their short addresses."""
DRAFTS = frozenset({"draft", "pending", "private", "auto-draft", "future"})
UNDATED = "0000-00-00"
CAPTION = re.compile(r"\[caption[^\]]*\](.*?(?:</a>|<img[^>]*>))(.*?)\[/caption\]", re.DOTALL)
GALLERY = re.compile(r"\[gallery([^\]]*)\]")
EMBED = re.compile(r"\[(embed|video|audio|youtube|vimeo)\b([^\]]*)\](?:([^\[]*)\[/\1\])?")
SHORTCODE = re.compile(r"\[/?[a-z][\w-]*(?:\s+[\w-]+=[^\]]*|\s*/)?\](?!\()")
KNOWN_NAME = re.compile(
    r"\[/?(?:contact-form|contact-form-7|playlist|wpforms|recaptcha|toc|vc_\w+|et_\w+|su_\w+)\b"
)
BLOCK_TAG = re.compile(
    r"</?(?:p|div|ul|ol|table|blockquote|h[1-6]|pre|figure|section|hr|dl)\b", re.IGNORECASE
)


def read_wordpress(source: SourceFolder) -> SourceContent:
    """The posts and pages of an export; everything else in it is noted."""
    path = source.file or next(iter(source.texts(".xml")), "")
    root = parse_xml(source, path) if path else None
    space = wordpress_namespace(root) if root is not None else ""
    channel = root.find("channel") if root is not None else None
    if channel is None or not space:
        raise SourceError("import-kind", path=path or source.shown, kind="wordpress")
    export = _Export(channel, f"{{{space}}}")
    content = export.read()
    if not content.items:
        raise SourceError("import-empty", path=path)
    return content


class _Export:
    def __init__(self, channel: Element, space: str) -> None:
        self.channel, self.space = channel, space
        self.base = text_of(channel, f"{space}base_blog_url") or text_of(channel, "link")
        self.base_path = urlsplit(self.base).path.rstrip("/")
        self.language = text_of(channel, "language")
        self.authors = {
            text_of(each, f"{space}author_login"): text_of(each, f"{space}author_display_name")
            for each in channel.iterfind(f"{space}author")
        }
        self.attachments = {
            text_of(each, f"{space}post_id"): each
            for each in channel.iterfind("item")
            if text_of(each, f"{space}post_type") == "attachment"
        }
        self.notes: list[ImportNote] = []

    def read(self) -> SourceContent:
        items = []
        for element in self.channel.iterfind("item"):
            kind, name = text_of(element, f"{self.space}post_type"), text_of(element, "title") or "?"
            if kind in SHORT and text_of(element, f"{self.space}status") not in {"trash", "inherit"}:
                items.append(self._item(element, kind))
            elif kind != "attachment":
                self.notes.append(ImportNote(name, "kind-left", kind))
            for comment in element.iterfind(f"{self.space}comment"):
                author = text_of(comment, f"{self.space}comment_author")
                self.notes.append(ImportNote(name, "reader-comment", author))
        host = urlsplit(self.base).netloc
        hosts = frozenset({host, host.removeprefix("www."), f"www.{host}"} if host else ())
        return SourceContent(items, self.notes, hosts, self.base)

    def _item(self, element: Element, kind: str) -> SourceItem:
        space, number = self.space, text_of(element, f"{self.space}post_id")
        title = unescape(text_of(element, "title"))
        name = f"{title or '?'} (#{number})"
        html, reasons = self._html(text_of(element, "content:encoded"), name)
        link = text_of(element, "link")
        creator = text_of(element, "dc:creator")
        state, summary = text_of(element, f"{space}status"), unescape(_excerpt(element))
        return SourceItem(
            name=name,
            title=title,
            html=html,
            summary=re.sub(r"<[^>]+>", " ", summary),
            slug=text_of(element, f"{space}post_name") or ("" if urlsplit(link).query else _last_part(link)),
            language=self._category(element, "language") or self.language,
            pair=self._category(element, "post_translations") or number,
            published=self._moment(element, "post_date"),
            updated=self._moment(element, "post_modified"),
            authors=tuple(filter(None, (self.authors.get(creator) or creator,))),
            tags=tuple(
                unescape(each.text)
                for each in element.iterfind("category")
                if each.text
                and each.get("domain") in {"category", "post_tag"}
                and each.get("nicename") != "uncategorized"
            ),
            is_draft=state in DRAFTS,
            is_page=kind == "page",
            addresses=tuple(filter(None, (link, f"{self.base_path}/?{SHORT[kind]}={number}"))),
            names=(number,),
            picture=self._thumbnail(element),
            reasons=tuple(reasons),
        )

    def _moment(self, element: Element, key: str) -> Moment | None:
        """The moment in the site's own time; the one in UTC if that is all there is."""
        local, utc = text_of(element, f"{self.space}{key}"), text_of(element, f"{self.space}{key}_gmt")
        if utc and not utc.startswith(UNDATED):
            return parse_typed_moment(f"{utc} Z")
        return parse_typed_moment(local) or (
            parse_typed_moment(text_of(element, "pubDate")) if key == "post_date" else None
        )

    def _category(self, element: Element, domain: str) -> str:
        found = (
            str(each.get("nicename", ""))
            for each in element.iterfind("category")
            if each.get("domain") == domain
        )
        return next(found, "")

    def _thumbnail(self, element: Element) -> str:
        for meta in element.iterfind(f"{self.space}postmeta"):
            if text_of(meta, f"{self.space}meta_key") == "_thumbnail_id":
                return self._attachment(text_of(meta, f"{self.space}meta_value"))[0]
        return ""

    def _attachment(self, number: str) -> tuple[str, str]:
        """The address and the title of a picture."""
        element = self.attachments.get(number)
        if element is None:
            return "", ""
        return text_of(element, f"{self.space}attachment_url"), text_of(element, "title")

    def _html(self, text: str, name: str) -> tuple[str, list[ImportNote]]:
        """The text with paragraphs and without shortcodes; the reasons for a draft."""
        text = CAPTION.sub(r"\n\n<figure>\1<figcaption>\2</figcaption></figure>\n\n", text)
        text = GALLERY.sub(self._gallery, text)
        text = EMBED.sub(_embed, text)
        reasons: list[ImportNote] = []

        def keep(match: re.Match[str]) -> str:
            if "=" not in match[0] and not KNOWN_NAME.match(match[0]):
                return match[0]
            reasons.append(ImportNote(name, "tag-unknown", match[0]))
            return f"<code>{escape(match[0])}</code>"

        text = SHORTCODE.sub(keep, text)
        return text if "<!-- wp:" in text else _paragraphs(text), reasons

    def _gallery(self, match: re.Match[str]) -> str:
        figures = []
        for number in re.findall(r"\d+", match[1].partition("ids")[2].partition("columns")[0]):
            address, title = self._attachment(number)
            if address:
                figures.append(f'<figure><img src="{escape(address)}" alt="{escape(title)}"></figure>')
        return f"\n\n{''.join(figures)}\n\n" if figures else match[0]


def _last_part(link: str) -> str:
    return urlsplit(link).path.rstrip("/").rpartition("/")[2]


def _excerpt(element: Element) -> str:
    """The excerpt, whose namespace differs between versions."""
    texts = (each.text or "" for each in element if "excerpt/}encoded" in str(each.tag))
    return next(texts, "")


def _embed(match: re.Match[str]) -> str:
    found = re.search(r"https?://[^\s\"'\]<]+", f"{match[2]} {match[3] or ''}")
    return f'\n\n<iframe src="{escape(found[0])}"></iframe>\n\n' if found else match[0]


def _paragraphs(text: str) -> str:
    """Paragraphs and line breaks, as WordPress puts them into texts of its old editor."""
    blocks = re.split(r"\n\s*\n", text.strip())
    return "\n".join(
        block
        if BLOCK_TAG.match(block.lstrip()) or "<pre" in block or "</pre" in block
        else f"<p>{block.strip().replace(chr(10), '<br>')}</p>"
        for block in blocks
        if block.strip()
    )
