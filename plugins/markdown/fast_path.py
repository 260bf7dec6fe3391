"""Python-Markdown's inline patterns, skipped for texts without a string that they could change.

Without it conversion takes half as long again.
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

MARKUP_SIGN = re.compile(
    r"[`\\\[<&*_{@#~=:wW](?:(?<=[`\\\[<&*_{@#])|(?<=~)~|(?<==)=|(?<=:)//|(?<=[wW])[wW]{2}\.)"
)
"""Begins with a set of characters, so that the regex engine can skip ahead; likewise below."""
INLINE_TRIGGERS = {
    "backtick": "`",
    "escape": "\\",
    "escaped_quote": "\\",
    "backslash_break": "\\\n",
    "dial_code": "#",
    "bare_address": "://",
    "bare_email": "@",
    "figure": "{",
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
"""What a text must contain for a pattern; one without a trigger is always tried."""

REFERENCE_PATTERNS = frozenset({"reference", "image_reference", "short_reference", "short_image_ref"})
"""Patterns that need link definitions."""


class FastInlineProcessor(InlineProcessor):
    """Tries only patterns whose trigger the text contains."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.triggers: list[tuple[Pattern, str]] = []
        self.references: frozenset[Pattern] = frozenset()

    def bind_patterns(self) -> None:
        """Pair the registered patterns with their triggers, once instead of for each text."""
        registry = self.md.inlinePatterns
        triggers = {
            registry.get_index_for_name(name): trigger
            for name, trigger in INLINE_TRIGGERS.items()
            if name in registry
        }
        self.triggers = [(pattern, triggers.get(number, "")) for number, pattern in enumerate(registry)]
        self.references = frozenset(registry[name] for name in REFERENCE_PATTERNS)

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:
        if isinstance(data, AtomicString) or not (MARKUP_SIGN.search(data) or "  \n" in data):
            return data
        skipped = () if self.md.references else self.references
        for number in range(patternIndex, len(self.triggers)):
            pattern, trigger = self.triggers[number]
            found, start = trigger in data and pattern not in skipped, 0
            while found:
                data, found, start = self._InlineProcessor__applyPattern(pattern, data, number, start)  # type: ignore[attr-defined] # not in its stubs
        return data

    def _InlineProcessor__processPlaceholders(
        self,
        data: str | None,
        parent: Element,
        isText: bool = True,
    ) -> list[tuple[Element, list[str]]]:
        if not data or INLINE_PLACEHOLDER_PREFIX in data:
            return super()._InlineProcessor__processPlaceholders(data, parent, isText)  # type: ignore[misc, no-any-return] # not in its stubs
        if isText:
            parent.text = f"{parent.text}{data}" if parent.text else data
        else:
            parent.tail = f"{parent.tail}{data}" if parent.tail else data
        return []
