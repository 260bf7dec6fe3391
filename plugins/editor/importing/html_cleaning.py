"""HTML of other systems reduced to what texts of this site can say; what goes is noted."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup
from bs4.element import Comment, NavigableString, PreformattedString, Tag

from plugins.editor.importing.source_item import ImportNote

if TYPE_CHECKING:
    from collections.abc import Callable

SYSTEM_COMMENT = re.compile(r"\s*(?:/?wp:|more\b|nextpage|\[if|<!\[endif|excerpt|truncate)", re.IGNORECASE)
REMOVED = ("script", "style", "template", "noscript", "link", "meta", "svg", "head", "title", "base")
EMBEDDED = ("iframe", "video", "audio", "embed", "object")
UNWRAPPED = (
    "font",
    "span",
    "center",
    "big",
    "tt",
    "form",
    "fieldset",
    "button",
    "label",
    "time",
    "abbr",
    "bdi",
    "bdo",
)
HEADING = re.compile("h[1-6]")
BLOCKS = ("p", "div", "ul", "ol", "table", "pre", "blockquote", "figure", "h1", "h2", "h3", "h4", "h5", "h6")
FIRST_LEVEL, LAST_LEVEL = 2, 6
NO_HEADING = ("li", "td", "th", "blockquote", "dd", "figure", "a")


class Cleaner:
    """Cleans the HTML of one item; `link` and `picture` change an element in place."""

    def __init__(self, item: str, link: Callable[[Tag], None], picture: Callable[[Tag], None]) -> None:
        self.item = item
        self.link, self.picture = link, picture
        self.notes: list[ImportNote] = []

    def clean(self, html: str) -> BeautifulSoup:
        """The cleaned tree."""
        soup = BeautifulSoup(html, "html.parser")
        self._remove(soup)
        self._replace_embedded(soup)
        self._clean_blocks(soup)
        for picture in soup("img"):
            self.picture(picture)
        for anchor in soup("a"):
            self.link(anchor)
        for table in soup("table"):
            self._clean_table(table)
        for quote in soup("blockquote"):
            _clean_quote(quote)
        return soup

    def _clean_blocks(self, soup: BeautifulSoup) -> None:
        for control in soup(("input", "select", "textarea")):
            self._clean_control(control)
        for tag in soup(UNWRAPPED):
            tag.unwrap()
        for line_break in soup("br"):
            _strip_around(line_break)
        for details in soup("details"):
            self._clean_details(details)
        self._clean_headings(soup)
        for figure in soup("figure"):
            _clean_figure(figure)

    def note(self, code: str, value: str = "") -> None:
        """Note what was changed or left."""
        self.notes.append(ImportNote(self.item, code, value))

    def _remove(self, soup: BeautifulSoup) -> None:
        for text in soup.find_all(string=lambda each: isinstance(each, PreformattedString)):
            if isinstance(text, Comment) and not SYSTEM_COMMENT.match(text) and text.strip():
                self.note("comment", " ".join(text.split())[:80])
            text.extract()
        for tag in soup(REMOVED):
            if tag.name not in {"link", "meta", "base"}:
                self.note("removed", f"<{tag.name}>")
            tag.decompose()
        for rule in soup.select("hr.footnotes-sep"):
            rule.decompose()

    def _replace_embedded(self, soup: BeautifulSoup) -> None:
        """What is played inside a page becomes a link to it."""
        for tag in soup(EMBEDDED):
            source = tag.find(("source", "embed")) if not (tag.get("src") or tag.get("data")) else None
            address = str((source or tag).get("src") or tag.get("data") or "")
            for inner in tag(("source", "track", "param", "embed")):
                inner.decompose()
            self.note("embedded", address or f"<{tag.name}>")
            if address.startswith("//"):
                address = f"https:{address}"
            if not address or tag.find("a") is not None:
                tag.unwrap()
                continue
            anchor = soup.new_tag("a", href=address)
            anchor.string = str(tag.get("title") or address)
            paragraph = soup.new_tag("p")
            paragraph.append(anchor)
            tag.insert_before(paragraph)
            tag.unwrap()

    def _clean_control(self, tag: Tag) -> None:
        if tag.get("type") == "checkbox":
            tag.replace_with("☑" if tag.has_attr("checked") else "☐")
            return
        self.note("removed", f"<{tag.name}>")
        tag.unwrap()

    def _clean_details(self, details: Tag) -> None:
        summary = details.find("summary")
        if isinstance(summary, Tag):
            summary.name = "p"
            _wrap_contents(summary, "strong")
        self.note("unfolded")
        details.name = "div"

    def _clean_headings(self, soup: BeautifulSoup) -> None:
        """Levels from two on without a gap; a heading where none can be becomes a bold line."""
        levels: list[int] = []
        for heading in soup(HEADING):
            if not heading.get_text(strip=True) and heading.find("img") is None:
                heading.decompose()
            elif heading.find_parent(NO_HEADING):
                heading.name = "p"
                _wrap_contents(heading, "strong")
                self.note("heading-bold", heading.get_text(" ", strip=True))
            else:
                for emphasis in heading(("strong", "b")):
                    emphasis.unwrap()
                level = int(heading.name[1])
                levels = [*(each for each in levels if each < level), level]
                heading.name = f"h{min(LAST_LEVEL, FIRST_LEVEL + len(levels) - 1)}"

    def _clean_table(self, table: Tag) -> None:
        rows = table("tr")
        caption = table.find("caption")
        if isinstance(caption, Tag):
            caption.name = "p"
            table.insert_before(caption.extract())
        if table.find_parent(("td", "th", "li")) or table.find(("table", "pre", "ul", "ol")):
            self.note("table-flat")
            _flatten_table(table, rows)
        elif table.select("[rowspan], [colspan]"):
            self.note("table-spans")


def _strip_around(line_break: Tag) -> None:
    """Take away the white space around a line break: it would indent the next line."""
    for text in (line_break.previous_sibling, line_break.next_sibling):
        if isinstance(text, NavigableString) and text.find_parent("pre") is None:
            words = text.rstrip() if text is line_break.previous_sibling else text.lstrip()
            text.replace_with(NavigableString(words))


def _flatten_table(table: Tag, rows: list[Tag]) -> None:
    for row in rows:
        for cell in row(("td", "th"), recursive=False):
            cell.name = "div"
        row.name = "div"
    for part in (table, *table(("thead", "tbody", "tfoot", "colgroup"))):
        part.name = "div"


def _wrap_contents(tag: Tag, name: str) -> None:
    if tag.find(("strong", "b")) is None:
        wrapper = BeautifulSoup("", "html.parser").new_tag(name)
        wrapper.extend(list(tag.contents))
        tag.append(wrapper)


def _clean_figure(figure: Tag) -> None:
    """A caption goes to its picture; each picture stands in a paragraph of its own."""
    caption, pictures = figure.find("figcaption"), figure("img")
    if isinstance(caption, Tag) and len(pictures) == 1 and not caption.find("a"):
        pictures[0]["title"] = caption.get_text(" ", strip=True)
        caption.decompose()
    elif isinstance(caption, Tag):
        caption.name = "p"
    for picture in pictures:
        inner = picture.find_parent("a")
        (inner or picture).wrap(BeautifulSoup("", "html.parser").new_tag("p"))
    figure.name = "div"


def _clean_quote(quote: Tag) -> None:
    """The source of a quotation becomes its last line, behind a dash."""
    last = next((tag for tag in reversed(quote(("cite", "footer"))) if tag.get_text(strip=True)), None)
    if last is None or last.find_next_sibling(string=re.compile(r"\S")):
        return
    if any(each.get_text(strip=True) for each in last.find_next_siblings()):
        return
    words = last.get_text(" ", strip=True).lstrip("—–- ")
    last.name = "p"
    last.clear()
    last.append(NavigableString(f"— {words}"))
    quote.append(last.extract())


WORD = re.compile(r"[^\W_]+")
SEPARATED = (
    *BLOCKS,
    "br",
    "hr",
    "tr",
    "td",
    "th",
    "li",
    "dt",
    "dd",
    "figcaption",
    "caption",
    "summary",
    "section",
)

SEPARATOR = re.compile(rf"</?(?:{'|'.join(SEPARATED)})(?=[\s/>])[^>]*>")


def words_of(soup: BeautifulSoup) -> list[str]:
    """The words of HTML; those of scripts are none, nor a footnote's number and what leads back from it."""
    for mark in (*soup(REMOVED), *soup.select("sup.footnote-ref, sup[id^=fnref], a.footnote-backref")):
        mark.decompose()
    # Changing the tree at each block would take quadratic time.
    html = SEPARATOR.sub(" ", str(soup))
    return WORD.findall(BeautifulSoup(html, "html.parser").get_text())
