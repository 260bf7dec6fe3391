"""Pelican entry point of the search: the script of the search page, and the index unless `SEARCH` is off."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pelican import signals
from pelican.generators import Generator

from plugins.search.index import FOLDER, search_files

if TYPE_CHECKING:
    from pelican import Pelican

    from plugins.release.plugin import SiteWriter


class SearchGenerator(Generator):  # type: ignore[misc] # Pelican ships no types
    """Writes what the search page loads."""

    def generate_output(self, writer: SiteWriter) -> None:
        """Write the script and, unless `SEARCH` is off, every edition's index."""
        script = Path(self.settings["THEME"]) / "static" / "js" / "search.js"
        writer.release.write(f"{FOLDER}/search.js", script.read_bytes())
        if self.settings["SEARCH"]:
            cache = Path(self.settings["CACHE_PATH"]) / "search"
            for path, content in search_files(self.context["editions"], cache):
                writer.release.write(path, content)


def generator(_pelican: Pelican) -> type[SearchGenerator]:
    """The generator class, for Pelican."""
    return SearchGenerator


def register() -> None:
    """Connect to Pelican."""
    signals.get_generators.connect(generator)
