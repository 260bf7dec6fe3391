"""Finishes a document's text: what the editor typed as a reference becomes an address, a picture, a figure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING

from plugins.editions.errors import Problem, problem
from plugins.editions.links import Directory, resolve_links
from plugins.editions.sort import Finished
from plugins.pictures.prepare import Prepared, picture_html, prepare_picture

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from plugins.editions.bundles import Bundle
    from plugins.editions.document import PictureReference
    from plugins.editions.edition import Picture

TOKEN = re.compile("\ue000(\\w+):(\\d+)\ue001")


@dataclass
class Finisher:
    """Resolves references; remembers the pictures it published and what was wrong."""

    directory: Directory
    files: Mapping[str, Mapping[str, Path]]
    cache: Path
    pictures: dict[Path, Prepared] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def finish(self, bundle: Bundle, language: str) -> Finished:
        """A document's html with every reference resolved."""
        document = bundle.documents[language]
        if not (document.links or document.pictures):
            return Finished(document.html)
        addresses, problems = resolve_links(bundle, language, self.directory)
        self.problems += problems
        words = {
            "link": [escape(address) for address in addresses],
            "picture": [self._picture(bundle, document.path, each) for each in document.pictures],
        }
        html = TOKEN.sub(lambda token: words[token[1]][int(token[2])], document.html)
        return Finished(html, tuple(self._published(bundle, each) for each in document.pictures))
