"""The text of an imported item: cleaned HTML as Markdown, its links and pictures those of the new site."""

from __future__ import annotations

import re
from collections import Counter
from html import escape
from typing import TYPE_CHECKING
from unicodedata import normalize

from bs4 import BeautifulSoup

from plugins.diagnostics.one_line import find_markup
from plugins.diagnostics.text_safety import remove_control_chars
from plugins.editor.importing.html_cleaning import EMBEDDED, Cleaner, words_of
from plugins.editor.importing.html_markdown import escape_text, to_markdown
from plugins.editor.importing.imported_pictures import BundlePictures, is_picture
from plugins.editor.importing.source_item import ImportNote
from plugins.markdown.references import ALT_FILE_NAME, PLACEHOLDER

if TYPE_CHECKING:
    from collections.abc import Collection

    from bs4.element import Tag

    from plugins.editor.importing.imported_links import ItemLinks
    from plugins.editor.importing.source_item import SourceItem
    from plugins.model.document import Document

MAX_SIGNS = 50
SITE_VALUE = re.compile(r"\{(\w+)\}")
MARKUP_SIGNS = re.compile(r"[*_`~=\[\]{}|<>\\\\^$&]+")


class ItemText:
    """The text of an item on its way to Markdown; links to `hidden` bundles become plain words."""

    def __init__(
        self, item: SourceItem, links: ItemLinks, hidden: Collection[str], pictures: BundlePictures
    ) -> None:
        self.item, self.links, self.hidden, self.pictures = item, links, hidden, pictures
        self.notes: list[ImportNote] = []
        self.soup = BeautifulSoup("", "html.parser")
        self.counts: Counter[str] = Counter()

    def note(self, code: str, value: str = "") -> None:
        """Note what was changed or left."""
        self.notes.append(ImportNote(self.item.name, code, value))

    def markdown(self) -> str:
        """The Markdown of the item; its summary if it has no text."""
        cleaner = Cleaner(self.item.name, self._link, self._picture)
        html = normalize("NFC", printable(self.item.html))
        if self.item.picture and self.item.picture not in html:
            html = f'<figure><img src="{escape(printable(self.item.picture))}" alt=""></figure>\n{html}'
        whole = BeautifulSoup(html, "html.parser")
        if not whole.get_text(strip=True) and whole.find(("img", *EMBEDDED)) is None:
            html = f"<p>{escape(plain_line(self.item.summary) or plain_line(self.item.title))}</p>"
            self.note("text-missing")
        self.counts = Counter(words_of(BeautifulSoup(html, "html.parser")))
        self.soup = BeautifulSoup(html, "html.parser")
        self.soup = cleaner.clean(html)
        self.notes += cleaner.notes
        return to_markdown(self.soup)

    def plain_markdown(self) -> str:
        """The words of an item whose elements lie too deeply in one another."""
        words = (line.strip() for line in self.soup.get_text("\n").split("\n"))
        return "\n\n".join(escape_text(line, at_start=True) for line in words if line) + "\n"

    def lost_words(self, document: Document) -> list[str]:
        """Words of the item that the text as readers see it lacks."""
        return list((self.counts - self.shown_words(document)).elements())

    def shown_words(self, document: Document) -> Counter[str]:
        """The words that readers see, those of captions too."""
        captions = [picture.caption for picture in document.pictures]

        def show(match: re.Match[str]) -> str:
            return f" {captions[int(match[2])]} " if match[1] == "picture" else ""

        shown = PLACEHOLDER.sub(show, document.html)
        return Counter(words_of(BeautifulSoup(shown, "html.parser")))

    def _link(self, anchor: Tag) -> None:
        target, words = str(anchor.get("href") or "").strip(), anchor.get_text(" ", strip=True)
        if "footnote-backref" in anchor.get_attribute_list("class"):
            anchor.decompose()
            return
        if anchor.find_parent("sup", class_="footnote-ref"):
            return
        if not target or (not words and anchor.find("img") is None):
            anchor.unwrap()
            return
        if anchor.find("img") is not None:
            if not is_picture(target):
                self.note("link-left", target)
            anchor.unwrap()
            return
        bundle = self.links.find(target, self.item)
        if bundle and bundle not in self.hidden:
            anchor.attrs = {"href": f"/{bundle}/"}
            return
        address = "" if bundle else self.links.outside(target, words)
        if address:
            anchor.attrs = {"href": address}
            return
        self.note("link-left", target)
        anchor.unwrap()

    def _picture(self, picture: Tag) -> None:
        source = str(picture.get("src") or picture.get("data-src") or "")
        alt, caption = (plain_line(str(picture.get(name) or "")) for name in ("alt", "title"))
        if "emoji" in picture.get_attribute_list("class") and alt:
            picture.replace_with(alt)
            return
        in_figure = (
            picture.parent is not None and picture.parent.name == "p" and len(picture.parent.contents) == 1
        )
        name = self.pictures.take(
            re.sub(r"^(?:\{(?:static|attach|filename)\}|\|filename\|)", "", source), self.item.folder
        )
        if not name:
            self._replace_picture(picture, source, alt, caption if in_figure else "")
            return
        if not alt or ALT_FILE_NAME.fullmatch(alt) or alt == name.rpartition(".")[0]:
            alt = caption or self.item.title or name.replace("-", " ")
            self.note("alt-missing", f"{name}: {alt}")
        picture.attrs = {"src": name, "alt": alt, **({"title": caption} if caption and in_figure else {})}
        if caption and not in_figure:
            self.note("caption-left", caption)

    def _replace_picture(self, picture: Tag, source: str, alt: str, caption: str) -> None:
        """A picture that the source lacks becomes a link to where it was, or its description."""
        self.note("picture-left", source[:200])
        words = alt or source.rpartition("/")[2].partition("?")[0][:100] or "?"
        address = self.links.outside(source, words) if not source.startswith("data:") else ""
        made = BeautifulSoup("", "html.parser").new_tag(
            "a" if address and not picture.find_parent("a") else "em"
        )
        made.string = words
        if made.name == "a":
            made["href"] = address
        picture.insert_before(" ")
        picture.insert_after(f" {caption} ")
        picture.replace_with(made)


def printable(text: str) -> str:
    """A text without control characters; direction marks of right-to-left texts stay."""
    return remove_control_chars(text, right_to_left=True)


def plain_line(html: str) -> str:
    """The words of HTML on one line, without signs of markup and of the site's own name."""
    html = SITE_VALUE.sub(r"(\1)", html)
    line = " ".join(printable(BeautifulSoup(html, "html.parser").get_text(" ")).split())
    for _ in range(MAX_SIGNS):
        if not (found := find_markup(line)):
            break
        line = line.replace(found, MARKUP_SIGNS.sub(" ", found))
    return " ".join(line.split())
