"""Footnotes: numbered ids, no words of any language in the markup, and none left over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markdown.extensions.footnotes import FootnoteExtension

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from plugins.markdown.reading import Reading

ROLES = {"footnote-ref": "doc-noteref", "footnote-backref": "doc-backlink"}


class Footnotes(FootnoteExtension):
    """Footnotes as Python-Markdown reads them; ids count, whatever an editor called the note."""

    def makeFootnoteId(self, id: str) -> str:  # noqa: A002, N802 - Python-Markdown's names
        """`fn:1`."""
        return f"fn:{self._number(id)}"

    def makeFootnoteRefId(self, id: str, found: bool = False) -> str:  # noqa: A002, N802, FBT001, FBT002 - the same
        """`fnref:1`, and `fnref2:1` where a note is referred to again."""
        return self.unique_ref(f"fnref:{self._number(id)}", found)

    def _number(self, label: str) -> int:
        return list(self.footnotes).index(label) + 1

    def unused(self) -> list[str]:
        """Labels of notes that nothing refers to."""
        return [label for label in self.footnotes if label not in self.footnote_order]


def is_footnote_link(anchor: Element) -> bool:
    """Whether a link was made by the footnotes and not by an editor."""
    return anchor.get("class") in ROLES


def finish_footnote_link(anchor: Element, reading: Reading) -> None:
    """Prefix the link like every id, and tell screen readers what it is."""
    anchor.set("href", f"#{reading.anchors}{anchor.get('href', '#')[1:]}")
    anchor.set("role", ROLES[anchor.get("class", "")])
    anchor.attrib.pop("title", None)
