"""Finishes a document's text: what the editor typed as a reference becomes an address or a picture."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING

from plugins.editions.links import Directory, resolve_links
from plugins.editions.sort import Finished

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from plugins.editions.bundles import Bundle
    from plugins.editions.errors import Problem

TOKEN = re.compile("\ue000(\\w+):(\\d+)\ue001")


@dataclass
class Finisher:
    """Resolves references; remembers what was wrong with them."""

    directory: Directory
    files: Mapping[str, Mapping[str, Path]]
    cache: Path
    problems: list[Problem] = field(default_factory=list)

    def finish(self, bundle: Bundle, language: str) -> Finished:
        """A document's html with every reference resolved."""
        document = bundle.documents[language]
        if not document.links:
            return Finished(document.html)
        addresses, problems = resolve_links(bundle, language, self.directory)
        self.problems += problems
        words = {"link": [escape(address) for address in addresses]}
        return Finished(TOKEN.sub(lambda token: words[token[1]][int(token[2])], document.html))
